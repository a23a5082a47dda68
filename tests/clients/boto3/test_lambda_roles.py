"""--auth strict: functions run as their roles, and Lambda reads streams as them."""

import json
import urllib.request

from botocore.exceptions import ClientError

from clients.boto3.test_iam import policy, unique
from clients.boto3.test_lambda import LambdaCase
from clients.boto3.test_strict import ACCOUNT, ARGUMENTS, ROOT_KEY, table_arn
from harness.client import Client
from harness.package import package

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
LOGS = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
PUT = """
import boto3, os
from botocore.exceptions import ClientError
def handler(event, context):
    print("putting")
    if event.get("who"):
        return boto3.client("sts").get_caller_identity()["Arn"]
    try:
        boto3.client("dynamodb").put_item(TableName=event["table"], Item={"pk": {"S": "from the function"}})
        return "put"
    except ClientError as error:
        return error.response["Error"]["Message"]
"""
COUNT = """
import boto3, os
def handler(event, context):
    boto3.client("dynamodb").update_item(
        TableName=os.environ["TARGET"], Key={"pk": {"S": "count"}}, UpdateExpression="ADD n :n",
        ExpressionAttributeValues={":n": {"N": str(len(event["Records"]))}})
"""


class RoleTest(LambdaCase):
    def setUp(self):
        names = ("lambda", "iam", "dynamodb", "logs")
        self.lambda_, self.iam, self.owner, self.logs = (self.service(name, **ROOT_KEY) for name in names)

    def table(self, **more):
        name = unique("roles")
        made = self.owner.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            **more,
        )
        self.owner.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 0.05})
        self.addCleanup(self.owner.delete_table, TableName=name)
        return name, made["TableDescription"].get("LatestStreamArn")

    def role(self, *documents, trust=TRUST, logs=True):
        name = unique("role")
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        for number, document in enumerate(documents):
            self.iam.put_role_policy(RoleName=name, PolicyName=f"p{number}", PolicyDocument=json.dumps(document))
        if logs:
            self.iam.attach_role_policy(RoleName=name, PolicyArn=LOGS)
        return arn

    def create(self, role, code=PUT, client=None, **more):
        name = unique("fn")
        (client or self.lambda_).create_function(
            FunctionName=name, Runtime="python3.11", Role=role, Handler="f.handler", Timeout=30, MemorySize=256,
            Code={"ZipFile": package({"f.py": code})}, **more,
        )
        self.addCleanup(self.lambda_.delete_function, FunctionName=name)
        return name

    def caller(self, *documents, kind="lambda"):
        name = unique("user")
        self.iam.create_user(UserName=name)
        for number, document in enumerate(documents):
            self.iam.put_user_policy(UserName=name, PolicyName=f"p{number}", PolicyDocument=json.dumps(document))
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
        return f"arn:aws:iam::{ACCOUNT}:user/{name}", self.service(kind, **keys)

    def refusal(self, call, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        error = caught.exception.response
        return error["Error"]["Code"], error["Error"]["Message"], error["ResponseMetadata"]["HTTPStatusCode"]

    def test_the_role_decides(self):
        (mine, _), (other, _) = self.table(), self.table()
        role = self.role(policy("dynamodb:PutItem", table_arn(mine)))
        name = self.create(role)
        session = f"arn:aws:sts::{ACCOUNT}:assumed-role/{role.rsplit('/')[-1]}/{name}"
        self.assertEqual(session, self.invoke(name, {"who": True})[0])
        self.assertEqual("put", self.invoke(name, {"table": mine})[0])
        self.assertEqual(1, self.owner.scan(TableName=mine)["Count"])
        self.assertEqual(
            f"User: {session} is not authorized to perform: dynamodb:PutItem on resource: {table_arn(other)} "
            "because no identity-based policy allows the dynamodb:PutItem action",
            self.invoke(name, {"table": other})[0],
        )
        self.iam.delete_role_policy(RoleName=role.rsplit("/")[-1], PolicyName="p0")
        self.assertIn("is not authorized", self.invoke(name, {"table": mine})[0])

    def test_logs_are_written_by_the_role(self):
        silent, loud = self.create(self.role(logs=False)), self.create(self.role())
        for name in (silent, loud):
            self.invoke(name, {"who": True})

        def groups():
            return [each["logGroupName"] for each in self.logs.describe_log_groups()["logGroups"]]

        self.wait_until(lambda: f"/aws/lambda/{loud}" in groups())
        self.assertNotIn(f"/aws/lambda/{silent}", groups())

    def test_lambda_must_be_trusted(self):
        text = "The role defined for the function cannot be assumed by Lambda."
        refused = ("InvalidParameterValueException", text, 400)
        other = json.loads(json.dumps(TRUST).replace("lambda.", "ec2."))
        missing = f"arn:aws:iam::{ACCOUNT}:role/nobody-made-it"
        for role in (missing, self.role(trust=other)):
            self.assertEqual(refused, self.refusal(self.create, role=role))
        name = self.create(self.role())
        update = self.lambda_.update_function_configuration
        self.assertEqual(refused, self.refusal(update, FunctionName=name, Role=missing))
        foreign = "arn:aws:iam::111111111111:role/any"
        self.assertEqual(
            ("AccessDeniedException", "Cross-account pass role is not allowed.", 403),
            self.refusal(update, FunctionName=name, Role=foreign),
        )
        role = self.role(logs=False)
        late = self.create(role)
        self.iam.delete_role(RoleName=role.rsplit("/")[-1])
        self.assertEqual(
            ("AccessDeniedException", text, 403), self.refusal(self.lambda_.invoke, FunctionName=late)
        )

    def test_the_caller_must_be_allowed_to_pass_the_role(self):
        role, arn = self.role(), f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:*"
        may_create = policy(["lambda:CreateFunction", "lambda:InvokeFunction"], arn)
        user, client = self.caller(may_create)
        self.assertEqual(
            (
                "AccessDeniedException",
                f"User: {user} is not authorized to perform: iam:PassRole on resource: {role} because no "
                "identity-based policy allows the iam:PassRole action",
                403,
            ),
            self.refusal(self.create, role=role, client=client),
        )
        to_lambda = {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}
        _, client = self.caller(may_create, policy("iam:PassRole", role, Condition=to_lambda))
        name = self.create(role, client=client)
        client.invoke(FunctionName=name)
        code, message, status = self.refusal(client.get_function, FunctionName=name)
        self.assertEqual(("AccessDeniedException", 403), (code, status))
        self.assertIn(f"lambda:GetFunction on resource: {arn[:-1]}{name} because", message)

    def test_code_is_read_by_the_caller(self):
        bucket, s3 = unique("code"), self.service("s3", **ROOT_KEY)
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key="a/b.zip", Body=package({"f.py": "handler = lambda e, c: 1"}))
        role = self.role()
        statements = policy(["lambda:*", "iam:PassRole"])
        settings = {"Runtime": "python3.11", "Role": role, "Handler": "f.handler", "Code": {"S3Bucket": bucket, "S3Key": "a/b.zip"}}
        _, blind = self.caller(statements)
        self.assertEqual(
            (
                "AccessDeniedException",
                "Your access has been denied by S3, please make sure your request credentials have permission to "
                f"GetObject for {bucket}/a/b.zip. S3 Error Code: AccessDenied. S3 Error Message: Access Denied",
                403,
            ),
            self.refusal(blind.create_function, FunctionName=unique("fn"), **settings),
        )
        _, seeing = self.caller(statements, policy("s3:GetObject", f"arn:aws:s3:::{bucket}/a/*"))
        name = seeing.create_function(FunctionName=unique("fn"), **settings)["FunctionName"]
        self.assertEqual(1, self.invoke(name, {})[0])
        location = seeing.get_function(FunctionName=name)["Code"]["Location"]
        with urllib.request.urlopen(location) as answer:
            self.assertEqual(200, answer.status)
        self.lambda_.delete_function(FunctionName=name)
        s3.delete_object(Bucket=bucket, Key="a/b.zip")
        s3.delete_bucket(Bucket=bucket)

    def test_destinations_are_written_by_the_role(self):
        bucket, s3 = unique("failed"), self.service("s3", **ROOT_KEY)
        s3.create_bucket(Bucket=bucket)
        roles = (self.role(), self.role(policy("s3:PutObject", f"arn:aws:s3:::{bucket}/aws/lambda/*")))
        names = [self.create(role, "def handler(event, context): raise ValueError('no')") for role in roles]
        for name in names:
            self.lambda_.put_function_event_invoke_config(
                FunctionName=name, MaximumRetryAttempts=0,
                DestinationConfig={"OnFailure": {"Destination": f"arn:aws:s3:::{bucket}"}},
            )
            self.lambda_.invoke(FunctionName=name, InvocationType="Event")
        self.wait_until(lambda: s3.list_objects_v2(Bucket=bucket)["KeyCount"] > 0)
        keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket)["Contents"]]
        self.assertEqual([names[1]], [key.split("/")[3] for key in keys])
        for key in keys:
            s3.delete_object(Bucket=bucket, Key=key)
        s3.delete_bucket(Bucket=bucket)

    def test_buckets_tell_functions_that_allow_it(self):
        bucket, s3, (target, _) = unique("tells"), self.service("s3", **ROOT_KEY), self.table()
        s3.create_bucket(Bucket=bucket)
        name = self.create(
            self.role(policy("dynamodb:UpdateItem", table_arn(target))), COUNT, Environment={"Variables": {"TARGET": target}}
        )
        arn = f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{name}"
        tells = {"LambdaFunctionConfigurations": [{"LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"]}]}

        def configure(client):
            client.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=tells)

        def allow(statement, of):
            self.lambda_.add_permission(
                FunctionName=name, StatementId=statement, Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
                SourceArn=f"arn:aws:s3:::{of}", SourceAccount=ACCOUNT,
            )

        allow("other", "another-bucket")
        self.assertEqual("InvalidArgument", self.refusal(configure, client=s3)[0])
        allow("this", bucket)
        keys = self.caller(policy("s3:GetBucketNotification", f"arn:aws:s3:::{bucket}"), kind="s3")[1]
        self.assertEqual("AccessDenied", self.refusal(configure, client=keys)[0])
        configure(s3)
        self.assertEqual(1, len(keys.get_bucket_notification_configuration(Bucket=bucket)["LambdaFunctionConfigurations"]))

        def count():
            return int(self.owner.get_item(TableName=target, Key={"pk": {"S": "count"}}).get("Item", {"n": {"N": "0"}})["n"]["N"])

        s3.put_object(Bucket=bucket, Key="a")
        self.wait_until(lambda: count() == 1)
        self.lambda_.remove_permission(FunctionName=name, StatementId="this")
        s3.put_object(Bucket=bucket, Key="b")  # nobody is told
        allow("again", bucket)
        s3.put_object(Bucket=bucket, Key="c")
        self.wait_until(lambda: count() > 1)
        self.assertEqual(2, count())
        s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in "abc"]})
        s3.delete_bucket(Bucket=bucket)

    def check_who_may_change_a_mapping(self, mapping, name, other):
        """lambda:FunctionArn is that of the mapping's function, and of the one that it is given to."""
        def limited_to(*functions):
            arns = [f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{each}" for each in functions]
            return self.caller(policy("lambda:*Mapping", Condition={"StringEquals": {"lambda:FunctionArn": arns}}))[1]

        mine, others = limited_to(name), limited_to(other)
        self.assertEqual(mapping, mine.get_event_source_mapping(UUID=mapping)["UUID"])
        mine.update_event_source_mapping(UUID=mapping, BatchSize=50)
        for call, more in (
            (others.get_event_source_mapping, {}),
            (others.update_event_source_mapping, {"FunctionName": other}),
            (others.delete_event_source_mapping, {}),
            (mine.update_event_source_mapping, {"FunctionName": other}),
        ):
            self.assertEqual("AccessDeniedException", self.refusal(call, UUID=mapping, **more)[0])
        both = limited_to(name, other)
        self.assertEqual("InvalidParameterValueException",
                         self.refusal(both.update_event_source_mapping, UUID=mapping, FunctionName=other)[0])

    def test_streams_are_read_by_the_role(self):
        source, stream = self.table(StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
        target, _ = self.table()
        update = policy("dynamodb:UpdateItem", table_arn(target))
        environment = {"Variables": {"TARGET": target}}
        blind = self.create(self.role(update), COUNT, Environment=environment)
        parameters = {"EventSourceArn": stream, "StartingPosition": "TRIM_HORIZON"}
        make = self.lambda_.create_event_source_mapping
        self.assertEqual(
            (
                "InvalidParameterValueException",
                f"Cannot access stream {stream}. Please ensure the role can perform the GetRecords, "
                "GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.",
                400,
            ),
            self.refusal(make, FunctionName=blind, **parameters),
        )
        # Nor if a policy of the role, or of the stream, denies it, however the request spells the stream.
        everything = policy("dynamodb:*")
        denying = self.role(everything, policy("dynamodb:*", stream, Effect="Deny"))
        denied = self.create(denying, COUNT, Environment=environment)
        shut_out = self.role(everything)
        owner = Client(self.server.endpoint, access_key=ROOT_KEY["aws_access_key_id"])  # boto3 may be too old
        owner.secret_key = ROOT_KEY["aws_secret_access_key"]
        self.addCleanup(owner.close)
        statement = {"Effect": "Deny", "Principal": {"AWS": shut_out}, "Action": "dynamodb:GetRecords", "Resource": stream}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        owner.call("PutResourcePolicy", ResourceArn=stream, Policy=document)
        for name in (denied, self.create(shut_out, COUNT, Environment=environment)):
            for arn in (stream, stream.replace("arn:aws:", "arn:aws-cn:")):
                spelled = {**parameters, "EventSourceArn": arn}
                self.assertEqual("InvalidParameterValueException", self.refusal(make, FunctionName=name, **spelled)[0])
        actions = [f"dynamodb:{each}" for each in ("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams")]
        name = self.create(self.role(update, policy(actions, f"{table_arn(source)}/stream/*")), COUNT, Environment=environment)
        mapping = make(FunctionName=name, **parameters)["UUID"]
        self.addCleanup(self.lambda_.delete_event_source_mapping, UUID=mapping)
        self.check_who_may_change_a_mapping(mapping, name, denied)
        for i in range(10):
            self.owner.put_item(TableName=source, Item={"pk": {"S": str(i)}})
        key = {"pk": {"S": "count"}}
        self.wait_until(lambda: self.owner.get_item(TableName=target, Key=key).get("Item", {}).get("n") == {"N": "10"})

