"""Imports from buckets into new tables, through boto3."""

import gzip
import json

from clients.boto3.transfer_case import TransferCase

SONGS = "artist,song,year,note\nThe Beatles,Help!,1965,\"a, b\"\nQueen,Bohemian Rhapsody,1975,\n"
BY_YEAR = {
    "AttributeDefinitions": [
        {"AttributeName": "artist", "AttributeType": "S"},
        {"AttributeName": "song", "AttributeType": "S"},
        {"AttributeName": "year", "AttributeType": "N"},
    ],
    "KeySchema": [
        {"AttributeName": "artist", "KeyType": "HASH"},
        {"AttributeName": "song", "KeyType": "RANGE"},
    ],
    "GlobalSecondaryIndexes": [{
        "IndexName": "ByYear",
        "KeySchema": [{"AttributeName": "year", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }],
}


def item_lines(*items):
    return "".join(json.dumps({"Item": item}) + "\n" for item in items)


class ImportTest(TransferCase):
    def test_csv(self):
        self.put("songs.csv", SONGS)
        job, table = self.import_from(prefix="songs", InputFormat="CSV", table=BY_YEAR)
        self.assertEqual("COMPLETED", job["ImportStatus"], job)
        self.assertEqual(len(SONGS), job["ProcessedSizeBytes"])
        items = self.all_items(table)
        self.assertEqual(["Queen", "The Beatles"], sorted(item["artist"]["S"] for item in items))
        # Attributes of keys have their types, all others are strings.
        self.assertEqual({"N": "1965"}, next(i for i in items if i["song"]["S"] == "Help!")["year"])
        self.assertEqual({"S": "a, b"}, next(i for i in items if i["song"]["S"] == "Help!")["note"])
        found = self.client.query(
            TableName=table.name, IndexName="ByYear", KeyConditionExpression="#y = :y",
            ExpressionAttributeNames={"#y": "year"}, ExpressionAttributeValues={":y": {"N": "1975"}},
        )["Items"]
        self.assertEqual(["Bohemian Rhapsody"], [item["song"]["S"] for item in found])

    def test_csv_with_a_header_of_ones_own(self):
        self.put("a.csv", "a;1\nb;2\n")
        options = {"Csv": {"HeaderList": ["pk", "value"], "Delimiter": ";"}}
        job, table = self.import_from(InputFormat="CSV", InputFormatOptions=options)
        self.assertEqual("COMPLETED", job["ImportStatus"], job)
        self.assertEqual(options, job["InputFormatOptions"])
        self.assertEqual(
            [{"pk": {"S": "a"}, "value": {"S": "1"}}, {"pk": {"S": "b"}, "value": {"S": "2"}}],
            self.all_items(table),
        )

    def test_many_objects(self):
        for i in range(30):
            lines = item_lines(*({"pk": {"S": f"{i:02}-{j:03}"}} for j in range(40)))
            self.put(f"p/{i}.json.gz", gzip.compress(lines.encode()))
        self.put("other", item_lines({"pk": {"S": "not this one"}}))
        job, table = self.import_from(prefix="p/", InputCompressionType="GZIP")
        self.assertEqual("COMPLETED", job["ImportStatus"], job)
        self.assertEqual(1200, job["ImportedItemCount"])
        self.assertEqual([f"{i:02}-{j:03}" for i in range(30) for j in range(40)], self.items(table))

    def test_what_cannot_be_imported_is_logged_and_the_rest_is_there(self):
        self.put("x.json", item_lines(
            {"pk": {"S": "a"}}, {"other": {"S": "without the key"}}, {"pk": {"N": "1"}}, {"pk": {"S": "b"}}))
        job, table = self.import_from()
        self.assertEqual("FAILED", job["ImportStatus"])
        self.assertEqual("ItemValidationError", job["FailureCode"])
        self.assertEqual(
            "Some of the items failed validation checks and were not imported. Please check CloudWatch error "
            "logs for more details.",
            job["FailureMessage"],
        )
        self.assertEqual(
            (2, 4, 2), tuple(job[name] for name in ("ErrorCount", "ProcessedItemCount", "ImportedItemCount")))
        self.assertEqual(["a", "b"], self.items(table))
        self.assertEqual("ACTIVE", table.table_status)
        problems = self.problems(job)
        self.assertEqual([("x.json", 1), ("x.json", 2)], [problem[:2] for problem in problems])
        # As AWS's guide shows it (S3DataImport.Validation).
        self.assertEqual(
            ["One or more parameter values were invalid: Missing the key pk in the item"], problems[0][2])

    def test_a_table_of_that_name_is_kept(self):
        self.put("x.json", item_lines({"pk": {"S": "new"}}))
        table = self.create_table()
        table.put_item(Item={"pk": "old"})
        with self.assertRaises(self.client.exceptions.ResourceInUseException) as raised:
            self.begin_import(table.name)
        self.assertEqual(f"Table already exists: {table.name}", raised.exception.response["Error"]["Message"])
        self.assertEqual(["old"], self.items(table))
        self.assertEqual([], self.client.list_imports(TableArn=table.table_arn)["ImportSummaryList"])

    def test_the_token_of_ones_own(self):
        self.put("x.json", item_lines({"pk": {"S": "a"}}))
        name = self.new_name()
        first = self.begin_import(name, ClientToken=f"mine-{name}")
        again = self.begin_import(name, ClientToken=f"mine-{name}")
        self.assertEqual(first["ImportArn"], again["ImportArn"])
        with self.assertRaises(self.client.exceptions.ImportConflictException):
            self.begin_import(name, ClientToken=f"mine-{name}", prefix="x")
        self.assertEqual("COMPLETED", self.imported(first["ImportArn"])["ImportStatus"])
        # Another token is another import.
        with self.assertRaises(self.client.exceptions.ResourceInUseException):
            self.begin_import(name)

    def test_an_empty_bucket(self):
        job, table = self.import_from()
        self.assertEqual(("COMPLETED", 0), (job["ImportStatus"], job["ProcessedItemCount"]))
        self.assertEqual([], self.items(table))

    def test_a_table_with_all_settings(self):
        self.put("x.json", item_lines({"pk": {"S": "a"}}))
        job, table = self.import_from(table={
            "BillingMode": "PROVISIONED",
            "ProvisionedThroughput": {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4},
            "SSESpecification": {"Enabled": True, "SSEType": "KMS"},
        })
        self.assertEqual("COMPLETED", job["ImportStatus"], job)
        self.assertEqual(3, table.provisioned_throughput["ReadCapacityUnits"])
        self.assertEqual("ENABLED", table.sse_description["Status"])
        self.assertEqual(job["TableId"], table.table_id)
        table.put_item(Item={"pk": "b"})
        self.assertEqual(["a", "b"], self.items(table))

    def test_lists(self):
        self.put("x.json", item_lines({"pk": {"S": "a"}}))
        job, table = self.import_from()
        [listed] = self.client.list_imports(TableArn=table.table_arn)["ImportSummaryList"]
        for name in ("ImportArn", "ImportStatus", "TableArn", "S3BucketSource", "CloudWatchLogGroupArn", "InputFormat",
                     "StartTime", "EndTime"):
            self.assertEqual(job[name], listed[name], name)
        # Tokens that this SDK's own checks take.
        self.import_from()
        page = self.client.list_imports(PageSize=1)
        self.client.list_imports(PageSize=1, NextToken=page["NextToken"])
