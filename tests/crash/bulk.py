"""Bulk puts from a bucket. Each item would fail its condition if it was put twice; every operation that was acknowledged ends, and says
that it has put each item once."""

import json

from crash import objects, tables, transfers
from crash.load import Worker
from harness.client import ServiceError

BUCKET = "crash-bulk"
TABLE = "bulk"
ITEMS = 2_000  # of an operation
KEPT = 3


class State:
    def __init__(self):
        self.operations = {}  # ARN -> its number
        self.made = 0
        self.checked = 0


def lines_of(number):
    return "".join(
        json.dumps({"Item": {"pk": {"S": f"{number}-{i}"}}, "ConditionExpression": "attribute_not_exists(pk)"}) + "\n"
        for i in range(ITEMS)
    )


def begin(client, endpoint, state):
    state.made += 1
    objects.S3(endpoint).must("PUT", f"/{BUCKET}/in/{state.made}/x", lines_of(state.made).encode())
    made = client.call(
        "StartBulkPutItems",
        TableName=TABLE,
        InputS3Configuration={"S3Bucket": BUCKET, "S3KeyPrefix": f"in/{state.made}/", "InputFormat": "DYNAMODB_JSON"},
        OutputS3Configuration={"S3Bucket": BUCKET, "S3KeyPrefix": "out", "OutputType": ["ERROR", "CONDITION_CHECK_FAILURE"]},
    )
    state.operations[made["BulkOperationDescription"]["BulkOperationArn"]] = state.made


class Loader(Worker):
    def __init__(self, endpoint, *arguments):
        super().__init__(endpoint, *arguments)
        self.endpoint = endpoint

    def step(self):
        if len(self.state.bulk.operations) >= KEPT:
            self.stopping.wait(0.01)
            return
        try:
            begin(self.client, self.endpoint, self.state.bulk)
        except ServiceError as error:
            if error.name != "LimitExceededException":
                raise


def prepare(client, endpoint):
    tables.create(client, TABLE)
    objects.S3(endpoint).must("PUT", f"/{BUCKET}")


def check(client, state):
    state = state.bulk

    def running():
        listed = transfers.pages(client, "ListBulkOperations", "BulkOperationsSummaryList")
        return [job["BulkOperationArn"] for job in listed if job["BulkOperationStatus"] == "IN_PROGRESS"]

    yield from tables.wait_for("bulk operations", running)
    there = tables.scan(client, TABLE)
    for arn, number in state.operations.items():
        job = client.call("DescribeBulkOperation", BulkOperationArn=arn)["BulkOperationDescription"]
        put = sum(f"{number}-{i}" in there for i in range(ITEMS))
        found = (job["BulkOperationStatus"], job["ProcessedItemCount"], job["FailedItemCount"], put)
        bytes_put = sum(len(f"pk{number}-{i}") for i in range(ITEMS))
        usage = job["BulkOperationUsage"][0]["BulkPutBytes"]
        if found != ("COMPLETED", ITEMS, 0, ITEMS) or usage != bytes_put:
            yield f"bulk operation {number}: {found}, {usage} of {bytes_put} bytes"
        state.checked += 1
    state.operations = {}
