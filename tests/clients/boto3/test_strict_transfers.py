"""--auth strict: who may export and import tables, and to and from which buckets."""

import json
import time
import uuid

from clients.boto3.test_iam import policy
from clients.boto3.test_strict import ACCOUNT, ARGUMENTS, OTHER_ACCOUNT, OTHER_ROOT_KEY, ROOT_KEY, StrictCase, table_arn
from harness import environment

ITEM = json.dumps({"Item": {"pk": {"S": "a"}}}).encode()


class StrictTransfersCase(StrictCase):
    """Buckets of two accounts, and jobs that are waited for."""

    def setUp(self):
        self.owner.update_continuous_backups(
            TableName=self.table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        self.owner_s3 = self.service("s3", **ROOT_KEY)
        self.other_s3 = self.service("s3", **OTHER_ROOT_KEY)
        self.bucket = self.new_bucket(self.owner_s3)
        self.arn = f"arn:aws:s3:::{self.bucket}"
        self.addCleanup(self.wait_for_jobs)  # before its bucket goes

    def wait_for_jobs(self):
        for list_, member in ((self.owner.list_exports, "Export"), (self.owner.list_imports, "Import")):
            deadline = time.monotonic() + 30 * environment.slowness()
            while f"'{member}Status': 'IN_PROGRESS'" in str(self.all_pages(list_)):
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.02)

    def all_pages(self, list_, **more):
        page = list_(**more)
        return [page] + (self.all_pages(list_, NextToken=page["NextToken"]) if "NextToken" in page else [])

    def new_bucket(self, s3):
        name = f"strict-{uuid.uuid4().hex[:12]}"
        s3.create_bucket(Bucket=name)
        self.addCleanup(self.remove_bucket, s3, name)
        return name

    def remove_bucket(self, s3, name):
        for entry in s3.list_objects_v2(Bucket=name).get("Contents", []):
            s3.delete_object(Bucket=name, Key=entry["Key"])
        s3.delete_bucket(Bucket=name)

    def until_done(self, describe, what):
        deadline = time.monotonic() + 30 * environment.slowness()
        while (job := describe())[f"{what}Status"] == "IN_PROGRESS":
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        return job[f"{what}Status"], job.get("FailureCode")

    def export(self, client, **more):
        parameters = {"TableArn": table_arn(self.table), "S3Bucket": self.bucket, **more}
        arn = client.export_table_to_point_in_time(**parameters)["ExportDescription"]["ExportArn"]
        return self.until_done(lambda: self.owner.describe_export(ExportArn=arn)["ExportDescription"], "Export")

    def import_parameters(self, name=None, **source):
        return {
            "S3BucketSource": {"S3Bucket": self.bucket, **source},
            "InputFormat": "DYNAMODB_JSON",
            "TableCreationParameters": {
                "TableName": name or f"strict-{uuid.uuid4().hex[:10]}",
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                "BillingMode": "PAY_PER_REQUEST",
            },
        }

    def import_table(self, client, **source):
        parameters = self.import_parameters(**source)
        arn = client.import_table(**parameters)["ImportTableDescription"]["ImportArn"]
        outcome = self.until_done(lambda: self.owner.describe_import(ImportArn=arn)["ImportTableDescription"], "Import")
        name = parameters["TableCreationParameters"]["TableName"]
        if name in self.owner.list_tables()["TableNames"]:
            self.owner.delete_table(TableName=name)
        else:
            self.assertEqual("FAILED", outcome[0])
        return outcome


