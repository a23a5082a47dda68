"""The log: text or JSON, and the lines about requests."""

import json
import unittest

from harness.client import Client
from harness.server import Server
from operating.test_metrics import create_table


def lines_with(server, text):
    return [line for line in server.log(1000).splitlines() if text in line]


class LogTest(unittest.TestCase):
    def test_json(self):
        with Server("--log-format", "json", "--slow-request", "1", "--log-level", "info") as server:
            client = Client(server.endpoint)
            create_table(client, "slow")  # syncs: more than a millisecond, or there will be one that is
            request_ids = set()
            while not lines_with(server, '"operation":"PutItem"'):
                item = {"pk": {"S": "a"}, "text": {"S": "x" * 100_000}}
                answer = client.send("PutItem", {"TableName": "slow", "Item": item})
                request_ids.add(answer.headers["x-amzn-requestid"])
            lines = [json.loads(line) for line in server.log(1000).splitlines()]
            slow = next(line for line in lines if line.get("operation") == "PutItem")
            for line in lines:
                self.assertLessEqual({"time", "level", "component", "message"}, line.keys())
            self.assertEqual("slow request", slow["message"])
            self.assertEqual("slow", slow["table"])
            self.assertIn(slow["request_id"], request_ids)
            self.assertGreaterEqual(slow["duration_ms"], 1)
            self.assertGreater(slow["request_bytes"], 100_000)
            self.assertEqual("test", slow["access_key_id"])
            self.assertRegex(slow["from"], r"^127\.0\.0\.1:\d+$")

    def test_text_and_no_slow_requests(self):
        with Server(in_memory=True) as server:
            create_table(Client(server.endpoint), "quick")
            self.assertTrue(lines_with(server, " server: serving on http://"))
            self.assertEqual([], lines_with(server, "request"))


if __name__ == "__main__":
    unittest.main()
