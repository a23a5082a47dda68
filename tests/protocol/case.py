"""Base of the protocol tests: one server for all of them, checked for life after each."""

import unittest
import uuid

from harness import environment
from harness.client import Client
from harness.server import Server
from protocol.raw import Connection

MEMORY_LIMIT_BYTES = 600 << 20  # sixteen-megabyte bodies fit, a leak of requests does not


class ProtocolTest(unittest.TestCase):
    server = None

    @classmethod
    def setUpClass(cls):
        if ProtocolTest.server is None:
            ProtocolTest.server = Server(in_memory=True).start()

    @property
    def endpoint(self):
        return self.server.endpoint

    def setUp(self):
        self.client = self.new_client()
        self.addCleanup(self.client.close)

    def tearDown(self):
        """Whatever the test did: the server answers, and its memory is bounded."""
        self.assertTrue(self.server.is_running(), f"the server is gone\n{self.server.log()}")
        self.client.call("ListTables")
        if not environment.is_sanitized():
            self.assertLess(self.server.resident_bytes(), MEMORY_LIMIT_BYTES)

    def new_client(self, **options):
        return Client(self.endpoint, **options)

    def connect(self):
        return Connection(self.endpoint)

    def ask(self, operation, body, **options):
        """One request on a connection of its own; None if the server closed it without an answer."""
        with self.connect() as connection:
            return connection.ask(operation, body, **options)

    def make_table(self):
        name = f"protocol-{uuid.uuid4().hex[:12]}"
        self.client.call(
            "CreateTable",
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        )
        self.client.wait_active(name)
        return name
