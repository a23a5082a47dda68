"""--auth strict: policies of functions, and what one account may do with the resources of another."""

import gzip
import json
import urllib.error
import urllib.request
import uuid

import botocore.auth
import botocore.awsrequest
import botocore.credentials
from botocore.exceptions import ClientError

from clients.boto3.case import Boto3Test
from clients.boto3.test_iam import policy, unique
from clients.boto3.test_lambda import LambdaCase
from clients.boto3.test_strict import ACCOUNT, ARGUMENTS, OTHER_ACCOUNT, OTHER_ROOT_KEY, ROOT_KEY, StrictCase
from clients.boto3.test_strict_policies import resource_policy, user_arn
from harness.client import Client
from harness.package import package

ECHO = "def handler(event, context):\n    return event\n"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)


class AccountsCase(StrictCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_iam = cls.service("iam", **OTHER_ROOT_KEY)

    def other_user(self, *documents):
        """(ARN, keys) of a new user of the other account."""
        name = unique("user")
        arn = self.other_iam.create_user(UserName=name)["User"]["Arn"]
        for number, document in enumerate(documents):
            self.other_iam.put_user_policy(UserName=name, PolicyName=f"p{number}", PolicyDocument=json.dumps(document))
        key = self.other_iam.create_access_key(UserName=name)["AccessKey"]
        return arn, {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}


class PolicyOfAnotherAccountTest(AccountsCase):
    def test_it_is_not_there(self):
        document = json.dumps(policy("dynamodb:GetItem"))
        arn = self.iam.create_policy(PolicyName=unique("policy"), PolicyDocument=document)["Policy"]["Arn"]
        self.addCleanup(self.iam.delete_policy, PolicyArn=arn)
        other = self.other_iam
        for call, more in (
            (other.get_policy, {}),
            (other.get_policy_version, {"VersionId": "v1"}),
            (other.list_policy_versions, {}),
            (other.list_policy_tags, {}),
            (other.list_entities_for_policy, {}),
            (other.create_policy_version, {"PolicyDocument": document}),
            (other.delete_policy, {}),
        ):
            with self.subTest(call.__name__):
                self.assert_error("NoSuchEntity", call, PolicyArn=arn, **more)
        other.get_policy(PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess")


class FunctionPolicyTest(AccountsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner_lambda = cls.service("lambda", **ROOT_KEY)
        cls.function = f"fn-{uuid.uuid4().hex[:12]}"
        role = cls.iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        cls.arn = cls.owner_lambda.create_function(
            FunctionName=cls.function,
            Runtime="python3.11",
            Role=role,
            Handler="f.handler",
            Code={"ZipFile": package({"f.py": ECHO})},
            Timeout=60,
        )["FunctionArn"]
        cls.owner_lambda.publish_version(FunctionName=cls.function)
        cls.owner_lambda.create_alias(FunctionName=cls.function, Name="live", FunctionVersion="1")

    @classmethod
    def tearDownClass(cls):
        cls.owner_lambda.delete_function(FunctionName=cls.function)
        super().tearDownClass()

    def permit(self, principal, action="lambda:InvokeFunction", **more):
        name = unique("statement")
        self.owner_lambda.add_permission(
            FunctionName=self.function, StatementId=name, Action=action, Principal=principal, **more
        )
        removal = {"FunctionName": self.function, "StatementId": name}
        if "Qualifier" in more:
            removal["Qualifier"] = more["Qualifier"]
        self.addCleanup(self.owner_lambda.remove_permission, **removal)
        return removal

    def call(self, lambda_, name=None, **more):
        return lambda_.invoke(FunctionName=name or self.function, Payload=b'{"a": 1}', **more)["Payload"].read()

    def test_a_permission_is_enough_in_the_same_account(self):
        name, keys = self.user()
        lambda_ = self.service("lambda", **keys)
        message = self.assert_denied(lambda_.invoke, FunctionName=self.function)
        self.assertIn(f"lambda:InvokeFunction on resource: {self.arn} because no identity-based policy", message)
        self.permit(user_arn(name))
        self.assertEqual(b'{"a": 1}', self.call(lambda_))
        self.assert_denied(lambda_.get_function, FunctionName=self.function)
        self.assert_denied(lambda_.invoke, FunctionName=self.function, Qualifier="live")
        self.assert_denied(self.service("lambda", **self.user()[1]).invoke, FunctionName=self.function)

    def test_a_permission_of_an_alias_is_for_it_alone(self):
        name, keys = self.user()
        lambda_ = self.service("lambda", **keys)
        self.permit(user_arn(name), "lambda:*", Qualifier="live")
        self.assertEqual(b'{"a": 1}', self.call(lambda_, Qualifier="live"))
        self.assertEqual(b'{"a": 1}', self.call(lambda_, self.arn + ":live"))
        self.assert_denied(lambda_.invoke, FunctionName=self.function)
        document = json.loads(self.owner_lambda.get_policy(FunctionName=self.function, Qualifier="live")["Policy"])
        self.assertEqual([self.arn + ":live"], [each["Resource"] for each in document["Statement"]])

    def test_who_may_everything_with_an_alias_may_nothing_with_the_function(self):
        name = f"{self.function}:live"
        client = self.service("lambda", **self.user(policy("lambda:*", f"{self.arn}:live"))[1])
        client.get_function(FunctionName=name)
        for call, parameters in (
            (client.update_function_configuration, {"Description": "changed"}),
            (client.update_function_code, {"ZipFile": package({"f.py": "changed"})}),
            (client.publish_version, {}),
            (client.update_alias, {"Name": "live", "FunctionVersion": "$LATEST"}),
            (client.put_function_concurrency, {"ReservedConcurrentExecutions": 0}),
            (client.delete_function_concurrency, {}),
        ):
            with self.subTest(call.__name__):
                self.assert_denied(call, FunctionName=name, **parameters)
        self.permit(ACCOUNT)  # what is said of the function is not for it
        self.assert_error("ResourceNotFoundException", client.get_policy, FunctionName=name)

    def test_what_is_removed_permits_nothing_more(self):
        name, keys = self.user()
        lambda_ = self.service("lambda", **keys)
        statement = self.permit(user_arn(name))
        self.call(lambda_)
        self.owner_lambda.remove_permission(**statement)
        self._cleanups.pop()
        self.assert_denied(lambda_.invoke, FunctionName=self.function)
        self.assert_error("ResourceNotFoundException", self.owner_lambda.get_policy, FunctionName=self.function)

    def test_the_account_as_principal_leaves_it_to_its_own_policies(self):
        self.permit(ACCOUNT)
        self.assert_denied(self.service("lambda", **self.user()[1]).invoke, FunctionName=self.function)
        allowed = policy("lambda:InvokeFunction", self.arn)
        self.call(self.service("lambda", **self.user(allowed)[1]))

    def test_a_deny_is_stronger_than_a_permission(self):
        name, keys = self.user(policy("lambda:*", "*", Effect="Deny"))
        self.permit(user_arn(name))
        message = self.assert_denied(self.service("lambda", **keys).invoke, FunctionName=self.function)
        self.assertIn("with an explicit deny in an identity-based policy", message)

    def test_conditions_of_a_permission_hold(self):
        name, keys = self.user()
        self.permit(user_arn(name), SourceAccount="999999999999")
        self.assert_denied(self.service("lambda", **keys).invoke, FunctionName=self.function)

    def test_a_service_is_nobody_who_signs(self):
        self.permit("s3.amazonaws.com", SourceArn="arn:aws:s3:::bucket")
        self.assert_denied(self.service("lambda", **self.user()[1]).invoke, FunctionName=self.function)

    def test_another_account_needs_both(self):
        allowed = policy("lambda:InvokeFunction", self.arn)
        arn, keys = self.other_user(allowed)
        lambda_ = self.service("lambda", **keys)
        message = self.assert_denied(lambda_.invoke, FunctionName=self.arn)
        self.assertIn("because no resource-based policy allows the lambda:InvokeFunction action", message)
        removal = self.permit(arn)
        self.assertEqual(b'{"a": 1}', self.call(lambda_, self.arn))
        self.assertEqual(b'{"a": 1}', self.call(lambda_, f"{ACCOUNT}:function:{self.function}"))
        self.owner_lambda.remove_permission(**removal)
        self._cleanups.pop()
        self.permit(OTHER_ACCOUNT)
        self.call(lambda_, self.arn)
        nothing = self.service("lambda", **self.other_user()[1])
        message = self.assert_denied(nothing.invoke, FunctionName=self.arn)
        self.assertIn("because no identity-based policy allows the lambda:InvokeFunction action", message)
        self.call(self.service("lambda", **OTHER_ROOT_KEY), self.arn)
        self.assert_denied(self.service("lambda", **OTHER_ROOT_KEY).get_function, FunctionName=self.arn)

    def test_what_is_no_permission(self):
        add = self.owner_lambda.add_permission
        good = {"FunctionName": self.function, "StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": ACCOUNT}
        message = self.assert_error("InvalidParameterValueException", add, **{**good, "Principal": "nobody"})
        self.assertEqual("The provided principal was invalid. Please check the principal and try again.", message)
        self.assert_error("ValidationException", add, **{**good, "Action": "s3:GetObject"})
        self.assert_error("InvalidParameterValueException", add, **good, Qualifier="$LATEST")
        self.assert_error("ResourceNotFoundException", add, **good, Qualifier="nowhere")
        self.assert_error("PreconditionFailedException", add, **good, RevisionId="another")
        arns = [f"arn:aws:iam::{ACCOUNT}:user/{'x' * 1000}{number}" for number in range(30)]
        for number, arn in enumerate(arns):
            try:
                removal = {"FunctionName": self.function, "StatementId": f"long-{number}"}
                add(**{**good, "StatementId": f"long-{number}", "Principal": arn})
                self.addCleanup(self.owner_lambda.remove_permission, **removal)
            except self.owner_lambda.exceptions.PolicyLengthExceededException as error:
                self.assertRegex(str(error), r"The final policy size \(\d+\) is bigger than the limit \(20480\)\.")
                return
        self.fail("a policy of more than 20 KB was taken")


class DestinationOfAnotherAccountTest(AccountsCase):
    def function(self, key, iam):
        """The ARN of a function whose role may do everything, and the role's."""
        role = iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=TRUST)["Role"]
        iam.put_role_policy(RoleName=role["RoleName"], PolicyName="p", PolicyDocument=json.dumps(policy("*")))
        lambda_ = self.service("lambda", **key)
        name = unique("fn")
        arn = lambda_.create_function(
            FunctionName=name, Runtime="python3.11", Role=role["Arn"], Handler="f.handler",
            Code={"ZipFile": package({"f.py": ECHO})}, Timeout=60,
        )["FunctionArn"]
        self.addCleanup(lambda_.delete_function, FunctionName=name)
        return lambda_, name, arn, role["Arn"]

    def test_both_policies_have_to_allow(self):
        owner, name, arn, _ = self.function(ROOT_KEY, self.iam)
        other, sender, _, role = self.function(OTHER_ROOT_KEY, self.other_iam)
        other.put_function_event_invoke_config(
            FunctionName=sender, DestinationConfig={"OnSuccess": {"Destination": arn}}
        )
        logs = self.service("logs", **ROOT_KEY)
        other.invoke(FunctionName=sender, InvocationType="Event", Payload=b"{}")
        LambdaCase.wait_until(self, lambda: f"the role may not invoke {arn}" in Boto3Test.server.log(10_000))
        self.assertEqual([], logs.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{name}")["logGroups"])
        owner.add_permission(FunctionName=name, StatementId="s", Action="lambda:InvokeFunction", Principal=role)
        other.invoke(FunctionName=sender, InvocationType="Event", Payload=b"{}")
        group = {"logGroupNamePrefix": f"/aws/lambda/{name}"}
        LambdaCase.wait_until(self, lambda: logs.describe_log_groups(**group)["logGroups"])


class TableOfAnotherAccountTest(AccountsCase):
    def setUp(self):
        self.arn = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/{self.table}"

    def attach(self, arn, *statements):
        owner = Client(self.server.endpoint, access_key=ROOT_KEY["aws_access_key_id"])
        owner.secret_key = ROOT_KEY["aws_secret_access_key"]
        owner.call("PutResourcePolicy", ResourceArn=arn, Policy=resource_policy(*statements))
        self.addCleanup(owner.close)
        self.addCleanup(owner.call, "DeleteResourcePolicy", ResourceArn=arn)

    def test_both_policies_have_to_allow(self):
        get = {"TableName": self.arn, "Key": {"pk": {"S": "a"}}}
        arn, keys = self.other_user(policy("dynamodb:*", self.arn))
        user = self.service("dynamodb", **keys)
        message = self.assert_denied(user.get_item, **get)
        self.assertIn(f"dynamodb:GetItem on resource: {self.arn} because no resource-based policy allows", message)
        self.attach(self.arn, ({"AWS": arn}, ["dynamodb:GetItem", "dynamodb:PutItem"], self.arn, {}))
        self.assertEqual("b", user.get_item(**get)["Item"]["g"]["S"])
        self.assert_denied(user.scan, TableName=self.arn)
        name_only = {**get, "TableName": self.table}
        self.assert_denied(user.get_item, **name_only)  # a table of his own account
        self.assert_denied(self.service("dynamodb", **self.other_user(policy("dynamodb:*"))[1]).get_item, **get)
        transaction = [{"Put": {"TableName": self.arn, "Item": {"pk": {"S": "there"}}}}]
        user.transact_write_items(TransactItems=transaction)
        self.assertIn("Item", self.owner.get_item(TableName=self.table, Key={"pk": {"S": "there"}}))

    def test_the_whole_account(self):
        get = {"TableName": self.arn, "Key": {"pk": {"S": "a"}}}
        root = self.service("dynamodb", **OTHER_ROOT_KEY)
        self.assert_denied(root.get_item, **get)
        actions = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:DescribeTable"]
        self.attach(self.arn, ({"AWS": OTHER_ACCOUNT}, actions, self.arn, {}))
        root.get_item(**get)
        self.assertEqual(self.arn, root.describe_table(TableName=self.arn)["Table"]["TableArn"])
        found = root.batch_get_item(RequestItems={self.arn: {"Keys": [{"pk": {"S": "a"}}]}})
        self.assertEqual(1, sum(len(items) for items in found["Responses"].values()))
        self.assert_denied(self.service("dynamodb", **self.other_user()[1]).get_item, **get)
        self.service("dynamodb", **self.other_user(policy("dynamodb:GetItem", self.arn))[1]).get_item(**get)

    def test_a_mixed_batch_finds_only_what_is_the_callers_own(self):
        self.attach(self.arn, ({"AWS": OTHER_ACCOUNT}, "dynamodb:*", self.arn, {}))
        root = self.service("dynamodb", **OTHER_ROOT_KEY)
        keys = {"Keys": [{"pk": {"S": "a"}}]}
        self.assert_error("ResourceNotFoundException", root.batch_get_item, RequestItems={self.arn: keys, self.table: keys})

    def test_an_explicit_deny_of_either_side(self):
        arn, keys = self.other_user(policy("dynamodb:*", self.arn))
        get = {"TableName": self.arn, "Key": {"pk": {"S": "a"}}}
        self.attach(
            self.arn,
            ({"AWS": OTHER_ACCOUNT}, "dynamodb:GetItem", self.arn, {}),
            ({"AWS": arn}, "dynamodb:GetItem", self.arn, {"Effect": "Deny"}),
        )
        message = self.assert_denied(self.service("dynamodb", **keys).get_item, **get)
        self.assertIn("with an explicit deny in a resource-based policy", message)
        denied = self.other_user(policy("dynamodb:*", self.arn), policy("dynamodb:GetItem", self.arn, Effect="Deny"))
        self.assertIn("identity-based", self.assert_denied(self.service("dynamodb", **denied[1]).get_item, **get))

    def test_a_stream(self):
        name = f"own-{uuid.uuid4().hex[:10]}"
        self.owner.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )
        self.addCleanup(self.owner.delete_table, TableName=name)
        self.owner.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 0.05})
        self.owner.put_item(TableName=name, Item={"pk": {"S": "seen"}})
        stream = self.owner.describe_table(TableName=name)["Table"]["LatestStreamArn"]
        arn, keys = self.other_user(policy("dynamodb:*", stream))
        streams = self.service("dynamodbstreams", **keys)
        self.assert_denied(streams.describe_stream, StreamArn=stream)
        actions = ["dynamodb:DescribeStream", "dynamodb:GetShardIterator", "dynamodb:GetRecords"]
        self.attach(stream, ({"AWS": arn}, actions, stream, {}))
        seen = []
        for shard in streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]:
            iterator = streams.get_shard_iterator(
                StreamArn=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
            )["ShardIterator"]
            seen += streams.get_records(ShardIterator=iterator)["Records"]
            self.assert_denied(self.service("dynamodbstreams", **OTHER_ROOT_KEY).get_records, ShardIterator=iterator)
        self.assertEqual(["seen"], [record["dynamodb"]["Keys"]["pk"]["S"] for record in seen])


