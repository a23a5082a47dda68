"""--auth strict: who may switch contributor insights, and read what they count."""

import datetime

from clients.boto3.test_iam import policy
from clients.boto3.test_strict import ACCOUNT, ARGUMENTS, StrictCase, table_arn

READ = "cloudwatch:GetInsightRuleReport"
ENABLE = {"ContributorInsightsAction": "ENABLE"}


class StrictInsightsTest(StrictCase):
    def test_tables_and_indexes(self):
        arn = table_arn(self.table)
        user = self.dynamodb_of(
            policy("dynamodb:UpdateContributorInsights", arn),
            policy("dynamodb:DescribeContributorInsights", f"{arn}/index/*"),
        )
        table, index = {"TableName": self.table}, {"TableName": self.table, "IndexName": "ByG"}
        user.update_contributor_insights(**table, **ENABLE)
        message = self.assert_denied(user.update_contributor_insights, **index, **ENABLE)
        self.assertIn(f"on resource: {arn}/index/ByG", message)
        user.describe_contributor_insights(**index)
        self.assert_denied(user.describe_contributor_insights, **table)

    def test_reports(self):
        self.owner.update_contributor_insights(TableName=self.table, **ENABLE)
        described = self.owner.describe_contributor_insights(TableName=self.table)
        mine, other = described["ContributorInsightsRuleList"]
        arn = f"arn:aws:cloudwatch:us-east-1:{ACCOUNT}:insight-rule/"
        keys = self.user(policy(READ, arn + mine), policy("cloudwatch:GetMetricData", "*"))[1]
        user = self.service("cloudwatch", **keys)
        end = datetime.datetime.now(datetime.timezone.utc)
        span = {"StartTime": end - datetime.timedelta(hours=1), "EndTime": end}

        def assert_denied(call, **parameters):
            return self.assert_error("AccessDenied", call, **parameters)

        def query(rule):
            return [{"Id": "e", "Expression": f"INSIGHT_RULE_METRIC('{rule}', 'Sum')", "Period": 60}]

        user.get_insight_rule_report(RuleName=mine, Period=60, **span)
        message = assert_denied(user.get_insight_rule_report, RuleName=other, Period=60, **span)
        self.assertIn(f"{READ} on resource: {arn}{other}", message)
        user.get_metric_data(MetricDataQueries=query(mine), **span)
        assert_denied(user.get_metric_data, MetricDataQueries=query(other), **span)
        assert_denied(user.describe_insight_rules)
        assert_denied(user.disable_insight_rules, RuleNames=[mine])
