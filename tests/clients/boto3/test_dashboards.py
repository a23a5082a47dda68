"""CloudWatch dashboards with boto3: kept, listed, removed; bodies that are refused; tags."""

import json
import uuid

from botocore.exceptions import ClientError

from clients.boto3.case import Boto3Test

WIDGET = {
    "type": "metric",
    "x": 0,
    "y": 0,
    "width": 12,
    "height": 6,
    "properties": {"region": "us-east-1", "metrics": [["AWS/Lambda", "Errors", "FunctionName", "f"]]},
}
MAX_BODY_BYTES = 1 << 20
MAX_REMOVED = 100


class DashboardsTest(Boto3Test):
    def setUp(self):
        self.cloudwatch = self.service("cloudwatch")
        self.prefix = f"d-{uuid.uuid4().hex[:12]}"

    def put(self, name="a", body=None):
        name = f"{self.prefix}-{name}"
        body = json.dumps({"widgets": [WIDGET]}, indent=2) if body is None else body
        answer = self.cloudwatch.put_dashboard(DashboardName=name, DashboardBody=body)
        self.addCleanup(self.forget, name)
        return name, answer["DashboardValidationMessages"]

    def forget(self, name):
        try:
            self.cloudwatch.delete_dashboards(DashboardNames=[name])
        except ClientError as error:
            self.assertEqual("ResourceNotFound", error.response["Error"]["Code"])

    def refused(self, code, call, **arguments):
        with self.assertRaises(ClientError) as raised:
            call(**arguments)
        self.assertEqual(code, raised.exception.response["Error"]["Code"])
        return raised.exception.response

    def names(self, prefix):
        pages = self.cloudwatch.get_paginator("list_dashboards").paginate(DashboardNamePrefix=prefix)
        return [entry["DashboardName"] for page in pages for entry in page["DashboardEntries"]]

    def test_the_life_of_a_dashboard(self):
        body = json.dumps({"widgets": [WIDGET]}, indent=2)
        name, messages = self.put(body=body)
        self.assertEqual([], messages)
        arn = f"arn:aws:cloudwatch::000000000000:dashboard/{name}"
        found = self.cloudwatch.get_dashboard(DashboardName=name)
        self.assertEqual((arn, body, name), tuple(found[f"Dashboard{part}"] for part in ("Arn", "Body", "Name")))
        (entry,) = self.cloudwatch.list_dashboards(DashboardNamePrefix=name)["DashboardEntries"]
        self.assertEqual((name, arn, len(body)), (entry["DashboardName"], entry["DashboardArn"], entry["Size"]))
        self.put(body='{"widgets":[]}')
        (replaced,) = self.cloudwatch.list_dashboards(DashboardNamePrefix=name)["DashboardEntries"]
        self.assertEqual(14, replaced["Size"])
        self.assertGreaterEqual(replaced["LastModified"], entry["LastModified"])
        self.cloudwatch.delete_dashboards(DashboardNames=[name])
        error = self.refused("ResourceNotFound", self.cloudwatch.get_dashboard, DashboardName=name)
        self.assertEqual(f"Dashboard {name} does not exist", error["Error"]["Message"])
        self.assertEqual(404, error["ResponseMetadata"]["HTTPStatusCode"])

    def test_dashboards_are_in_no_region(self):
        name, _ = self.put()
        other = self.service("cloudwatch", region_name="eu-west-1")
        self.assertEqual(name, other.get_dashboard(DashboardName=name)["DashboardName"])

    def test_lists_and_removals(self):
        names = [self.put(name)[0] for name in ("b", "a", "c")]
        self.assertEqual(sorted(names), self.names(self.prefix))
        self.assertEqual([names[1]], self.names(names[1]))
        self.refused(
            "ResourceNotFound", self.cloudwatch.delete_dashboards, DashboardNames=[names[0], f"{self.prefix}-none"]
        )
        self.assertEqual(sorted(names), self.names(self.prefix))
        self.cloudwatch.delete_dashboards(DashboardNames=names[:2])
        self.assertEqual(names[2:], self.names(self.prefix))
        self.refused("InvalidParameterValue", self.cloudwatch.list_dashboards, NextToken="?")

    def test_number_of_names(self):
        names = [f"{self.prefix}-{number}" for number in range(MAX_REMOVED + 1)]
        self.refused("ResourceNotFound", self.cloudwatch.delete_dashboards, DashboardNames=names[:-1])
        self.refused("InvalidParameterValue", self.cloudwatch.delete_dashboards, DashboardNames=names)

    def test_a_body_that_is_refused(self):
        body = json.dumps({"widgets": [{"type": "metric", "properties": {"region": "us-east-1"}}]})
        error = self.refused(
            "InvalidParameterInput", self.cloudwatch.put_dashboard, DashboardName=self.prefix, DashboardBody=body
        )
        head, _, rest = error["Error"]["Message"].partition("\n")
        self.assertEqual("The dashboard body is invalid, there are 3 validation errors:", head)
        findings = json.loads(rest)
        self.assertEqual(
            {"dataPath": "/widgets/0/properties", "message": "Should have required property 'metrics'"}, findings[0]
        )
        self.assertEqual(
            [{"DataPath": finding["dataPath"], "Message": finding["message"]} for finding in findings],
            error["dashboardValidationMessages"],
        )
        self.refused(
            "InvalidParameterInput", self.cloudwatch.put_dashboard, DashboardName=self.prefix, DashboardBody="["
        )
        self.assertEqual([], self.names(self.prefix))

    def test_a_warning_does_not_refuse(self):
        name, messages = self.put(body='{"widgets":[{"type":"newer","properties":{}}]}')
        self.assertEqual(["/widgets/0/type"], [message["DataPath"] for message in messages])
        self.assertEqual([name], self.names(name))

    def test_names(self):
        longest = self.prefix + "_" * (255 - len(self.prefix))
        self.cloudwatch.put_dashboard(DashboardName=longest, DashboardBody='{"widgets":[]}')
        self.forget(longest)
        for name in (longest + "_", "a.b", ""):
            self.refused(
                "InvalidParameterInput",
                self.cloudwatch.put_dashboard,
                DashboardName=name,
                DashboardBody='{"widgets":[]}',
            )

    def test_the_largest_body(self):
        body = '{"widgets":[],"x":"' + "x" * (MAX_BODY_BYTES - 21) + '"}'
        self.assertEqual(MAX_BODY_BYTES, len(body))
        name, _ = self.put(body=body)
        self.assertEqual(body, self.cloudwatch.get_dashboard(DashboardName=name)["DashboardBody"])
        self.refused(
            "InvalidParameterInput", self.cloudwatch.put_dashboard, DashboardName=name, DashboardBody=body + " "
        )

    def test_tags(self):
        name, _ = self.put()
        arn = f"arn:aws:cloudwatch::000000000000:dashboard/{name}"
        self.cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
        self.put()
        self.cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["a"])
        tags = self.cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"]
        self.assertEqual([{"Key": "b", "Value": "2"}], tags)
        self.refused("ResourceNotFoundException", self.cloudwatch.list_tags_for_resource, ResourceARN=arn + "-none")
