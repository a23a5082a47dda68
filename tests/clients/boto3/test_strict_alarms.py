"""--auth strict: which alarms a user may change and see."""

import uuid

from clients.boto3.test_iam import policy
from clients.boto3.test_strict import ACCOUNT, ARGUMENTS, ROOT_KEY, StrictCase

SETTINGS = {
    "Namespace": "N",
    "MetricName": "m",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 1,
    "ComparisonOperator": "GreaterThanThreshold",
}


class AlarmPolicyTest(StrictCase):
    def setUp(self):
        self.owner_alarms = self.service("cloudwatch", **ROOT_KEY)
        self.mine, self.other = (f"{kind}-{uuid.uuid4().hex[:10]}" for kind in ("mine", "other"))
        for name in (self.mine, self.other):
            self.owner_alarms.put_metric_alarm(AlarmName=name, **SETTINGS)
        self.addCleanup(self.owner_alarms.delete_alarms, AlarmNames=[self.mine, self.other])

    def arn(self, name):
        return f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:alarm:{name}"

    def cloudwatch_of(self, *documents):
        return self.service("cloudwatch", **self.user(*documents)[1])

    def assert_denied(self, call, **parameters):
        return self.assert_error("AccessDenied", call, **parameters)

    def test_alarms_are_resources(self):
        user = self.cloudwatch_of(policy("cloudwatch:*", self.arn("mine-*")))
        for name, check in ((self.mine, self.assert_allowed), (self.other, self.assert_denied)):
            check(user.put_metric_alarm, AlarmName=name, **SETTINGS)
            check(user.set_alarm_state, AlarmName=name, StateValue="OK", StateReason="r")
            check(user.describe_alarms, AlarmNames=[name])
            check(user.describe_alarm_history, AlarmName=name)
            check(user.disable_alarm_actions, AlarmNames=[name])
            check(user.enable_alarm_actions, AlarmNames=[name])
            check(user.tag_resource, ResourceARN=self.arn(name), Tags=[{"Key": "k", "Value": "v"}])
            check(user.list_tags_for_resource, ResourceARN=self.arn(name))
            check(user.untag_resource, ResourceARN=self.arn(name), TagKeys=["k"])
        message = self.assert_denied(user.delete_alarms, AlarmNames=[self.mine, self.other])
        self.assertIn(f"cloudwatch:DeleteAlarms on resource: {self.arn(self.other)} because", message)
        self.assertEqual(2, len(self.owner_alarms.describe_alarms(AlarmNames=[self.mine, self.other])["MetricAlarms"]))

    def assert_allowed(self, call, **parameters):
        call(**parameters)

    def test_all_alarms(self):
        some = self.cloudwatch_of(policy("cloudwatch:DescribeAlarms", self.arn("mine-*")))
        self.assert_denied(some.describe_alarms)
        everything = self.cloudwatch_of(policy(["cloudwatch:DescribeAlarms", "cloudwatch:DescribeAlarmHistory"], "*"))
        everything.describe_alarms()
        everything.describe_alarm_history()
        self.assert_denied(everything.describe_alarms_for_metric, Namespace="N", MetricName="m")
        self.assert_denied(everything.put_metric_alarm, AlarmName=self.mine, **SETTINGS)
