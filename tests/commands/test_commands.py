"""The program as its user starts it: flags, refusals, ready file, clean stop."""

import json
import os
import socket
import threading

from commands.case import CommandCase, run_stator
from harness.client import Client
from harness.server import Server


class CommandsTest(CommandCase):
    def test_version_and_help(self):
        version = run_stator("--version")
        self.assertEqual(0, version.returncode)
        self.assertRegex(version.stdout.decode(), r"^stator \d+\.\d+\.\d+\n$")
        help_text = run_stator("help")
        self.assertEqual(0, help_text.returncode)
        for flag in (
            "--listen",
            "--data",
            "--in-memory",
            "--durability",
            "--region",
            "--account",
            "--threads",
            "--ready-file",
        ):
            self.assertIn(flag, help_text.stdout.decode())

    def test_mistakes(self):
        self.check_refused("frobnicate", says="frobnicate", code=2)
        self.check_refused("serve", "--frobnicate", says="frobnicate", code=2)
        self.check_refused("serve", "--durability", "sometimes", says="sometimes", code=2)
        self.check_refused("serve", "--listen", "nonsense", says="nonsense", code=2)
        self.check_refused("serve", "--listen", "127.0.0.1:70000", says="70000", code=2)
        self.check_refused("serve", "--account", "12", says="(?i)account", code=2)
        self.check_refused("serve", "--in-memory", "--data", "x", says="in-memory", code=2)

    def test_files_that_cannot_be_read(self):
        folder = "/proc/self"  # it can be opened, and not read
        self.check_refused("serve", "--config", folder, says="cannot read the configuration file /proc/self: Is a directory$", code=2)
        self.check_refused("serve", "--config", "none.toml", says="cannot read the configuration file none.toml: No such", code=2)
        pair = ("--tls-certificate", folder, "--tls-key", folder)
        self.check_refused("serve", "--in-memory", "--listen", "127.0.0.1:0", *pair, says="cannot read /proc/self: Is a directory", code=1)

    def test_other_addresses_demand_insecure(self):
        self.check_refused("serve", "--listen", "0.0.0.0:0", "--in-memory", says="--insecure", code=2)
        server = Server("--listen", "0.0.0.0:0", "--insecure", in_memory=True)
        with server:
            self.assertEqual(2, len(server.endpoints))

    def test_strict_demands_a_root_key(self):
        self.check_refused("serve", "--auth", "strict", "--in-memory", says="STATOR_ROOT_ACCESS_KEY_ID", code=2)
        key = {"STATOR_ROOT_ACCESS_KEY_ID": "OWNER", "STATOR_ROOT_SECRET_ACCESS_KEY": "a-long-secret"}
        with Server("--auth", "strict", "--listen", "0.0.0.0:0", in_memory=True, extra_environment=key) as server:
            self.assertEqual(2, len(server.endpoints))

    def test_a_port_that_is_taken(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            self.check_refused(
                "serve",
                "--in-memory",
                "--listen",
                f"127.0.0.1:{taken.getsockname()[1]}",
                says=f"{taken.getsockname()[1]}: another program uses this port; choose another address with --listen",
                code=1,
            )

    def test_the_ready_file(self):
        with Server("--listen", "[::1]:0", in_memory=True) as server:
            with open(server.ready_path, encoding="utf-8") as file:
                ready = json.load(file)
            self.assertEqual(2, len(ready["endpoints"]))
            self.assertEqual(server.pid, ready["pid"])
            for endpoint in server.endpoints:
                Client(endpoint).call("ListTables")

    def test_settings_from_the_environment(self):
        with Server(in_memory=True, extra_environment={"STATOR_ACCOUNT": "123456789012"}) as server:
            table = Client(server.endpoint).call(
                "CreateTable",
                TableName="abc",
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            )["TableDescription"]
        self.assertEqual("arn:aws:dynamodb:us-east-1:123456789012:table/abc", table["TableArn"])

    def test_shared_data(self):
        with Server("--shared-data", in_memory=True) as server:
            one = Client(server.endpoint, region="eu-west-1", access_key="111111111111")
            one.call(
                "CreateTable",
                TableName="shared",
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            )
            self.assertEqual(
                ["shared"], Client(server.endpoint, region="ap-south-1").call("ListTables")["TableNames"]
            )
            elsewhere = Client(server.endpoint, region="eu-west-1", access_key="123456789012")
            arn = "arn:aws:dynamodb:eu-west-1:123456789012:table/shared"
            self.assertEqual("shared", elsewhere.call("DescribeTable", TableName=arn)["Table"]["TableName"])
            self.assertEqual({"Tags": []}, elsewhere.call("ListTagsOfResource", ResourceArn=arn))

    def test_data_survives_a_clean_stop_and_every_engine_stops_under_load(self):
        for arguments in ([], ["--durability", "relaxed"]):
            with self.subTest(arguments=arguments):
                data = os.path.join(self.folder, "data" + "".join(arguments))
                written = self.write_until_stopped(data, arguments)
                with Server(*arguments, data=data) as server:
                    client = Client(server.endpoint)
                    for key in written:
                        self.assertIn(
                            "Item",
                            client.call(
                                "GetItem", TableName="abc", Key={"pk": {"S": key}}, ConsistentRead=True
                            ),
                        )

    def write_until_stopped(self, data, arguments):
        """Keys whose writes were answered before the server, asked to stop meanwhile, was gone."""
        written, enough = [], threading.Event()
        with Server(*arguments, data=data) as server:
            client = Client(server.endpoint)
            client.call(
                "CreateTable",
                TableName="abc",
                BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            )
            client.wait_active("abc")

            def write():
                own = Client(server.endpoint)
                try:
                    while True:
                        key = f"k{len(written)}-{threading.get_ident()}"
                        own.call("PutItem", TableName="abc", Item={"pk": {"S": key}})
                        written.append(key)
                        if len(written) > 50:
                            enough.set()
                except Exception:
                    return  # the server is gone

            writers = [threading.Thread(target=write) for _ in range(3)]
            for writer in writers:
                writer.start()
            self.assertTrue(enough.wait(60))
        for writer in writers:
            writer.join()
        return written
