"""The metrics that the server publishes of itself: AWS/DynamoDB and AWS/Lambda, after real requests."""

import concurrent.futures
import datetime
import time

from botocore.exceptions import ClientError

from clients.boto3.case import Boto3Test
from clients.boto3.test_lambda import LambdaCase
from harness import environment

SIMPLE = ["SampleCount", "Sum", "Average", "Minimum", "Maximum"]


class OwnMetricsCase(Boto3Test):
    """`self.begin` is before anything that a test does."""

    def setUp(self):
        super().setUp()
        self.metrics = self.service("cloudwatch")
        self.begin = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) - datetime.timedelta(minutes=2)

    def statistics(self, name, namespace="AWS/DynamoDB", **dimensions):
        """Since the test began, of all together: {} where nothing was published."""
        points = self.metrics.get_metric_statistics(
            Namespace=namespace,
            MetricName=name,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            StartTime=self.begin,
            EndTime=self.begin + datetime.timedelta(hours=2),
            Period=7200,
            Statistics=SIMPLE,
        )["Datapoints"]
        self.assertLessEqual(len(points), 1)
        return points[0] if points else {}

    def wait_for(self, value, name, statistic="Sum", **where):
        """What a request counts is there soon after its answer."""
        deadline = time.monotonic() + 60 * environment.slowness()
        while True:
            found = self.statistics(name, **where)
            if found.get(statistic) == value:
                return found
            self.assertLess(time.monotonic(), deadline, f"{name} {where}: {found}, not {value}")
            time.sleep(0.02)


class DynamoDbMetricsTest(OwnMetricsCase):
    def table_with_index(self):
        return self.create_table(
            AttributeDefinitions=[{"AttributeName": "g", "AttributeType": "S"}],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "ByG",
                    "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
        )

    def test_consumed_capacity_of_a_table_and_its_index(self):
        table = self.table_with_index()
        for i in range(3):
            table.put_item(Item={"pk": f"p{i}", "g": "same"})
        table.put_item(Item={"pk": "large", "v": "x" * 3000})
        table.get_item(Key={"pk": "p0"})
        table.get_item(Key={"pk": "p0"}, ConsistentRead=True)
        table.query(
            IndexName="ByG", KeyConditionExpression="g = :g", ExpressionAttributeValues={":g": "same"}
        )
        found = self.wait_for(6.0, "ConsumedWriteCapacityUnits", TableName=table.name)
        self.assertEqual((4.0, 1.0, 3.0, "Count"), tuple(found[key] for key in ("SampleCount", "Minimum", "Maximum", "Unit")))
        index = {"TableName": table.name, "GlobalSecondaryIndexName": "ByG"}
        self.wait_for(3.0, "ConsumedWriteCapacityUnits", **index)
        self.wait_for(1.5, "ConsumedReadCapacityUnits", TableName=table.name)
        self.wait_for(0.5, "ConsumedReadCapacityUnits", **index)

    def test_latency_and_returned_items(self):
        table = self.create_table(sort_key=("sk", "N"))
        for i in range(5):
            table.put_item(Item={"pk": "a", "sk": i})
        table.query(KeyConditionExpression="pk = :a", ExpressionAttributeValues={":a": "a"})
        table.query(KeyConditionExpression="pk = :b", ExpressionAttributeValues={":b": "b"})
        table.scan(Limit=2)
        found = self.wait_for(5.0, "SuccessfulRequestLatency", "SampleCount", TableName=table.name, Operation="PutItem")
        self.assertEqual("Milliseconds", found["Unit"])
        self.assertLess(0, found["Minimum"])
        self.assertLessEqual(found["Minimum"], found["Average"])
        self.assertLessEqual(found["Average"], found["Maximum"])
        percentiles = self.metrics.get_metric_statistics(
            Namespace="AWS/DynamoDB",
            MetricName="SuccessfulRequestLatency",
            Dimensions=[{"Name": "TableName", "Value": table.name}, {"Name": "Operation", "Value": "PutItem"}],
            StartTime=self.begin,
            EndTime=self.begin + datetime.timedelta(hours=2),
            Period=7200,
            ExtendedStatistics=["p0", "p50", "p100"],
        )["Datapoints"][0]["ExtendedStatistics"]
        self.assertEqual((found["Minimum"], found["Maximum"]), (percentiles["p0"], percentiles["p100"]))
        self.assertLessEqual(percentiles["p0"], percentiles["p50"])
        self.assertLessEqual(percentiles["p50"], percentiles["p100"])
        found = self.wait_for(5.0, "ReturnedItemCount", TableName=table.name, Operation="Query")
        self.assertEqual((2.0, 0.0, 5.0), tuple(found[key] for key in ("SampleCount", "Minimum", "Maximum")))
        self.wait_for(2.0, "ReturnedItemCount", TableName=table.name, Operation="Scan")
        self.assertEqual({}, self.statistics("ReturnedItemCount", TableName=table.name, Operation="PutItem"))

    def test_failed_conditions_and_user_errors(self):
        table = self.create_table()
        before = self.statistics("UserErrors").get("Sum", 0)
        table.put_item(Item={"pk": "a"})
        for _ in range(2):
            with self.assertRaises(self.client.exceptions.ConditionalCheckFailedException):
                table.put_item(Item={"pk": "a"}, ConditionExpression="attribute_not_exists(pk)")
        self.wait_for(2.0, "ConditionalCheckFailedRequests", TableName=table.name)
        self.assertEqual(before, self.statistics("UserErrors").get("Sum", 0))
        for _ in range(3):
            with self.assertRaises(ClientError):
                table.put_item(Item={"no": "key"})
        with self.assertRaises(self.client.exceptions.ResourceNotFoundException):
            self.client.get_item(TableName="no-such-table", Key={"pk": {"S": "a"}})
        self.wait_for(before + 4, "UserErrors")
        found = self.statistics("SuccessfulRequestLatency", TableName=table.name, Operation="PutItem")
        self.assertEqual(1.0, found["SampleCount"])

    def test_conflicts_of_transactions(self):
        table = self.create_table()
        keys = [f"p{i}" for i in range(10)]
        update = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}

        def transact(_):
            conflicts = 0
            for _ in range(20):
                try:
                    self.client.transact_write_items(
                        TransactItems=[
                            {"Update": {"TableName": table.name, "Key": {"pk": {"S": key}}, **update}} for key in keys
                        ]
                    )
                except self.client.exceptions.TransactionCanceledException as canceled:
                    reasons = canceled.response["CancellationReasons"]
                    conflicts += sum(reason["Code"] == "TransactionConflict" for reason in reasons)
            return conflicts

        conflicts = 0
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            while not conflicts:  # a machine that does one after the other has to try again
                conflicts += sum(pool.map(transact, range(4)))
        self.wait_for(float(conflicts), "TransactionConflict", TableName=table.name)

    def test_what_time_to_live_deletes(self):
        table = self.create_table()
        self.client.update_time_to_live(
            TableName=table.name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
        )
        now = int(time.time())
        with table.batch_writer() as batch:
            for i in range(30):
                batch.put_item(Item={"pk": f"p{i}", "expires": now - 60})
            batch.put_item(Item={"pk": "stays", "expires": now + 3600})
        self.wait_for(30.0, "TimeToLiveDeletedItemCount", TableName=table.name)

    def test_lists_of_what_there_is(self):
        table = self.create_table()
        table.put_item(Item={"pk": "a"})
        self.wait_for(1.0, "ConsumedWriteCapacityUnits", TableName=table.name)
        listed = self.metrics.list_metrics(
            Namespace="AWS/DynamoDB", Dimensions=[{"Name": "TableName", "Value": table.name}]
        )["Metrics"]
        names = {(metric["MetricName"], *(d["Name"] for d in metric["Dimensions"])) for metric in listed}
        self.assertLessEqual(
            {("ConsumedWriteCapacityUnits", "TableName"), ("SuccessfulRequestLatency", "Operation", "TableName")}, names
        )
        with self.assertRaisesRegex(ClientError, "The value AWS/ for parameter Namespace is invalid."):
            self.metrics.put_metric_data(
                Namespace="AWS/DynamoDB", MetricData=[{"MetricName": "ConsumedWriteCapacityUnits", "Value": 1.0}]
            )


