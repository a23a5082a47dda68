"""aws cloudwatch, as a user types it."""

import unittest
import uuid

from harness.awscli import run_shell

TIMES = (
    "--start-time $(date -u -d '-1 hour' +%FT%H:%MZ) --end-time $(date -u -d '+1 hour' +%FT%H:%MZ) --period 7200"
)


class AwsCliMetricsTest(unittest.TestCase):
    server = None  # set by run.py

    def setUp(self):
        self.space = f"cli {uuid.uuid4().hex[:12]}"

    def run_ok(self, script):
        result = run_shell(script, self.server.endpoint)
        self.assertEqual(0, result.code, f"{script}\n{result.errors}")
        return result

    def test_shorthand_and_statistics(self):
        self.run_ok(
            f"aws cloudwatch put-metric-data --namespace '{self.space}' --metric-name m --value 2.5 --unit Bytes "
            "--dimensions Host=a,Zone=1\n"
            f"aws cloudwatch put-metric-data --namespace '{self.space}' --metric-data "
            "'MetricName=m,Dimensions=[{Name=Zone,Value=1},{Name=Host,Value=a}],Values=[1,2],Counts=[2,1],Unit=Bytes'\n"
            f"aws cloudwatch put-metric-data --namespace '{self.space}' --metric-name set "
            "--statistic-values Sum=12,SampleCount=4,Minimum=0,Maximum=10"
        )
        ask = f"aws cloudwatch get-metric-statistics --namespace '{self.space}' {TIMES}"
        found = self.run_ok(
            f"{ask} --metric-name m --dimensions Name=Host,Value=a Name=Zone,Value=1 --statistics Sum SampleCount"
        ).json
        self.assertEqual("m", found["Label"])
        self.assertEqual([(6.5, 4.0, "Bytes")], [(p["Sum"], p["SampleCount"], p["Unit"]) for p in found["Datapoints"]])
        found = self.run_ok(f"{ask} --metric-name set --statistics Average Maximum").json["Datapoints"]
        self.assertEqual([(3.0, 10.0)], [(point["Average"], point["Maximum"]) for point in found])

    def test_lists_and_data(self):
        data = ",".join(f'{{"MetricName": "m{i:03}", "Value": {i}}}' for i in range(501))
        self.run_ok(f"aws cloudwatch put-metric-data --namespace '{self.space}' --metric-data '[{data}]'")
        listed = self.run_ok(
            f"aws cloudwatch list-metrics --namespace '{self.space}' --query 'Metrics[].MetricName' --output text"
        )
        self.assertEqual([f"m{i:03}" for i in range(501)], listed.output.split())
        first = self.run_ok(f"aws cloudwatch list-metrics --namespace '{self.space}' --max-items 500").json
        rest = self.run_ok(
            f"aws cloudwatch list-metrics --namespace '{self.space}' --starting-token {first['NextToken']}"
        ).json
        self.assertEqual((500, 1), (len(first["Metrics"]), len(rest["Metrics"])))
        queries = (
            f'[{{"Id": "a", "MetricStat": {{"Metric": {{"Namespace": "{self.space}", "MetricName": "m007"}}, '
            '"Period": 7200, "Stat": "Sum"}}]'
        )
        times = TIMES.replace("--period 7200", "")
        found = self.run_ok(f"aws cloudwatch get-metric-data --metric-data-queries '{queries}' {times}").json
        self.assertEqual([[7.0]], [result["Values"] for result in found["MetricDataResults"]])

    def test_errors(self):
        refused = run_shell(
            f"aws cloudwatch put-metric-data --namespace '{self.space}' --metric-name m --value 1 --unit Parsecs",
            self.server.endpoint,
        )
        self.assertIn(
            "An error occurred (InvalidParameterValue) when calling the PutMetricData operation: "
            "The parameter MetricData.member.1.Unit must be a value in the set [Seconds, ",
            refused.errors,
        )
