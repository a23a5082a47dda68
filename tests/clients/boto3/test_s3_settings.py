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

    def assert_kept(self, put, get, name, value, shown=None):
        getattr(self.s3, put)(Bucket=self.bucket, **{name: value})
        self.assertEqual(shown or value, getattr(self.s3, get)(Bucket=self.bucket)[name])
        self.assert_error("NoSuchBucket", 404, getattr(self.s3, put), Bucket=f"{self.bucket}-not", **{name: value})

    def test_public_access_block(self):
        """All buckets have it since 2023-04: aws.amazon.com/about-aws/whats-new/2023/04."""
        names = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
        configuration, get = "PublicAccessBlockConfiguration", self.s3.get_public_access_block
        self.assertEqual(dict.fromkeys(names, True), get(Bucket=self.bucket)[configuration])
        for name in names:
            self.assert_kept("put_public_access_block", "get_public_access_block", configuration, {name: True},
                             {**dict.fromkeys(names, False), name: True})
        none = {"Bucket": f"{self.bucket}-not"}
        for _ in range(2):
            self.s3.delete_public_access_block(Bucket=self.bucket)
            error = self.assert_error("NoSuchPublicAccessBlockConfiguration", 404, get, Bucket=self.bucket)
            self.assertEqual(("The public access block configuration was not found", self.bucket), (error["Message"], error["BucketName"]))
        for call in (get, self.s3.delete_public_access_block):
            self.assert_error("NoSuchBucket", 404, call, **none)

    def test_encryption_and_ownership_are_those_of_every_bucket(self):
        def encryption(algorithm, **more):
            return {"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": algorithm}, **more}]}

        name, put = "ServerSideEncryptionConfiguration", self.s3.put_bucket_encryption
        plain = encryption("AES256", BucketKeyEnabled=False)
        self.assert_kept("put_bucket_encryption", "get_bucket_encryption", name, encryption("AES256"), plain)
        self.assert_kept("put_bucket_encryption", "get_bucket_encryption", name, encryption("AES256", BucketKeyEnabled=True))
        self.assert_error("NotImplemented", 501, put, Bucket=self.bucket, **{name: encryption("aws:kms")})
        self.assert_error("MalformedXML", 400, put, Bucket=self.bucket, **{name: encryption("ROT13")})
        self.s3.delete_bucket_encryption(Bucket=self.bucket)
        self.assertEqual(plain, self.s3.get_bucket_encryption(Bucket=self.bucket)[name])

        def ownership(kind):
            return {"Rules": [{"ObjectOwnership": kind}]}

        name, put = "OwnershipControls", self.s3.put_bucket_ownership_controls
        self.assert_kept("put_bucket_ownership_controls", "get_bucket_ownership_controls", name, ownership("BucketOwnerEnforced"))
        self.assert_error("NotImplemented", 501, put, Bucket=self.bucket, **{name: ownership("ObjectWriter")})
        self.assert_error("MalformedXML", 400, put, Bucket=self.bucket, **{name: ownership("Nobody")})

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
        self.s3.delete_public_access_block(Bucket=self.bucket)
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