class LambdaMetricsTest(OwnMetricsCase, LambdaCase):
    def test_invocations(self):
        name = self.create("def handler(event, context):\n    return 1 / event['by']\n")
        everything = self.statistics("Invocations", namespace="AWS/Lambda").get("Sum", 0)
        for by, error in ((1, None), (0, "Unhandled"), (2, None)):
            self.assertEqual(error, self.invoke(name, {"by": by})[1].get("FunctionError"))
        of_function = {"namespace": "AWS/Lambda", "FunctionName": name}
        self.wait_for(3.0, "Invocations", **of_function)
        found = self.wait_for(1.0, "Errors", **of_function)
        self.assertEqual(3.0, found["SampleCount"])
        found = self.wait_for(3.0, "Duration", "SampleCount", **of_function)
        self.assertEqual("Milliseconds", found["Unit"])
        self.assertLess(0, found["Minimum"])
        self.assertEqual(1.0, self.statistics("ConcurrentExecutions", **of_function)["Maximum"])
        self.assertEqual({}, self.statistics("Throttles", **of_function))
        self.assertEqual(everything + 3, self.statistics("Invocations", namespace="AWS/Lambda")["Sum"])

    def test_throttles(self):
        name = self.create("def handler(event, context):\n    return 1\n")
        self.lambda_.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
        with self.assertRaises(ClientError):
            self.lambda_.invoke(FunctionName=name)
        of_function = {"namespace": "AWS/Lambda", "FunctionName": name}
        self.wait_until(lambda: self.statistics("Throttles", **of_function))
        for none in ("Invocations", "Errors", "Duration", "ConcurrentExecutions"):
            self.assertEqual({}, self.statistics(none, **of_function), none)

    def test_the_age_of_what_waits_for_a_function(self):
        name = self.create("def handler(event, context):\n    return 1\n")
        self.lambda_.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
        stream = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
        table = self.create_table(StreamSpecification=stream)
        arn = self.client.describe_table(TableName=table.name)["Table"]["LatestStreamArn"]
        mapping = self.lambda_.create_event_source_mapping(
            EventSourceArn=arn, FunctionName=name, StartingPosition="TRIM_HORIZON"
        )
        self.addCleanup(self.lambda_.delete_event_source_mapping, UUID=mapping["UUID"])
        table.put_item(Item={"pk": "a"})
        of_function = {"namespace": "AWS/Lambda", "FunctionName": name}
        self.wait_until(lambda: self.statistics("IteratorAge", **of_function).get("Maximum", 0) > 0)
        self.assertEqual("Milliseconds", self.statistics("IteratorAge", **of_function)["Unit"])
        self.assertEqual({}, self.statistics("Invocations", **of_function))
