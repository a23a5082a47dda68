"""The metrics that the server publishes of itself: AWS/DynamoDB and AWS/Lambda, after real requests."""

import concurrent.futures
import datetime
import json
import time

from botocore.exceptions import ClientError

from clients.boto3.case import FAST_WAITER, Boto3Test
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


class ContributorInsightsTest(OwnMetricsCase):
    """The keys of a table, with the operations as this boto3 knows them, in the Query protocol."""

    def enable(self, table):
        self.client.update_contributor_insights(TableName=table.name, ContributorInsightsAction="ENABLE")
        while True:
            found = self.client.describe_contributor_insights(TableName=table.name)
            if found["ContributorInsightsStatus"] != "ENABLING":
                break
        self.assertEqual("ENABLED", found["ContributorInsightsStatus"])
        self.assertIsInstance(found["LastUpdateDateTime"], datetime.datetime)
        return {name.split("-")[1]: name for name in found["ContributorInsightsRuleList"]}

    def report(self, rule, **more):
        end = self.begin + datetime.timedelta(hours=2)
        return self.metrics.get_insight_rule_report(
            RuleName=rule, StartTime=self.begin, EndTime=end, Period=7200, **more
        )

    def test_report(self):
        table = self.create_table()
        rules = self.enable(table)
        self.assertEqual({"PKC", "PKT"}, set(rules))
        table.put_item(Item={"pk": "once"})
        for _ in range(5):
            table.put_item(Item={"pk": "often"})
        report = self.report(rules["PKC"], Metrics=["MaxContributorValue", "Maximum"])
        contributors = [(each["Keys"], each["ApproximateAggregateValue"]) for each in report["Contributors"]]
        self.assertEqual([(["often"], 15.0), (["once"], 3.0)], contributors)
        self.assertEqual((["pk"], "SUM", 18.0, 2), tuple(report[name] for name in (
            "KeyLabels", "AggregationStatistic", "AggregateValue", "ApproximateUniqueCount")))
        (point,) = report["MetricDatapoints"]
        self.assertEqual((15.0, 3.0), (point["MaxContributorValue"], point["Maximum"]))
        described, token = {}, {}
        while token is not None:
            page = self.metrics.describe_insight_rules(MaxResults=1, **token)
            described.update({rule["Name"]: rule for rule in page["InsightRules"]})
            token = {"NextToken": page["NextToken"]} if "NextToken" in page else None
        self.assertTrue(set(rules.values()) <= set(described))
        rule = described[rules["PKC"]]
        self.assertEqual(("ENABLED", {"Name": "ServiceLogRule", "Version": 1}), (rule["State"], json.loads(rule["Schema"])))
        self.assertEqual(["pk"], json.loads(rule["Definition"])["Contribution"]["Keys"])
        failures = self.metrics.disable_insight_rules(RuleNames=[*rules.values(), "none"])["Failures"]
        managed = [(rule, "InvalidParameterValueException") for rule in rules.values()]
        self.assertEqual(
            [*managed, ("none", "ResourceNotFoundException")],
            [(failure["FailureResource"], failure["FailureCode"]) for failure in failures],
        )
        self.client.update_contributor_insights(TableName=table.name, ContributorInsightsAction="DISABLE")
        with self.assertRaises(self.metrics.exceptions.ResourceNotFoundException):
            self.report(rules["PKC"])

    def test_summaries(self):
        tables = [self.create_table() for _ in range(3)]
        for table in tables:
            self.enable(table)
        found, token = set(), {}
        while token is not None:
            page = self.client.list_contributor_insights(MaxResults=1, **token)
            found |= {each["TableName"] for each in page["ContributorInsightsSummaries"]}
            token = {"NextToken": page["NextToken"]} if "NextToken" in page else None
        self.assertTrue({table.name for table in tables} <= found)

    def test_a_region_has_a_hundred_rules(self):
        dynamodb = self.service("dynamodb", region_name="ap-south-2")
        keys = (("pk", "HASH"), ("sk", "RANGE"))
        names = [f"rules-{number}" for number in range(26)]
        for name in names:
            dynamodb.create_table(
                TableName=name,
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key, _ in keys],
                KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys],
            )
            self.addCleanup(dynamodb.delete_table, TableName=name)

        def status(name, action=None):
            if action:
                dynamodb.update_contributor_insights(TableName=name, ContributorInsightsAction=action)
            return dynamodb.describe_contributor_insights(TableName=name)

        for name in names[:25]:  # four rules each
            self.assertEqual("ENABLED", status(name, "ENABLE")["ContributorInsightsStatus"])
        failed = status(names[25], "ENABLE")
        self.assertEqual("FAILED", failed["ContributorInsightsStatus"])
        self.assertEqual("LimitExceededException", failed["FailureException"]["ExceptionName"])
        self.assertNotIn("ContributorInsightsRuleList", failed)
        status(names[0], "DISABLE")
        self.assertEqual("ENABLED", status(names[25], "ENABLE")["ContributorInsightsStatus"])
        self.assertEqual("DISABLED", status(names[25], "DISABLE")["ContributorInsightsStatus"])

    def test_tables_that_are_restored_start_without(self):
        table = self.create_table()
        self.enable(table)
        backup = self.client.create_backup(TableName=table.name, BackupName="before")["BackupDetails"]["BackupArn"]
        name = table.name + "-restored"
        self.addCleanup(self.client.delete_table, TableName=name)
        while self.client.describe_backup(BackupArn=backup)["BackupDescription"]["BackupDetails"]["BackupStatus"] != "AVAILABLE":
            time.sleep(0.02)
        self.client.restore_table_from_backup(TargetTableName=name, BackupArn=backup)
        self.client.get_waiter("table_exists").wait(TableName=name, WaiterConfig=FAST_WAITER)
        found = self.client.describe_contributor_insights(TableName=name)
        self.assertEqual("DISABLED", found["ContributorInsightsStatus"])


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
