"""The tables of the measurements: `bench` is loaded, `benchw` is written to, `benchttl` expires."""

from harness.client import Client

LOAD_CONNECTIONS = 8
TABLE, WRITE_TABLE, EXPIRING_TABLE = "bench", "benchw", "benchttl"


def create_table(client, name, keys=("pk", "sk")):
    client.call(
        "CreateTable",
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        KeySchema=[
            {"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"))
        ],
    )
    client.wait_active(name)


def create_and_load(target, driver):
    """Items a second."""
    client = Client(target.endpoint)
    for name in (TABLE, WRITE_TABLE):
        create_table(client, name)
    client.close()
    measured = driver.load(target, [("load", LOAD_CONNECTIONS)], load=(0, driver.items))
    if measured.first["errors"]:
        raise RuntimeError(f"{target.name}: loading failed: {measured.first['first_problem']}")
    return driver.items / measured.seconds


def sum_of_hits(client):
    """Of the counters that add_hot and add_distinct count in."""
    page = client.call(
        "Query",
        TableName=WRITE_TABLE,
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "counter"}},
        ConsistentRead=True,
    )
    return sum(int(item["hits"]["N"]) for item in page["Items"])


def count_items(client, table):
    count, start = 0, {}
    while True:
        page = client.call("Scan", TableName=table, Select="COUNT", ConsistentRead=True, **start)
        count += page["Count"]
        if "LastEvaluatedKey" not in page:
            return count
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
