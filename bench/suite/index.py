"""A global secondary index that is added to a full table while its items are updated: what the writers notice, and whether
the index is right afterwards."""

import hashlib
import json
import time

from harness.client import Client
from suite import tables
from suite.memory import MIB, peak_resident_bytes
from suite.output import milliseconds

INDEX = "by-field"
# Both are written by every update.
PARTITION_ATTRIBUTE, SORT_ATTRIBUTE = "field0", "count"
WRITERS = 16
WRITES_A_SECOND = 2000
SERIES_S = 1
BEFORE_S, AFTER_S = 5, 3
POLL_S = 0.25
BUILD_LIMIT_S = 3600


def print_index(output, driver, make_target):
    target = make_target()
    try:
        target.start()
        tables.create_and_load(target, driver)
        target.settle()
        output.heading(f"An index added to {driver.items:,} items while writes go on")
        output.print(
            f"{target.name}: UpdateTable makes a global secondary index over two attributes that {WRITES_A_SECOND:,} updates a second"
            f" change, by {WRITERS} connections at a constant rate."
        )
        output.print()
        measure(output, driver, target)
    finally:
        target.stop()


def measure(output, driver, target):
    client = Client(target.endpoint)
    writes = driver.start_load(target, [("update", WRITERS, WRITES_A_SECOND)], series=SERIES_S, warm_up=1)
    time.sleep(1 + BEFORE_S)  # what writers have without a build
    begin = time.monotonic()
    add_index(client)
    is_built = wait_until_built(client)
    seconds = time.monotonic() - begin
    time.sleep(AFTER_S)
    measured = driver.result(writes, stop=True)
    if not is_built:
        output.print(f"The index was NOT built after {BUILD_LIMIT_S} s.")
        return
    series = measured.series
    output.data["series"], output.data["built_s"] = series, [BEFORE_S, BEFORE_S + seconds]
    parts = {
        "before": [part for part in series if part["end"] < BEFORE_S],
        "while it is built": [part for part in series if BEFORE_S <= part["end"] <= BEFORE_S + seconds + 1],
        "afterwards": [part for part in series if part["end"] > BEFORE_S + seconds + 1],
    }
    table = output.table(
        [("writes", -18), ("median second's p99 ms", 22), ("worst p99 ms", 12), ("worst p99.9 ms", 14), ("longest ms", 10)]
    )
    for name, some in parts.items():
        groups = [part["groups"][0] for part in some if part["groups"][0]["requests"]]
        if groups:
            ordered = sorted(group["p99_us"] for group in groups)
            table.row(
                *(name, milliseconds(ordered[len(ordered) // 2]), milliseconds(ordered[-1])),
                *(milliseconds(max(group[key] for group in groups)) for key in ("p999_us", "max_us")),
            )
    output.print()
    output.print(f"* Built in {seconds:.1f} s: {driver.items / seconds:,.0f} items a second. {measured.remark()}".rstrip())
    output.print(f"* Highest resident memory: {peak_resident_bytes(target) / MIB:.0f} MiB.")
    compare(output, client)
    client.close()


def add_index(client):
    keys = ((PARTITION_ATTRIBUTE, "S", "HASH"), (SORT_ATTRIBUTE, "N", "RANGE"))
    client.call(
        "UpdateTable",
        TableName=tables.TABLE,
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": kind} for name, kind, _ in keys],
        GlobalSecondaryIndexUpdates=[
            {
                "Create": {
                    "IndexName": INDEX,
                    "KeySchema": [{"AttributeName": name, "KeyType": role} for name, _, role in keys],
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
            }
        ],
    )


def wait_until_built(client):
    deadline = time.monotonic() + BUILD_LIMIT_S
    while time.monotonic() < deadline:
        index = client.call("DescribeTable", TableName=tables.TABLE)["Table"]["GlobalSecondaryIndexes"][0]
        if index["IndexStatus"] == "ACTIVE" and not index.get("Backfilling"):
            return True
        time.sleep(POLL_S)
    return False


def sum_of(client, **scan):
    """(items, a sum that two scans share only if they return the same keys, in whatever order)"""
    count, total, start = 0, 0, {}
    names = {"#f": PARTITION_ATTRIBUTE, "#c": SORT_ATTRIBUTE}
    while True:
        page = client.call(
            "Scan",
            TableName=tables.TABLE,
            ProjectionExpression="pk, sk, #f, #c",
            ExpressionAttributeNames=names,
            **scan,
            **start,
        )
        for item in page["Items"]:
            text = json.dumps(item, sort_keys=True).encode()
            total += int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "little")
        count += page["Count"]
        if "LastEvaluatedKey" not in page:
            return count, total & (1 << 64) - 1
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def compare(output, client):
    table, index = sum_of(client, ConsistentRead=True), sum_of(client, IndexName=INDEX)
    is_right = table == index
    output.print(
        f"* Entries of the index: {index[0]:,} for {table[0]:,} items; "
        + ("their keys are those of the items." if is_right else "their keys are WRONG.")
    )
    output.ratio(
        f"an index added to {table[0]:,} items while writes go on: no entry missing or stale",
        f"{index[0]:,} entries, " + ("all right" if is_right else "WRONG"),
        is_right,
    )
