"""A complete guide in Python: the DynamoDB operations of its helper class, with boto3.

Its tables carry a stream; time to live and transactions belong to operations that Stator does not have yet.
"""

import os
import unittest

from harness import environment

os.environ.update(environment.client_environment("http://unset.invalid"))

import boto3  # noqa: E402
from boto3.dynamodb.conditions import Attr, Key  # noqa: E402
from botocore.exceptions import ClientError  # noqa: E402


class CompleteGuideTest(unittest.TestCase):
    endpoint = None  # set by run.py

    @classmethod
    def setUpClass(cls):
        cls.dynamodb = boto3.resource("dynamodb", region_name="us-east-1", endpoint_url=cls.endpoint)
        cls.users = cls.create(
            "Users",
            ("UserID", "S"),
            ("Timestamp", "S"),
            indexes=[("EmailIndex", ("Email", "S"), None)],
            local=[("UserRatingIndex", ("Rating", "N"))],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )

    @classmethod
    def create(cls, name, partition, sort=None, indexes=(), local=(), **more):
        types = dict([partition] + ([sort] if sort else []))

        def schema(hash_key, range_key):
            return [
                {"AttributeName": key[0], "KeyType": kind}
                for key, kind in ((hash_key, "HASH"), (range_key, "RANGE"))
                if key
            ]

        for index_name, index_hash, index_range in indexes:
            types.update([index_hash] + ([index_range] if index_range else []))
            more.setdefault("GlobalSecondaryIndexes", []).append(
                {
                    "IndexName": index_name,
                    "KeySchema": schema(index_hash, index_range),
                    "Projection": {"ProjectionType": "ALL"},
                }
            )
        for index_name, index_range in local:
            types.update([index_range])
            more.setdefault("LocalSecondaryIndexes", []).append(
                {
                    "IndexName": index_name,
                    "KeySchema": schema(partition, index_range),
                    "Projection": {"ProjectionType": "ALL"},
                }
            )
        table = cls.dynamodb.create_table(
            TableName=name,
            KeySchema=schema(partition, sort),
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": key, "AttributeType": kind} for key, kind in types.items()
            ],
            **more,
        )
        table.meta.client.get_waiter("table_exists").wait(
            TableName=name, WaiterConfig={"Delay": 0.05, "MaxAttempts": 200}
        )
        return table

    def setUp(self):
        self.key = {"UserID": self.id(), "Timestamp": "2024-12-20T10:00:00Z"}

    def put(self, **attributes):
        self.users.put_item(Item={**self.key, **attributes})

    def update(self, expression, values, **more):
        return self.users.update_item(
            Key=self.key,
            UpdateExpression=expression,
            ExpressionAttributeValues=values,
            ReturnValues="ALL_NEW",
            **more,
        )["Attributes"]

    def test_insert_and_get(self):
        self.put(Email="john@example.com", Name="John Doe", Age=30)
        self.assertEqual(
            {**self.key, "Email": "john@example.com", "Name": "John Doe", "Age": 30},
            self.users.get_item(Key=self.key)["Item"],
        )

    def test_batch_insert_and_delete(self):
        with self.users.batch_writer() as batch:
            for i in range(30):
                batch.put_item(Item={"UserID": f"batch{i}", "Timestamp": "t", "Name": f"User {i}"})
        with self.users.batch_writer() as batch:
            for i in range(30):
                batch.delete_item(Key={"UserID": f"batch{i}", "Timestamp": "t"})
        self.assertEqual([], self.users.scan(FilterExpression=Attr("UserID").begins_with("batch"))["Items"])

    def test_query_by_keys(self):
        for day in ("2024-11-30", "2024-12-01", "2024-12-20"):
            self.users.put_item(Item={"UserID": self.id(), "Timestamp": f"{day}T10:00:00Z"})
        self.assertEqual(3, self.users.query(KeyConditionExpression=Key("UserID").eq(self.id()))["Count"])
        december = self.users.query(
            KeyConditionExpression=Key("UserID").eq(self.id()) & Key("Timestamp").begins_with("2024-12")
        )
        self.assertEqual(2, december["Count"])
        between = self.users.query(
            KeyConditionExpression=Key("UserID").eq(self.id())
            & Key("Timestamp").between("2024-12-01", "2024-12-02")
        )
        self.assertEqual(1, between["Count"])

    def test_query_by_indexes(self):
        self.put(Email=f"{self.id()}@example.com", Rating=5)
        found = self.users.query(
            IndexName="EmailIndex", KeyConditionExpression=Key("Email").eq(f"{self.id()}@example.com")
        )
        self.assertEqual(1, found["Count"])
        rated = self.users.query(
            IndexName="UserRatingIndex",
            KeyConditionExpression=Key("UserID").eq(self.id()) & Key("Rating").gte(4),
        )
        self.assertEqual(1, rated["Count"])

    def test_filters(self):
        self.put(Age=30, Status="active")
        found = self.users.query(
            KeyConditionExpression=Key("UserID").eq(self.id()),
            FilterExpression=Attr("Age").gt(25) & Attr("Status").eq("active"),
        )
        self.assertEqual(1, found["Count"])
        scanned = self.users.scan(FilterExpression=Attr("Age").between(25, 40) & Attr("UserID").eq(self.id()))
        self.assertEqual(1, scanned["Count"])

    def test_simple_update(self):
        self.put(Age=30)
        self.assertEqual(
            31,
            self.update("SET Age = :age, LastLogin = :login", {":age": 31, ":login": "2024-12-20T14:30:00Z"})[
                "Age"
            ],
        )

    def test_optimistic_locking(self):
        self.put(Balance=10, Version=5)
        arguments = (
            "SET Balance = Balance + :amount, Version = Version + :inc",
            {":amount": 100, ":inc": 1, ":expected": 5},
        )
        self.assertEqual(
            {**self.key, "Balance": 110, "Version": 6},
            self.update(*arguments, ConditionExpression="Version = :expected"),
        )
        with self.assertRaisesRegex(ClientError, "ConditionalCheckFailedException"):
            self.update(*arguments, ConditionExpression="Version = :expected")

    def test_counter(self):
        for expected in (1, 2):
            self.assertEqual(
                expected,
                self.update(
                    "SET LoginCount = if_not_exists(LoginCount, :zero) + :inc", {":zero": 0, ":inc": 1}
                )["LoginCount"],
            )

    def test_projection_with_a_reserved_word(self):
        """The guide projects `Name,Email`, which AWS refuses."""
        self.put(Name="John", Email="john@example.com")
        with self.assertRaisesRegex(ClientError, "reserved keyword: Name"):
            self.users.get_item(Key=self.key, ProjectionExpression="Name,Email")
        item = self.users.get_item(
            Key=self.key, ProjectionExpression="#n,Email", ExpressionAttributeNames={"#n": "Name"}
        )["Item"]
        self.assertEqual({"Name": "John", "Email": "john@example.com"}, item)

    def test_single_table_design(self):
        table = self.create("SingleTable", ("PK", "S"), ("SK", "S"))
        for item in (
            {"PK": "USER#user123", "SK": "PROFILE", "Name": "John"},
            {"PK": "USER#user123", "SK": "ORDER#2024-12-01", "Total": 150},
            {"PK": "USER#user123", "SK": "ORDER#2024-12-15", "Total": 75},
            {"PK": "PRODUCT#prod456", "SK": "METADATA", "Name": "Laptop"},
            {"PK": "PRODUCT#prod456", "SK": "REVIEW#user123", "Rating": 5},
        ):
            table.put_item(Item=item)
        orders = table.query(
            KeyConditionExpression=Key("PK").eq("USER#user123") & Key("SK").begins_with("ORDER#")
        )["Items"]
        self.assertEqual([150, 75], [order["Total"] for order in orders])

    def test_leaderboard(self):
        table = self.create(
            "GameScores",
            ("UserID", "S"),
            ("GameID", "S"),
            indexes=[("LeaderboardIndex", ("GameID", "S"), ("Score", "N"))],
        )
        for i in range(25):
            table.put_item(Item={"UserID": f"u{i}", "GameID": "game123", "Score": i * 7 % 25})
        top = table.query(
            IndexName="LeaderboardIndex",
            KeyConditionExpression=Key("GameID").eq("game123"),
            ScanIndexForward=False,
            Limit=10,
        )
        self.assertEqual(list(range(24, 14, -1)), [int(item["Score"]) for item in top["Items"]])
