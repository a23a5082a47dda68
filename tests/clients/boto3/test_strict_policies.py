"""--auth strict: the policies of buckets, tables and streams, what is public, and how bodies are signed."""

import datetime
import hashlib
import hmac
import http.client
import json
import urllib.parse
import uuid
import zlib
from base64 import b64encode

from botocore import UNSIGNED
from botocore.auth import S3SigV4QueryAuth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from clients.boto3.case import Boto3Test
from clients.boto3.test_iam import policy
from clients.boto3.test_strict import ACCOUNT, ARGUMENTS, KEY, ROOT_KEY, StrictCase
from harness.client import Client


def resource_policy(*statements):
    """Of statements (principal, action, resource) with further members."""
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource, **more}
                for principal, action, resource, more in statements
            ],
        }
    )


def user_arn(name):
    return f"arn:aws:iam::{ACCOUNT}:user/{name}"


class BucketCase(StrictCase):
    def setUp(self):
        self.owner_s3 = self.service("s3", **ROOT_KEY)
        self.bucket = f"policies-{uuid.uuid4().hex[:10]}"
        self.arn = f"arn:aws:s3:::{self.bucket}"
        self.owner_s3.create_bucket(Bucket=self.bucket)
        self.owner_s3.delete_public_access_block(Bucket=self.bucket)
        for key in ("public/a", "private/a"):
            self.owner_s3.put_object(Bucket=self.bucket, Key=key, Body=b"some text")

    def put_policy(self, *statements):
        self.owner_s3.put_bucket_policy(Bucket=self.bucket, Policy=resource_policy(*statements))

    def s3_of(self, *documents):
        name, keys = self.user(*documents)
        return name, self.service("s3", **keys)

    def plain(self, method, path, body=None, host=None, headers=None):
        """(status, body) of a request that nobody signed."""
        parts = urllib.parse.urlsplit(Boto3Test.server.endpoint)
        connection = http.client.HTTPConnection(parts.netloc)
        connection.request(method, path, body, {**({"Host": host} if host else {}), **(headers or {})})
        answer = connection.getresponse()
        result = answer.status, answer.read()
        connection.close()
        return result


