"""Small requests about large items on a disk: what is read for them, and what they make of it, is limited, too."""

import json
import random

from hostile.case import HostileTest

ITEMS = 400  # more than fits into the caches
ITEM_BYTES = 390_000


class LargeItemsTest(HostileTest):
    memory_mb = 192
    in_memory = False

    def test_many_at_once(self):
        table = self.make_table("large")
        for number in range(ITEMS):
            self.client.call("PutItem", TableName=table, Item={"pk": {"S": str(number)}, "v": {"S": "x" * ITEM_BYTES}})
        chosen = random.Random(1)

        def keys(count):
            return [{"pk": {"S": str(number)}} for number in chosen.sample(range(ITEMS), count)]

        change = {"UpdateExpression": "SET n = :n", "ExpressionAttributeValues": {":n": {"N": "1"}}}
        select = f"SELECT * FROM {table} WHERE pk = '%s'"
        for operation, request, expected in (
            ("UpdateItem", lambda: {"TableName": table, "Key": keys(1)[0], **change}, (200,)),
            ("BatchWriteItem", lambda: {"RequestItems": {table: [{"PutRequest": {"Item": key}} for key in keys(25)]}}, (200,)),
            ("ExecuteTransaction", lambda: {"TransactStatements": [{"Statement": select % key["pk"]["S"]} for key in keys(100)]}, (200, 400)),
            ("TransactGetItems", lambda: {"TransactItems": [{"Get": {"TableName": table, "Key": key}} for key in keys(100)]}, (200, 400)),
            ("TransactWriteItems", lambda: {"TransactItems": [{"Update": {"TableName": table, "Key": key, **change}} for key in keys(10)]}, (200, 400)),
        ):
            with self.subTest(operation):
                self.forget_peak()
                self.storm(operation, lambda: json.dumps(request()).encode(), expected, clients=40)
