"""CloudWatch's metrics with boto3: reported ones, pages, errors, what stays after a restart."""

import datetime
import uuid

import boto3
from botocore.exceptions import ClientError

from clients.boto3.case import Boto3Test
from harness.client import Client
from harness.server import Server

UTC = datetime.timezone.utc


def this_minute():
    return datetime.datetime.now(UTC).replace(second=0, microsecond=0)


def minutes(number):
    return datetime.timedelta(minutes=number)


class MetricsTest(Boto3Test):
    def setUp(self):
        self.metrics = self.service("cloudwatch")
        self.space = f"test/{uuid.uuid4().hex[:12]}"
        self.minute = this_minute()

    def put(self, *data):
        self.metrics.put_metric_data(Namespace=self.space, MetricData=list(data))

    def query(self, name, stat="Sum", period=60, **more):
        metric = {"Namespace": self.space, "MetricName": name}
        return {"Id": f"q_{name}", "MetricStat": {"Metric": metric, "Period": period, "Stat": stat}, **more}

    def test_put_and_get(self):
        dimensions = [{"Name": "Host", "Value": "a b/c"}, {"Name": "Zone", "Value": "1"}]
        self.put(
            {"MetricName": "size", "Dimensions": dimensions, "Timestamp": self.minute - minutes(2), "Value": 1.5,
             "Unit": "Megabytes"},
            {"MetricName": "size", "Dimensions": dimensions[::-1], "Timestamp": self.minute - minutes(2),
             "Values": [2.5, 8.0], "Counts": [1.0, 2.0], "Unit": "Megabytes"},
            {"MetricName": "size", "Dimensions": dimensions, "Timestamp": self.minute - minutes(1), "Unit": "Megabytes",
             "StatisticValues": {"SampleCount": 2.0, "Sum": 3.0, "Minimum": 1.0, "Maximum": 2.0}},
        )  # fmt: skip
        wanted = {
            "Namespace": self.space,
            "MetricName": "size",
            "Dimensions": dimensions,
            "StartTime": self.minute - minutes(2),
            "EndTime": self.minute,
            "Period": 60,
        }
        answer = self.metrics.get_metric_statistics(
            **wanted, Statistics=["SampleCount", "Sum", "Average", "Minimum", "Maximum"]
        )
        self.assertEqual("size", answer["Label"])
        points = sorted(answer["Datapoints"], key=lambda point: point["Timestamp"])
        self.assertEqual(
            [
                {"Timestamp": self.minute - minutes(2), "SampleCount": 4.0, "Sum": 20.0, "Average": 5.0, "Minimum": 1.5,
                 "Maximum": 8.0, "Unit": "Megabytes"},
                {"Timestamp": self.minute - minutes(1), "SampleCount": 2.0, "Sum": 3.0, "Average": 1.5, "Minimum": 1.0,
                 "Maximum": 2.0, "Unit": "Megabytes"},
            ],
            points,
        )  # fmt: skip
        answer = self.metrics.get_metric_statistics(**wanted, ExtendedStatistics=["p50", "p99.9"], Unit="Megabytes")
        self.assertEqual(
            [{"p50": 2.5, "p99.9": 8.0}], [point["ExtendedStatistics"] for point in answer["Datapoints"]]
        )
        self.assertEqual([], self.metrics.get_metric_statistics(**wanted, Statistics=["Sum"], Unit="Bytes")["Datapoints"])

    def test_a_statistic_that_is_asked_for_twice_is_answered_once(self):
        self.put({"MetricName": "m", "Timestamp": self.minute, "Value": 1.0})
        client = Client(self.server.endpoint)
        answer = client.send(
            "GetMetricStatistics",
            {
                "Namespace": self.space,
                "MetricName": "m",
                "StartTime": self.minute.timestamp(),
                "EndTime": self.minute.timestamp() + 60,
                "Period": 60,
                "ExtendedStatistics": ["p50", "p90", "p50"],
            },
        )
        client.close()
        self.assertEqual({"p50": 1, "p90": 1}, answer.json["Datapoints"][0]["ExtendedStatistics"])
        self.assertEqual(1, answer.body.count(b"p50"))

    def test_data_in_pages_and_both_orders(self):
        for name in ("a", "b"):
            self.put(*(
                {"MetricName": name, "Timestamp": self.minute - minutes(i), "Value": float(i)} for i in range(1, 6)
            ))  # fmt: skip
        for order, expected in (("TimestampAscending", [5.0, 4.0, 3.0, 2.0, 1.0]), ("TimestampDescending", [1.0, 2.0, 3.0, 4.0, 5.0])):
            pages = self.metrics.get_paginator("get_metric_data").paginate(
                MetricDataQueries=[self.query("a", Label="first"), self.query("b")],
                StartTime=self.minute - minutes(5),
                EndTime=self.minute,
                ScanBy=order,
                PaginationConfig={"PageSize": 3},
            )
            found = {"q_a": [], "q_b": []}
            for page in pages:
                self.assertLessEqual(sum(len(result["Values"]) for result in page["MetricDataResults"]), 3)
                for result in page["MetricDataResults"]:
                    self.assertEqual("first" if result["Id"] == "q_a" else "b", result["Label"])
                    found[result["Id"]] += result["Values"]
            self.assertEqual({"q_a": expected, "q_b": expected}, found)

    def test_dynamic_labels(self):
        for host, value in (("a", 2.5), ("b", 4.0)):
            dimensions = [{"Name": "Host", "Value": host}]
            self.put({"MetricName": "m", "Dimensions": dimensions, "Timestamp": self.minute, "Value": value})
        asked = {"StartTime": self.minute, "EndTime": self.minute + minutes(1)}
        label = "${PROP('Dim.Host')}: ${MAX} at ${LAST_TIME} in ${PROP('Region')}"
        search = f"SEARCH('{{{self.space},Host}} m', 'Sum', 60)"
        answer = self.metrics.get_metric_data(
            **asked,
            MetricDataQueries=[{"Id": "e", "Expression": search, "Label": label}],
            LabelOptions={"Timezone": "+0130"},
        )
        at = (self.minute + datetime.timedelta(minutes=90)).strftime("%Y-%m-%d %H:%M:%S")
        self.assertEqual(
            [f"a: 2.5 at {at} in us-east-1", f"b: 4 at {at} in us-east-1"],
            [result["Label"] for result in answer["MetricDataResults"]],
        )

    def test_lists_in_pages(self):
        for first in (0, 600):
            self.put(*(
                {"MetricName": f"m{i}", "Dimensions": [{"Name": "d", "Value": str(i % 2)}], "Value": 1.0}
                for i in range(first, first + 600)
            ))  # fmt: skip
        pages = list(self.metrics.get_paginator("list_metrics").paginate(Namespace=self.space))
        self.assertEqual([500, 500, 200], [len(page["Metrics"]) for page in pages])
        names = {metric["MetricName"] for page in pages for metric in page["Metrics"]}
        self.assertEqual({f"m{i}" for i in range(1200)}, names)
        pages = self.metrics.get_paginator("list_metrics").paginate(
            Namespace=self.space, Dimensions=[{"Name": "d", "Value": "1"}], RecentlyActive="PT3H"
        )
        self.assertEqual(600, sum(len(page["Metrics"]) for page in pages))

    def test_the_resource(self):
        resource = boto3.resource("cloudwatch", endpoint_url=self.server.endpoint, region_name="us-east-1")
        metric = resource.Metric(self.space, "m")
        metric.put_data(MetricData=[{"MetricName": "m", "Value": 2.0}])
        self.assertEqual([metric], list(resource.metrics.filter(Namespace=self.space)))
        points = metric.get_statistics(
            StartTime=self.minute, EndTime=self.minute + minutes(60), Period=3600, Statistics=["Sum"]
        )["Datapoints"]
        self.assertEqual([2.0], [point["Sum"] for point in points])

    def test_regions_and_namespaces_apart(self):
        self.put({"MetricName": "m", "Value": 1.0})
        elsewhere = self.service("cloudwatch", region_name="eu-west-1")
        self.assertEqual([], elsewhere.list_metrics(Namespace=self.space)["Metrics"])
        self.assertEqual([], self.metrics.list_metrics(Namespace=self.space[:-1])["Metrics"])
        self.assertEqual(1, len(self.metrics.list_metrics(Namespace=self.space)["Metrics"]))

    def test_errors(self):
        errors = self.metrics.exceptions
        for kind, code, message, data in (
            (errors.InvalidParameterValueException, "InvalidParameterValue",
             "The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.\n"
             "The parameter MetricData.member.2.Timestamp must specify a time within the past two weeks.",
             [{"MetricName": "m", "Value": 1.0, "Timestamp": datetime.datetime(2020, 1, i, tzinfo=UTC)} for i in (1, 2)]),
            (errors.InvalidParameterCombinationException, "InvalidParameterCombination",
             "At least one of the parameters must be specified.", [{"MetricName": "m"}]),
            (errors.InvalidParameterValueException, "InvalidParameterValue",
             "The value NaN for parameter MetricData.member.1.Value is invalid.",
             [{"MetricName": "m", "Value": float("nan")}]),
        ):  # fmt: skip
            with self.assertRaises(kind) as caught:
                self.put(*data)
            response = caught.exception.response
            self.assertEqual((code, message, "Sender"), tuple(response["Error"][k] for k in ("Code", "Message", "Type")))
            self.assertEqual(400, response["ResponseMetadata"]["HTTPStatusCode"])
        with self.assertRaises(errors.MissingRequiredParameterException):
            self.metrics.get_metric_statistics(
                Namespace="n", MetricName="m", StartTime=0, EndTime=60, Period=60
            )
        with self.assertRaisesRegex(ClientError, r"\(ValidationError\).*: The value Summe for parameter"):
            self.metrics.get_metric_data(
                MetricDataQueries=[self.query("a", stat="Summe")], StartTime=0, EndTime=60
            )