class BucketPolicyTest(BucketCase):
    def test_a_bucket_allows_a_user_who_has_no_policy(self):
        name, reader = self.s3_of()
        get = {"Bucket": self.bucket, "Key": "public/a"}
        self.assert_error("AccessDenied", reader.get_object, **get)
        self.put_policy(({"AWS": user_arn(name)}, "s3:GetObject", self.arn + "/public/*", {}))
        self.assertEqual(b"some text", reader.get_object(**get)["Body"].read())
        self.assert_error("AccessDenied", reader.get_object, Bucket=self.bucket, Key="private/a")
        self.assert_error("AccessDenied", reader.put_object, Bucket=self.bucket, Key="public/b", Body=b"")
        self.assert_error("AccessDenied", self.s3_of()[1].get_object, **get)
        self.owner_s3.delete_bucket_policy(Bucket=self.bucket)
        self.assert_error("AccessDenied", reader.get_object, **get)

    def test_a_deny_is_stronger_than_what_the_user_may(self):
        name, user = self.s3_of(policy("s3:*"))
        get = {"Bucket": self.bucket, "Key": "private/a"}
        user.get_object(**get)
        self.put_policy(({"AWS": user_arn(name)}, "s3:*", self.arn + "/private/*", {"Effect": "Deny"}))
        message = self.assert_error("AccessDenied", user.get_object, **get)
        self.assertIn("with an explicit deny in a resource-based policy", message)
        user.get_object(Bucket=self.bucket, Key="public/a")
        self.owner_s3.copy_object(Bucket=self.bucket, Key="public/b", CopySource=f"{self.bucket}/private/a")
        copy = {"Bucket": self.bucket, "Key": "public/c", "CopySource": f"{self.bucket}/private/a"}
        self.assert_error("AccessDenied", user.copy_object, **copy)

    def test_the_account_as_principal_leaves_it_to_its_own_policies(self):
        get = {"Bucket": self.bucket, "Key": "public/a"}
        self.put_policy(({"AWS": ACCOUNT}, "s3:*", [self.arn, self.arn + "/*"], {}))
        self.assert_error("AccessDenied", self.s3_of()[1].get_object, **get)
        self.s3_of(policy("s3:GetObject", self.arn + "/*"))[1].get_object(**get)

    def test_everybody_but_one(self):
        name, one = self.s3_of()
        but_one = {"Effect": "Allow", "NotPrincipal": {"AWS": user_arn(name)}, "Action": "s3:GetObject"}
        document = {"Version": "2012-10-17", "Statement": [{**but_one, "Resource": self.arn + "/*"}]}
        self.owner_s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps(document))
        self.assert_error("AccessDenied", one.get_object, Bucket=self.bucket, Key="public/a")
        self.s3_of()[1].get_object(Bucket=self.bucket, Key="public/a")

    def test_conditions(self):
        name, user = self.s3_of()
        prefix = {"Condition": {"StringLike": {"s3:prefix": "public/*"}}}
        self.put_policy(({"AWS": user_arn(name)}, "s3:ListBucket", self.arn, prefix))
        listed = user.list_objects_v2(Bucket=self.bucket, Prefix="public/")
        self.assertEqual(["public/a"], [each["Key"] for each in listed["Contents"]])
        self.assert_error("AccessDenied", user.list_objects_v2, Bucket=self.bucket, Prefix="private/")
        self.assert_error("AccessDenied", user.list_objects_v2, Bucket=self.bucket)

    def test_questions_have_actions_of_their_own(self):
        for action, call in (
            ("GetBucketCORS", "get_bucket_cors"),
            ("GetLifecycleConfiguration", "get_bucket_lifecycle_configuration"),
            ("GetEncryptionConfiguration", "get_bucket_encryption"),
            ("GetBucketPublicAccessBlock", "get_public_access_block"),
            ("GetBucketObjectLockConfiguration", "get_object_lock_configuration"),
            ("PutReplicationConfiguration", "delete_bucket_replication"),
            ("GetBucketLogging", "get_bucket_logging"),
            ("GetAnalyticsConfiguration", "list_bucket_analytics_configurations"),
        ):
            with self.subTest(action):
                _, asker = self.s3_of(policy(f"s3:{action}", self.arn))
                try:
                    getattr(asker, call)(Bucket=self.bucket)
                except ClientError as error:
                    self.assertNotEqual("AccessDenied", error.response["Error"]["Code"])
                _, other = self.s3_of(policy("s3:GetBucketTagging", self.arn))
                text = self.assert_error("AccessDenied", getattr(other, call), Bucket=self.bucket)
                self.assertIn(f"s3:{action} on resource", text)

    def test_versions_have_actions_of_their_own(self):
        objects = f"{self.arn}/*"
        _, plain = self.s3_of(policy(["s3:GetObject", "s3:DeleteObject", "s3:ListBucket"], [self.arn, objects]))
        _, versioned = self.s3_of(
            policy(["s3:GetObjectVersion", "s3:DeleteObjectVersion", "s3:ListBucketVersions"], [self.arn, objects]))
        condition = {"StringEquals": {"s3:VersionId": "null"}}
        document = policy("s3:GetObjectVersion", objects)
        document["Statement"][0]["Condition"] = condition
        _, one_version = self.s3_of(document)
        name = {"Bucket": self.bucket, "Key": "public/a"}
        self.assertEqual(b"some text", versioned.get_object(**name, VersionId="null")["Body"].read())
        one_version.get_object(**name, VersionId="null")
        self.assert_error("AccessDenied", one_version.get_object, **name, VersionId="v5n1PPUjOCMHLyyfq0ayjoZ5RZLfVQKA")
        plain.get_object(**name)
        text = self.assert_error("AccessDenied", plain.get_object, **name, VersionId="null")
        self.assertIn("s3:GetObjectVersion on resource", text)
        self.assert_error("AccessDenied", versioned.get_object, **name)
        self.assertEqual(2, len(versioned.list_object_versions(Bucket=self.bucket)["Versions"]))
        self.assert_error("AccessDenied", plain.list_object_versions, Bucket=self.bucket)
        self.assert_error("AccessDenied", versioned.list_objects_v2, Bucket=self.bucket)
        self.assert_error("AccessDenied", plain.delete_object, **name, VersionId="null")
        both = {"Objects": [{"Key": "public/a", "VersionId": "null"}, {"Key": "private/a"}]}
        answer = versioned.delete_objects(Bucket=self.bucket, Delete=both)
        self.assertEqual([both["Objects"][0]], answer["Deleted"])
        self.assertEqual(["AccessDenied"], [error["Code"] for error in answer["Errors"]])
        answer = plain.delete_objects(Bucket=self.bucket, Delete=both)
        self.assertEqual([both["Objects"][1]], answer["Deleted"])
        self.assertIn("s3:DeleteObjectVersion", answer["Errors"][0]["Message"])

    def test_attributes_of_an_object_need_two_actions(self):
        objects = f"{self.arn}/*"
        wanted = {"Bucket": self.bucket, "Key": "public/a", "ObjectAttributes": ["ObjectSize"]}
        actions = ("s3:GetObject", "s3:GetObjectAttributes")
        _, reader = self.s3_of(policy(list(actions), objects))
        self.assertEqual(9, reader.get_object_attributes(**wanted)["ObjectSize"])
        text = self.assert_error("AccessDenied", reader.get_object_attributes, **wanted, VersionId="null")
        self.assertIn("s3:GetObjectVersionAttributes on resource", text)
        for has, lacks in (actions, actions[::-1]):
            _, other = self.s3_of(policy(has, objects))
            text = self.assert_error("AccessDenied", other.get_object_attributes, **wanted)
            self.assertIn(f"{lacks} on resource", text)

    def test_each_of_several_deletions_by_itself(self):
        protected = policy("s3:*", self.arn + "/private/*", Effect="Deny")
        user = self.s3_of(policy("s3:*"), protected)[1]
        keys = [{"Key": "public/a"}, {"Key": "private/a"}]
        done = user.delete_objects(Bucket=self.bucket, Delete={"Objects": keys})
        self.assertEqual(["public/a"], [each["Key"] for each in done["Deleted"]])
        self.assertEqual([("private/a", "AccessDenied")], [(e["Key"], e["Code"]) for e in done["Errors"]])
        self.owner_s3.head_object(Bucket=self.bucket, Key="private/a")

    def test_who_may_not_list_is_not_told_what_lacks(self):
        name, reader = self.s3_of(policy("s3:GetObject", self.arn + "/*"))
        lacking = {"Bucket": self.bucket, "Key": "nothing"}
        self.assert_error("AccessDenied", reader.get_object, **lacking)
        lister = self.s3_of(policy(["s3:GetObject", "s3:ListBucket"], [self.arn, self.arn + "/*"]))[1]
        self.assert_error("NoSuchKey", lister.get_object, **lacking)

    def test_who_is_refused_is_told_where_the_bucket_is(self):
        def refusal(client, bucket):
            with self.assertRaises(ClientError) as caught:
                client.head_bucket(Bucket=bucket)
            answer = caught.exception.response["ResponseMetadata"]
            return answer["HTTPStatusCode"], answer["HTTPHeaders"].get("x-amz-bucket-region")

        bucket = f"far-{uuid.uuid4().hex[:10]}"
        where = {"LocationConstraint": "eu-west-3"}
        far = self.service("s3", region_name="eu-west-3", **ROOT_KEY)
        far.create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
        strangers = {
            "a user without policies": self.s3_of()[1],
            "a wrong secret": self.service("s3", **{**ROOT_KEY, "aws_secret_access_key": "wrong"}),
            "nobody": self.service("s3", config=Config(signature_version=UNSIGNED)),
        }
        for name, client in strangers.items():
            with self.subTest(name):
                self.assertEqual((403, "eu-west-3"), refusal(client, bucket))
        self.assertEqual((404, None), refusal(strangers["nobody"], bucket + "-none"))

    def test_public_access_may_be_blocked(self):
        """What is public is for the account of the bucket alone, or is not taken as a policy."""
        name, user = self.s3_of()
        everybody, get = ("*", "s3:GetObject", self.arn + "/*", {}), {"Bucket": self.bucket, "Key": "public/a"}
        nobody = self.service("s3", config=Config(signature_version=UNSIGNED, s3={"addressing_style": "path"}))
        self.put_policy(everybody)
        for client in (nobody, user):
            client.get_object(**get)

        def block(**settings):
            self.owner_s3.put_public_access_block(Bucket=self.bucket, PublicAccessBlockConfiguration=settings)

        block(RestrictPublicBuckets=True)
        self.assert_error("AccessDenied", nobody.get_object, **get)
        user.get_object(**get)
        block(BlockPublicPolicy=True)
        nobody.get_object(**get)  # the policy was there before
        with self.assertRaises(ClientError) as caught:
            self.put_policy(everybody)
        error = caught.exception.response["Error"]
        self.assertEqual(("AccessDenied", "Access Denied"), (error["Code"], error["Message"]))
        self.put_policy(({"AWS": user_arn(name)}, "s3:GetObject", self.arn + "/*", {}))
        self.assert_error("AccessDenied", nobody.get_object, **get)

    def test_the_owner_can_take_back_what_shuts_him_out(self):
        self.put_policy(("*", "s3:*", [self.arn, self.arn + "/*"], {"Effect": "Deny"}))
        self.assert_error("AccessDenied", self.owner_s3.get_object, Bucket=self.bucket, Key="public/a")
        self.owner_s3.delete_bucket_policy(Bucket=self.bucket)
        self.owner_s3.get_object(Bucket=self.bucket, Key="public/a")

    def test_what_is_no_policy_of_this_bucket(self):
        put = self.owner_s3.put_bucket_policy
        for document in (
            "x",
            "{}",
            resource_policy(("*", "s3:*", "arn:aws:s3:::another/*", {})),
            resource_policy(("*", "s3:*", "*", {})),
            resource_policy(("*", "dynamodb:*", self.arn, {})),
            json.dumps(policy("s3:*", self.arn)),
        ):
            self.assert_error("MalformedPolicy", put, Bucket=self.bucket, Policy=document)
        self.assert_error("NoSuchBucketPolicy", self.owner_s3.get_bucket_policy, Bucket=self.bucket)