class BucketOfAnotherAccountTest(AccountsCase):
    def setUp(self):
        self.owner_s3 = self.service("s3", **ROOT_KEY)
        self.bucket = f"shared-{uuid.uuid4().hex[:10]}"
        self.arn = f"arn:aws:s3:::{self.bucket}"
        self.owner_s3.create_bucket(Bucket=self.bucket)
        self.owner_s3.put_object(Bucket=self.bucket, Key="a", Body=b"some text")

    def put_policy(self, *statements):
        self.owner_s3.put_bucket_policy(Bucket=self.bucket, Policy=resource_policy(*statements))

    def test_both_policies_have_to_allow(self):
        get = {"Bucket": self.bucket, "Key": "a"}
        arn, keys = self.other_user(policy("s3:*"))
        user = self.service("s3", **keys)
        self.assertIn("no resource-based policy", self.assert_error("AccessDenied", user.get_object, **get))
        self.put_policy(({"AWS": arn}, ["s3:GetObject", "s3:PutObject"], self.arn + "/*", {}))
        self.assertEqual(b"some text", user.get_object(**get)["Body"].read())
        user.put_object(Bucket=self.bucket, Key="b", Body=b"from outside", ExpectedBucketOwner=ACCOUNT)
        self.assertEqual(b"from outside", self.owner_s3.get_object(Bucket=self.bucket, Key="b")["Body"].read())
        self.assert_error("AccessDenied", user.list_objects_v2, Bucket=self.bucket)
        self.put_policy(({"AWS": OTHER_ACCOUNT}, "s3:GetObject", self.arn + "/*", {}))
        user.get_object(**get)
        nothing = self.service("s3", **self.other_user()[1])
        self.assertIn("no identity-based policy", self.assert_error("AccessDenied", nothing.get_object, **get))

    def test_public_policies_may_be_for_the_account_alone(self):
        user = self.service("s3", **self.other_user(policy("s3:*"))[1])
        self.owner_s3.delete_public_access_block(Bucket=self.bucket)
        everybody = ("*", ["s3:GetObject", "s3:DeleteObject"], self.arn + "/*", {})
        self.put_policy(everybody, ({"AWS": OTHER_ACCOUNT}, "s3:PutObject", self.arn + "/*", {}))
        get, delete = {"Bucket": self.bucket, "Key": "a"}, {"Bucket": self.bucket, "Delete": {"Objects": [{"Key": "a"}]}}
        user.get_object(**get)
        block = {"RestrictPublicBuckets": True}
        self.owner_s3.put_public_access_block(Bucket=self.bucket, PublicAccessBlockConfiguration=block)
        self.assert_error("AccessDenied", user.get_object, **get)
        self.assert_error("AccessDenied", user.put_object, **get)
        self.assertEqual(["AccessDenied"], [error["Code"] for error in user.delete_objects(**delete)["Errors"]])
        self.put_policy(({"AWS": OTHER_ACCOUNT}, "s3:GetObject", self.arn + "/*", {}))  # is not public
        user.get_object(**get)

    def test_copies_between_accounts(self):
        arn, keys = self.other_user(policy("s3:*"))
        user = self.service("s3", **keys)
        own = f"own-{uuid.uuid4().hex[:10]}"
        user.create_bucket(Bucket=own)
        copy = {"Bucket": own, "Key": "copy", "CopySource": f"{self.bucket}/a"}
        self.assert_error("AccessDenied", user.copy_object, **copy)
        self.put_policy(({"AWS": arn}, "s3:*", [self.arn, self.arn + "/*"], {}))
        user.copy_object(**copy)
        self.assertEqual(b"some text", user.get_object(Bucket=own, Key="copy")["Body"].read())
        user.copy_object(Bucket=self.bucket, Key="back", CopySource=f"{own}/copy")
        self.assertEqual(b"some text", self.owner_s3.get_object(Bucket=self.bucket, Key="back")["Body"].read())
        self.assert_error("AccessDenied", self.owner_s3.get_object, Bucket=own, Key="copy")

    def test_a_name_that_another_account_has_is_taken(self):
        other = self.service("s3", **OTHER_ROOT_KEY)
        self.assert_error("BucketAlreadyExists", other.create_bucket, Bucket=self.bucket)
        self.assertNotIn(self.bucket, [bucket["Name"] for bucket in other.list_buckets()["Buckets"]])
        self.assert_error("NoSuchBucket", other.list_objects_v2, Bucket=f"nobody-{uuid.uuid4().hex[:10]}")


