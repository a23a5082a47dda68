"""Bulk puts of objects into tables that are there, through boto3 with the operations added to its model."""

import datetime
import gzip
import json
import uuid

from botocore.config import Config
from clients.boto3 import bulk_model, newer_model
from clients.boto3.case import Boto3Test
from clients.boto3.transfer_case import TransferCase

IF_NEW = {"ConditionExpression": "attribute_not_exists(pk)"}


def line(pk, value="1", **more):
    return json.dumps({"Item": {"pk": {"S": pk}, "value": {"S": value}}, **more}) + "\n"


class BulkPutsTest(TransferCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = newer_model.session(bulk_model.extend)
        cls.bulk = cls.session.client(
            "dynamodb", endpoint_url=Boto3Test.server.endpoint, region_name="us-east-1",
            config=Config(retries={"max_attempts": 2}, parameter_validation=True),
        )

    def begin(self, table, format_="DYNAMODB_JSON", compression=None, **more):
        source = {"S3Bucket": self.bucket, "S3KeyPrefix": "in/", "InputFormat": format_}
        if compression:
            source["InputCompressionType"] = compression
        target = {"S3Bucket": self.bucket, "S3KeyPrefix": "out", "OutputType": ["ERROR", "CONDITION_CHECK_FAILURE"]}
        return self.bulk.start_bulk_put_items(
            TableName=table.name, InputS3Configuration=source, OutputS3Configuration=target, **more
        )["BulkOperationDescription"]

    def done(self, arn):
        def describe():
            return self.bulk.describe_bulk_operation(BulkOperationArn=arn)["BulkOperationDescription"]

        return self.until(describe, lambda job: job["BulkOperationStatus"] not in ("IN_PROGRESS", "CANCELLING"))

    def load(self, *arguments, **parameters):
        begun = self.begin(*arguments, **parameters)
        self.assertEqual("IN_PROGRESS", begun["BulkOperationStatus"])
        return self.done(begun["BulkOperationArn"])

    def report(self, job, kind):
        key = f"out/AWSDynamoDB/{job['BulkOperationArn'].rsplit('/', 1)[1]}/{kind}"
        return self.get(key)["Body"].read().decode()

    def test_conditions_errors_and_reports(self):
        table = self.create_table()
        table.put_item(Item={"pk": "old", "value": "0"})
        self.put("in/1.json", line("old", **IF_NEW) + line("new", **IF_NEW) + json.dumps({"Item": {"x": {"S": "1"}}}) + "\n")
        self.put("in/2.json", line("more"))
        job = self.load(table)
        self.assertEqual(("COMPLETED_WITH_ERRORS", 4, 1), (
            job["BulkOperationStatus"], job["ProcessedItemCount"], job["FailedItemCount"]))
        self.assertEqual(job["TotalInputBytes"], job["ProcessedInputBytes"])
        self.assertEqual(["more", "new", "old"], self.items(table))
        self.assertEqual("0", table.get_item(Key={"pk": "old"})["Item"]["value"])
        unmet = json.loads(self.report(job, "CONDITION_CHECK_FAILURE/00000000.json"))
        self.assertEqual({"pk": {"S": "old"}, "value": {"S": "1"}}, unmet["Item"])
        self.assertEqual({"pk": {"S": "old"}, "value": {"S": "0"}}, unmet["ExistingItem"])
        failed = json.loads(self.report(job, "ERROR/00000000.json"))
        self.assertEqual({"bucket": self.bucket, "key": "in/1.json", "itemIndex": 2}, failed["itemS3Pointer"])
        manifest = json.loads(self.report(job, "manifest.json"))
        self.assertEqual(2, len(manifest["outputFiles"]))
        self.assertEqual(1, manifest["conditionCheckFailureCount"])
        self.assertEqual([{
            "TableName": table.name,
            "BulkPutBytes": len("pknewvalue1") + len("pkmorevalue1"),
            "Table": {"BulkPutBytes": len("pknewvalue1") + len("pkmorevalue1")},
        }], job["BulkOperationUsage"])

        now = datetime.datetime.now(datetime.timezone.utc)
        for metric, total in [("ConsumedWriteCapacityUnits", 2), ("ConditionalCheckFailedRequests", 1)]:
            points = self.service("cloudwatch").get_metric_statistics(
                Namespace="AWS/DynamoDB", MetricName=metric, Dimensions=[{"Name": "TableName", "Value": table.name}],
                StartTime=now - datetime.timedelta(minutes=10), EndTime=now + datetime.timedelta(minutes=10), Period=3600,
                Statistics=["Sum"],
            )["Datapoints"]
            # That of the one item that was there is of a request.
            already = 1 if metric == "ConsumedWriteCapacityUnits" else 0
            self.assertEqual(total + already, sum(point["Sum"] for point in points))

    def test_streams_and_indexes_see_it(self):
        table = self.create_table(
            AttributeDefinitions=[{"AttributeName": "value", "AttributeType": "S"}],
            GlobalSecondaryIndexes=[{
                "IndexName": "ByValue", "KeySchema": [{"AttributeName": "value", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        self.put("in/x.gz", gzip.compress("".join(line(f"{i:03}", "x") for i in range(300)).encode()))
        job = self.load(table, compression="GZIP", PerformanceTier="ACCELERATED")
        self.assertEqual("COMPLETED", job["BulkOperationStatus"], job)
        found = self.client.query(
            TableName=table.name, IndexName="ByValue", KeyConditionExpression="#v = :v",
            ExpressionAttributeNames={"#v": "value"}, ExpressionAttributeValues={":v": {"S": "x"}},
        )
        self.assertEqual(300, found["Count"])
        self.assertEqual({"ByValue": {"BulkPutBytes": 300 * len("pk000valuex")}},
                         job["BulkOperationUsage"][0]["GlobalSecondaryIndexes"])
        streams = self.service("dynamodbstreams")
        stream = self.client.describe_table(TableName=table.name)["Table"]["LatestStreamArn"]
        keys = set()
        for shard in streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]:
            iterator = streams.get_shard_iterator(
                StreamArn=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            for record in streams.get_records(ShardIterator=iterator)["Records"]:
                self.assertEqual("INSERT", record["eventName"])
                keys.add(record["dynamodb"]["Keys"]["pk"]["S"])
        self.assertEqual({f"{i:03}" for i in range(300)}, keys)

    def test_one_that_is_cancelled(self):
        table = self.create_table()
        # 5,000 items of 4 KB need 20 seconds at that pace.
        self.put("in/x", "".join(line(str(i), "x" * 4000) for i in range(5_000)))
        arn = self.begin(table, MaxWriteRequestUnits=1024)["BulkOperationArn"]
        self.until(lambda: self.client.scan(TableName=table.name, Limit=1)["Count"], lambda count: count > 0)
        cancelled = self.bulk.cancel_bulk_operation(BulkOperationArn=arn)
        self.assertEqual((arn, "CANCELLING"), (cancelled["BulkOperationArn"], cancelled["BulkOperationStatus"]))
        job = self.done(arn)
        self.assertEqual(("CANCELLED", "UserCancelled"), (job["BulkOperationStatus"], job["FailureCode"]))
        self.assertLess(job["ProcessedItemCount"], 5_000)
        self.assertEqual(job["ProcessedItemCount"], len(self.items(table)))

    def test_tokens_and_lists(self):
        table = self.create_table()
        self.put("in/x", line("a"))
        token = uuid.uuid4().hex
        first = self.begin(table, ClientToken=token)["BulkOperationArn"]
        self.assertEqual(first, self.begin(table, ClientToken=token)["BulkOperationArn"])
        with self.assertRaises(self.client.exceptions.ClientError) as raised:
            self.begin(table, ClientToken=token, PerformanceTier="STANDARD")
        self.assertEqual("IdempotentParameterMismatchException", raised.exception.response["Error"]["Code"])
        self.done(first)
        second = self.begin(table)["BulkOperationArn"]
        self.done(second)
        listed = self.bulk.list_bulk_operations(MaxResults=25)["BulkOperationsSummaryList"]
        arns = [job["BulkOperationArn"] for job in listed]
        self.assertLess(arns.index(second), arns.index(first))
        self.assertEqual("COMPLETED", listed[arns.index(first)]["BulkOperationStatus"])
