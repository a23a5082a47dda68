"""DynamoDB Streams through boto3: a consumer from the first record to the last, and streams over restarts."""

import boto3
from clients.boto3.case import Boto3Test
from harness.server import Server

STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}


def streams_client(endpoint):
    return boto3.client("dynamodbstreams", endpoint_url=endpoint, region_name="us-east-1")


def shards_of(client, arn):
    start = {}
    while True:
        stream = client.describe_stream(StreamArn=arn, Limit=3, **start)["StreamDescription"]
        yield from stream["Shards"]
        if "LastEvaluatedShardId" not in stream:
            return
        start = {"ExclusiveStartShardId": stream["LastEvaluatedShardId"]}


def records_of(client, arn):
    """The records of each shard in order, some at a time, as consumers read them."""
    for shard in shards_of(client, arn):
        iterator = client.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            page = client.get_records(ShardIterator=iterator, Limit=4)
            yield from page["Records"]
            if not page["Records"]:
                break
            iterator = page.get("NextShardIterator")


class Streams(Boto3Test):
    def test_a_consumer_sees_every_change(self):
        client = streams_client(self.server.endpoint)
        table = self.create_table(StreamSpecification=STREAM)
        for i in range(10):
            table.put_item(Item={"pk": f"p{i}", "n": i, "binary": b"\x00\xff", "tags": {"a", "b"}})
        for i in range(5):
            table.update_item(
                Key={"pk": f"p{i}"},
                UpdateExpression="SET n = n + :one",
                ExpressionAttributeValues={":one": 1},
            )
        table.delete_item(Key={"pk": "p9"})
        records = list(records_of(client, table.latest_stream_arn))
        self.assertEqual(16, len(records))
        self.assertEqual(16, len({record["eventID"] for record in records}))
        events = {}
        for record in records:
            events.setdefault(record["dynamodb"]["Keys"]["pk"]["S"], []).append(record)
        self.assertEqual(["INSERT", "MODIFY"], [record["eventName"] for record in events["p0"]])
        self.assertEqual(["INSERT", "REMOVE"], [record["eventName"] for record in events["p9"]])
        change = events["p3"][1]["dynamodb"]
        self.assertEqual(({"N": "3"}, {"N": "4"}), (change["OldImage"]["n"], change["NewImage"]["n"]))
        self.assertEqual({"B": b"\x00\xff"}, change["NewImage"]["binary"])
        self.assertGreater(change["ApproximateCreationDateTime"].timestamp(), 0)

    def test_errors_have_their_classes(self):
        client = streams_client(self.server.endpoint)
        arn = self.create_table(StreamSpecification=STREAM).latest_stream_arn
        with self.assertRaises(client.exceptions.ResourceNotFoundException):
            client.describe_stream(StreamArn=arn + "0")
        with self.assertRaisesRegex(client.exceptions.ClientError, "ValidationException"):
            client.get_records(ShardIterator="damaged")

    def test_streams_survive_restarts(self):
        name = "kept"
        with Server() as server:
            for stop in (server.stop, server.kill):
                database = boto3.client("dynamodb", endpoint_url=server.endpoint, region_name="us-east-1")
                if stop == server.stop:
                    description = database.create_table(
                        TableName=name,
                        BillingMode="PAY_PER_REQUEST",
                        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                        StreamSpecification=STREAM,
                    )
                    arn = description["TableDescription"]["LatestStreamArn"]
                    written = []
                for i in range(5):
                    database.put_item(TableName=name, Item={"pk": {"S": "a"}, "n": {"N": str(len(written))}})
                    written.append(str(len(written)))
                streams = streams_client(server.endpoint)
                before = list(records_of(streams, arn))
                shards = list(shards_of(streams, arn))
                stop()
                server.start()
                streams = streams_client(server.endpoint)
                self.assertEqual(before, list(records_of(streams, arn)))
                self.assertEqual(shards, list(shards_of(streams, arn)))
                self.assertEqual(written, [record["dynamodb"]["NewImage"]["n"]["N"] for record in before])
            # A consumer's checkpoint goes on after the restart, and after the table's end.
            database = boto3.client("dynamodb", endpoint_url=server.endpoint, region_name="us-east-1")
            database.delete_table(TableName=name)
            server.kill()
            server.start()
            streams = streams_client(server.endpoint)
            description = streams.describe_stream(StreamArn=arn)["StreamDescription"]
            self.assertEqual("DISABLED", description["StreamStatus"])
            for shard in description["Shards"]:
                self.assertIn("EndingSequenceNumber", shard["SequenceNumberRange"])
            self.assertEqual(before, list(records_of(streams, arn)))
