"""Triggers with a backlog of large records, and functions that fail: what they keep to try it again."""

import time

import boto3

from harness.package import package
from hostile.case import TIMEOUT_S, HostileTest

ROLE = "arn:aws:iam::000000000000:role/any"
TRIGGERS = 12
FAIL = "def handler(event, context):\n    raise ValueError('no')\n"
ITEM_BYTES = 300_000


class TriggersTest(HostileTest):
    def make_backlog(self):
        """Two images of each item, in all shards of the stream."""
        table = self.make_table("backlog")
        self.client.call("UpdateTable", TableName=table, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
        self.client.wait_active(table)
        for letter in "ab":
            for number in range(60):
                self.client.call("PutItem", TableName=table, Item={"pk": {"S": str(number)}, "v": {"S": letter * ITEM_BYTES}})
        return self.client.call("DescribeTable", TableName=table)["Table"]["LatestStreamArn"]

    def test_batches_of_functions_that_fail(self):
        stream = self.make_backlog()
        self.before_bytes = self.server.resident_bytes()  # a server in memory keeps the stream there
        self.forget_peak()
        functions = boto3.client(
            "lambda", endpoint_url=self.endpoint, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test"
        )
        mappings = []
        for number in range(TRIGGERS):
            name = f"fails{number}"
            functions.create_function(
                FunctionName=name, Runtime="python3.11", Role=ROLE, Handler="f.handler", Code={"ZipFile": package({"f.py": FAIL})},
            )
            mapping = {"EventSourceArn": stream, "FunctionName": name, "StartingPosition": "TRIM_HORIZON", "BatchSize": 1000}
            mappings.append(functions.create_event_source_mapping(**mapping)["UUID"])

        def failed(mapping):
            return functions.get_event_source_mapping(UUID=mapping)["LastProcessingResult"].startswith("PROBLEM")

        end = time.monotonic() + TIMEOUT_S
        while not all(failed(mapping) for mapping in mappings):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.1)
        self.check_bystander()
