"""SIGHUP: what a running server takes up of its configuration, and what it says of the rest."""

import os
import signal
import tempfile
import time
import unittest
import urllib.error

import boto3
import botocore.config
import botocore.exceptions

from harness import environment
from harness.client import Client
from harness.server import Server
from operating import metrics

LIMIT_S = 30 * environment.slowness()
ROOT = """
auth = "strict"
root_access_key_id = "OWNER"
root_secret_access_key = "%s"
"""


class ReloadTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="stator-reload-")
        self.addCleanup(folder.cleanup)
        self.file = os.path.join(folder.name, "stator.toml")

    def configure(self, text):
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(text)

    def serve(self, *arguments):
        return Server("--config", self.file, *arguments, in_memory=True)

    def reload(self, server, says):
        """Sends SIGHUP and waits for the lines that it leads to."""
        before = len(server.log(10_000).splitlines())
        os.kill(server.pid, signal.SIGHUP)
        deadline = time.monotonic() + LIMIT_S
        while time.monotonic() < deadline:
            lines = server.log(10_000).splitlines()[before:]
            if any(says in line for line in lines):
                return "\n".join(lines)
            time.sleep(0.005)
        raise AssertionError(f"the log does not say {says!r}:\n{server.log()}")

    def status_of(self, server, **headers):
        try:
            metrics.get(server.endpoint + "/health", **headers)
        except urllib.error.HTTPError as error:
            return error.code
        return 200

    def test_hosts_origins_and_the_log(self):
        self.configure("allowed_hosts = ['old.lan']\n")
        with self.serve() as server:
            self.assertEqual([200, 403], [self.status_of(server, Host=name) for name in ("old.lan", "new.lan")])
            self.assertEqual(403, self.status_of(server, Origin="https://app.example"))
            self.configure(
                "allowed_hosts = ['new.lan']\ncors_origins = ['https://app.example']\nlog_format = 'json'\n"
                "slow_request = 1\n"
            )
            said = self.reload(server, "configuration read again")
            for flag in ("--allowed-hosts", "--cors-origins", "--log-format", "--slow-request"):
                self.assertIn(flag, said)
            self.assertIn('"component":"server"', said)
            self.assertEqual([403, 200], [self.status_of(server, Host=name) for name in ("old.lan", "new.lan")])
            self.assertEqual(200, self.status_of(server, Origin="https://app.example"))
            Client(server.endpoint).call("ListTables")

    def test_what_needs_a_restart_is_named(self):
        self.configure("memory = '64MB'\nregion = 'eu-west-1'\n")
        with self.serve("--threads", "1") as server:
            self.configure("memory = '128MB'\nregion = 'eu-west-2'\nthreads = 2\n")
            said = self.reload(server, "configuration read again; changed: nothing")
            self.assertIn("changed, but taken up by a restart only: --region, --memory\n", said)
            self.assertIn("eu-west-1", metrics.get(server.endpoint + "/")[1])

    def test_a_broken_file_changes_nothing(self):
        self.configure("allowed_hosts = ['old.lan']\n")
        with self.serve() as server:
            for broken, why in (
                ("allowed_hosts = ['new.lan'\n", "line 1: Error while parsing array"),
                ("allowed_hosts = ['new.lan']\nlog_level = 'loud'\n", "'loud' is not debug"),
                ("allowed_hosts = ['new.lan']\nno_such = 1\n", "there is no setting 'no_such'"),
            ):
                self.configure(broken)
                self.assertIn(why, self.reload(server, "the old settings stay"))
                self.assertEqual([200, 403], [self.status_of(server, Host=name) for name in ("old.lan", "new.lan")])
            os.unlink(self.file)
            self.assertIn("cannot read", self.reload(server, "the old settings stay"))
            os.mkdir(self.file)
            self.assertIn("Is a directory", self.reload(server, "the old settings stay"))
            self.assertEqual([200, 403], [self.status_of(server, Host=name) for name in ("old.lan", "new.lan")])

    def test_the_key_of_the_owner(self):
        self.configure(ROOT % "first-secret")
        with self.serve() as server:
            self.assertEqual([], self.tables(server, "first-secret"))
            self.configure(ROOT % "second-secret")
            said = self.reload(server, "configuration read again")
            self.assertIn("--root-secret-access-key", said)
            self.assertNotIn("second-secret", said)
            self.assertEqual([], self.tables(server, "second-secret"))
            with self.assertRaises(botocore.exceptions.ClientError) as refused:
                self.tables(server, "first-secret")
            self.assertEqual("InvalidSignatureException", refused.exception.response["Error"]["Code"])

    def tables(self, server, secret):
        client = boto3.session.Session().client(
            "dynamodb",
            endpoint_url=server.endpoint,
            region_name="us-east-1",
            aws_access_key_id="OWNER",
            aws_secret_access_key=secret,
            config=botocore.config.Config(retries={"max_attempts": 0}, proxies={}),
        )
        return client.list_tables()["TableNames"]


if __name__ == "__main__":
    unittest.main()