class CompressedBodyTest(StrictCase):
    def send(self, body, signed_body=None):
        """The status of a PutItem whose signature is over `signed_body`."""
        headers = {
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "DynamoDB_20120810.PutItem",
            "Content-Encoding": "gzip",
        }
        request = botocore.awsrequest.AWSRequest("POST", self.server.endpoint + "/", headers, signed_body or body)
        keys = botocore.credentials.Credentials(*ROOT_KEY.values())
        botocore.auth.SigV4Auth(keys, "dynamodb", "us-east-1").add_auth(request)
        try:
            with urllib.request.urlopen(urllib.request.Request(request.url, body, dict(request.headers))) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def test_the_signature_is_over_what_is_sent(self):
        item = {"TableName": self.table, "Item": {"pk": {"S": "packed"}, "g": {"S": "x" * 2000}}}
        plain = json.dumps(item).encode()
        packed = gzip.compress(plain)
        self.assertEqual(200, self.send(packed)[0])
        self.assertIn("Item", self.owner.get_item(TableName=self.table, Key={"pk": {"S": "packed"}}))
        for signed in (plain, gzip.compress(plain + b" ")):
            status, answer = self.send(packed, signed)
            self.assertEqual(400, status)
            self.assertIn(b"InvalidSignatureException", answer)


