"""The program that brings tables along, from one server to another."""

import os
import re
import subprocess
import unittest

from harness import environment
from harness.client import Client
from harness.server import Server

PAGE = os.path.join(environment.ROOT, "docs", "coming-from-other-tools.md")
PROGRAM = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KEYS = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
ITEM = {"pk": {"S": "a"}, "sk": {"N": "12345678901234567890.5"}, "b": {"B": "AAE="}, "s": {"SS": ["x", "y"]}, "m": {"M": {"l": {"L": [{"NULL": True}]}}}}


class BroughtAlongTest(unittest.TestCase):
    def start(self):
        server = self.enterContext(Server(in_memory=True))
        client = Client(server.endpoint)
        self.addCleanup(client.close)
        return server, client

    def test_tables_with_their_indexes_and_items(self):
        (old, old_client), (new, new_client) = self.start(), self.start()
        index = {"IndexName": "by-sk", "KeySchema": [{"AttributeName": "sk", "KeyType": "HASH"}], "Projection": {"ProjectionType": "KEYS_ONLY"}}
        old_client.call(
            "CreateTable", TableName="plain", KeySchema=KEYS[:1], AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
        )
        old_client.call(
            "CreateTable", TableName="full", KeySchema=KEYS, BillingMode="PAY_PER_REQUEST", GlobalSecondaryIndexes=[index],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )
        for i in range(30):  # more than a batch
            old_client.call("PutItem", TableName="full", Item={**ITEM, "pk": {"S": f"p{i:02}"}})
        with open(PAGE, encoding="utf-8") as page:
            (program,) = PROGRAM.findall(page.read())
        program = program.replace("http://localhost:8000", old.endpoint).replace("http://localhost:4566", new.endpoint)
        for _ in range(2):  # it can run again
            done = subprocess.run(
                ["/usr/bin/python3", "-"], input=program.encode(), env=environment.client_environment(new.endpoint),
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120 * environment.slowness(),
            )
            self.assertEqual(0, done.returncode, done.stdout.decode())
        self.assertEqual(["full", "plain"], new_client.call("ListTables")["TableNames"])
        table = new_client.call("DescribeTable", TableName="full")["Table"]
        self.assertEqual("NEW_IMAGE", table["StreamSpecification"]["StreamViewType"])
        self.assertEqual(index["Projection"], table["GlobalSecondaryIndexes"][0]["Projection"])
        self.assertEqual(30, new_client.call("Scan", TableName="full", IndexName="by-sk")["Count"])
        key = {"pk": {"S": "p29"}, "sk": ITEM["sk"]}
        self.assertEqual({**ITEM, "pk": {"S": "p29"}}, new_client.call("GetItem", TableName="full", Key=key)["Item"])


if __name__ == "__main__":
    unittest.main()
