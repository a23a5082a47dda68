"""CloudWatch alarms with boto3: configuration, states, history, tags, errors."""

import functools
import json
import time
import uuid

from botocore.exceptions import ClientError

from clients.boto3.case import Boto3Test
from clients.boto3.test_lambda import LambdaCase
from clients.boto3.test_lambda_delivery import KEEP
from harness import environment

FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:nobody"
DEADLINE_S = 60 * environment.slowness()  # an alarm is evaluated within ten seconds after it was put


class AlarmsTest(Boto3Test):
    def setUp(self):
        self.cloudwatch = self.service("cloudwatch")
        self.prefix = f"alarm-{uuid.uuid4().hex[:12]}"
        self.namespace = f"Test/{self.prefix}"

    def put(self, name="a", **more):
        name = f"{self.prefix}-{name}"
        settings = {
            "Namespace": self.namespace,
            "MetricName": "m",
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": 1,
            "ComparisonOperator": "GreaterThanThreshold",
        } | more
        settings = {key: value for key, value in settings.items() if value is not None}
        self.cloudwatch.put_metric_alarm(AlarmName=name, **settings)
        self.addCleanup(self.cloudwatch.delete_alarms, AlarmNames=[name])
        return name

    def describe(self, name):
        return self.cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]

    def history(self, name, **more):
        items = self.cloudwatch.describe_alarm_history(AlarmName=name, **more)["AlarmHistoryItems"]
        return [item["HistorySummary"] for item in items]

    def refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as raised:
            call(**arguments)
        self.assertEqual(code, raised.exception.response["Error"]["Code"])
        return raised.exception.response["Error"].get("Message", "")

    def until(self, name, state):
        deadline = time.monotonic() + DEADLINE_S
        while (alarm := self.describe(name))["StateValue"] != state:
            self.assertLess(time.monotonic(), deadline, alarm)
            time.sleep(0.2)
        return alarm

    def test_a_new_alarm(self):
        name = self.put(
            AlarmDescription="d",
            Dimensions=[{"Name": "b", "Value": "2"}, {"Name": "a", "Value": "1"}],
            Unit="Count",
            DatapointsToAlarm=1,
            TreatMissingData="ignore",
            AlarmActions=[FUNCTION],
        )
        alarm = self.describe(name)
        for time_member in (
            "AlarmConfigurationUpdatedTimestamp",
            "StateUpdatedTimestamp",
            "StateTransitionedTimestamp",
        ):
            alarm.pop(time_member, None)
        self.assertEqual(
            {
                "AlarmName": name,
                "AlarmArn": f"arn:aws:cloudwatch:us-east-1:000000000000:alarm:{name}",
                "AlarmDescription": "d",
                "ActionsEnabled": True,
                "OKActions": [],
                "AlarmActions": [FUNCTION],
                "InsufficientDataActions": [],
                "StateValue": "INSUFFICIENT_DATA",
                "StateReason": "Unchecked: Initial alarm creation",
                "MetricName": "m",
                "Namespace": self.namespace,
                "Statistic": "Sum",
                "Dimensions": [{"Name": "a", "Value": "1"}, {"Name": "b", "Value": "2"}],
                "Period": 60,
                "Unit": "Count",
                "EvaluationPeriods": 1,
                "DatapointsToAlarm": 1,
                "Threshold": 1.0,
                "ComparisonOperator": "GreaterThanThreshold",
                "TreatMissingData": "ignore",
            },
            alarm,
        )

    def test_it_is_evaluated(self):
        # Of the last full minute, whenever the alarm is evaluated.
        self.cloudwatch.put_metric_data(
            Namespace=self.namespace,
            MetricData=[{"MetricName": "m", "Value": 5, "Timestamp": time.time() - 60}],
        )
        name = self.put(AlarmActions=[FUNCTION])
        alarm = self.until(name, "ALARM")
        self.assertRegex(
            alarm["StateReason"],
            r"^Threshold Crossed: 1 datapoint \[5\.0 \(\d\d/\d\d/\d\d \d\d:\d\d:00\)\] was greater than the "
            r"threshold \(1\.0\)\.$",
        )
        data = json.loads(alarm["StateReasonData"])
        self.assertEqual([5.0], data["recentDatapoints"])
        self.assertEqual(60, data["period"])
        # The action follows; there is no such function.
        deadline = time.monotonic() + DEADLINE_S
        while len(history := self.history(name)) < 3:
            self.assertLess(time.monotonic(), deadline, history)
            time.sleep(0.2)
        self.assertEqual(
            [
                f"Failed to execute action {FUNCTION}",
                "Alarm updated from INSUFFICIENT_DATA to ALARM",
                f'Alarm "{name}" created',
            ],
            history,
        )

    def test_a_state_that_is_set(self):
        name = self.put(TreatMissingData="ignore")
        self.cloudwatch.set_alarm_state(
            AlarmName=name, StateValue="ALARM", StateReason="test", StateReasonData='{"x": 1}'
        )
        alarm = self.describe(name)
        self.assertEqual(
            ("ALARM", "test", '{"x": 1}'),
            (alarm["StateValue"], alarm["StateReason"], alarm["StateReasonData"]),
        )
        ((item,),) = (
            self.cloudwatch.describe_alarm_history(AlarmName=name, HistoryItemType="StateUpdate")["AlarmHistoryItems"],
        )
        self.assertEqual("Alarm updated from INSUFFICIENT_DATA to ALARM", item["HistorySummary"])
        self.assertEqual({"x": 1}, json.loads(item["HistoryData"])["newState"]["stateReasonData"])
        state = {"StateValue": "OK", "StateReason": "r"}
        self.refused("ResourceNotFound", self.cloudwatch.set_alarm_state, AlarmName="nobody", **state)
        self.refused(
            "InvalidFormat", self.cloudwatch.set_alarm_state, AlarmName=name, StateReasonData="no", **state
        )

    def test_lists(self):
        names = [self.put(name) for name in ("c", "a", "b")]
        pages = self.cloudwatch.get_paginator("describe_alarms").paginate(
            AlarmNamePrefix=self.prefix, PaginationConfig={"PageSize": 2}
        )
        found = [alarm["AlarmName"] for page in pages for alarm in page["MetricAlarms"]]
        self.assertEqual(sorted(names), found)
        page = self.cloudwatch.describe_alarms(AlarmNamePrefix=self.prefix, AlarmTypes=["CompositeAlarm"])
        self.assertEqual(([], []), (page["CompositeAlarms"], page["MetricAlarms"]))
        found = self.cloudwatch.describe_alarms_for_metric(Namespace=self.namespace, MetricName="m")
        self.assertEqual(sorted(names), [alarm["AlarmName"] for alarm in found["MetricAlarms"]])
        for more in ({"Statistic": "Average"}, {"Period": 120}, {"Unit": "Count"}):
            found = self.cloudwatch.describe_alarms_for_metric(Namespace=self.namespace, MetricName="m", **more)
            self.assertEqual([], found["MetricAlarms"], more)
        self.refused("InvalidNextToken", self.cloudwatch.describe_alarms, NextToken="?")

    def test_history_in_pages(self):
        name = self.put(TreatMissingData="ignore")
        for state in ("OK", "ALARM", "OK"):
            self.cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="r")
        whole = self.history(name)
        self.assertEqual(4, len(whole))
        self.assertEqual(list(reversed(whole)), self.history(name, ScanBy="TimestampAscending"))
        pages = self.cloudwatch.get_paginator("describe_alarm_history").paginate(
            AlarmName=name, PaginationConfig={"PageSize": 1}
        )
        self.assertEqual(whole, [item["HistorySummary"] for page in pages for item in page["AlarmHistoryItems"]])

    def test_actions_are_disabled(self):
        name = self.put()
        self.cloudwatch.disable_alarm_actions(AlarmNames=[name, "nobody"])
        self.assertFalse(self.describe(name)["ActionsEnabled"])
        self.cloudwatch.enable_alarm_actions(AlarmNames=[name])
        self.assertTrue(self.describe(name)["ActionsEnabled"])

    def test_delete_all_or_none(self):
        names = [f"{self.prefix}-{i}" for i in range(2)]
        for name in names:
            self.cloudwatch.put_metric_alarm(
                AlarmName=name,
                Namespace="N",
                MetricName="m",
                Statistic="Sum",
                Period=60,
                EvaluationPeriods=1,
                Threshold=1,
                ComparisonOperator="LessThanThreshold",
            )
        self.refused("ResourceNotFound", self.cloudwatch.delete_alarms, AlarmNames=[*names, "nobody"])
        self.assertEqual(2, len(self.cloudwatch.describe_alarms(AlarmNames=names)["MetricAlarms"]))
        self.cloudwatch.delete_alarms(AlarmNames=names)
        self.assertEqual([], self.cloudwatch.describe_alarms(AlarmNames=names)["MetricAlarms"])

    def test_tags(self):
        name = self.put(Tags=[{"Key": "a", "Value": "1"}])
        arn = self.describe(name)["AlarmArn"]
        self.cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "3"}])
        tags = self.cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"]
        self.assertEqual({"a": "3", "b": "2"}, {tag["Key"]: tag["Value"] for tag in tags})
        self.cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["a"])
        tags = self.cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"]
        self.assertEqual([{"Key": "b", "Value": "2"}], tags)
        self.refused(
            "ResourceNotFoundException", self.cloudwatch.list_tags_for_resource, ResourceARN=arn + "-nobody"
        )
        self.refused("InvalidParameterValue", self.cloudwatch.list_tags_for_resource, ResourceARN="arn:aws:s3:::b")

    def test_an_expression(self):
        queries = [
            {"Id": "e1", "Expression": "m1 * 2", "Label": "double", "ReturnData": True},
            {
                "Id": "m1",
                "MetricStat": {
                    "Metric": {"Namespace": self.namespace, "MetricName": "m", "Dimensions": []},
                    "Period": 300,
                    "Stat": "p90",
                },
                "ReturnData": False,
            },
        ]
        name = self.put(Metrics=queries, Namespace=None, MetricName=None, Statistic=None, Period=None)
        self.assertEqual(queries, self.describe(name)["Metrics"])

    def test_what_is_refused(self):
        for message, more in (
            ("DatapointsToAlarm must be less than or equal to EvaluationPeriods", {"DatapointsToAlarm": 2}),
            ("Period must be 10, 20, 30 or a multiple of 60", {"Period": 15}),
            (
                "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be <= 604800) "
                "for alarms using period >= 3600",
                {"Period": 3600, "EvaluationPeriods": 169},
            ),
            (
                "Invalid region eu-west-1 specified. Only us-east-1 is supported.",
                {"OKActions": ["arn:aws:sns:eu-west-1:000000000000:t"]},
            ),
            ("Namespace must not be null", {"Namespace": None}),
            ("Statistic must not be null", {"Statistic": None}),
            (
                "The parameters Statistic and ExtendedStatistic are mutually exclusive and you have specified both.",
                {"ExtendedStatistic": "p90"},
            ),
        ):
            with self.assertRaises(ClientError) as raised:
                self.put(**more)
            error = raised.exception.response["Error"]
            self.assertEqual(("ValidationError", message), (error["Code"], error["Message"]))

    def test_limits(self):
        metric = {"Metric": {"Namespace": "N", "MetricName": "m"}, "Period": 60, "Stat": "Sum"}
        alone = dict(Namespace=None, MetricName=None, Statistic=None, Period=None)

        def queries(count):
            first = {"Id": "m0", "MetricStat": metric, "ReturnData": True}
            return [first] + [{"Id": f"e{i}", "Expression": "m0", "ReturnData": False} for i in range(1, count)]

        name = self.put(Metrics=queries(20), **alone)
        tags = [{"Key": f"k{i}", "Value": "v"} for i in range(51)]
        arn = self.describe(name)["AlarmArn"]
        for call, arguments in (
            (self.put, {"Metrics": queries(21), **alone}),
            (self.put, {"Tags": tags}),
            (self.cloudwatch.tag_resource, {"ResourceARN": arn, "Tags": tags}),
        ):
            self.refused("ValidationError", call, **arguments)
        actions = [f"arn:aws:sns:us-east-1:000000000000:t{i}" for i in range(6)]
        for member in ("OKActions", "AlarmActions", "InsufficientDataActions"):
            self.assertEqual(actions[:5], self.describe(self.put(member, **{member: actions[:5]}))[member])
            wrong = self.refused("ValidationError", self.put, **{member: actions})
            self.assertRegex(wrong, f"at '(?i:{member})' failed .* length less than or equal to 5$")
        names = [f"{self.prefix}-{i}" for i in range(100)]
        api = self.cloudwatch
        for call in (api.describe_alarms, api.enable_alarm_actions, api.disable_alarm_actions, api.delete_alarms):
            with self.subTest(call.__name__):
                if call == api.delete_alarms:  # the only one that minds that they are not there
                    self.refused("ResourceNotFound", call, AlarmNames=names)
                else:
                    call(AlarmNames=names)
                wrong = self.refused("ValidationError", call, AlarmNames=[*names, "x"])
                self.assertRegex(wrong, "at 'alarmNames' failed .* length less than or equal to 100$")
        state = {"AlarmName": name, "StateValue": "OK", "StateReason": "r"}
        for call, member, limit, fill in (
            (functools.partial(self.put, "described"), "AlarmDescription", 1024, "{}"),
            (functools.partial(api.set_alarm_state, **state), "StateReason", 1023, "{}"),
            (functools.partial(api.set_alarm_state, **state), "StateReasonData", 4000, '{{"x":"{}"}}'),
        ):
            with self.subTest(member):
                fits = "x" * (limit - len(fill.format("")))
                call(**{member: fill.format(fits)})
                wrong = self.refused("ValidationError", call, **{member: fill.format(fits + "x")})
                self.assertRegex(wrong, f"at '(?i:{member})' failed .* length less than or equal to {limit}$")
        self.cloudwatch.tag_resource(ResourceARN=arn, Tags=tags[:50])
        self.refused("InvalidParameterValue", self.cloudwatch.tag_resource, ResourceARN=arn, Tags=tags[50:])
        self.assertEqual(50, len(self.cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"]))


class AlarmActionsTest(LambdaCase):
    def test_a_function_gets_the_event(self):
        cloudwatch, target = self.service("cloudwatch"), self.create_table()
        function = self.create(KEEP, Environment={"Variables": {"TARGET": target.name}}, Timeout=30, MemorySize=256)
        arn = self.lambda_.get_function(FunctionName=function)["Configuration"]["FunctionArn"]
        name = f"alarm-{uuid.uuid4().hex[:12]}"
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            AlarmDescription="d",
            Namespace="N",
            MetricName=name,
            Dimensions=[{"Name": "a", "Value": "1"}],
            Statistic="Maximum",
            Period=300,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
            TreatMissingData="ignore",
            AlarmActions=[arn],
        )
        self.addCleanup(cloudwatch.delete_alarms, AlarmNames=[name])
        cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="test")
        self.wait_until(lambda: target.get_item(Key={"pk": "told"}).get("Item"))
        event = json.loads(target.get_item(Key={"pk": "told"})["Item"]["event"])
        self.assertEqual(
            ("aws.cloudwatch", f"arn:aws:cloudwatch:us-east-1:000000000000:alarm:{name}", "000000000000", "us-east-1"),
            (event["source"], event["alarmArn"], event["accountId"], event["region"]),
        )
        data = event["alarmData"]
        self.assertEqual((name, "ALARM", "test"), (data["alarmName"], data["state"]["value"], data["state"]["reason"]))
        self.assertEqual("INSUFFICIENT_DATA", data["previousState"]["value"])
        self.assertEqual("d", data["configuration"]["description"])
        (metric,) = data["configuration"]["metrics"]
        self.assertEqual(
            {
                "metric": {"namespace": "N", "name": name, "dimensions": {"a": "1"}},
                "period": 300,
                "stat": "Maximum",
            },
            metric["metricStat"],
        )
        self.wait_until(
            lambda: cloudwatch.describe_alarm_history(AlarmName=name, HistoryItemType="Action")["AlarmHistoryItems"]
        )
        (item,) = cloudwatch.describe_alarm_history(AlarmName=name, HistoryItemType="Action")["AlarmHistoryItems"]
        self.assertEqual(f"Successfully executed action {arn}", item["HistorySummary"])
