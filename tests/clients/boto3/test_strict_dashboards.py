"""--auth strict: which dashboards a user may change and see."""

import uuid

from clients.boto3.test_iam import policy
from clients.boto3.test_strict import ACCOUNT, ARGUMENTS, ROOT_KEY, StrictCase

BODY = '{"widgets":[]}'


class DashboardPolicyTest(StrictCase):
    def setUp(self):
        self.owner = self.service("cloudwatch", **ROOT_KEY)
        self.mine, self.other = (f"{kind}-{uuid.uuid4().hex[:10]}" for kind in ("mine", "other"))
        for name in (self.mine, self.other):
            self.owner.put_dashboard(DashboardName=name, DashboardBody=BODY)
        self.addCleanup(self.owner.delete_dashboards, DashboardNames=[self.mine, self.other])

    def arn(self, name):
        return f"arn:aws:cloudwatch::{ACCOUNT}:dashboard/{name}"

    def cloudwatch_of(self, *documents):
        return self.service("cloudwatch", **self.user(*documents)[1])

    def assert_denied(self, call, **parameters):
        return self.assert_error("AccessDenied", call, **parameters)

    def assert_allowed(self, call, **parameters):
        call(**parameters)

    def test_dashboards_are_resources(self):
        user = self.cloudwatch_of(policy("cloudwatch:*", self.arn("mine-*")))
        for name, check in ((self.mine, self.assert_allowed), (self.other, self.assert_denied)):
            check(user.put_dashboard, DashboardName=name, DashboardBody=BODY)
            check(user.get_dashboard, DashboardName=name)
            check(user.tag_resource, ResourceARN=self.arn(name), Tags=[{"Key": "k", "Value": "v"}])
        message = self.assert_denied(user.delete_dashboards, DashboardNames=[self.mine, self.other])
        self.assertIn(f"cloudwatch:DeleteDashboards on resource: {self.arn(self.other)} because", message)
        self.assertEqual(self.mine, self.owner.get_dashboard(DashboardName=self.mine)["DashboardName"])

    def test_lists(self):
        self.assert_denied(self.cloudwatch_of(policy("cloudwatch:ListDashboards", self.arn("*"))).list_dashboards)
        self.cloudwatch_of(policy("cloudwatch:ListDashboards", "*")).list_dashboards()
