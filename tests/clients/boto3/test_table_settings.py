"""Tags, resource policies, time to live, and what infrastructure tools ask about every table, through boto3."""

import json
import time

from clients.boto3.case import Boto3Test


class TableSettings(Boto3Test):
    def until(self, question, expected):
        deadline = time.monotonic() + 30
        while (answer := question()) != expected:
            self.assertLess(time.monotonic(), deadline, f"{answer} is not {expected}")
            time.sleep(0.02)

    def test_tags(self):
        arn = self.create_table(Tags=[{"Key": "a", "Value": "1"}]).table_arn
        self.client.tag_resource(ResourceArn=arn, Tags=[{"Key": f"k{i}", "Value": "v"} for i in range(20)])
        self.client.untag_resource(ResourceArn=arn, TagKeys=["k3"])
        pages = self.client.get_paginator("list_tags_of_resource").paginate(ResourceArn=arn)
        tags = {tag["Key"]: tag["Value"] for page in pages for tag in page["Tags"]}
        self.assertEqual(tags, {"a": "1", **{f"k{i}": "v" for i in range(20) if i != 3}})
        with self.assertRaises(self.client.exceptions.ResourceNotFoundException):
            self.client.list_tags_of_resource(ResourceArn=arn + "x")

    def test_time_to_live(self):
        table = self.create_table()
        table.put_item(Item={"pk": "before", "expires": int(time.time()) - 10})
        table.put_item(Item={"pk": "stays", "expires": int(time.time()) + 3600})
        self.client.update_time_to_live(
            TableName=table.name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
        )
        self.until(
            lambda: self.client.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"],
            {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"},
        )
        table.put_item(Item={"pk": "after", "expires": int(time.time()) - 10})
        self.until(lambda: [item["pk"] for item in table.scan(ConsistentRead=True)["Items"]], ["stays"])

    def test_questions_of_infrastructure_tools(self):
        name = self.create_table().name
        backups = self.client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        self.assertEqual(backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"], "DISABLED")
        insights = self.client.describe_contributor_insights(TableName=name)
        self.assertEqual(insights["ContributorInsightsStatus"], "DISABLED")
        kinesis = self.client.describe_kinesis_streaming_destination(TableName=name)
        self.assertEqual(kinesis["KinesisDataStreamDestinations"], [])
        self.assertEqual(self.client.describe_limits()["TableMaxReadCapacityUnits"], 40000)
        endpoint = self.client.describe_endpoints()["Endpoints"][0]
        self.assertEqual(self.server.endpoint, f"http://{endpoint['Address']}")

    def test_resource_policy(self):
        if not hasattr(self.client, "put_resource_policy"):
            self.skipTest("this boto3 knows no resource policies")
        arn = self.create_table().table_arn
        policy = json.dumps({"Version": "2012-10-17", "Statement": []})
        revision = self.client.put_resource_policy(ResourceArn=arn, Policy=policy)["RevisionId"]
        answer = self.client.get_resource_policy(ResourceArn=arn)
        self.assertEqual((answer["Policy"], answer["RevisionId"]), (policy, revision))
        self.client.delete_resource_policy(ResourceArn=arn)
        with self.assertRaises(self.client.exceptions.PolicyNotFoundException):
            self.client.get_resource_policy(ResourceArn=arn)

    def test_an_account_has_100_rules_of_contributor_insights(self):
        client = self.service("dynamodb", region_name="eu-north-1")  # no other test has any there
        keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
        index = {"KeySchema": keys, "Projection": {"ProjectionType": "KEYS_ONLY"}}
        places = []
        for table, count in (("insights-1", 11), ("insights-2", 13)):
            client.create_table(
                TableName=table, BillingMode="PAY_PER_REQUEST", KeySchema=keys,
                AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
                GlobalSecondaryIndexes=[{"IndexName": f"by-{i}", **index} for i in range(count)],
            )
            self.addCleanup(client.delete_table, TableName=table)
            places += [{"TableName": table}] + [{"TableName": table, "IndexName": f"by-{i}"} for i in range(count)]
        described = []
        for place in places:  # four rules each
            client.update_contributor_insights(ContributorInsightsAction="ENABLE", **place)
            described.append(client.describe_contributor_insights(**place))
        self.assertEqual(["ENABLED"] * 25 + ["FAILED"], [each["ContributorInsightsStatus"] for each in described])
        self.assertEqual("LimitExceededException", described[-1]["FailureException"]["ExceptionName"])
        client.update_contributor_insights(ContributorInsightsAction="DISABLE", **places[0])
        client.update_contributor_insights(ContributorInsightsAction="ENABLE", **places[-1])
        self.assertEqual("ENABLED", client.describe_contributor_insights(**places[-1])["ContributorInsightsStatus"])
