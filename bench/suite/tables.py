"""The tables of the measurements: `bench` and `benchlarge` are loaded, `benchw` and `benchstream` written to, `benchttl`
expires."""

from harness.client import Client

LOAD_CONNECTIONS = 8
ITEM_BYTES, PAGE_BYTES = 1024, 1 << 20
TABLE, WRITE_TABLE, EXPIRING_TABLE = "bench", "benchw", "benchttl"
LARGE_TABLE, STREAM_TABLE = "benchlarge", "benchstream"


def create_table(client, name, keys=("pk", "sk"), **further):
    client.call(
        "CreateTable",
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
        KeySchema=[
            {"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"))
        ],
        **further,
    )
    client.wait_active(name)


def create_and_load(target, driver):
    """Items a second."""
    client = Client(target.endpoint)
    for name in (TABLE, WRITE_TABLE):
        create_table(client, name)
    client.close()
    return driver.items / load(driver, target).seconds


def load(driver, target, workload="load", items=None, series=0):
    """Loads a table that is there; the measurement."""
    items = items or driver.items
    measured = driver.load(target, [(workload, LOAD_CONNECTIONS)], load=(0, items), series=series)
    if measured.first["errors"]:
        raise RuntimeError(f"{target.name}: loading failed: {measured.first['first_problem']}")
    return measured


def create_and_load_large(target, driver):
    client = Client(target.endpoint)
    create_table(client, LARGE_TABLE)
    client.close()
    load(driver, target, "load_4k", driver.large_items)


def create_with_stream(target):
    client = Client(target.endpoint)
    stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    create_table(client, STREAM_TABLE, StreamSpecification=stream)
    client.close()


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
