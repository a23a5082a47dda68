"""A server that asks policies: what it learns for them of a request that other rules refuse."""

import json

from hostile.case import HostileTest

DEFINED = {f"#{i}": "pk" for i in range(400_000)}


class PoliciesTest(HostileTest):
    memory_mb = 256
    arguments = ("--auth", "strict")
    owner = {"access_key_id": "OWNER", "secret_access_key": "a-long-secret"}

    def test_many_placeholders_used_many_times(self):
        longest = " ".join(["#zz"] * 1000)
        for operation, expressions in (
            ("Scan", {"FilterExpression": " ".join(["#zz"] * 2_000_000)}),
            ("Scan", {"FilterExpression": longest}),
            ("Query", {"KeyConditionExpression": "=".join(["#zz"] * 1000)}),
            ("Query", {"KeyConditionExpression": "=".join([":zz"] * 1000)}),
        ):
            with self.subTest(operation=operation):
                body = {
                    "TableName": self.table,
                    **expressions,
                    "ExpressionAttributeNames": DEFINED,
                    "ExpressionAttributeValues": {":v": {"S": "v"}},
                }
                self.storm(operation, json.dumps(body).encode(), (400,), rounds=1, clients=2)
