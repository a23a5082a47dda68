"""What tests of S3 share."""

import unittest
import uuid

from clients.boto3.case import Boto3Test

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


class S3Case(unittest.TestCase):
    """A bucket for each test."""

    @classmethod
    def setUpClass(cls):
        cls.s3 = cls.new_client()

    @staticmethod
    def new_client(region="us-east-1", **config):
        settings = Config(retries={"max_attempts": 1}, s3={"addressing_style": "path"}, **config)
        return boto3.client(
            "s3", endpoint_url=Boto3Test.server.endpoint, region_name=region, config=settings
        )

    def setUp(self):
        self.bucket = f"boto3-{uuid.uuid4().hex[:12]}"
        self.s3.create_bucket(Bucket=self.bucket)
        self.addCleanup(self.remove_bucket, self.bucket)

    def remove_bucket(self, name):
        bucket = boto3.resource("s3", endpoint_url=Boto3Test.server.endpoint, region_name="us-east-1").Bucket(name)
        bucket.objects.all().delete()
        bucket.delete()

    def put(self, key, body=b"", **more):
        return self.s3.put_object(Bucket=self.bucket, Key=key, Body=body, **more)

    def get(self, key, **more):
        return self.s3.get_object(Bucket=self.bucket, Key=key, **more)

    def assert_error(self, code, status, call, *arguments, **named):
        with self.assertRaises(ClientError) as raised:
            call(*arguments, **named)
        response = raised.exception.response
        self.assertEqual((code, status), (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]))
        return response["Error"]
