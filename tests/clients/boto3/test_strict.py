"""--auth strict: who may do what, and what everybody else is told."""

import datetime
import json
import re
import unittest.mock
import urllib.error
import urllib.request
import uuid

import botocore.auth
import botocore.awsrequest
import botocore.credentials
from botocore.config import Config
from botocore.exceptions import ClientError

from clients.boto3.case import Boto3Test
from clients.boto3.test_iam import policy, unique
from harness import form
from harness.client import Client

ROOT_KEY = {"aws_access_key_id": "ROOTKEY1", "aws_secret_access_key": "root-secret"}
ACCOUNT = "000000000000"
SIGNED = Config(signature_version="s3v4", s3={"addressing_style": "path"})
OTHER_ACCOUNT = "222222222222"
OTHER_ROOT_KEY = {"aws_access_key_id": "ROOTKEY2", "aws_secret_access_key": "another-secret"}
ARGUMENTS = (
    *("--auth", "strict", "--root-access-key-id", "ROOTKEY1", "--root-secret-access-key", "root-secret"),
    *("--other-root-keys", f"{OTHER_ACCOUNT}:ROOTKEY2:another-secret"),
)


def table_arn(name):
    return f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/{name}"


class StrictCase(Boto3Test):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        make = cls.service
        cls.iam, cls.sts = make("iam", **ROOT_KEY), make("sts", **ROOT_KEY)
        cls.owner = make("dynamodb", **ROOT_KEY)
        cls.table = f"strict-{uuid.uuid4().hex[:10]}"
        cls.owner.create_table(
            TableName=cls.table,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("pk", "g")],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "ByG",
                    "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
        )
        cls.owner.get_waiter("table_exists").wait(TableName=cls.table, WaiterConfig={"Delay": 0.05})
        cls.owner.put_item(TableName=cls.table, Item={"pk": {"S": "a"}, "g": {"S": "b"}, "secret": {"S": "x"}})

    @classmethod
    def tearDownClass(cls):
        cls.owner.delete_table(TableName=cls.table)

    def user(self, *documents):
        """The name of a new user with these inline policies, and his keys."""
        name = unique("user")
        self.iam.create_user(UserName=name)
        for number, document in enumerate(documents):
            self.iam.put_user_policy(UserName=name, PolicyName=f"p{number}", PolicyDocument=json.dumps(document))
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        return name, {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}

    def dynamodb_of(self, *documents):
        return self.service("dynamodb", **self.user(*documents)[1])

    def assert_error(self, code, call, message=None, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        error = caught.exception.response["Error"]
        self.assertEqual(code, error["Code"])
        if message is not None:
            self.assertEqual(message, error["Message"])
        return error["Message"]

    def assert_denied(self, call, **parameters):
        return self.assert_error("AccessDeniedException", call, **parameters)


KEY = {"pk": {"S": "a"}}


def calls(table):
    """(action, operation, parameters) of what the matrix asks for."""
    item = {"pk": {"S": "a"}, "g": {"S": "b"}, "secret": {"S": "x"}}
    arn = table_arn(table)
    return [
        ("GetItem", "get_item", {"TableName": table, "Key": KEY}),
        ("PutItem", "put_item", {"TableName": table, "Item": item}),
        ("UpdateItem", "update_item", {"TableName": table, "Key": KEY}),
        ("Query", "query", {
            "TableName": table, "KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "a"}}}),
        ("Scan", "scan", {"TableName": table}),
        ("BatchGetItem", "batch_get_item", {"RequestItems": {table: {"Keys": [KEY]}}}),
        ("BatchWriteItem", "batch_write_item", {"RequestItems": {table: [{"PutRequest": {"Item": item}}]}}),
        ("GetItem", "transact_get_items", {"TransactItems": [{"Get": {"TableName": table, "Key": KEY}}]}),
        ("PutItem", "transact_write_items", {"TransactItems": [{"Put": {"TableName": table, "Item": item}}]}),
        ("ConditionCheckItem", "transact_write_items", {"TransactItems": [{"ConditionCheck": {
            "TableName": table, "Key": KEY, "ConditionExpression": "attribute_exists(pk)"}}]}),
        ("PartiQLSelect", "execute_statement", {"Statement": f"SELECT * FROM \"{table}\" WHERE pk = 'a'"}),
        ("PartiQLUpdate", "execute_statement", {"Statement": f"UPDATE \"{table}\" SET n = 1 WHERE pk = 'a'"}),
        ("DescribeTable", "describe_table", {"TableName": table}),
        ("DescribeTimeToLive", "describe_time_to_live", {"TableName": table}),
        ("ListTagsOfResource", "list_tags_of_resource", {"ResourceArn": arn}),
        ("TagResource", "tag_resource", {"ResourceArn": arn, "Tags": [{"Key": "a", "Value": "b"}]}),
    ]


class MatrixTest(StrictCase):
    def test_global_tables_are_no_tables(self):
        arn = f"arn:aws:dynamodb::{ACCOUNT}:global-table/{self.table}"
        describer = self.dynamodb_of(policy("dynamodb:DescribeGlobalTable", arn))
        self.assert_error(
            "GlobalTableNotFoundException", describer.describe_global_table, GlobalTableName=self.table)
        others = self.dynamodb_of(policy("dynamodb:*", table_arn(self.table)))
        message = self.assert_denied(others.describe_global_table, GlobalTableName=self.table)
        self.assertIn(f"dynamodb:DescribeGlobalTable on resource: {arn} because", message)
        self.assert_denied(others.list_global_tables)
        self.assertEqual([], self.dynamodb_of(policy("dynamodb:ListGlobalTables")).list_global_tables()["GlobalTables"])

    def test_each_action_is_allowed_by_itself_only(self):
        nobody = self.dynamodb_of()
        for action, operation, parameters in calls(self.table):
            with self.subTest(operation=operation, action=action):
                message = self.assert_denied(getattr(nobody, operation), **parameters)
                self.assertIn(f"is not authorized to perform: dynamodb:{action} on resource: ", message)
                self.assertIn(f"because no identity-based policy allows the dynamodb:{action} action", message)
                one = self.dynamodb_of(policy(f"dynamodb:{action}", table_arn(self.table)))
                getattr(one, operation)(**parameters)
                others = self.dynamodb_of(policy("dynamodb:*", table_arn(self.table + "2")))
                self.assert_denied(getattr(others, operation), **parameters)
                deny = policy(f"dynamodb:{action}", "*", Effect="Deny")
                denied = self.dynamodb_of(policy("*"), deny)
                message = self.assert_denied(getattr(denied, operation), **parameters)
                self.assertIn("with an explicit deny in an identity-based policy", message)
                getattr(self.owner, operation)(**parameters)

    def test_the_text_is_that_of_aws(self):
        name, keys = self.user()
        self.assert_error(
            "AccessDeniedException",
            self.service("dynamodb", **keys).get_item,
            f"User: arn:aws:iam::{ACCOUNT}:user/{name} is not authorized to perform: dynamodb:GetItem on resource: "
            f"{table_arn(self.table)} because no identity-based policy allows the dynamodb:GetItem action",
            TableName=self.table,
            Key=KEY,
        )

    def test_a_table_has_one_arn(self):
        client = self.dynamodb_of(policy("*"), policy("*", table_arn(self.table), Effect="Deny"))
        for name in (self.table, table_arn(self.table), table_arn(self.table).replace("arn:aws:", "arn:aws-cn:")):
            self.assert_denied(client.get_item, TableName=name, Key=KEY)

    def test_indexes_are_resources(self):
        query = {
            "TableName": self.table,
            "IndexName": "ByG",
            "KeyConditionExpression": "g = :g",
            "ExpressionAttributeValues": {":g": {"S": "b"}},
        }
        self.assert_denied(self.dynamodb_of(policy("dynamodb:Query", table_arn(self.table))).query, **query)
        allowed = self.dynamodb_of(policy("dynamodb:Query", table_arn(self.table) + "/index/*"))
        self.assertEqual(1, allowed.query(**query)["Count"])

    def test_tags_of_new_tables_need_that_action_too(self):
        maker = self.dynamodb_of(policy("dynamodb:CreateTable"))
        name = unique("table")
        self.assert_denied(
            maker.create_table,
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            Tags=[{"Key": "a", "Value": "b"}],
        )
        self.assert_denied(self.dynamodb_of(policy("dynamodb:GetItem")).list_tables)


class FineGrainedTest(StrictCase):
    def test_leading_keys(self):
        condition = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:username}", "a"]}}
        name, keys = self.user(policy("dynamodb:*", table_arn(self.table), Condition=condition))
        mine = self.service("dynamodb", **keys)
        other = {"pk": {"S": "other"}}
        mine.put_item(TableName=self.table, Item={"pk": {"S": name}})
        mine.get_item(TableName=self.table, Key={"pk": {"S": "a"}})
        values = {":p": {"S": "other"}}
        statement = f"SELECT * FROM \"{self.table}\" WHERE pk = 'other'"
        for operation, parameters in (
            ("get_item", {"TableName": self.table, "Key": other}),
            ("put_item", {"TableName": self.table, "Item": other}),
            ("delete_item", {"TableName": self.table, "Key": other}),
            ("batch_get_item", {"RequestItems": {self.table: {"Keys": [{"pk": {"S": name}}, other]}}}),
            ("batch_write_item", {"RequestItems": {self.table: [{"DeleteRequest": {"Key": other}}]}}),
            ("transact_get_items", {"TransactItems": [{"Get": {"TableName": self.table, "Key": other}}]}),
            ("transact_write_items", {"TransactItems": [{"Delete": {"TableName": self.table, "Key": other}}]}),
            ("query", {"TableName": self.table, "KeyConditionExpression": "pk = :p",
                       "ExpressionAttributeValues": values}),
            ("query", {"TableName": self.table, "KeyConditionExpression": ":p = #k",
                       "ExpressionAttributeNames": {"#k": "pk"}, "ExpressionAttributeValues": values}),
            ("query", {"TableName": self.table, "KeyConditionExpression": "(pk) = :p",
                       "ExpressionAttributeValues": values}),
            ("query", {"TableName": self.table, "KeyConditionExpression": "((:p) = (#k))",
                       "ExpressionAttributeNames": {"#k": "pk"}, "ExpressionAttributeValues": values}),
            ("query", {"TableName": self.table, "KeyConditions": {
                "pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "other"}]}}}),
            ("execute_statement", {"Statement": statement}),
            ("execute_statement", {"Statement": statement.replace("'other'", "?"), "Parameters": [{"S": "other"}]}),
            ("execute_statement", {"Statement": f"INSERT INTO \"{self.table}\" VALUE {{'pk': 'other'}}"}),
            ("execute_transaction", {"TransactStatements": [{"Statement": statement}]}),
        ):
            with self.subTest(operation=operation, parameters=parameters):
                self.assert_denied(getattr(mine, operation), **parameters)

    def test_statements_that_read_the_whole_table(self):
        scans = policy("dynamodb:*", "*", Effect="Deny", Condition={"Bool": {"dynamodb:FullTableScan": "true"}})
        one = self.dynamodb_of(policy("dynamodb:*"), scans)
        for where, is_scan in (
            ("pk = 'a'", False),
            ("pk IN ['a', 'b'] AND g = 'b'", False),
            ("g = 'b'", True),
            ("NOT pk = 'a'", True),
            ("pk NOT IN ['a']", True),
            ("pk = 'a' OR g = 'b'", True),
            ("'a' IN [pk]", True),
            ("'a' IN [pk, 'a']", True),
        ):
            with self.subTest(where):
                statement = {"Statement": f"SELECT * FROM \"{self.table}\" WHERE {where}"}
                if is_scan:
                    self.assert_denied(one.execute_statement, **statement)
                else:
                    one.execute_statement(**statement)

    def test_attributes_and_select(self):
        condition = {
            "ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "g"]},
            "StringEqualsIfExists": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES", "dynamodb:ReturnValues": "NONE"},
        }
        some = self.dynamodb_of(policy("dynamodb:*", "*", Condition=condition))
        get = {"TableName": self.table, "Key": KEY}
        self.assertIn("Item", some.get_item(**get, ProjectionExpression="pk, g"))
        self.assertIn("Item", some.get_item(**get, ProjectionExpression="#g", ExpressionAttributeNames={"#g": "g"}))
        some.update_item(**get, UpdateExpression="SET g = if_not_exists(g, :v)", ExpressionAttributeValues={":v": {"S": "b"}})
        for operation, parameters in (
            ("get_item", get),
            ("get_item", dict(get, ProjectionExpression="pk, secret")),
            ("get_item", dict(get, ProjectionExpression="pk, #s.x", ExpressionAttributeNames={"#s": "secret"})),
            ("get_item", dict(get, AttributesToGet=["secret"])),
            ("get_item", dict(get, ProjectionExpression="pk, remove")),  # a keyword, and no reserved word
            ("get_item", dict(get, ProjectionExpression="remove.pk")),
            ("update_item", dict(get, UpdateExpression="REMOVE secret")),
            ("update_item", dict(get, UpdateExpression="SET g = secret")),
            ("update_item", dict(get, UpdateExpression="REMOVE g", ReturnValues="ALL_OLD")),
            ("delete_item", dict(get, ConditionExpression="attribute_exists(secret)")),
            ("scan", {"TableName": self.table}),
            ("scan", {"TableName": self.table, "ProjectionExpression": "pk", "FilterExpression": "secret = pk"}),
            ("put_item", {"TableName": self.table, "Item": {"pk": {"S": "a"}, "secret": {"S": "y"}}}),
        ):
            with self.subTest(operation=operation, parameters=parameters):
                self.assert_denied(getattr(some, operation), **parameters)

    def test_select_of_an_index(self):
        # API_Query, Select: "defaults to ALL_ATTRIBUTES when accessing a table, and ALL_PROJECTED_ATTRIBUTES when
        # accessing an index"; specifying-conditions: the condition key "always has a value".
        condition = {"StringEquals": {"dynamodb:Select": "ALL_PROJECTED_ATTRIBUTES"}}
        projected = self.dynamodb_of(policy("dynamodb:*", "*", Condition=condition))
        query = {"KeyConditionExpression": "g = :g", "ExpressionAttributeValues": {":g": {"S": "b"}}}
        index = {"TableName": self.table, "IndexName": "ByG"}
        projected.query(**index, **query)
        projected.query(**index, **query, Select="ALL_PROJECTED_ATTRIBUTES")
        projected.scan(**index)
        self.assert_denied(projected.query, **index, **query, ProjectionExpression="g")
        self.assert_denied(projected.query, **index, **query, Select="COUNT")
        self.assert_denied(projected.scan, TableName=self.table)

    def test_statements_that_scan(self):
        # ql-iam, example 6, and the statements of ql-reference.select that "would not result in a full table scan".
        select = f"SELECT * FROM \"{self.table}\""
        scan = policy("dynamodb:PartiQL*", "*", Effect="Deny", Condition={"Bool": {"dynamodb:FullTableScan": "true"}})
        by_key = self.dynamodb_of(policy("dynamodb:PartiQLSelect", "*"), scan)
        for where in (" WHERE pk = 'a'", " WHERE pk = 'a' AND secret = 'x'", " WHERE pk = 'a' OR pk = 'b'",
                      " WHERE pk IN ['a', 'b']", " WHERE (pk = 'a' OR 'b' = pk) AND g = 'b'"):
            with self.subTest(where=where):
                by_key.execute_statement(Statement=select + where)
        for where in ("", " WHERE pk > 'a'", " WHERE g = 'b'", " WHERE pk = 'a' OR g = 'b'"):
            with self.subTest(where=where):
                self.assert_denied(by_key.execute_statement, Statement=select + where)

    def test_statements_with_several_leading_keys(self):
        condition = {"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["a", "b"]}}
        some = self.dynamodb_of(policy("dynamodb:PartiQLSelect", "*", Condition=condition))
        select = f"SELECT * FROM \"{self.table}\" WHERE "
        for where in ("pk = 'a' OR pk = 'b'", "pk IN ['a', 'b']"):
            some.execute_statement(Statement=select + where)
        for where in ("pk = 'a' OR pk = 'c'", "pk IN ['a', 'c']"):
            with self.subTest(where=where):
                self.assert_denied(some.execute_statement, Statement=select + where)

    def test_several_partition_keys(self):
        # specifying-conditions: FirstPartitionKeyValues, which is LeadingKeys, to FourthPartitionKeyValues.
        table = unique("matches")
        keys = [{"AttributeName": name, "KeyType": "HASH"} for name in ("tournament", "country")]
        self.owner.create_table(
            TableName=table,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("id", "tournament", "country")],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            GlobalSecondaryIndexes=[{"IndexName": "ByBoth", "KeySchema": keys, "Projection": {"ProjectionType": "ALL"}}],
        )
        self.addCleanup(self.owner.delete_table, TableName=table)
        self.owner.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 0.05})
        condition = {"ForAllValues:StringEquals": {
            "dynamodb:FirstPartitionKeyValues": ["winter", "m1"], "dynamodb:SecondPartitionKeyValues": ["north"]}}
        north = self.dynamodb_of(policy("dynamodb:*", "*", Condition=condition))
        query = {"TableName": table, "IndexName": "ByBoth", "KeyConditionExpression": "tournament = :t AND country = :c"}
        statement = f"SELECT * FROM \"{table}\".\"ByBoth\" WHERE tournament = '%s' AND country = '%s'"
        for tournament, country, allowed in (
            ("winter", "north", True), ("winter", "south", False), ("summer", "north", False)):
            values = {":t": {"S": tournament}, ":c": {"S": country}}
            text = statement % (tournament, country)
            with self.subTest(tournament=tournament, country=country):
                if allowed:
                    north.query(**query, ExpressionAttributeValues=values)
                    north.execute_statement(Statement=text)
                else:
                    self.assert_denied(north.query, **query, ExpressionAttributeValues=values)
                    self.assert_denied(north.execute_statement, Statement=text)
        north.put_item(TableName=table, Item={"id": {"S": "m1"}})
        self.assert_denied(north.put_item, TableName=table, Item={"id": {"S": "m2"}})

    def test_a_batch_of_statements(self):
        # AccessDenied is a code of BatchStatementError: one statement is refused, not the batch.
        some = self.dynamodb_of(policy(["dynamodb:PartiQLSelect", "dynamodb:PartiQLInsert"], table_arn(self.table)))
        owned = f"SELECT * FROM \"{self.table}\" WHERE pk = 'a'"
        foreign = "SELECT * FROM \"Others\" WHERE pk = 'a'"
        answer = some.batch_execute_statement(Statements=[{"Statement": foreign}, {"Statement": owned}])["Responses"]
        self.assertEqual(answer[0]["Error"]["Code"], "AccessDenied")
        self.assertIn(" is not authorized to perform: dynamodb:PartiQLSelect on resource: ", answer[0]["Error"]["Message"])
        self.assertEqual(answer[1]["Item"]["pk"], {"S": "a"})
        change = f"UPDATE \"{self.table}\" SET n = 7 WHERE pk = 'a'"
        answer = some.batch_execute_statement(Statements=[{"Statement": change}])["Responses"]
        self.assertEqual(answer[0]["Error"]["Code"], "AccessDenied")
        self.assertNotEqual(self.owner.get_item(TableName=self.table, Key=KEY)["Item"].get("n"), {"N": "7"})

    def test_conditions_of_every_request(self):
        for condition, allowed in (
            ({"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, True),
            ({"NotIpAddress": {"aws:SourceIp": "127.0.0.0/8"}}, False),
            ({"Bool": {"aws:SecureTransport": "true"}}, False),
            ({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, True),
            ({"DateLessThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}, False),
            ({"StringEquals": {"aws:RequestedRegion": "us-east-1"}}, True),
            ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/*"}}, True),
            ({"StringEquals": {"aws:PrincipalTag/team": "x"}}, False),
        ):
            with self.subTest(condition=condition):
                client = self.dynamodb_of(policy("dynamodb:*", "*", Condition=condition))
                if allowed:
                    client.get_item(TableName=self.table, Key=KEY)
                else:
                    self.assert_denied(client.get_item, TableName=self.table, Key=KEY)


class PolicySourcesTest(StrictCase):
    def test_groups_and_managed_policies(self):
        name, keys = self.user()
        client = self.service("dynamodb", **keys)
        group = unique("group")
        self.iam.create_group(GroupName=group)
        self.iam.add_user_to_group(GroupName=group, UserName=name)
        self.assert_denied(client.get_item, TableName=self.table, Key=KEY)
        read_only = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
        self.iam.attach_group_policy(GroupName=group, PolicyArn=read_only)
        client.get_item(TableName=self.table, Key=KEY)
        self.assert_denied(client.delete_item, TableName=self.table, Key=KEY)
        self.iam.remove_user_from_group(GroupName=group, UserName=name)
        self.assert_denied(client.get_item, TableName=self.table, Key=KEY)

    def test_resource_policies(self):
        name, keys = self.user()
        client = self.service("dynamodb", **keys)
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/{name}"},
            "Action": "dynamodb:GetItem",
            "Resource": table_arn(self.table),
        }
        owner = Client(self.server.endpoint, access_key=ROOT_KEY["aws_access_key_id"])  # boto3 may be too old
        owner.secret_key = ROOT_KEY["aws_secret_access_key"]
        self.addCleanup(owner.close)
        self.addCleanup(owner.call, "DeleteResourcePolicy", ResourceArn=table_arn(self.table))

        def put(effect):
            document = {"Version": "2012-10-17", "Statement": [dict(statement, Effect=effect)]}
            owner.call("PutResourcePolicy", ResourceArn=table_arn(self.table), Policy=json.dumps(document))

        put("Allow")
        client.get_item(TableName=self.table, Key=KEY)
        self.assert_denied(client.scan, TableName=self.table)
        put("Deny")
        self.iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=json.dumps(policy("*")))
        message = self.assert_denied(client.get_item, TableName=self.table, Key=KEY)
        self.assertIn("with an explicit deny in a resource-based policy", message)
        client.scan(TableName=self.table)

    def test_permissions_boundary(self):
        name, keys = self.user(policy("dynamodb:*"))
        self.iam.put_user_permissions_boundary(
            UserName=name, PermissionsBoundary="arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
        )
        client = self.service("dynamodb", **keys)
        client.get_item(TableName=self.table, Key=KEY)
        message = self.assert_denied(client.delete_item, TableName=self.table, Key=KEY)
        self.assertIn("because no permissions boundary allows the dynamodb:DeleteItem action", message)

    def test_who_may_make_others_within_a_boundary(self):
        """As in the guide of IAM: "Delegating responsibility to others using permissions boundaries"."""
        document = json.dumps(policy("dynamodb:GetItem", table_arn(self.table)))
        boundary = self.iam.create_policy(PolicyName=unique("boundary"), PolicyDocument=document)["Policy"]["Arn"]
        self.addCleanup(self.iam.delete_policy, PolicyArn=boundary)
        actions = ["iam:CreateUser", "iam:PutUserPolicy", "iam:DeleteUserPolicy", "iam:PutUserPermissionsBoundary"]
        within = {"StringEquals": {"iam:PermissionsBoundary": boundary}}
        delegate = self.service("iam", **self.user(policy(actions, "*", Condition=within))[1])
        name = unique("user")
        self.assert_error("AccessDenied", delegate.create_user, UserName=name)
        other = "arn:aws:iam::aws:policy/AdministratorAccess"
        self.assert_error("AccessDenied", delegate.create_user, UserName=name, PermissionsBoundary=other)
        delegate.create_user(UserName=name, PermissionsBoundary=boundary)
        self.addCleanup(self.iam.delete_user, UserName=name)
        delegate.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(policy()))
        self.assert_error("AccessDenied", delegate.put_user_permissions_boundary, UserName=name, PermissionsBoundary=other)
        delegate.delete_user_policy(UserName=name, PolicyName="p")
        free, _ = self.user()
        self.assert_error("AccessDenied", delegate.put_user_policy, UserName=free, PolicyName="p",
                          PolicyDocument=json.dumps(policy()))
        delegate.put_user_permissions_boundary(UserName=free, PermissionsBoundary=boundary)
        self.iam.delete_user_permissions_boundary(UserName=free)

    def test_iam_itself(self):
        name, keys = self.user(policy(["iam:GetUser", "iam:ListUsers"], f"arn:aws:iam::{ACCOUNT}:user/${{aws:username}}"))
        iam = self.service("iam", **keys)
        self.assertEqual(name, iam.get_user()["User"]["UserName"])
        message = self.assert_error("AccessDenied", iam.get_user, UserName="other")
        self.assertIn(f"iam:GetUser on resource: arn:aws:iam::{ACCOUNT}:user/other", message)
        self.assert_error("AccessDenied", iam.list_users)
        self.assert_error("AccessDenied", iam.create_access_key)

    def test_renamed_users_and_groups(self):
        group, new = unique("group"), unique("renamed")
        self.iam.create_group(GroupName=group)
        self.iam.put_group_policy(
            GroupName=group, PolicyName="p", PolicyDocument=json.dumps(policy("dynamodb:GetItem", table_arn(self.table))))
        old, keys = self.user(policy("iam:CreateAccessKey"))
        self.iam.add_user_to_group(GroupName=group, UserName=old)
        items, sts, iam = (self.service(each, **keys) for each in ("dynamodb", "sts", "iam"))
        token = sts.get_session_token()["Credentials"]
        session = self.service("sts", aws_access_key_id=token["AccessKeyId"],
                               aws_secret_access_key=token["SecretAccessKey"], aws_session_token=token["SessionToken"])
        self.iam.update_user(UserName=old, NewUserName=new, NewPath="/b/")
        self.iam.update_group(GroupName=group, NewGroupName=f"{group}-2")
        # Keys, sessions, policies and memberships are those of the user, whatever he is called.
        items.get_item(TableName=self.table, Key=KEY)
        for each in (sts, session):
            self.assertEqual(f"arn:aws:iam::{ACCOUNT}:user/b/{new}", each.get_caller_identity()["Arn"])
        self.assertEqual(new, iam.create_access_key()["AccessKey"]["UserName"])
        text = self.assert_denied(items.put_item, TableName=self.table, Item=KEY)
        self.assertIn(f":user/b/{new} is not authorized", text)
        # One who takes the old name has none of it.
        self.iam.create_user(UserName=old)
        self.assertEqual([], self.iam.list_access_keys(UserName=old)["AccessKeyMetadata"])

    def test_who_renames_may_do_it_to_both_names(self):
        """As the page of UpdateUser says."""
        arns = {name: f"arn:aws:iam::{ACCOUNT}:user/{name}" for name in (unique("bob"), unique("robert"))}
        bob, robert = arns
        self.iam.create_user(UserName=bob)
        for resources in ([arns[bob]], [arns[robert]]):
            _, keys = self.user(policy("iam:UpdateUser", resources))
            call = self.service("iam", **keys).update_user
            text = self.assert_error("AccessDenied", call, UserName=bob, NewUserName=robert)
            self.assertIn("is not authorized to perform: iam:UpdateUser on resource", text)
        _, keys = self.user(policy("iam:UpdateUser", list(arns.values())))
        renamer = self.service("iam", **keys)
        self.assert_error("AccessDenied", renamer.update_user, UserName=bob, NewPath="/elsewhere/")
        renamer.update_user(UserName=bob, NewUserName=robert)
        self.iam.delete_user(UserName=robert)

    def test_logs_are_guarded(self):
        logs = self.service("logs", **self.user()[1])
        self.assert_error("AccessDeniedException", logs.describe_log_groups)
        owner = self.service("logs", **ROOT_KEY)
        names = [unique("open"), unique("secret")]
        for name in names:
            owner.create_log_group(logGroupName=name)
            self.addCleanup(owner.delete_log_group, logGroupName=name)
            owner.create_log_stream(logGroupName=name, logStreamName="s")
        arn = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:"
        reader = self.service("logs", **self.user(policy("logs:*", f"{arn}{names[0]}:*"))[1])
        sent = {}
        # boto3 may be too old for logGroupIdentifier.
        reader.meta.events.register("before-call.logs", lambda params, **unused: params.update(body=json.dumps(sent).encode()))
        for call, more in (
            (reader.filter_log_events, {}),
            (reader.describe_log_streams, {}),
            (reader.get_log_events, {"logStreamName": "s"}),
        ):
            for code, parameters in (
                (None, {"logGroupName": names[0]}),
                (None, {"logGroupIdentifier": arn + names[0]}),
                ("AccessDeniedException", {"logGroupName": names[1]}),
                ("AccessDeniedException", {"logGroupIdentifier": arn + names[1]}),
                # "You can't include both": the one that is allowed, and another that is read.
                ("InvalidParameterException", {"logGroupName": names[1], "logGroupIdentifier": names[0]}),
                ("InvalidParameterException", {"logGroupName": names[0], "logGroupIdentifier": names[1]}),
            ):
                with self.subTest(call.__name__, parameters=parameters):
                    sent = {**parameters, **more}
                    if code is None:
                        call(logGroupName="any", **more)
                    else:
                        self.assert_error(code, call, logGroupName="any", **more)


class NeighboursTest(StrictCase):
    def test_objects_are_guarded(self):
        bucket = unique("bucket").lower()
        owner = self.service("s3", **ROOT_KEY)
        owner.create_bucket(Bucket=bucket)
        owner.put_object(Bucket=bucket, Key="k", Body=b"hello")
        name, keys = self.user(policy("s3:GetObject", f"arn:aws:s3:::{bucket}/*"))
        reader = self.service("s3", **keys)
        self.assertEqual(b"hello", reader.get_object(Bucket=bucket, Key="k")["Body"].read())
        self.assert_error(
            "AccessDenied",
            reader.put_object,
            f"User: arn:aws:iam::{ACCOUNT}:user/{name} is not authorized to perform: s3:PutObject on resource: "
            f'"arn:aws:s3:::{bucket}/other" because no identity-based policy allows the s3:PutObject action',
            Bucket=bucket,
            Key="other",
            Body=b"x",
        )
        self.assert_error("AccessDenied", reader.list_objects_v2, Bucket=bucket)
        wrong = self.service("s3", **{**ROOT_KEY, "aws_secret_access_key": "another-secret"})
        self.assert_error("SignatureDoesNotMatch", wrong.get_object, Bucket=bucket, Key="k")
        owner.delete_object(Bucket=bucket, Key="k")
        owner.delete_bucket(Bucket=bucket)

    def test_forms_are_guarded(self):
        bucket = unique("bucket").lower()
        owner = self.service("s3", config=SIGNED, **ROOT_KEY)
        owner.create_bucket(Bucket=bucket)

        def post(client, key="k", **changed):
            signed = client.generate_presigned_post(bucket, key)
            status, _, body = form.post(signed["url"], {**signed["fields"], **changed}, b"hello")
            return status, re.findall("<Code>(.*)</Code>", body)

        writer = self.service("s3", config=SIGNED, **self.user(policy("s3:PutObject", f"arn:aws:s3:::{bucket}/u/*"))[1])
        self.assertEqual((204, []), post(writer, "u/1"))
        self.assertEqual((403, ["AccessDenied"]), post(writer, "v/1"))
        of_another = owner.generate_presigned_post(bucket, "v/1")["fields"]["policy"]
        self.assertEqual((403, ["SignatureDoesNotMatch"]), post(writer, "v/1", policy=of_another))
        self.assertEqual((403, ["InvalidAccessKeyId"]), post(writer, "u/1", **{
            "x-amz-credential": "AKIAAAAAAAAAAAAAAAAA/20260101/us-east-1/s3/aws4_request"}))
        wrong = self.service("s3", config=SIGNED, **{**ROOT_KEY, "aws_secret_access_key": "another-secret"})
        self.assertEqual((403, ["SignatureDoesNotMatch"]), post(wrong))
        address = owner.generate_presigned_post(bucket, "k")["url"]
        self.assertEqual(403, form.post(address, {"key": "k"}, b"x")[0])
        everybody = policy("s3:PutObject", f"arn:aws:s3:::{bucket}/open/*")
        everybody["Statement"][0]["Principal"] = "*"
        owner.delete_public_access_block(Bucket=bucket)
        owner.put_bucket_policy(Bucket=bucket, Policy=json.dumps(everybody))
        self.assertEqual(403, form.post(address, {"key": "k"}, b"x")[0])
        self.assertEqual(204, form.post(address, {"key": "open/k"}, b"x")[0])
        for key in ("u/1", "open/k"):
            owner.delete_object(Bucket=bucket, Key=key)
        owner.delete_bucket(Bucket=bucket)

    def test_functions_are_guarded(self):
        allowed = self.service("lambda", **self.user(policy("lambda:ListFunctions", "*"))[1])
        self.assertEqual([], allowed.list_functions()["Functions"])
        self.assert_error("AccessDeniedException", allowed.delete_function, FunctionName="any")

    def test_however_a_layer_is_spelled(self):
        secret = policy("lambda:*", f"arn:aws:lambda:us-east-1:{ACCOUNT}:layer:secret:1", Effect="Deny")
        listed = policy("lambda:*", f"arn:aws:lambda:us-east-1:{ACCOUNT}:layer:secret", Effect="Deny")
        client = self.service("lambda", **self.user(policy("*"), secret, listed)[1])
        rest = f"lambda:us-east-1:{ACCOUNT}:layer:secret"
        for partition in ("aws", "x"):
            for call, parameters in (
                (client.list_layer_versions, {"LayerName": f"arn:{partition}:{rest}"}),
                (client.get_layer_version, {"LayerName": f"arn:{partition}:{rest}", "VersionNumber": 1}),
                (client.get_layer_version_by_arn, {"Arn": f"arn:{partition}:{rest}:1"}),
                (client.get_layer_version_by_arn, {"Arn": f"arn:{partition}:{rest}:01"}),
            ):
                with self.subTest(parameters):
                    self.assert_error("AccessDeniedException", call, **parameters)


class SessionTest(StrictCase):
    def role(self, principal, *documents):
        trust = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}],
        }
        name = unique("role")
        role = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]
        for number, document in enumerate(documents):
            self.iam.put_role_policy(RoleName=name, PolicyName=f"p{number}", PolicyDocument=json.dumps(document))
        return role

    def session_keys(self, credentials):
        return {
            "aws_access_key_id": credentials["AccessKeyId"],
            "aws_secret_access_key": credentials["SecretAccessKey"],
            "aws_session_token": credentials["SessionToken"],
        }

    def test_a_role_is_assumed(self):
        name, keys = self.user()
        role = self.role(f"arn:aws:iam::{ACCOUNT}:user/{name}", policy("dynamodb:GetItem"), policy("dynamodb:Scan"))
        sts = self.service("sts", **keys)
        made = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="s1")
        client = self.service("dynamodb", **self.session_keys(made["Credentials"]))
        client.get_item(TableName=self.table, Key=KEY)
        message = self.assert_denied(client.delete_item, TableName=self.table, Key=KEY)
        self.assertTrue(message.startswith(f"User: {made['AssumedRoleUser']['Arn']} is not authorized"), message)
        only_get = json.dumps(policy("dynamodb:GetItem"))
        made = sts.assume_role(RoleArn=role["Arn"], RoleSessionName="s1", Policy=only_get)
        client = self.service("dynamodb", **self.session_keys(made["Credentials"]))
        client.get_item(TableName=self.table, Key=KEY)
        message = self.assert_denied(client.scan, TableName=self.table)
        self.assertIn("because no session policy allows the dynamodb:Scan action", message)

    def test_what_a_resource_permits_a_role_is_within_its_boundary(self):
        """And what it permits one session, or a user, is not: access_policies_boundaries.html of IAM's guide."""
        name, keys = self.user()
        role = self.role(f"arn:aws:iam::{ACCOUNT}:user/{name}")
        read_only = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
        self.iam.put_role_permissions_boundary(RoleName=role["RoleName"], PermissionsBoundary=read_only)
        self.check_who_is_bounded(keys, role, "permissions boundary", {})

    def test_what_a_resource_permits_a_role_is_within_the_policy_of_its_session(self):
        """And what it permits that session is not: access_policies.html#policies_session of IAM's guide."""
        name, keys = self.user()
        role = self.role(f"arn:aws:iam::{ACCOUNT}:user/{name}")
        only_get = {"Policy": json.dumps(policy("dynamodb:GetItem"))}
        self.check_who_is_bounded(keys, role, "session policy", only_get)

    def check_who_is_bounded(self, keys, role, bound, session):
        made = self.service("sts", **keys).assume_role(RoleArn=role["Arn"], RoleSessionName="s1", **session)
        client = self.service("dynamodb", **self.session_keys(made["Credentials"]))
        owner = Client(self.server.endpoint, access_key=ROOT_KEY["aws_access_key_id"])  # boto3 may be too old
        owner.secret_key = ROOT_KEY["aws_secret_access_key"]
        self.addCleanup(owner.close)
        self.addCleanup(owner.call, "DeleteResourcePolicy", ResourceArn=table_arn(self.table))
        nothing = {"TableName": self.table, "Key": {"pk": {"S": "nothing"}}}
        for principal, is_bounded in ((role["Arn"], True), (made["AssumedRoleUser"]["Arn"], False)):
            with self.subTest(principal):
                statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "dynamodb:*"}
                document = {"Version": "2012-10-17", "Statement": [{**statement, "Resource": table_arn(self.table)}]}
                owner.call("PutResourcePolicy", ResourceArn=table_arn(self.table), Policy=json.dumps(document))
                client.get_item(**nothing)
                if is_bounded:
                    message = self.assert_denied(client.delete_item, **nothing)
                    self.assertIn(f"because no {bound} allows the dynamodb:DeleteItem action", message)
                else:
                    client.delete_item(**nothing)

    def test_a_role_has_no_access_keys(self):
        """Without a name, the keys of who asks are meant: those of a role must not be those of the account's owner."""
        name, keys = self.user()
        users = f"arn:aws:iam::{ACCOUNT}:user/*"
        role = self.role(f"arn:aws:iam::{ACCOUNT}:user/{name}", policy("iam:*", users))
        made = self.service("sts", **keys).assume_role(RoleArn=role["Arn"], RoleSessionName="s1")
        iam = self.service("iam", **self.session_keys(made["Credentials"]))
        root = self.iam.create_access_key()["AccessKey"]["AccessKeyId"]
        self.addCleanup(self.iam.delete_access_key, AccessKeyId=root)
        for operation, parameters in (
            ("list_access_keys", {}),
            ("create_access_key", {}),
            ("update_access_key", {"AccessKeyId": root, "Status": "Inactive"}),
            ("delete_access_key", {"AccessKeyId": root}),
        ):
            with self.subTest(operation):
                text = "Must specify userName when calling with non-User credentials"
                self.assert_error("ValidationError", getattr(iam, operation), text, **parameters)
        self.assertEqual([root], [key["AccessKeyId"] for key in self.iam.list_access_keys()["AccessKeyMetadata"]])
        self.assertEqual(1, len(iam.list_access_keys(UserName=name)["AccessKeyMetadata"]))

    def test_sessions_end_with_their_user(self):
        name, keys = self.user(policy("dynamodb:GetItem"))
        session = self.session_keys(self.service("sts", **keys).get_session_token()["Credentials"])
        client = self.service("dynamodb", **session)
        client.get_item(TableName=self.table, Key=KEY)
        self.iam.delete_access_key(UserName=name, AccessKeyId=keys["aws_access_key_id"])
        self.iam.delete_user_policy(UserName=name, PolicyName="p0")
        self.iam.delete_user(UserName=name)
        self.iam.create_user(UserName=name)
        self.iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(policy("*")))
        self.assert_error("UnrecognizedClientException", client.get_item, TableName=self.table, Key=KEY)

    def test_who_may_assume(self):
        name, keys = self.user()
        sts = self.service("sts", **keys)
        for principal, document, allowed in (
            (f"arn:aws:iam::{ACCOUNT}:user/somebody", policy("sts:*"), False),
            (ACCOUNT, None, False),
            (ACCOUNT, policy("sts:AssumeRole"), True),
        ):
            with self.subTest(principal=principal, document=document):
                role = self.role(principal)
                if document:
                    self.iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(document))
                if allowed:
                    sts.assume_role(RoleArn=role["Arn"], RoleSessionName="session")
                else:
                    self.assert_error("AccessDenied", sts.assume_role, RoleArn=role["Arn"], RoleSessionName="session")
                    if document:
                        self.iam.delete_user_policy(UserName=name, PolicyName="p")
        self.assert_error(
            "AccessDenied", self.sts.assume_role, "Roles may not be assumed by root accounts.",
            RoleArn=role["Arn"], RoleSessionName="session",
        )

    def test_a_role_made_anew_is_another_one(self):
        name, keys = self.user()
        user = f"arn:aws:iam::{ACCOUNT}:user/{name}"
        role = self.role(user, policy("dynamodb:*"))
        credentials = self.service("sts", **keys).assume_role(RoleArn=role["Arn"], RoleSessionName="s1")["Credentials"]
        client = self.service("dynamodb", **self.session_keys(credentials))
        client.get_item(TableName=self.table, Key=KEY)
        self.iam.delete_role_policy(RoleName=role["RoleName"], PolicyName="p0")
        self.assert_denied(client.get_item, TableName=self.table, Key=KEY)
        self.iam.delete_role(RoleName=role["RoleName"])
        trust = json.dumps(role["AssumeRolePolicyDocument"])
        self.iam.create_role(RoleName=role["RoleName"], AssumeRolePolicyDocument=trust)
        self.iam.put_role_policy(
            RoleName=role["RoleName"], PolicyName="p", PolicyDocument=json.dumps(policy("dynamodb:*"))
        )
        self.assert_denied(client.get_item, TableName=self.table, Key=KEY)

    def test_session_tokens(self):
        name, keys = self.user(policy("dynamodb:GetItem"))
        credentials = self.service("sts", **keys).get_session_token()["Credentials"]
        session = self.session_keys(credentials)
        self.service("dynamodb", **session).get_item(TableName=self.table, Key=KEY)
        real = credentials["SessionToken"]
        for token in (("y" if real[0] == "x" else "x") + real[1:], ""):
            wrong = self.service("dynamodb", **dict(session, aws_session_token=token))
            self.assert_error(
                "UnrecognizedClientException", wrong.get_item,
                "The security token included in the request is invalid.", TableName=self.table, Key=KEY,
            )


class SignatureTest(StrictCase):
    def test_unknown_inactive_and_wrong_keys(self):
        get = {"TableName": self.table, "Key": KEY}
        unknown = "The security token included in the request is invalid."
        stranger = self.service("dynamodb")  # the key `test`, which a lax server takes
        self.assert_error("UnrecognizedClientException", stranger.get_item, unknown, **get)
        name, keys = self.user(policy("*"))
        client = self.service("dynamodb", **keys)
        client.get_item(**get)
        wrong = self.service("dynamodb", **dict(keys, aws_secret_access_key="wrong"))
        message = self.assert_error("InvalidSignatureException", wrong.get_item, **get)
        self.assertTrue(message.startswith("The request signature we calculated does not match"), message)
        self.iam.update_access_key(UserName=name, AccessKeyId=keys["aws_access_key_id"], Status="Inactive")
        self.assert_error("UnrecognizedClientException", client.get_item, unknown, **get)
        iam = self.service("iam")
        self.assert_error("InvalidClientTokenId", iam.list_users, unknown)
        iam = self.service("iam", **dict(ROOT_KEY, aws_secret_access_key="wrong"))
        self.assert_error("SignatureDoesNotMatch", iam.list_users)

    def test_the_scope_of_another_service(self):
        """As AWS says it (arnemolland/sigv4#15, 2020-06), with the space at the end."""
        endpoint = self.service("dynamodb", **ROOT_KEY).meta.endpoint_url
        credentials = botocore.credentials.Credentials("ROOTKEY1", "root-secret")
        for service, text in (
            ("dynamodb", None),
            ("execute-api", "Credential should be scoped to correct service: 'dynamodb'. "),
            ("s3", "Credential should be scoped to correct service: 'dynamodb'. "),
        ):
            with self.subTest(service=service):
                headers = {
                    "X-Amz-Target": "DynamoDB_20120810.ListTables",
                    "Content-Type": "application/x-amz-json-1.0",
                }
                request = botocore.awsrequest.AWSRequest("POST", endpoint, headers, b"{}")
                botocore.auth.SigV4Auth(credentials, service, "us-east-1").add_auth(request)
                request = urllib.request.Request(endpoint, b"{}", dict(request.headers))
                if text is None:
                    urllib.request.urlopen(request).close()
                    continue
                with self.assertRaises(urllib.error.HTTPError) as caught:
                    urllib.request.urlopen(request)
                error = json.loads(caught.exception.read())
                caught.exception.close()
                self.assertEqual(
                    {
                        "__type": "com.amazon.coral.service#InvalidSignatureException",
                        "message": text,
                    },
                    error,
                )

    def test_a_skewed_clock(self):
        now = datetime.datetime.utcnow

        class Skewed(datetime.datetime):
            minutes = 0

            @classmethod
            def utcnow(cls):
                return now() + datetime.timedelta(minutes=cls.minutes)

        with unittest.mock.patch.object(botocore.auth.datetime, "datetime", Skewed):
            for minutes, text in ((60, "Signature not yet current: "), (-60, "Signature expired: "), (-14, None)):
                Skewed.minutes = minutes
                client = self.service("dynamodb", **ROOT_KEY)
                if text is None:
                    client.get_item(TableName=self.table, Key=KEY)
                    continue
                message = self.assert_error(
                    "InvalidSignatureException", client.get_item, TableName=self.table, Key=KEY
                )
                self.assertTrue(message.startswith(text), message)

    def test_presigned_requests(self):
        url = self.service("sts", **ROOT_KEY).generate_presigned_url("get_caller_identity", HttpMethod="GET")
        with urllib.request.urlopen(url) as answer:
            self.assertIn(f"arn:aws:iam::{ACCOUNT}:root", answer.read().decode())
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(url.replace("Version=2011-06-15", "Version=2011-06-15&More=1"))
        self.assertIn("<Code>SignatureDoesNotMatch</Code>", caught.exception.read().decode())

    def test_a_signature_is_for_one_service(self):
        """A presigned URL of S3 leaves body and other headers open: by it, everything of DynamoDB could be asked for."""
        s3 = self.service("s3", **ROOT_KEY, config=Config(signature_version="s3v4"))
        url = s3.generate_presigned_url("create_multipart_upload", Params={"Bucket": "some-bucket", "Key": "k"})
        body = json.dumps({"TableName": self.table}).encode()
        headers = {"X-Amz-Target": "DynamoDB_20120810.DescribeTable", "Content-Type": "application/x-amz-json-1.0"}
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(urllib.request.Request(url, body, headers, method="POST"))
        answer = json.load(caught.exception)
        self.assertEqual("InvalidSignatureException", answer["__type"].rpartition("#")[2])
        self.assertEqual("Credential should be scoped to correct service: 'dynamodb'. ", answer["message"])
