"""docs/compatibility.md says of every operation whether it is there; the server must say the same."""

import os
import re
import unittest

from harness import environment
from harness.client import Client
from harness.server import Server

ALL_OPERATIONS = 62  # of DynamoDB, by the SDK's model of 2026-11
ROW = re.compile(r"^\| ([A-Z]\w+(?:, [A-Z]\w+)*) \| (there|not yet)", re.MULTILINE)


def documented():
    with open(os.path.join(environment.ROOT, "docs/compatibility.md"), encoding="utf-8") as page:
        for names, state in ROW.findall(page.read()):
            for name in names.split(", "):
                yield name, state == "there"


class CompatibilityTest(unittest.TestCase):
    def test_each_operation_is_what_the_page_says(self):
        operations = dict(documented())
        self.assertEqual(len(operations), ALL_OPERATIONS)
        with Server(in_memory=True) as server:
            client = Client(server.endpoint)
            self.addCleanup(client.close)
            for name, is_there in operations.items():
                with self.subTest(name):
                    answer = client.send(name, {})
                    unknown = answer.status == 400 and answer.error_type == "UnknownOperationException"
                    self.assertEqual(not unknown, is_there, str(answer))
