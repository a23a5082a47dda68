"""Invocations that nobody waits for, of functions that fail: they wait for their next attempts on the disk."""

import concurrent.futures

import boto3
from botocore.config import Config

from harness.package import package
from hostile.case import AT_ONCE, HostileTest

FAIL = "def handler(event, context):\n    raise ValueError('no')\n"
EVENTS = 400
PAYLOAD_BYTES = 900_000


class EventsTest(HostileTest):
    in_memory = False

    def test_large_events_of_a_function_that_fails(self):
        functions = boto3.client(
            "lambda", endpoint_url=self.endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
            config=Config(max_pool_connections=AT_ONCE),
        )
        functions.create_function(
            FunctionName="fails", Runtime="python3.11", Role="arn:aws:iam::000000000000:role/any", Handler="f.handler",
            Code={"ZipFile": package({"f.py": FAIL})},
        )
        payload = b'"' + b"x" * PAYLOAD_BYTES + b'"'

        def invoke(_):
            return functions.invoke(FunctionName="fails", InvocationType="Event", Payload=payload)["StatusCode"]

        self.connections = AT_ONCE
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as clients:
            self.assertEqual({202}, set(clients.map(invoke, range(EVENTS))))
        self.check_bystander()
