"""Tables whose items have a key pk, read and waited for."""

import time

from harness import environment

PATIENCE_S = 60 * environment.slowness()


def create(client, name, **settings):
    client.call(
        "CreateTable",
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        **settings,
    )


def scan(client, table):
    items, request = {}, {"TableName": table, "ConsistentRead": True}
    while True:
        page = client.call("Scan", **request)
        items |= {item["pk"]["S"]: item for item in page["Items"]}
        if "LastEvaluatedKey" not in page:
            return items
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def wait_for(what, missing):
    """`missing` gives what is not there yet."""
    deadline = time.monotonic() + PATIENCE_S
    while left := missing():
        if time.monotonic() > deadline:
            return [f"{what}: {len(left)} are missing: {sorted(left)[:5]}"]
        time.sleep(0.02)
    return []
