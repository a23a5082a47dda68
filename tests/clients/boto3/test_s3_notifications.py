"""S3 tells functions of changes of objects: a table keeps what they were told."""

import json
import uuid

import requests
from botocore.exceptions import ClientError

from clients.boto3.test_lambda import ROLE, LambdaCase
from harness.package import package
from harness.server import Server

# Each record by the key of the object and the name of the event.
KEEP = """
import boto3, json, os
table = boto3.resource("dynamodb").Table(os.environ["TARGET"])
def handler(event, context):
    (record,) = event["Records"]
    table.put_item(Item={"pk": record["s3"]["object"]["key"] + " " + record["eventName"], "record": json.dumps(record)})
"""
CREATED, REMOVED = ["s3:ObjectCreated:*"], ["s3:ObjectRemoved:*"]
PART_BYTES = 5 << 20


def rules(**filters):
    return {"Key": {"FilterRules": [{"Name": name, "Value": value} for name, value in filters.items()]}}


class NotificationCase(LambdaCase):
    def setUp(self):
        super().setUp()
        self.s3 = self.service("s3")
        self.bucket = f"tells-{uuid.uuid4().hex[:12]}"
        self.s3.create_bucket(Bucket=self.bucket)
        self.addCleanup(self.remove_bucket)

    def remove_bucket(self):
        self.configure()
        for each in self.s3.list_objects_v2(Bucket=self.bucket).get("Contents", []):
            self.s3.delete_object(Bucket=self.bucket, Key=each["Key"])
        self.s3.delete_bucket(Bucket=self.bucket)

    def create_keeper(self):
        """(the function's ARN, the table)"""
        table = self.create_table()
        name = self.create(KEEP, Environment={"Variables": {"TARGET": table.name}}, Timeout=60, MemorySize=256)
        return self.lambda_.get_function(FunctionName=name)["Configuration"]["FunctionArn"], table

    def configure(self, *functions, **more):
        configuration = {"LambdaFunctionConfigurations": list(functions), **more}
        return self.s3.put_bucket_notification_configuration(Bucket=self.bucket, NotificationConfiguration=configuration)

    def configuration(self):
        answer = self.s3.get_bucket_notification_configuration(Bucket=self.bucket)
        answer.pop("ResponseMetadata")
        return answer

    def told(self, table):
        return {item["pk"]: json.loads(item["record"]) for item in table.scan(ConsistentRead=True)["Items"]}