class PublicBucketTest(BucketCase):
    def test_headers_of_an_answer_are_chosen_by_who_signs(self):
        """By a link to a public object, anybody could have it shown as a page."""
        self.put_policy(("*", "s3:GetObject", self.arn + "/public/*", {}))
        for method in ("GET", "HEAD"):
            status, body = self.plain(method, f"/{self.bucket}/public/a?response-content-type=text/html")
            self.assertEqual(400, status)
            if method == "GET":
                self.assertIn(b"<Code>InvalidRequest</Code>", body)
                self.assertIn(b"response headers cannot be used for anonymous GET requests.", body)
        shown = self.owner_s3.get_object(Bucket=self.bucket, Key="public/a", ResponseContentType="text/html")
        self.assertEqual("text/html", shown["ContentType"])

    def test_only_what_is_public_is(self):
        path = f"/{self.bucket}/public/a"
        self.assertEqual(403, self.plain("GET", path)[0])
        self.put_policy(("*", "s3:GetObject", self.arn + "/public/*", {}))
        self.assertEqual((200, b"some text"), self.plain("GET", path))
        self.assertEqual((200, b""), self.plain("HEAD", path))
        host = f"{self.bucket}.s3.localhost.localstack.cloud"
        self.assertEqual((200, b"some text"), self.plain("GET", "/public/a", host=host))
        for method, refused in (("GET", "/private/a"), ("GET", "/public/nothing"), ("GET", "/?list-type=2"), ("PUT", "/public/b")):
            status, body = self.plain(method, refused, host=host)
            self.assertEqual(403, status, refused)
            self.assertIn(b"<Code>AccessDenied</Code><Message>Access Denied</Message>", body)
        self.assertEqual(403, self.plain("GET", f"/{self.bucket}?list-type=2")[0])
        self.assertIn(b"<Code>NoSuchBucket</Code>", self.plain("GET", "/nobody-made-this-bucket/a")[1])

    def test_a_principal_that_is_somebody_is_not_everybody(self):
        self.put_policy(({"AWS": ACCOUNT}, "s3:GetObject", self.arn + "/*", {}))
        self.assertEqual(403, self.plain("GET", f"/{self.bucket}/public/a")[0])
        self.put_policy(({"AWS": "*"}, "s3:GetObject", self.arn + "/*", {}))
        self.assertEqual(200, self.plain("GET", f"/{self.bucket}/public/a")[0])
        deny = {"Effect": "Deny", "Condition": {"StringEquals": {"aws:PrincipalType": "Anonymous"}}}
        self.put_policy(
            ({"AWS": "*"}, "s3:GetObject", self.arn + "/*", {}),
            ("*", "s3:GetObject", self.arn + "/private/*", deny),
        )
        self.assertEqual(200, self.plain("GET", f"/{self.bucket}/public/a")[0])
        self.assertEqual(403, self.plain("GET", f"/{self.bucket}/private/a")[0])

    def test_others_are_not_public(self):
        for path in ("/2015-03-31/functions/", "/x"):
            self.assertGreaterEqual(self.plain("GET", path)[0], 400)


