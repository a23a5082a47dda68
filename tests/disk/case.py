"""Base of the tests: a server whose syncs of files can be made to fail or to hang while it runs."""

import contextlib
import os
import tempfile
import time
import unittest

from harness import environment
from harness.client import Client
from harness.server import Server

TABLE = "disk"
WAIT_S = 120 * environment.slowness()
POLL_S = 0.005


def sync_faults_library():
    return os.path.join(environment.build_directory(), "tests", "disk", "libstator_sync_faults.so")


def key(name):
    return {"pk": {"S": name}}


class DiskCase(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="stator-disk-")
        self.addCleanup(holder.cleanup)
        self.data = os.path.join(holder.name, "data")
        self.faults = os.path.join(holder.name, "faults")
        os.mkdir(self.faults)

    # ---- the disk

    def begin(self, fault):
        """`fault` is "fail", or "hold.EXT" for syncs of files *.EXT."""
        with open(os.path.join(self.faults, fault), "w", encoding="utf-8"):
            pass

    def end(self, fault):
        """May be called twice."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(os.path.join(self.faults, fault))

    @contextlib.contextmanager
    def during(self, fault):
        self.begin(fault)
        try:
            yield
        finally:
            self.end(fault)

    def await_held(self, extension):
        """Until a sync of such a file hangs."""
        self.until(lambda: os.path.exists(os.path.join(self.faults, f"held.{extension}")))

    # ---- the server

    def server(self, *arguments):
        server = Server(
            *arguments,
            data=self.data,
            extra_environment={"LD_PRELOAD": sync_faults_library(), "DISK_FAULTS": self.faults},
        )
        self.addCleanup(server.remove)
        return server

    def start(self, *arguments):
        """A server with an empty table, and a client of it."""
        server = self.server(*arguments).start()
        self.addCleanup(server.kill)
        client = Client(server.endpoint)
        client.call(
            "CreateTable",
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        )
        client.wait_active(TABLE)
        self.addCleanup(client.close)
        return server, client

    def until(self, holds):
        deadline = time.monotonic() + WAIT_S
        while not holds():
            self.assertLess(time.monotonic(), deadline, "waited in vain")
            time.sleep(POLL_S)

    def put(self, client, name, value=""):
        item = {**key(name), "v": {"S": value}}
        return client.send("PutItem", {"TableName": TABLE, "Item": item})

    def until_put(self, client, name):
        """Until the server takes this write."""
        self.until(lambda: self.put(client, name).status == 200)

    def exists(self, client, name):
        answer = client.call("GetItem", TableName=TABLE, Key=key(name), ConsistentRead=True)
        return "Item" in answer
