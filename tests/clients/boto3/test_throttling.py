"""What boto3 makes of throttling: its exceptions, its retries, its batch writer."""

import datetime

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from clients.boto3.case import FAST_WAITER, Boto3Test
from clients.boto3.test_own_metrics import OwnMetricsCase

ARGUMENTS = ("--capacity", "enforced")
# More than a table of one unit saves in a minute.
LARGE = "x" * 100_000


class ThrottlingCase(Boto3Test):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        settings = {"endpoint_url": Boto3Test.server.endpoint, "region_name": "us-east-1"}
        cls.impatient = boto3.client(
            "dynamodb", config=Config(retries={"total_max_attempts": 1, "mode": "standard"}), **settings
        )
        # As many retries as boto3 has for DynamoDB by itself.
        cls.patient = boto3.resource("dynamodb", config=Config(retries={"max_attempts": 10}), **settings)

    def provisioned(self, units):
        table = self.create_table()
        throughput = {"ReadCapacityUnits": units, "WriteCapacityUnits": units}
        self.client.update_table(
            TableName=table.name, BillingMode="PROVISIONED", ProvisionedThroughput=throughput
        )
        self.client.get_waiter("table_exists").wait(TableName=table.name, WaiterConfig=FAST_WAITER)
        return self.patient.Table(table.name)

    def throttled(self, **request):
        with self.assertRaises(self.impatient.exceptions.ProvisionedThroughputExceededException) as caught:
            self.impatient.put_item(**request)
        return caught.exception.response


class ThrottlingTest(ThrottlingCase):
    def test_exception(self):
        table = self.provisioned(1)
        table.put_item(Item={"pk": "large", "v": LARGE})
        response = self.throttled(TableName=table.name, Item={"pk": {"S": "a"}})
        self.assertEqual(400, response["ResponseMetadata"]["HTTPStatusCode"])
        self.assertEqual("ProvisionedThroughputExceededException", response["Error"]["Code"])
        self.assertTrue(response["Error"]["Message"].startswith("The level of configured provisioned"))

    def test_exception_of_an_on_demand_table(self):
        if not self.knows_maxima():
            self.skipTest("this boto3 knows no OnDemandThroughput")
        table = self.create_table(OnDemandThroughput={"MaxWriteRequestUnits": 1})
        table.put_item(Item={"pk": "large", "v": LARGE})
        with self.assertRaises(ClientError) as caught:
            self.impatient.put_item(TableName=table.name, Item={"pk": {"S": "a"}})
        self.assertEqual("ThrottlingException", caught.exception.response["Error"]["Code"])

    def test_throttled_keys_are_counted(self):
        table = self.provisioned(1)
        self.client.update_contributor_insights(TableName=table.name, ContributorInsightsAction="ENABLE")
        found = self.client.describe_contributor_insights(TableName=table.name)
        rules = {name.split("-")[1]: name for name in found["ContributorInsightsRuleList"]}
        table.put_item(Item={"pk": "large", "v": LARGE})
        for key in ("a", "b", "a"):
            self.throttled(TableName=table.name, Item={"pk": {"S": key}})
        now = datetime.datetime.now(datetime.timezone.utc)
        hour = datetime.timedelta(hours=1)
        report = self.service("cloudwatch").get_insight_rule_report(
            RuleName=rules["PKT"], StartTime=now - hour, EndTime=now + hour, Period=7200
        )
        contributors = [(each["Keys"], each["ApproximateAggregateValue"]) for each in report["Contributors"]]
        self.assertEqual(("COUNT", [(["a"], 2.0), (["b"], 1.0)]), (report["AggregationStatistic"], contributors))

    def knows_maxima(self):
        model = self.client.meta.service_model.operation_model("CreateTable")
        return "OnDemandThroughput" in model.input_shape.members

    def test_retries_succeed(self):
        table = self.provisioned(20)
        # A put takes the capacity of one and a half seconds; on a machine that is too slow to be throttled, again.
        retries = 0
        for i in range(20):
            answer = table.put_item(Item={"pk": f"p{i}", "v": "x" * 30_000})
            retries = answer["ResponseMetadata"]["RetryAttempts"]
            if retries:
                break
        self.assertGreater(retries, 0)
        self.assertIn("Item", table.get_item(Key={"pk": f"p{i}"}, ConsistentRead=True))

    def test_batch_writer_writes_all(self):
        table = self.provisioned(40)
        with table.batch_writer() as batch:
            for i in range(60):
                batch.put_item(Item={"pk": f"p{i}"})
        self.assertEqual(60, table.scan(Select="COUNT", ConsistentRead=True)["Count"])


class ThrottlingMetricsTest(ThrottlingCase, OwnMetricsCase):
    def test_metrics(self):
        table = self.provisioned(1)
        table.put_item(Item={"pk": "large", "v": LARGE})
        self.throttled(TableName=table.name, Item={"pk": {"S": "a"}})
        self.wait_for(1.0, "ThrottledRequests", TableName=table.name, Operation="PutItem")
        self.wait_for(1.0, "WriteThrottleEvents", TableName=table.name)
        self.assertEqual({}, self.statistics("ReadThrottleEvents", TableName=table.name))
        self.assertEqual({}, self.statistics("SystemErrors", TableName=table.name, Operation="PutItem"))
