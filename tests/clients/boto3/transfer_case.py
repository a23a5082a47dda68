"""What tests of exports and imports share."""

import gzip
import json
import uuid

from clients.boto3.s3_case import S3Case
from clients.boto3.test_backups import BackupCase

PK = {"AttributeName": "pk", "AttributeType": "S"}
TABLE = {
    "AttributeDefinitions": [PK],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "BillingMode": "PAY_PER_REQUEST",
}


class TransferCase(BackupCase, S3Case):
    """A bucket for each test, and tables that go away."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.s3 = cls.new_client()

    # ---- exports

    def recoverable_table(self, **more):
        table = self.create_table(**more)
        self.switch_recovery(table)
        return table

    def export(self, table, **parameters):
        """The description of an export that is done."""
        answer = self.client.export_table_to_point_in_time(TableArn=table.table_arn, S3Bucket=self.bucket, **parameters)
        description = answer["ExportDescription"]
        self.assertEqual("IN_PROGRESS", description["ExportStatus"])
        return self.exported(description["ExportArn"])

    def exported(self, arn):
        def describe():
            return self.client.describe_export(ExportArn=arn)["ExportDescription"]

        return self.until(describe, lambda export: export["ExportStatus"] != "IN_PROGRESS")

    def json_of(self, key):
        return json.loads(self.get(key)["Body"].read())

    def lines(self, key, compressed=True):
        body = self.get(key)["Body"].read()
        return (gzip.decompress(body) if compressed else body).decode().splitlines()

    def exported_lines(self, export):
        """The lines of all data files, as the manifests of the export name them."""
        summary = self.json_of(export["ExportManifest"])
        files = [json.loads(line) for line in self.lines(summary["manifestFilesS3Key"], compressed=False)]
        found = [line for file in files for line in self.lines(file["dataFileS3Key"])]
        self.assertEqual(summary["itemCount"], len(found))
        self.assertEqual(export["ItemCount"], len(found))
        return found

    def exported_names(self, export):
        return sorted(json.loads(line)["Item"]["pk"]["S"] for line in self.exported_lines(export))

    # ---- imports

    def new_name(self):
        """Of a table that an import makes."""
        name = f"imported-{uuid.uuid4().hex[:12]}"
        self.addCleanup(self.drop, name)
        return name

    def drop(self, name):
        try:
            self.client.delete_table(TableName=name)
        except self.client.exceptions.ResourceNotFoundException:
            pass  # the import failed before it made one

    def begin_import(self, name=None, prefix="", table=None, **parameters):
        source = {"S3Bucket": self.bucket, "S3KeyPrefix": prefix} if prefix else {"S3Bucket": self.bucket}
        return self.client.import_table(
            S3BucketSource=source,
            TableCreationParameters={**TABLE, "TableName": name or self.new_name(), **(table or {})},
            **{"InputFormat": "DYNAMODB_JSON", **parameters},
        )["ImportTableDescription"]

    def imported(self, arn):
        def describe():
            return self.client.describe_import(ImportArn=arn)["ImportTableDescription"]

        return self.until(describe, lambda job: job["ImportStatus"] != "IN_PROGRESS")

    def import_from(self, *arguments, **parameters):
        """The description of an import that is done, and its table, which may not be there."""
        description = self.begin_import(*arguments, **parameters)
        self.assertEqual("IN_PROGRESS", description["ImportStatus"])
        done = self.imported(description["ImportArn"])
        return done, self.resource.Table(done["TableCreationParameters"]["TableName"])

    def all_items(self, table):
        pages = self.client.get_paginator("scan").paginate(TableName=table.name, ConsistentRead=True)
        return sorted((item for page in pages for item in page["Items"]), key=str)

    def problems(self, job):
        """What the log of an import says: (key, number of the item, texts)."""
        events = self.service("logs").get_log_events(
            logGroupName="/aws-dynamodb/imports",
            logStreamName=job["ImportArn"].rsplit("/", 1)[1] + "/error",
            startFromHead=True,
        )["events"]
        messages = [json.loads(event["message"]) for event in events]
        for message in messages:
            self.assertEqual(job["ImportArn"], message["importArn"])
            self.assertEqual(self.bucket, message["itemS3Pointer"]["bucket"])
        return [
            (message["itemS3Pointer"]["key"], message["itemS3Pointer"]["itemIndex"], message["errorMessages"])
            for message in messages
        ]