class RestartTest(Boto3Test):
    """Reported metrics, and the server's own, are in the data folder."""

    def sums(self, endpoint, space, name, dimensions=()):
        metrics = boto3.client("cloudwatch", endpoint_url=endpoint, region_name="us-east-1")
        points = metrics.get_metric_statistics(
            Namespace=space,
            MetricName=name,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions],
            StartTime=self.minute - minutes(10),
            EndTime=self.minute + minutes(110),
            Period=7200,
            Statistics=["Sum"],
        )["Datapoints"]
        return [point["Sum"] for point in points]

    def test_a_clean_stop_and_a_kill(self):
        self.minute = this_minute()
        table = (("TableName", "kept"),)
        with Server() as server:
            settings = {"endpoint_url": server.endpoint, "region_name": "us-east-1"}
            boto3.client("cloudwatch", **settings).put_metric_data(
                Namespace="kept", MetricData=[{"MetricName": "m", "Value": 3.0}]
            )
            dynamodb = boto3.client("dynamodb", **settings)
            dynamodb.create_table(
                TableName="kept",
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            )
            dynamodb.get_waiter("table_exists").wait(TableName="kept", WaiterConfig={"Delay": 0.05})
            dynamodb.put_item(TableName="kept", Item={"pk": {"S": "a"}})
            server.stop()  # nobody has asked: the server says what it counted when it ends
            server.start()
            self.assertEqual([3.0], self.sums(server.endpoint, "kept", "m"))
            self.assertEqual([1.0], self.sums(server.endpoint, "AWS/DynamoDB", "ConsumedWriteCapacityUnits", table))
            server.kill()
            server.start()
            self.assertEqual([3.0], self.sums(server.endpoint, "kept", "m"))
            self.assertEqual([1.0], self.sums(server.endpoint, "AWS/DynamoDB", "ConsumedWriteCapacityUnits", table))
