"""--auth strict: who may report and read metrics, and into which namespaces."""

import datetime

from clients.boto3.test_iam import policy
from clients.boto3.test_strict import ARGUMENTS, OTHER_ROOT_KEY, ROOT_KEY, StrictCase

DATA = [{"MetricName": "m", "Value": 1.0}]
NOW = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
RANGE = {"StartTime": NOW - datetime.timedelta(hours=1), "EndTime": NOW + datetime.timedelta(hours=1)}


class StrictMetricsTest(StrictCase):
    def metrics_of(self, *documents):
        return self.service("cloudwatch", **self.user(*documents)[1])

    def assert_denied(self, call, **parameters):
        return self.assert_error("AccessDenied", call, **parameters)

    def test_each_operation_has_its_action(self):
        calls = {
            "PutMetricData": lambda metrics: metrics.put_metric_data(Namespace="strict", MetricData=DATA),
            "ListMetrics": lambda metrics: metrics.list_metrics(Namespace="strict"),
            "GetMetricStatistics": lambda metrics: metrics.get_metric_statistics(
                Namespace="strict", MetricName="m", Period=60, Statistics=["Sum"], **RANGE
            ),
            "GetMetricData": lambda metrics: metrics.get_metric_data(
                MetricDataQueries=[
                    {
                        "Id": "m",
                        "MetricStat": {"Metric": {"Namespace": "strict", "MetricName": "m"}, "Period": 60, "Stat": "Sum"},
                    }
                ],
                **RANGE,
            ),
        }
        for allowed, call in calls.items():
            metrics = self.metrics_of(policy(f"cloudwatch:{allowed}"))
            call(metrics)
            for other, refused in calls.items():
                if other != allowed:
                    message = self.assert_denied(lambda: refused(metrics))
                    self.assertIn(f"is not authorized to perform: cloudwatch:{other}", message)
        self.assert_denied(lambda: calls["ListMetrics"](self.metrics_of()))

    def test_namespaces_by_condition(self):
        condition = {"StringEquals": {"cloudwatch:namespace": ["app", "App/2"]}}
        metrics = self.metrics_of(policy("cloudwatch:PutMetricData", Condition=condition))
        for space in ("app", "App/2"):
            metrics.put_metric_data(Namespace=space, MetricData=DATA)
        for space in ("App", "app/2", "app "):
            self.assert_denied(metrics.put_metric_data, Namespace=space, MetricData=DATA)

    def test_resources_are_not_told_apart(self):
        metrics = self.metrics_of(policy("cloudwatch:*", "arn:aws:cloudwatch:us-east-1:000000000000:metric/app"))
        self.assert_denied(metrics.put_metric_data, Namespace="app", MetricData=DATA)

    def test_accounts_apart(self):
        self.service("cloudwatch", **ROOT_KEY).put_metric_data(Namespace="apart", MetricData=DATA)
        others = self.service("cloudwatch", **OTHER_ROOT_KEY)
        self.assertEqual([], others.list_metrics(Namespace="apart")["Metrics"])

    def test_keys(self):
        stranger = self.service("cloudwatch", aws_access_key_id="NOBODY", aws_secret_access_key="x")
        self.assert_error("InvalidClientTokenId", stranger.list_metrics)
        forger = self.service("cloudwatch", **{**ROOT_KEY, "aws_secret_access_key": "x"})
        self.assert_error("SignatureDoesNotMatch", forger.list_metrics)