class StrictTransfersTest(StrictTransfersCase):
    def test_actions(self):
        exported = self.owner.export_table_to_point_in_time(TableArn=table_arn(self.table), S3Bucket=self.bucket)
        export = exported["ExportDescription"]["ExportArn"]
        new = f"strict-{uuid.uuid4().hex[:10]}"
        imported = self.owner.import_table(**self.import_parameters())["ImportTableDescription"]
        import_ = imported["ImportArn"]
        nobody = self.dynamodb_of()
        for action, operation, resource, parameters in [
            ("ExportTableToPointInTime", "export_table_to_point_in_time", table_arn(self.table),
             {"TableArn": table_arn(self.table), "S3Bucket": self.bucket}),
            ("DescribeExport", "describe_export", export, {"ExportArn": export}),
            ("ListExports", "list_exports", "*", {"TableArn": table_arn(self.table)}),
            ("ImportTable", "import_table", table_arn(new), self.import_parameters(new)),
            ("DescribeImport", "describe_import", import_, {"ImportArn": import_}),
            ("ListImports", "list_imports", "*", {}),
        ]:
            with self.subTest(action=action):
                message = self.assert_denied(getattr(nobody, operation), **parameters)
                self.assertIn(
                    f"is not authorized to perform: dynamodb:{action} on resource: {resource} because no "
                    "identity-based policy allows",
                    message,
                )
                others = self.dynamodb_of(policy("dynamodb:*", table_arn(self.table + "2")))
                self.assert_denied(getattr(others, operation), **parameters)
                one = self.dynamodb_of(policy(f"dynamodb:{action}", resource))
                getattr(one, operation)(**parameters)
        # One that describes all of a table, and nobody else's.
        all_of_table = self.dynamodb_of(policy("dynamodb:DescribeExport", table_arn(self.table) + "/export/*"))
        all_of_table.describe_export(ExportArn=export)
        self.wait_for_jobs()
        self.owner.delete_table(TableName=imported["TableArn"].rsplit("/", 1)[1])

    def test_another_spelling_is_the_same_export(self):
        exported = self.owner.export_table_to_point_in_time(TableArn=table_arn(self.table), S3Bucket=self.bucket)
        export = exported["ExportDescription"]["ExportArn"]
        but_this = {"Effect": "Deny", "Action": "dynamodb:*", "Resource": table_arn(self.table) + "/export/*"}
        client = self.dynamodb_of(policy(), {"Version": "2012-10-17", "Statement": [but_this]})
        for spelling in (export, export.replace("arn:aws:", "arn:aws-cn:")):
            self.assert_denied(client.describe_export, ExportArn=spelling)

    def test_an_export_needs_the_bucket(self):
        to_table = policy("dynamodb:ExportTableToPointInTime", table_arn(self.table))
        for allowed, documents in [
            (False, []),
            (False, [policy("s3:GetObject")]),
            (False, [policy("s3:PutObject", self.arn + "/elsewhere/*")]),
            (False, [policy("s3:PutObject", f"{self.arn}x/*")]),
            (True, [policy("s3:PutObject", self.arn + "/*")]),
            (True, [policy("s3:PutObject", self.arn + "/here/AWSDynamoDB/*")]),
        ]:
            with self.subTest(documents=documents):
                client = self.dynamodb_of(to_table, *documents)
                self.assertEqual(
                    ("COMPLETED", None) if allowed else ("FAILED", "S3AccessDenied"),
                    self.export(client, S3Prefix="here"),
                )
                if not allowed:
                    self.assertNotIn("Contents", self.owner_s3.list_objects_v2(Bucket=self.bucket))

    def test_slashes_at_the_end_of_a_prefix_are_no_way_around_a_policy(self):
        everywhere = policy("s3:PutObject", self.arn + "/*")
        not_there = policy("s3:PutObject", self.arn + "/secret/AWSDynamoDB/*", Effect="Deny")
        client = self.dynamodb_of(policy("dynamodb:*", "*"), everywhere, not_there)
        for prefix in ("secret", "secret/", "secret//"):
            with self.subTest(prefix=prefix):
                self.assertEqual(("FAILED", "S3AccessDenied"), self.export(client, S3Prefix=prefix))
        self.assertEqual(("COMPLETED", None), self.export(client, S3Prefix="open/"))

    def test_the_policy_of_the_bucket_decides_too(self):
        exporter = self.dynamodb_of(policy("dynamodb:*", table_arn(self.table)), policy("s3:*"))
        self.owner_s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": self.arn + "/*",
                "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}},
            }],
        }))
        self.assertEqual(("FAILED", "S3AccessDenied"), self.export(exporter))
        self.assertEqual(("COMPLETED", None), self.export(exporter, S3SseAlgorithm="KMS"))

    def test_an_import_needs_the_list_and_each_object(self):
        for key in ("here/1.json", "here/2.json"):
            self.owner_s3.put_object(Bucket=self.bucket, Key=key, Body=ITEM)
        importer = policy("dynamodb:ImportTable")
        lister = policy("s3:ListBucket", self.arn)
        for allowed, documents in [
            (False, [policy("s3:GetObject", self.arn + "/*")]),
            (False, [lister]),
            (False, [lister, policy("s3:GetObject", self.arn + "/here/1.json")]),
            (True, [lister, policy("s3:GetObject", self.arn + "/here/*")]),
            (True, [policy("s3:ListBucket", self.arn, Condition={"StringLike": {"s3:prefix": "here/*"}}),
                    policy("s3:GetObject", [self.arn + "/here/1.json", self.arn + "/here/2.json"])]),
        ]:
            with self.subTest(documents=documents):
                self.assertEqual(
                    ("COMPLETED", None) if allowed else ("FAILED", "S3AccessDenied"),
                    self.import_table(self.dynamodb_of(importer, *documents), S3KeyPrefix="here/"),
                )

    def test_a_bucket_that_is_not_there(self):
        client = self.dynamodb_of(policy("dynamodb:*"), policy("s3:*"))
        self.bucket = f"no-{uuid.uuid4().hex[:12]}"
        self.assertEqual(("FAILED", "S3NoSuchBucket"), self.export(client))
        self.assertEqual(("FAILED", "S3NoSuchBucket"), self.import_table(client))
        # Who may not use it learns nothing of it.
        client = self.dynamodb_of(policy("dynamodb:*"))
        self.assertEqual(("FAILED", "S3AccessDenied"), self.export(client))
        self.assertEqual(("FAILED", "S3AccessDenied"), self.import_table(client))

    def test_a_bucket_of_another_account(self):
        self.bucket = self.new_bucket(self.other_s3)
        arn = f"arn:aws:s3:::{self.bucket}"
        self.other_s3.put_object(Bucket=self.bucket, Key="a", Body=ITEM)
        name, keys = self.user(policy("dynamodb:*"), policy("s3:*"))
        client = self.service("dynamodb", **keys)
        named = {"S3BucketOwner": OTHER_ACCOUNT}
        denied, done = ("FAILED", "S3AccessDenied"), ("COMPLETED", None)
        self.assertEqual(denied, self.export(client, **named))
        self.assertEqual(denied, self.import_table(client, **named))
        self.other_s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({
            "Version": "2012-10-17",
            "Statement": [{
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/{name}"},
                "Action": ["s3:PutObject", "s3:GetObject", "s3:ListBucket"],
                "Resource": [arn, arn + "/*"],
            }],
        }))
        # The owner is the caller where none is said (S3DataImport.Requesting), and that is not true.
        self.assertEqual(denied, self.export(client))
        self.assertEqual(denied, self.import_table(client))
        self.assertEqual(done, self.import_table(client, **named))
        self.assertEqual(done, self.export(client, **named))
        self.assertGreater(len(self.other_s3.list_objects_v2(Bucket=self.bucket)["Contents"]), 1)
        # Its own policies have to allow it, too.
        poor = self.service("dynamodb", **self.user(policy("dynamodb:*"))[1])
        self.assertEqual(denied, self.export(poor, **named))
        # And a bucket of one's own is not the other's.
        self.bucket = self.new_bucket(self.owner_s3)
        self.assertEqual(denied, self.export(client, **named))
        self.assertEqual(denied, self.import_table(client, **named))

    def test_exports_of_another_account(self):
        exported = self.owner.export_table_to_point_in_time(TableArn=table_arn(self.table), S3Bucket=self.bucket)
        export = exported["ExportDescription"]["ExportArn"]
        stranger = self.service("dynamodb", **OTHER_ROOT_KEY)
        self.assert_denied(stranger.describe_export, ExportArn=export)
        self.assert_denied(
            stranger.export_table_to_point_in_time, TableArn=table_arn(self.table), S3Bucket=self.bucket)
        own = export.replace(ACCOUNT, OTHER_ACCOUNT)
        self.assert_error("ExportNotFoundException", stranger.describe_export, ExportArn=own)
        self.assertEqual([], stranger.list_exports()["ExportSummaries"])
        self.assertEqual([], stranger.list_imports()["ImportSummaryList"])
