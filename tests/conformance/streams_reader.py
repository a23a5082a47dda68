"""ReadStream: all records of a stream, which is cut into shards that a case cannot know."""

import json

OPERATION = "ReadStream"


class StreamReading:
    """Looks like the answer of an operation."""

    status, error_type, message = 200, None, None

    def __init__(self, records):
        self.json = {"Records": records}

    def __str__(self):
        return json.dumps(self.json, default=str)


def read_stream(client, request):
    """The records of StreamArn, in order of sequence number; each with the `shardId` where it was found."""
    arn, records = request["StreamArn"], []
    for shard in shards_of(client, arn):
        for record in records_of(client, arn, shard):
            records.append({**record, "shardId": shard})
    records.sort(key=lambda record: int(record["dynamodb"]["SequenceNumber"]))
    return StreamReading(records)


def shards_of(client, arn):
    start = {}
    while True:
        description = client.call("DescribeStream", StreamArn=arn, **start)["StreamDescription"]
        yield from (shard["ShardId"] for shard in description["Shards"])
        if "LastEvaluatedShardId" not in description:
            return
        start = {"ExclusiveStartShardId": description["LastEvaluatedShardId"]}


def records_of(client, arn, shard):
    iterator = client.call(
        "GetShardIterator", StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    while iterator:
        page = client.call("GetRecords", ShardIterator=iterator)
        yield from page["Records"]
        if not page["Records"]:
            return
        iterator = page.get("NextShardIterator")