class NotificationsTest(NotificationCase):
    def test_what_a_function_is_told(self):
        arn, table = self.create_keeper()
        self.configure({"Id": "mine", "LambdaFunctionArn": arn, "Events": CREATED + REMOVED + ["s3:ObjectTagging:*"]})
        key = "photos/red flower+é.jpg"
        put = self.s3.put_object(Bucket=self.bucket, Key=key, Body=b"hello")
        self.s3.copy_object(Bucket=self.bucket, Key="copy", CopySource={"Bucket": self.bucket, "Key": key})
        upload = {"Bucket": self.bucket, "Key": "large", "UploadId": self.s3.create_multipart_upload(Bucket=self.bucket, Key="large")["UploadId"]}
        part = self.s3.upload_part(**upload, PartNumber=1, Body=b"x" * PART_BYTES)
        self.s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
        form = self.s3.generate_presigned_post(self.bucket, "posted")
        self.assertEqual(204, requests.post(form["url"], form["fields"], files={"file": b"miaow"}, timeout=60).status_code)
        self.s3.put_object_tagging(Bucket=self.bucket, Key="copy", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
        self.s3.delete_object_tagging(Bucket=self.bucket, Key="copy")
        self.s3.delete_object(Bucket=self.bucket, Key="copy")
        self.s3.delete_objects(Bucket=self.bucket, Delete={"Objects": [{"Key": "large"}, {"Key": "nothing"}]})
        self.s3.delete_object(Bucket=self.bucket, Key="nothing")
        encoded = "photos/red+flower%2B%C3%A9.jpg"
        expected = {
            f"{encoded} ObjectCreated:Put", "copy ObjectCreated:Copy", "large ObjectCreated:CompleteMultipartUpload",
            "posted ObjectCreated:Post", "copy ObjectTagging:Put", "copy ObjectTagging:Delete", "copy ObjectRemoved:Delete",
            "large ObjectRemoved:Delete",
        }
        self.wait_until(lambda: len(self.told(table)) >= len(expected))
        told = self.told(table)
        self.assertEqual(expected, set(told))
        record = told[f"{encoded} ObjectCreated:Put"]
        self.assertRegex(record["eventTime"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        metadata = put["ResponseMetadata"]
        self.assertEqual(
            {"x-amz-request-id": metadata["HTTPHeaders"]["x-amz-request-id"], "x-amz-id-2": metadata["HTTPHeaders"]["x-amz-id-2"]},
            record["responseElements"],
        )
        sequencer = record["s3"]["object"].pop("sequencer")
        self.assertRegex(sequencer, "^[0-9A-F]{16}$")
        owner = record["s3"]["bucket"].pop("ownerIdentity")
        self.assertEqual(
            {
                "s3SchemaVersion": "1.0", "configurationId": "mine",
                "bucket": {"name": self.bucket, "arn": f"arn:aws:s3:::{self.bucket}"},
                "object": {"key": encoded, "size": 5, "eTag": put["ETag"].strip('"')},
            },
            record["s3"],
        )
        self.assertRegex(owner["principalId"], "^A[0-9A-F]+$")
        self.assertEqual(("2.1", "aws:s3", "us-east-1"), (record["eventVersion"], record["eventSource"], record["awsRegion"]))
        self.assertIn(record["requestParameters"]["sourceIPAddress"], ("127.0.0.1", "::1"))
        self.assertRegex(record["userIdentity"]["principalId"], "^AWS:.+$")
        self.assertEqual(PART_BYTES, told["large ObjectCreated:CompleteMultipartUpload"]["s3"]["object"]["size"])
        removed = told["copy ObjectRemoved:Delete"]["s3"]["object"]
        self.assertEqual({"key", "sequencer"}, set(removed))
        self.assertGreater(removed["sequencer"], told["copy ObjectCreated:Copy"]["s3"]["object"]["sequencer"])
        self.assertEqual("2.3", told["copy ObjectTagging:Put"]["eventVersion"])

    def test_filters(self):
        (images, images_table), (texts, texts_table) = self.create_keeper(), self.create_keeper()
        self.configure(
            {"LambdaFunctionArn": images, "Events": ["s3:ObjectCreated:Put"], "Filter": rules(prefix="my+images/", Suffix=".jpg")},
            {"LambdaFunctionArn": texts, "Events": CREATED, "Filter": rules(suffix=".txt")},
        )
        for key in ("my images/a.jpg", "my+images/b.jpg", "images/c.jpg", "my images/d.png", "my images/e.txt", "f.txt"):
            self.s3.put_object(Bucket=self.bucket, Key=key)
        self.s3.copy_object(Bucket=self.bucket, Key="my images/g.jpg", CopySource={"Bucket": self.bucket, "Key": "f.txt"})
        self.s3.put_object(Bucket=self.bucket, Key="my images/last.jpg")
        self.s3.put_object(Bucket=self.bucket, Key="last.txt")
        self.wait_until(lambda: len(self.told(images_table)) >= 2 and len(self.told(texts_table)) >= 3)
        self.assertEqual({"my+images/a.jpg", "my+images/last.jpg"}, {key.split()[0] for key in self.told(images_table)})
        self.assertEqual({"my+images/e.txt", "f.txt", "last.txt"}, {key.split()[0] for key in self.told(texts_table)})

    def test_configurations(self):
        arn, _ = self.create_keeper()
        self.assertEqual({}, self.configuration())
        one = {"Id": "one", "LambdaFunctionArn": arn, "Events": CREATED, "Filter": rules(Prefix="a/", Suffix=".b")}
        other = {"LambdaFunctionArn": arn, "Events": ["s3:ObjectRemoved:Delete", "s3:LifecycleTransition"]}
        self.configure(one, other, EventBridgeConfiguration={})
        kept = self.configuration()
        self.assertEqual({}, kept.pop("EventBridgeConfiguration"))
        first, second = kept["LambdaFunctionConfigurations"]
        self.assertEqual(one, first)
        self.assertTrue(second.pop("Id"))
        self.assertEqual(other, second)
        self.configure()
        self.assertEqual({}, self.configuration())

    def test_mistakes(self):
        arn, _ = self.create_keeper()
        queue, gone = "arn:aws:sqs:us-east-1:000000000000:q", arn + "-not"

        def function(events=CREATED, where=arn, **more):
            return {"LambdaFunctionArn": where, "Events": events, **more}

        cases = (
            ([function(["s3:ObjectCreated"])], {}, "The event 's3:ObjectCreated' is not supported for notifications"),
            ([function(Filter=rules(infix="a"))], {}, "filter rule name must be either prefix or suffix"),
            ([function(Filter={"Key": {"FilterRules": 2 * [{"Name": "suffix", "Value": "a"}]}})], {},
             "Cannot specify more than one suffix rule in a filter."),
            ([function(Filter=rules(prefix="é" * 513))], {}, "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation"),
            ([function(), function(["s3:ObjectCreated:Put"])], {},
             "Configurations overlap. Configurations on the same bucket cannot share a common event type."),
            ([function(Filter=rules(prefix="a")), function(Filter=rules(prefix="ab", suffix="c"))], {},
             "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping "
             "for the same event type."),
            ([function(Id="a"), function(REMOVED, Id="a")], {}, "Same ID used for multiple configurations"),
            ([function(where=gone)], {}, "Unable to validate the following destination configurations"),
            ([function(where=arn.replace("us-east-1", "eu-west-1"))], {},
             "The notification destination service region is not valid for the bucket location constraint"),
            ([function(where="arn:aws:lambda:us-east-1:f")], {}, "The ARN is not well formed"),
            ([function(where=arn + ":" + "v" * 1024)], {}, "The ARN is not well formed"),
            ([function(Id="i" * 256)], {}, "The ID of a notification configuration can have at most 255 bytes"),
            ([], {"QueueConfigurations": [{"QueueArn": queue, "Events": CREATED}]},
             "Unable to validate the following destination configurations"),
            ([], {"TopicConfigurations": [{"TopicArn": queue.replace("sqs", "sns"), "Events": CREATED}]},
             "Unable to validate the following destination configurations"),
            ([function(Filter=rules(prefix=f"{number:03}")) for number in range(101)], {},
             "A bucket can have at most 100 notification configurations"),
        )
        for functions, more, message in cases:
            with self.subTest(message):
                with self.assertRaises(ClientError) as caught:
                    self.configure(*functions, **more)
                error = caught.exception.response["Error"]
                self.assertEqual(("InvalidArgument", message), (error["Code"], error["Message"]))
        with self.assertRaises(ClientError) as caught:
            self.configure(function(where=gone))
        error = caught.exception.response["Error"]
        self.assertEqual((f"{gone}, null", f"Not authorized to invoke function [{gone}]"), (error["ArgumentName1"], error["ArgumentValue1"]))
        self.assertEqual({}, self.configuration())
        events = [f"s3:ObjectCreated:{how}" for how in ("Put", "Post", "Copy", "CompleteMultipartUpload")]
        events += ["s3:ObjectRemoved:Delete", "s3:ObjectRemoved:DeleteMarkerCreated", "s3:ObjectTagging:Put", "s3:ObjectTagging:Delete"]
        events += ["s3:ObjectAcl:Put", "s3:LifecycleTransition", "s3:IntelligentTiering"]
        self.configure(*(function(2 * events, Id=f"{number:0255}", Filter=rules(prefix=f"{number:03}" + "é" * 510, suffix="é" * 512))
                         for number in range(100)))
        kept = self.configuration()["LambdaFunctionConfigurations"]
        self.assertEqual((100, events), (len(kept), kept[99]["Events"]))
        missing = {"Bucket": f"{self.bucket}-not", "NotificationConfiguration": {}}
        with self.assertRaises(ClientError) as caught:
            self.s3.put_bucket_notification_configuration(**missing)
        self.assertEqual("NoSuchBucket", caught.exception.response["Error"]["Code"])

    def test_a_function_that_comes_later(self):
        """Who says so need not have it when it is named, and is told nothing of what was before."""
        later = f"later-{uuid.uuid4().hex[:12]}"
        arn = f"arn:aws:lambda:us-east-1:{self.account()}:function:{later}"
        configuration = {"LambdaFunctionConfigurations": [{"LambdaFunctionArn": arn, "Events": CREATED}]}
        self.s3.put_bucket_notification_configuration(
            Bucket=self.bucket, NotificationConfiguration=configuration, SkipDestinationValidation=True
        )
        self.s3.put_object(Bucket=self.bucket, Key="nobody sees it")
        table = self.create_table()
        self.lambda_.create_function(
            FunctionName=later, Runtime="python3.11", Role=ROLE, Handler="f.handler", Timeout=60, MemorySize=256,
            Code={"ZipFile": package({"f.py": KEEP})}, Environment={"Variables": {"TARGET": table.name}},
        )
        self.addCleanup(self.lambda_.delete_function, FunctionName=later)
        self.s3.put_object(Bucket=self.bucket, Key="seen")
        self.wait_until(lambda: "seen ObjectCreated:Put" in self.told(table))

    def account(self):
        return self.service("sts").get_caller_identity()["Account"]


class AfterACrashTest(LambdaCase):
    def test_what_was_acknowledged_is_told(self):
        with Server() as server:
            services = {name: self.service(name, endpoint_url=server.endpoint) for name in ("dynamodb", "lambda", "s3")}
            services["dynamodb"].create_table(
                TableName="told", BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            )
            arn = services["lambda"].create_function(
                FunctionName="keep", Runtime="python3.11", Role=ROLE, Handler="f.handler", Timeout=60, MemorySize=256,
                Code={"ZipFile": package({"f.py": KEEP})}, Environment={"Variables": {"TARGET": "told"}},
            )["FunctionArn"]
            services["s3"].create_bucket(Bucket="bucket")
            configuration = {"LambdaFunctionConfigurations": [{"LambdaFunctionArn": arn, "Events": CREATED}]}
            services["s3"].put_bucket_notification_configuration(Bucket="bucket", NotificationConfiguration=configuration)
            for number in range(20):
                services["s3"].put_object(Bucket="bucket", Key=str(number))
            server.kill()
            server.start()
            dynamodb = self.service("dynamodb", endpoint_url=server.endpoint)
            self.wait_until(lambda: dynamodb.scan(TableName="told", Select="COUNT")["Count"] == 20)
