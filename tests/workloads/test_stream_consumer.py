"""The check of the consumer of a stream finds what it is there to find."""

import unittest

from workloads import stream_consumer


class Table:
    def __init__(self, items):
        self.items = items

    def call(self, operation, Key, **unused):
        item = self.items.get(Key["pk"]["S"])
        return {"Item": item} if item else {}


class Writer:
    def __init__(self, *acknowledged):
        self.acknowledged, self.unsettled = list(acknowledged), []


def item(write):
    return {"pk": {"S": "a"}, "w": {"S": write}}


def record(sequence, old, new):
    name = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
    change = {"Keys": {"pk": {"S": "a"}}, "SequenceNumber": str(sequence)}
    change.update({"OldImage": item(old)} if old else {})
    change.update({"NewImage": item(new)} if new else {})
    return "shard", {"eventName": name, "dynamodb": change}


class CheckTest(unittest.TestCase):
    def check(self, records, *writes, last=None):
        stream_consumer.check(Table({"a": item(last)} if last else {}), "t", records, [Writer(*writes)])

    def assert_broken(self, *arguments, **options):
        with self.assertRaises(stream_consumer.Broken):
            self.check(*arguments, **options)

    def test_what_is_right(self):
        records = [record(1, None, "x"), record(2, "x", "y"), record(3, "y", None)]
        self.check(records, "x", "y", "deleted y")
        self.check(records[:2], "x", "y", last="y")

    def test_what_is_wrong(self):
        first, second = record(1, None, "x"), record(2, "x", "y")
        self.assert_broken([first], "x", "y", last="x")  # a write without a record
        self.assert_broken([first, second], "x", last="y")  # a record without a write
        self.assert_broken([second, first], "x", "y", last="y")  # the wrong order
        self.assert_broken([first, record(1, "x", "y")], "x", "y", last="y")  # a sequence number twice
        self.assert_broken([first, second], "x", "y", last="z")  # not the item as it is
        self.assert_broken([first, record(2, "x", "x")], "x", last="x")  # a write with two records


if __name__ == "__main__":
    unittest.main()