DENIED = ("AccessDenied", "AccessDeniedException")
LOST = "nobody-made-this"
# (service, action, resource, operation, parameters): with the permission alone, the call gets as far as its own errors.
CALLS = [
    ("dynamodbstreams", "dynamodb:ListStreams", "*", "list_streams", {}),
    ("dynamodbstreams", "dynamodb:DescribeStream", "*", "describe_stream", {
        "StreamArn": f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/{LOST}/stream/2026-01-01T00:00:00.000"}),
    ("lambda", "lambda:ListFunctions", "*", "list_functions", {}),
    ("lambda", "lambda:GetFunction", f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{LOST}", "get_function", {"FunctionName": LOST}),
    ("lambda", "lambda:InvokeFunction", f"arn:aws:lambda:*:*:function:{LOST}", "invoke", {"FunctionName": LOST}),
    ("lambda", "lambda:DeleteFunction", f"arn:aws:lambda:*:*:function:{LOST}", "delete_function", {"FunctionName": LOST}),
    ("lambda", "lambda:AddPermission", f"arn:aws:lambda:*:*:function:{LOST}", "add_permission", {
        "FunctionName": LOST, "StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": ACCOUNT}),
    ("lambda", "lambda:ListEventSourceMappings", "*", "list_event_source_mappings", {}),
    ("lambda", "lambda:ListLayers", "*", "list_layers", {}),
    ("lambda", "lambda:GetLayerVersion", f"arn:aws:lambda:us-east-1:{ACCOUNT}:layer:{LOST}:1", "get_layer_version_by_arn", {
        "Arn": f"arn:aws:lambda:us-east-1:{ACCOUNT}:layer:{LOST}:1"}),
    ("logs", "logs:DescribeLogGroups", "*", "describe_log_groups", {}),
    ("logs", "logs:DeleteLogGroup", f"arn:aws:logs:*:*:log-group:{LOST}*", "delete_log_group", {"logGroupName": LOST}),
    ("logs", "logs:FilterLogEvents", f"arn:aws:logs:*:*:log-group:{LOST}*", "filter_log_events", {"logGroupName": LOST}),
    ("logs", "logs:PutLogEvents", f"arn:aws:logs:*:*:log-group:{LOST}*", "put_log_events", {
        "logGroupName": LOST, "logStreamName": "s", "logEvents": [{"timestamp": 1, "message": "m"}]}),
    ("s3", "s3:ListAllMyBuckets", "*", "list_buckets", {}),
    ("s3", "s3:ListBucket", f"arn:aws:s3:::{LOST}", "list_objects_v2", {"Bucket": LOST}),
    ("s3", "s3:PutObject", f"arn:aws:s3:::{LOST}/*", "put_object", {"Bucket": LOST, "Key": "k", "Body": b""}),
    ("s3", "s3:DeleteObject", f"arn:aws:s3:::{LOST}/*", "delete_object", {"Bucket": LOST, "Key": "k"}),
    ("iam", "iam:ListUsers", "*", "list_users", {}),
    ("iam", "iam:GetRole", f"arn:aws:iam::{ACCOUNT}:role/{LOST}", "get_role", {"RoleName": LOST}),
    ("iam", "iam:DeleteUser", f"arn:aws:iam::{ACCOUNT}:user/{LOST}", "delete_user", {"UserName": LOST}),
    ("iam", "iam:PutUserPolicy", f"arn:aws:iam::{ACCOUNT}:user/{LOST}", "put_user_policy", {
        "UserName": LOST, "PolicyName": "p", "PolicyDocument": json.dumps(policy())}),
]


class MatrixOfServicesTest(StrictCase):
    """Of DynamoDB: test_strict.MatrixTest."""

    def outcome(self, service, operation, parameters, *documents):
        client = self.service(service, **self.user(*documents)[1])
        try:
            getattr(client, operation)(**parameters)
        except ClientError as error:
            return error.response["Error"]["Code"]
        return None

    def test_each_action_is_allowed_by_itself_only(self):
        for service, action, resource, operation, parameters in CALLS:
            with self.subTest(action=action):
                allow = policy(action, resource)
                self.assertIn(self.outcome(service, operation, parameters), DENIED)
                self.assertNotIn(self.outcome(service, operation, parameters, allow), DENIED)
                others = policy(action.split(":")[0] + ":*", "arn:aws:iam::999999999999:user/another")
                self.assertIn(self.outcome(service, operation, parameters, others), DENIED)
                deny = policy(action, "*", Effect="Deny")
                self.assertIn(self.outcome(service, operation, parameters, policy("*"), deny), DENIED)

    def test_who_one_is_may_be_asked_by_all(self):
        sts = self.service("sts", **self.user(policy("*", "*", Effect="Deny"))[1])
        self.assertEqual(ACCOUNT, sts.get_caller_identity()["Account"])
        role = f"arn:aws:iam::{ACCOUNT}:role/{LOST}"
        self.assert_error("AccessDenied", sts.assume_role, RoleArn=role, RoleSessionName="session")
