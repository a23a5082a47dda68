"""What docs/operating.md says of the container, with clients outside of it."""

import io
import os
import subprocess
import tempfile
import unittest
import zipfile

from harness import environment
from harness.client import Client
from package import podman

os.environ.update(environment.client_environment("http://unset.invalid"))

import boto3  # noqa: E402  (after the environment)
from botocore.exceptions import ClientError  # noqa: E402

ROLE = "arn:aws:iam::000000000000:role/any"
# What functions need of a container, by the names that Podman has for it; Docker's are in docs/operating.md.
SANDBOX_OPTIONS = ("--security-opt", "seccomp=unconfined", "--security-opt", "unmask=ALL")
HANDLER = """
import os, subprocess, boto3
def handler(event, context):
    subprocess.Popen(["/usr/bin/sleep", "1000"], start_new_session=True)
    tables = boto3.client("dynamodb").list_tables()["TableNames"]
    return {"tables": tables, "sees_data": os.path.isdir("/var/lib/stator")}
"""

store = None


def setUpModule():
    global store
    store = podman.Store()
    unittest.addModuleCleanup(store.remove)
    store.build()
    podman.leave_network()


def archive(source):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("code.py", source)
    return file.getvalue()


class ContainerTest(unittest.TestCase):
    def run_container(self, *options, arguments=(), volume=None):
        container = podman.Container(store, *options, arguments=arguments, volume=volume)
        self.addCleanup(container.remove)
        return container

    def client(self, container, service):
        return boto3.client(service, endpoint_url=container.endpoint, region_name="us-east-1")

    def make_table(self, container, name="Music"):
        dynamodb = self.client(container, "dynamodb")
        dynamodb.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "Id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}],
        )
        dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 300})
        return dynamodb

    def create_function(self, container):
        return self.client(container, "lambda").create_function(
            FunctionName="one",
            Runtime="python3.11",
            Handler="code.handler",
            Role=ROLE,
            Timeout=60,
            Code={"ZipFile": archive(HANDLER)},
        )

    def invoke(self, container):
        answer = self.client(container, "lambda").invoke(FunctionName="one")
        return answer.get("FunctionError"), answer["Payload"].read().decode()

    def refusal(self, container):
        with self.assertRaises(ClientError) as refused:
            self.create_function(container)
        return refused.exception.response["Error"]["Message"]

    def back_up(self, container):
        """What the command says; the backup is outside then."""
        folder = tempfile.mkdtemp(prefix="stator-backup-", dir="/var/tmp")
        self.addCleanup(subprocess.run, ["rm", "-rf", folder], check=True)
        done = container.exec("stator", "backup", "/tmp/backup", "--data", "/var/lib/stator")
        store("cp", f"{container.id}:/tmp/backup", folder)
        self.assertTrue(os.listdir(f"{folder}/backup"))
        return done.stdout

    def assert_no_zombies(self, container):
        states = container.exec("sh", "-c", "cat /proc/[0-9]*/stat").stdout
        self.assertNotIn(") Z ", states)

    def test_data_stays_through_stops_crashes_and_new_containers(self):
        volume = "stays"
        container = self.run_container(volume=volume).wait()
        dynamodb = self.make_table(container)
        dynamodb.put_item(TableName="Music", Item={"Id": {"S": "boto3"}})
        subprocess.run(
            ["/usr/bin/aws", "--endpoint-url", container.endpoint, "dynamodb", "put-item"]
            + ["--table-name", "Music", "--item", '{"Id": {"S": "cli"}}'],
            env=environment.client_environment(container.endpoint),
            check=True,
            timeout=120,
        )
        self.assertEqual(0, container.stop(), container.log())
        container.start()
        dynamodb.put_item(TableName="Music", Item={"Id": {"S": "again"}})
        container.kill()
        container.start()
        dynamodb.put_item(TableName="Music", Item={"Id": {"S": "after the crash"}})
        self.assertIn("backup of /var/lib/stator", self.back_up(container))
        container.remove()

        container = self.run_container(volume=volume).wait()
        items = self.client(container, "dynamodb").scan(TableName="Music")["Items"]
        self.assertEqual({"boto3", "cli", "again", "after the crash"}, {item["Id"]["S"] for item in items})

    def test_it_is_a_user_without_rights_whose_number_is_known(self):
        container = self.run_container(volume="owned").wait()
        self.assertEqual("stator", container.exec("id", "-un").stdout.strip())
        self.assertEqual("800:800", container.exec("stat", "-c", "%u:%g", "/var/lib/stator").stdout.strip())
        status = container.exec("cat", "/proc/1/status").stdout
        self.assertIn("Uid:\t800\t800\t800\t800", status)
        self.assertIn("CapEff:\t0000000000000000", status)
        self.assert_no_zombies(container)

    def test_a_folder_of_the_machine(self):
        folder = tempfile.mkdtemp(prefix="stator-bound-", dir="/var/tmp")
        self.addCleanup(subprocess.run, ["rm", "-rf", folder], check=True)
        os.chmod(folder, 0o755)
        container = self.run_container(volume=folder)
        store("wait", container.id)
        self.assertNotEqual(0, container.state()["ExitCode"])
        lines = container.log().strip().splitlines()
        self.assertEqual(1, len(lines), lines)
        self.assertIn("/var/lib/stator", lines[0])
        self.assertIn("Permission denied", lines[0])
        os.chown(folder, 800, 800)
        self.run_container(volume=folder).wait()

    def test_without_anything_to_write_to_but_its_data(self):
        container = self.run_container("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", volume="narrow").wait()
        self.make_table(container)
        self.assertEqual(0, container.stop())

    def test_health(self):
        container = self.run_container().wait()
        self.assertEqual(0, store("healthcheck", "run", container.id, check=False).returncode, container.log())

    def test_memory_of_the_container(self):
        container = self.run_container("--memory", "1g").wait()
        client = Client(container.endpoint)
        self.addCleanup(client.close)
        metrics = container.exec(
            "python3", "-c", "import urllib.request as r; print(r.urlopen('http://localhost:8000/metrics').read().decode())"
        ).stdout
        budget = next(line for line in metrics.splitlines() if line.startswith("stator_request_memory_limit_bytes "))
        self.assertEqual((128 << 20) * 7 // 32, float(budget.split()[1]))

    def test_functions_have_to_be_allowed(self):
        container = self.run_container().wait()
        refusal = self.refusal(container)
        self.assertIn("--insecure-lambda", refusal)
        self.assertNotIn("\n", refusal)

    def test_functions_where_sandboxes_cannot_be_made(self):
        container = self.run_container(arguments=("--insecure-lambda",)).wait()
        refusal = self.refusal(container)
        self.assertIn("bubblewrap cannot make sandboxes", refusal)
        self.assertNotIn("\n", refusal)
        self.assertEqual(0, container.stop())

    def test_functions_in_sandboxes(self):
        container = self.run_container(*SANDBOX_OPTIONS, arguments=("--insecure-lambda",), volume="functions").wait()
        self.make_table(container)
        self.create_function(container)
        self.assertEqual((None, '{"tables": ["Music"], "sees_data": false}'), self.invoke(container))
        container.kill()
        container.start()
        self.assertEqual((None, '{"tables": ["Music"], "sees_data": false}'), self.invoke(container))
        folders = container.exec("sh", "-c", "ls -d /tmp/stator-functions-*").stdout.split()
        self.assertEqual(1, len(folders), folders)
        self.client(container, "lambda").delete_function(FunctionName="one")
        self.assert_no_zombies(container)
        self.assertEqual(0, container.stop())

    def test_functions_as_plain_processes(self):
        container = self.run_container(arguments=("--insecure-lambda", "--lambda-isolation", "process")).wait()
        self.make_table(container)
        self.create_function(container)
        error, payload = self.invoke(container)
        self.assertIsNone(error, payload)
        self.assertEqual('{"tables": ["Music"], "sees_data": true}', payload)
        self.assertEqual(0, container.stop())
        container.start()
        self.assert_no_zombies(container)
