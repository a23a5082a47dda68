"""--auth strict: who may put the objects of which buckets into tables."""

from clients.boto3 import bulk_model, newer_model
from clients.boto3.case import Boto3Test
from clients.boto3.test_iam import policy
from clients.boto3.test_strict import ARGUMENTS, ROOT_KEY, table_arn
from clients.boto3.test_strict_transfers import ITEM, StrictTransfersCase


class StrictBulkPutsTest(StrictTransfersCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = newer_model.session(bulk_model.extend)
        cls.bulk_owner = cls.bulk_client(ROOT_KEY)

    @classmethod
    def bulk_client(cls, keys):
        return cls.session.client(
            "dynamodb", endpoint_url=Boto3Test.server.endpoint, region_name="us-east-1", **keys)

    def bulk_of(self, *documents):
        return self.bulk_client(self.user(*documents)[1])

    def parameters(self):
        return {
            "TableName": self.table,
            "InputS3Configuration": {"S3Bucket": self.bucket, "S3KeyPrefix": "in/", "InputFormat": "DYNAMODB_JSON"},
            "OutputS3Configuration": {"S3Bucket": self.bucket, "S3KeyPrefix": "out", "OutputType": ["ERROR"]},
        }

    def load(self, client):
        started = client.start_bulk_put_items(**self.parameters())["BulkOperationDescription"]
        arn = started["BulkOperationArn"]
        return self.until_done(
            lambda: self.bulk_owner.describe_bulk_operation(BulkOperationArn=arn)["BulkOperationDescription"],
            "BulkOperation",
        )

    def test_actions(self):
        started = self.bulk_owner.start_bulk_put_items(**self.parameters())["BulkOperationDescription"]
        arn = started["BulkOperationArn"]
        self.until_done(
            lambda: self.bulk_owner.describe_bulk_operation(BulkOperationArn=arn)["BulkOperationDescription"],
            "BulkOperation",
        )
        nobody = self.bulk_of()
        for action, operation, resource, parameters in [
            ("StartBulkPutItems", "start_bulk_put_items", table_arn(self.table), self.parameters()),
            ("DescribeBulkOperation", "describe_bulk_operation", arn, {"BulkOperationArn": arn}),
            ("ListBulkOperations", "list_bulk_operations", "*", {}),
        ]:
            with self.subTest(action=action):
                message = self.assert_denied(getattr(nobody, operation), **parameters)
                self.assertIn(f"is not authorized to perform: dynamodb:{action} on resource: {resource} because", message)
                others = self.bulk_of(policy("dynamodb:*", table_arn(self.table + "2")))
                self.assert_denied(getattr(others, operation), **parameters)
                getattr(self.bulk_of(policy(f"dynamodb:{action}", resource)), operation)(**parameters)
        self.assert_denied(nobody.cancel_bulk_operation, BulkOperationArn=arn)
        one = self.bulk_of(policy("dynamodb:CancelBulkOperation", arn))
        self.assert_error("ValidationException", one.cancel_bulk_operation, BulkOperationArn=arn)

    def test_both_buckets(self):
        self.owner_s3.put_object(Bucket=self.bucket, Key="in/1", Body=ITEM)
        starter = policy("dynamodb:StartBulkPutItems", table_arn(self.table))
        reader = policy(["s3:ListBucket", "s3:GetObject"], [self.arn, self.arn + "/in/*"])
        writer = policy("s3:PutObject", self.arn + "/out/AWSDynamoDB/*")
        for allowed, documents in [(False, []), (False, [reader]), (False, [writer]), (True, [reader, writer])]:
            with self.subTest(documents=documents):
                self.assertEqual(
                    ("COMPLETED", None) if allowed else ("FAILED", "S3AccessDenied"),
                    self.load(self.bulk_of(starter, *documents)),
                )

