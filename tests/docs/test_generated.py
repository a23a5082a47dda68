"""What the documentation takes from the program is current, and the server does what its list of operations says."""

import re
import unittest

from docs import generated
from harness.client import Client
from harness.server import Server

OPERATIONS = 66  # of DynamoDB and DynamoDB Streams, by the SDKs' models of 2026-11
TARGETS = {"DynamoDB": "DynamoDB_20120810.", "DynamoDB Streams": "DynamoDBStreams_20120810."}
ROW = re.compile(r"^\| ([A-Z][\w ]+) \| ([A-Z]\w+(?:, [A-Z]\w+)*) \| (there|not yet)", re.MULTILINE)


class GeneratedTest(unittest.TestCase):
    def test_pages_are_current(self):
        commands = []
        for page in generated.PAGES:
            text = generated.read(page)
            commands += [block[1] for block in generated.BLOCK.findall(text)]
            self.assertTrue(generated.current(text) == text, f"{page} is old: ./dev docs")
        self.assertEqual(["operations", "messages"], commands)

    def test_the_server_does_what_the_program_prints(self):
        operations = {
            TARGETS[service] + name: state == "there"
            for service, names, state in ROW.findall(generated.printed("operations"))
            for name in names.split(", ")
        }
        self.assertEqual(OPERATIONS, len(operations))
        with Server(in_memory=True) as server:
            client = Client(server.endpoint)
            self.addCleanup(client.close)
            for target, is_there in operations.items():
                with self.subTest(target):
                    answer = client.send(target, {})
                    unknown = answer.status == 400 and answer.error_type == "UnknownOperationException"
                    self.assertEqual(not unknown, is_there, str(answer))