class TableAndStreamPolicyTest(StrictCase):
    def setUp(self):
        self.owned = f"own-{uuid.uuid4().hex[:10]}"
        self.owner.create_table(
            TableName=self.owned,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )
        self.owner.get_waiter("table_exists").wait(TableName=self.owned, WaiterConfig={"Delay": 0.05})
        self.addCleanup(self.owner.delete_table, TableName=self.owned)
        table = self.owner.describe_table(TableName=self.owned)["Table"]
        self.table_arn, self.stream = table["TableArn"], table["LatestStreamArn"]

    def attach(self, arn, *statements):
        owner = Client(self.server.endpoint, access_key=ROOT_KEY["aws_access_key_id"])  # boto3 may be too old
        owner.secret_key = ROOT_KEY["aws_secret_access_key"]
        owner.call("PutResourcePolicy", ResourceArn=arn, Policy=resource_policy(*statements))
        owner.close()

    def test_a_table_allows_and_denies(self):
        name, keys = self.user()
        user = self.service("dynamodb", **keys)
        get = {"TableName": self.owned, "Key": KEY}
        self.assert_denied(user.get_item, **get)
        self.attach(self.table_arn, ({"AWS": user_arn(name)}, "dynamodb:GetItem", self.table_arn, {}))
        user.get_item(**get)
        self.assert_denied(user.delete_item, **get)
        deny = {"Effect": "Deny"}
        self.attach(self.table_arn, ("*", "dynamodb:GetItem", self.table_arn, deny))
        self.assertIn("explicit deny in a resource-based policy", self.assert_denied(user.get_item, **get))
        self.assert_denied(self.dynamodb_of(policy("*")).get_item, **get)

    def test_a_stream_allows_and_denies(self):
        name, keys = self.user()
        streams = self.service("dynamodbstreams", **keys)
        self.assert_denied(streams.describe_stream, StreamArn=self.stream)
        actions = ["dynamodb:DescribeStream", "dynamodb:GetShardIterator", "dynamodb:GetRecords"]
        self.attach(self.stream, ({"AWS": user_arn(name)}, actions, self.stream, {}))
        shards = streams.describe_stream(StreamArn=self.stream)["StreamDescription"]["Shards"]
        iterator = streams.get_shard_iterator(
            StreamArn=self.stream, ShardId=shards[0]["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        streams.get_records(ShardIterator=iterator)
        self.assert_denied(self.service("dynamodb", **keys).describe_table, TableName=self.owned)
        strong = self.service("dynamodbstreams", **self.user(policy("*"))[1])
        strong.get_records(ShardIterator=iterator)
        self.attach(self.stream, ("*", "dynamodb:GetRecords", self.stream, {"Effect": "Deny"}))
        message = self.assert_denied(strong.get_records, ShardIterator=iterator)
        self.assertIn(f"dynamodb:GetRecords on resource: {self.stream} with an explicit deny", message)
        strong.describe_stream(StreamArn=self.stream)

    def test_the_policy_of_a_table_is_not_that_of_its_stream(self):
        name, keys = self.user()
        self.attach(self.table_arn, ({"AWS": user_arn(name)}, "dynamodb:*", self.table_arn, {}))
        self.service("dynamodb", **keys).describe_table(TableName=self.owned)
        self.assert_denied(self.service("dynamodbstreams", **keys).describe_stream, StreamArn=self.stream)


def hmac_sha256(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


class ChunkedUpload:
    """A PUT whose chunks are signed, as no SDK here makes it any more."""

    def __init__(self, bucket, secret=ROOT_KEY["aws_secret_access_key"]):
        self.host = urllib.parse.urlsplit(Boto3Test.server.endpoint).netloc
        self.path = f"/{bucket}/chunked"
        now = datetime.datetime.utcnow()
        self.time, date = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
        self.scope = f"{date}/us-east-1/s3/aws4_request"
        self.key = ("AWS4" + secret).encode()
        for part in (date, "us-east-1", "s3", "aws4_request"):
            self.key = hmac_sha256(self.key, part)

    def sign(self, algorithm, *lines):
        self.previous = hmac_sha256(self.key, "\n".join([algorithm, self.time, self.scope, *lines])).hex()
        return self.previous

    def chunk(self, data):
        hashes = hashlib.sha256(b"").hexdigest(), hashlib.sha256(data).hexdigest()
        signature = self.sign("AWS4-HMAC-SHA256-PAYLOAD", self.previous, *hashes)
        return f"{len(data):x};chunk-signature={signature}\r\n".encode() + data

    def send(self, chunks, trailer=None, change=lambda body: body):
        """(status, body). `trailer`: a checksum header's name and value."""
        kind = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" + ("-TRAILER" if trailer else "")
        headers = {
            "host": self.host,
            "x-amz-content-sha256": kind,
            "x-amz-date": self.time,
            "x-amz-decoded-content-length": str(sum(map(len, chunks))),
        }
        if trailer:
            headers["x-amz-trailer"] = trailer[0]
        names = ";".join(sorted(headers))
        lines = [f"{name}:{headers[name]}" for name in sorted(headers)]
        canonical = "\n".join(["PUT", self.path, "", *lines, "", names, kind])
        signature = self.sign("AWS4-HMAC-SHA256", hashlib.sha256(canonical.encode()).hexdigest())
        headers["Authorization"] = (
            f"AWS4-HMAC-SHA256 Credential=ROOTKEY1/{self.scope}, SignedHeaders={names}, Signature={signature}"
        )
        body = b"".join(self.chunk(data) + b"\r\n" for data in chunks) + self.chunk(b"")
        if trailer:
            line = f"{trailer[0]}:{trailer[1]}"
            hashed = hashlib.sha256((line + "\n").encode()).hexdigest()
            signature = self.sign("AWS4-HMAC-SHA256-TRAILER", self.previous, hashed)
            body += f"{line}\r\nx-amz-trailer-signature:{signature}\r\n\r\n".encode()
        else:
            body += b"\r\n"
        connection = http.client.HTTPConnection(self.host)
        connection.request("PUT", self.path, change(body), headers)
        answer = connection.getresponse()
        result = answer.status, answer.read()
        connection.close()
        return result


class SignedBodyTest(BucketCase):
    DATA = [b"a" * 65536, b"b" * 1024]

    def stored(self):
        return self.owner_s3.get_object(Bucket=self.bucket, Key="chunked")["Body"].read()

    def crc32(self, data):
        return "x-amz-checksum-crc32", b64encode(zlib.crc32(data).to_bytes(4, "big")).decode()

    def test_signed_chunks(self):
        self.assertEqual(200, ChunkedUpload(self.bucket).send(self.DATA)[0])
        self.assertEqual(b"".join(self.DATA), self.stored())

    def test_signed_chunks_with_a_trailer(self):
        trailer = self.crc32(b"".join(self.DATA))
        self.assertEqual(200, ChunkedUpload(self.bucket).send(self.DATA, trailer)[0])
        self.assertEqual(b"".join(self.DATA), self.stored())

    def test_a_changed_chunk_is_refused_and_nothing_stored(self):
        for change in (
            lambda body: body.replace(b"bbbb", b"bxbb", 1),
            lambda body: body.replace(b"chunk-signature=", b"chunk-signature=0", 1),
            lambda body: body.replace(b";chunk-signature=", b";other=", 1),
        ):
            status, body = ChunkedUpload(self.bucket).send(self.DATA, change=change)
            self.assertEqual(403, status)
            self.assertIn(b"<Code>SignatureDoesNotMatch</Code>", body)
            self.assert_error("NoSuchKey", self.owner_s3.get_object, Bucket=self.bucket, Key="chunked")

    def test_a_changed_trailer_is_refused(self):
        for other in (self.crc32(b"other"), self.crc32(b"".join(self.DATA))):
            trailer = self.crc32(b"".join(self.DATA))
            status, body = ChunkedUpload(self.bucket).send(
                self.DATA,
                trailer,
                lambda body: body.replace(trailer[1].encode(), other[1].encode()).replace(
                    b"trailer-signature:", b"trailer-signature:" + (b"" if other != trailer else b"0")
                ),
            )
            self.assertEqual(403, status)
            self.assertIn(b"<Code>SignatureDoesNotMatch</Code>", body)

    def test_another_secret(self):
        self.assertEqual(403, ChunkedUpload(self.bucket, "another-secret").send(self.DATA)[0])

    def test_the_hash_of_the_body_is_held_against_it(self):
        def change(request, **unused):
            request.body = b"other"

        self.owner_s3.meta.events.register("before-send.s3.PutObject", change)
        self.assert_error(
            "XAmzContentSHA256Mismatch", self.owner_s3.put_object, Bucket=self.bucket, Key="k", Body=b"12345"
        )

    def test_presigned_urls_of_the_older_form_are_refused(self):
        old = self.service("s3", **ROOT_KEY, config=Config(signature_version="s3"))
        url = old.generate_presigned_url("get_object", Params={"Bucket": self.bucket, "Key": "public/a"})
        parts = urllib.parse.urlsplit(url)
        self.assertIn("AWSAccessKeyId=", parts.query)
        status, body = self.plain("GET", f"{parts.path}?{parts.query}")
        self.assertEqual(400, status)
        self.assertIn(b"<Code>InvalidRequest</Code>", body)
        self.assertIn(b"Please use AWS4-HMAC-SHA256.", body)

    def test_presigned_urls(self):
        client = self.service("s3", **ROOT_KEY, config=Config(signature_version="s3v4"))
        url = client.generate_presigned_url("get_object", Params={"Bucket": self.bucket, "Key": "public/a"})
        parts = urllib.parse.urlsplit(url)
        self.assertEqual((200, b"some text"), self.plain("GET", f"{parts.path}?{parts.query}"))
        forged = parts.query.replace("X-Amz-Signature=", "X-Amz-Signature=0")
        self.assertEqual(403, self.plain("GET", f"{parts.path}?{forged}")[0])

    def presigned(self, operation, **parameters):
        client = self.service("s3", **ROOT_KEY, config=Config(signature_version="s3v4"))
        url = client.generate_presigned_url(operation, Params={"Bucket": self.bucket, **parameters})
        parts = urllib.parse.urlsplit(url)
        return f"{parts.path}?{parts.query}"

    def test_headers_of_s3_are_signed(self):
        """Else who may upload one object by a presigned URL gets the signer's other objects."""
        url = self.presigned("put_object", Key="public/new")
        copies = {"x-amz-copy-source": f"/{self.bucket}/private/a"}
        for headers, named in (
            (copies, b"x-amz-copy-source"),
            ({"X-Amz-Tagging": "a=b", "x-amz-meta-a": "b"}, b"x-amz-tagging, x-amz-meta-a"),
        ):
            status, body = self.plain("PUT", url, b"", headers=headers)
            self.assertEqual(403, status, body)
            self.assertIn(b"<Code>AccessDenied</Code>", body)
            self.assertIn(b"<Message>There were headers present in the request which were not signed</Message>", body)
            self.assertIn(b"<HeadersNotSigned>" + named + b"</HeadersNotSigned>", body)
        self.assert_error("NoSuchKey", self.owner_s3.get_object, Bucket=self.bucket, Key="public/new")
        self.assertEqual(200, self.plain("PUT", url, b"new", headers={"x-amzn-trace-id": "a"})[0])
        signed = self.presigned("put_object", Key="public/new", Metadata={"a": "b"})
        self.assertEqual(200, self.plain("PUT", signed, b"new", headers={"x-amz-meta-a": "b"})[0])

    def test_a_presigned_url_of_another_service(self):
        for service, status in (("s3", 200), ("execute-api", 403)):
            credentials = Credentials(ROOT_KEY["aws_access_key_id"], ROOT_KEY["aws_secret_access_key"])
            request = AWSRequest("GET", f"{Boto3Test.server.endpoint}/{self.bucket}/public/a")
            # Not unsigned, as S3's are: the hash of an empty body.
            signer = S3SigV4QueryAuth if service == "s3" else SigV4QueryAuth
            signer(credentials, service, "us-east-1").add_auth(request)
            parts = urllib.parse.urlsplit(request.url)
            self.assertEqual(status, self.plain("GET", f"{parts.path}?{parts.query}")[0])
