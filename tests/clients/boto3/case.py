"""Base of the boto3 tests: one server, a client and a resource, tables that go away."""

import os
import unittest
import uuid

from harness import environment

os.environ.update(environment.client_environment("http://unset.invalid"))
for name in [name for name in os.environ if name.lower().endswith("_proxy") and name != "NO_PROXY"]:
    del os.environ[name]

import boto3  # noqa: E402  (after the environment)
from botocore.config import Config  # noqa: E402

FAST_WAITER = {"Delay": 0.05, "MaxAttempts": 200 * environment.slowness()}


class Boto3Test(unittest.TestCase):
    server = None  # set by run.py

    @classmethod
    def setUpClass(cls):
        settings = {
            "endpoint_url": Boto3Test.server.endpoint,
            "region_name": "us-east-1",
            "config": Config(retries={"max_attempts": 2}, parameter_validation=True),
        }
        cls.service = staticmethod(lambda name, **more: boto3.client(name, **{**settings, **more}))
        cls.client = boto3.client("dynamodb", **settings)
        cls.resource = boto3.resource("dynamodb", **settings)

    def create_table(self, sort_key=None, **more):
        """A table of partition key `pk` (S), and of `sort_key` = (name, type) if given."""
        name = f"boto3-{uuid.uuid4().hex[:12]}"
        keys = [("pk", "S")] + ([sort_key] if sort_key else [])
        definitions = [{"AttributeName": key, "AttributeType": kind} for key, kind in keys]
        table = self.resource.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=definitions + more.pop("AttributeDefinitions", []),
            KeySchema=[
                {"AttributeName": key, "KeyType": kind} for (key, _), kind in zip(keys, ("HASH", "RANGE"))
            ],
            **more,
        )
        self.client.get_waiter("table_exists").wait(TableName=name, WaiterConfig=FAST_WAITER)
        self.addCleanup(self.client.delete_table, TableName=name)
        return table
