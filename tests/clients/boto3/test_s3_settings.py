"""S3 through boto3: what tools ask of a bucket on which nothing is configured, and take away from it."""

import json

from clients.boto3.s3_case import S3Case

ABSENT = (  # call, code, text, how it is taken away
    ("get_bucket_cors", "NoSuchCORSConfiguration", "The CORS configuration does not exist", "delete_bucket_cors"),
    ("get_bucket_website", "NoSuchWebsiteConfiguration",
     "The specified bucket does not have a website configuration", "delete_bucket_website"),
    ("get_bucket_lifecycle_configuration", "NoSuchLifecycleConfiguration",
     "The lifecycle configuration does not exist", "delete_bucket_lifecycle"),
    ("get_bucket_replication", "ReplicationConfigurationNotFoundError",
     "The replication configuration was not found", "delete_bucket_replication"),
    ("get_public_access_block", "NoSuchPublicAccessBlockConfiguration",
     "The public access block configuration was not found", "delete_public_access_block"),
    ("get_object_lock_configuration", "ObjectLockConfigurationNotFoundError",
     "Object Lock configuration does not exist for this bucket", None),
)
DEFAULTS = (  # call, answer
    ("get_bucket_logging", {}),
    ("get_bucket_notification_configuration", {}),
    ("get_bucket_accelerate_configuration", {}),
    ("get_bucket_request_payment", {"Payer": "BucketOwner"}),
    ("get_bucket_ownership_controls", {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}}),
    ("get_bucket_encryption", {"ServerSideEncryptionConfiguration": {"Rules": [
        {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]}}),
    ("list_bucket_inventory_configurations", {"IsTruncated": False}),
    ("list_bucket_metrics_configurations", {"IsTruncated": False}),
    ("list_bucket_analytics_configurations", {"IsTruncated": False}),
    ("list_bucket_intelligent_tiering_configurations", {"IsTruncated": False}),
)


class S3SettingsTest(S3Case):
    def test_what_is_not_configured(self):
        other = f"{self.bucket}-not"
        for call, code, text, remove in ABSENT:
            with self.subTest(call):
                error = self.assert_error(code, 404, getattr(self.s3, call), Bucket=self.bucket)
                self.assertEqual((text, self.bucket), (error["Message"], error["BucketName"]))
                self.assert_error("NoSuchBucket", 404, getattr(self.s3, call), Bucket=other)
                if remove is None:
                    continue
                removed = getattr(self.s3, remove)(Bucket=self.bucket)
                self.assertEqual(204, removed["ResponseMetadata"]["HTTPStatusCode"])
                self.assert_error("NoSuchBucket", 404, getattr(self.s3, remove), Bucket=other)

    def test_defaults(self):
        for call, expected in DEFAULTS:
            with self.subTest(call):
                answer = getattr(self.s3, call)(Bucket=self.bucket)
                answer.pop("ResponseMetadata")
                self.assertEqual(expected, answer)
                self.assert_error("NoSuchBucket", 404, getattr(self.s3, call), Bucket=f"{self.bucket}-not")

    def test_encryption_goes_back_to_its_default(self):
        before = self.s3.get_bucket_encryption(Bucket=self.bucket)["ServerSideEncryptionConfiguration"]
        self.s3.delete_bucket_encryption(Bucket=self.bucket)
        after = self.s3.get_bucket_encryption(Bucket=self.bucket)["ServerSideEncryptionConfiguration"]
        self.assertEqual(before, after)

    def test_configurations_have_ids(self):
        for kind in ("inventory", "metrics", "analytics", "intelligent_tiering"):
            for verb in ("get", "delete"):
                call = getattr(self.s3, f"{verb}_bucket_{kind}_configuration")
                with self.subTest(kind=kind, verb=verb):
                    error = self.assert_error("NoSuchConfiguration", 404, call, Bucket=self.bucket, Id="x")
                    self.assertEqual("The specified configuration does not exist.", error["Message"])
                    self.assert_error("NoSuchBucket", 404, call, Bucket=f"{self.bucket}-not", Id="x")

    def test_locks_of_objects(self):
        """Seen on AWS: versitygw #883 (2024-10)."""
        self.put("k")
        for call in (self.s3.get_object_retention, self.s3.get_object_legal_hold):
            error = self.assert_error("InvalidRequest", 400, call, Bucket=self.bucket, Key="k")
            self.assertEqual("Bucket is missing Object Lock Configuration", error["Message"])
            self.assert_error("NoSuchBucket", 404, call, Bucket=f"{self.bucket}-not", Key="k")

    def test_policy_status(self):
        status = self.s3.get_bucket_policy_status
        self.assert_error("NoSuchBucketPolicy", 404, status, Bucket=self.bucket)
        self.assert_error("NoSuchBucket", 404, status, Bucket=f"{self.bucket}-not")
        for principal, public in (("*", True), ({"AWS": "*"}, True), ({"AWS": "000000000000"}, False)):
            statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject",
                         "Resource": f"arn:aws:s3:::{self.bucket}/*"}
            policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
            self.s3.put_bucket_policy(Bucket=self.bucket, Policy=policy)
            self.assertEqual({"IsPublic": public}, status(Bucket=self.bucket)["PolicyStatus"])

    def test_what_would_be_kept_is_not_there(self):
        call = self.s3.put_bucket_versioning
        error = self.assert_error(
            "NotImplemented", 501, call, Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled"})
        self.assertEqual("A header you provided implies functionality that is not implemented", error["Message"])
        rules = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
        self.assert_error(
            "NotImplemented", 501, self.s3.put_bucket_cors, Bucket=self.bucket, CORSConfiguration=rules)
