"""Exports of tables to buckets, through boto3."""

import datetime
import json
import time

from clients.boto3.transfer_case import TransferCase


class ExportTest(TransferCase):
    def test_all_items_of_one_moment(self):
        table = self.recoverable_table()
        names = [f"k{i:04}" for i in range(1500)]
        self.put_many(table, names)
        export = self.client.export_table_to_point_in_time(
            TableArn=table.table_arn, S3Bucket=self.bucket, S3Prefix="some/where"
        )["ExportDescription"]
        # While it is made: what comes now is not in it, what goes now is.
        self.put_many(table, ["new"])
        table.delete_item(Key={"pk": names[0]})
        export = self.exported(export["ExportArn"])
        self.assertEqual("COMPLETED", export["ExportStatus"])
        self.assertEqual(names, self.exported_names(export))
        self.assertTrue(export["ExportManifest"].startswith("some/where/AWSDynamoDB/"), export["ExportManifest"])

    def test_every_type_of_value(self):
        table = self.recoverable_table()
        item = {
            "pk": {"S": "a \"b\" \u00e4 \U0001f600\n"},
            "n": {"N": "-12345678901234567890123456789012345678"},
            "b": {"B": b"\0\1\xff"},
            "t": {"BOOL": True},
            "z": {"NULL": True},
            "l": {"L": [{"N": "1.5"}, {"L": []}, {"M": {}}]},
            "m": {"M": {"ss": {"SS": ["x", "y"]}, "ns": {"NS": ["1", "2"]}, "bs": {"BS": [b"", b"b"]}}},
        }
        self.client.put_item(TableName=table.name, Item=item)
        for format_, compression in (("DYNAMODB_JSON", "GZIP"), ("ION", "GZIP")):
            with self.subTest(format=format_):
                export = self.export(table, ExportFormat=format_, S3Prefix=format_)
                self.assertEqual("COMPLETED", export["ExportStatus"], export)
                self.assertEqual(1, export["ItemCount"])
                job, copy = self.import_from(
                    prefix=f"{format_}/AWSDynamoDB/{export['ExportArn'].rsplit('/', 1)[1]}/data/",
                    InputFormat=format_,
                    InputCompressionType=compression,
                )
                self.assertEqual("COMPLETED", job["ImportStatus"], job)
                self.assertEqual([item], self.all_items(copy))

    def test_an_earlier_moment(self):
        table = self.recoverable_table()
        self.put_many(table, ["a", "b"])
        # The API takes whole seconds from this SDK: the next one after the items were there.
        moment = int(time.time()) + 1
        self.pass_time(moment + 0.05)
        table.delete_item(Key={"pk": "a"})
        export = self.export(table, ExportTime=moment)
        self.assertEqual("COMPLETED", export["ExportStatus"])
        self.assertEqual(moment, export["ExportTime"].timestamp())
        self.assertEqual(["a", "b"], self.exported_names(export))
        self.assertEqual(["b"], self.exported_names(self.export(table)))

    def test_manifests(self):
        table = self.recoverable_table()
        self.put_many(table, ["a", "b", "c"])
        export = self.export(table, S3Prefix="p", S3SseAlgorithm="AES256")
        id_ = export["ExportArn"].rsplit("/", 1)[1]
        folder = f"p/AWSDynamoDB/{id_}/"
        keys = [entry["Key"] for entry in self.s3.list_objects_v2(Bucket=self.bucket)["Contents"]]
        data = [key for key in keys if key.startswith(folder + "data/")]
        self.assertTrue(data and all(key.endswith(".json.gz") for key in data), data)
        self.assertEqual(
            {folder + name for name in (
                *("_started", "manifest-files.json", "manifest-files.md5"),
                *("manifest-summary.json", "manifest-summary.md5"),
            )},
            set(keys) - set(data),
        )
        self.assertEqual(folder + "manifest-summary.json", export["ExportManifest"])
        summary = self.json_of(export["ExportManifest"])
        self.assertEqual(export["ExportArn"], summary["exportArn"])
        self.assertEqual(table.table_arn, summary["tableArn"])
        self.assertEqual(table.table_id, summary["tableId"])
        self.assertEqual(
            (self.bucket, "p", "AES256", "DYNAMODB_JSON", 3, export["BilledSizeBytes"]),
            tuple(summary[name] for name in (
                *("s3Bucket", "s3Prefix", "s3SseAlgorithm", "outputFormat"),
                *("itemCount", "billedSizeBytes"),
            )),
        )
        exported = datetime.datetime.strptime(summary["exportTime"], "%Y-%m-%dT%H:%M:%S.%f%z")
        self.assertEqual(export["ExportTime"], exported)

    def test_an_empty_table(self):
        export = self.export(self.recoverable_table())
        self.assertEqual(("COMPLETED", 0), (export["ExportStatus"], export["ItemCount"]))
        self.assertEqual([], self.exported_lines(export))

    def test_a_table_that_is_deleted_meanwhile(self):
        table = self.recoverable_table()
        self.put_many(table, ["a", "b"])
        arn = self.client.export_table_to_point_in_time(TableArn=table.table_arn, S3Bucket=self.bucket)[
            "ExportDescription"
        ]["ExportArn"]
        self.client.delete_table(TableName=table.name)
        self.addCleanup(self.create_again, table.name)
        export = self.exported(arn)
        self.assertEqual("COMPLETED", export["ExportStatus"], export)
        self.assertEqual(["a", "b"], self.exported_names(export))
        listed = self.client.list_exports(TableArn=table.table_arn)["ExportSummaries"]
        self.assertEqual([arn], [each["ExportArn"] for each in listed])

    def create_again(self, name):
        self.client.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 0.05})
        self.client.create_table(TableName=name, **{
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
        })

    def test_the_token_of_the_sdk_and_ones_own(self):
        table = self.recoverable_table()
        one, other = self.export(table), self.export(table)
        self.assertNotEqual(one["ExportArn"], other["ExportArn"])
        self.assertNotEqual(one["ClientToken"], other["ClientToken"])
        first = self.export(table, ClientToken=f"mine-{table.name}")
        again = self.client.export_table_to_point_in_time(
            TableArn=table.table_arn, S3Bucket=self.bucket, ClientToken=f"mine-{table.name}"
        )["ExportDescription"]
        self.assertEqual((first["ExportArn"], "COMPLETED"), (again["ExportArn"], again["ExportStatus"]))
        with self.assertRaises(self.client.exceptions.ExportConflictException):
            self.client.export_table_to_point_in_time(
                TableArn=table.table_arn, S3Bucket=self.bucket, S3Prefix="x", ClientToken=f"mine-{table.name}"
            )

    def test_pages(self):
        table = self.recoverable_table()
        arns = {self.export(table)["ExportArn"] for _ in range(3)}
        found, more = [], {}
        while True:
            page = self.client.list_exports(TableArn=table.table_arn, MaxResults=1, **more)
            self.assertEqual(1, len(page["ExportSummaries"]))
            found += [each["ExportArn"] for each in page["ExportSummaries"]]
            if "NextToken" not in page:
                break
            more = {"NextToken": page["NextToken"]}
        self.assertEqual(sorted(arns), found)

    def test_an_export_is_an_import(self):
        """As one brings a table from one place to another."""
        indexed = {
            "AttributeDefinitions": [
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "owner", "AttributeType": "S"},
            ],
            "GlobalSecondaryIndexes": [{
                "IndexName": "ByOwner",
                "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }],
        }
        table = self.recoverable_table()
        names = [f"k{i:04}" for i in range(700)]
        self.put_many(table, names)
        export = self.export(table)
        job, copy = self.import_from(
            prefix=export["ExportManifest"].rsplit("/", 1)[0] + "/data/",
            table=indexed,
            InputCompressionType="GZIP",
        )
        self.assertEqual("COMPLETED", job["ImportStatus"], job)
        self.assertEqual((700, 700, 0), tuple(job[f"{what}Count"] for what in (
            "ProcessedItem", "ImportedItem", "Error")))
        self.assertEqual(names, self.items(copy))
        self.assertEqual("ACTIVE", copy.table_status)
        self.assertEqual(700, copy.item_count)
        found = self.client.query(
            TableName=copy.name, IndexName="ByOwner", Select="COUNT", KeyConditionExpression="#o = :x",
            ExpressionAttributeNames={"#o": "owner"}, ExpressionAttributeValues={":x": {"S": "x"}},
        )
        self.assertEqual(700, found["Count"])

    def test_lines_are_items_as_the_api_writes_them(self):
        table = self.recoverable_table()
        table.put_item(Item={"pk": "a", "tags": {"x"}})
        export = self.export(table)
        self.assertEqual([{"Item": {"pk": {"S": "a"}, "tags": {"SS": ["x"]}}}],
                         [json.loads(line) for line in self.exported_lines(export)])
