"""The boto3 resource: tables as objects, Python values, conditions as objects, batch_writer."""

from decimal import Decimal

from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.exceptions import ClientError

from clients.boto3.case import Boto3Test

EVERYTHING = {
    "s": "text",
    "n": Decimal("1.5"),
    "big": Decimal("12345678901234567890123456789012345678"),
    "bytes": Binary(b"\x00\xff"),
    "yes": True,
    "nothing": None,
    "list": ["a", 1, {"x": [True]}],
    "map": {"k": {"deep": Decimal("-1E-130")}},
    "ss": {"a", "b"},
    "ns": {1, Decimal("2.5")},
    "bs": {Binary(b"1"), Binary(b"2")},
    "empty": "",
    "no items": [],
    "no members": {},
}


class ResourceTest(Boto3Test):
    def test_every_python_value_comes_back(self):
        table = self.create_table()
        table.put_item(Item={"pk": "all", **EVERYTHING})
        item = table.get_item(Key={"pk": "all"}, ConsistentRead=True)["Item"]
        self.assertEqual({"pk": "all", **EVERYTHING}, item)

    def test_attributes_of_the_table(self):
        table = self.create_table(("sk", "N"))
        table.reload()
        self.assertEqual("ACTIVE", table.table_status)
        self.assertEqual(2, len(table.key_schema))
        self.assertIn(table.name, [each.name for each in self.resource.tables.all()])

    def test_batch_writer_and_paging(self):
        table = self.create_table(("sk", "N"))
        with table.batch_writer() as batch:
            for i in range(130):
                batch.put_item(Item={"pk": "a", "sk": i, "even": i % 2 == 0})
            for i in range(0, 130, 10):
                batch.delete_item(Key={"pk": "b", "sk": i})
        items, start = [], {}
        while True:
            page = table.query(
                KeyConditionExpression=Key("pk").eq("a") & Key("sk").gte(5),
                Limit=17,
                ConsistentRead=True,
                **start,
            )
            items += page["Items"]
            if "LastEvaluatedKey" not in page:
                break
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
        self.assertEqual(list(range(5, 130)), [int(item["sk"]) for item in items])

    def test_batch_writer_drops_repeated_keys(self):
        table = self.create_table()
        with table.batch_writer(overwrite_by_pkeys=["pk"]) as batch:
            for i in range(30):
                batch.put_item(Item={"pk": "same", "n": i})
        self.assertEqual(29, table.get_item(Key={"pk": "same"}, ConsistentRead=True)["Item"]["n"])

    def test_key_conditions(self):
        table = self.create_table(("sk", "S"))
        for sk in ("a1", "a2", "b1", "c1"):
            table.put_item(Item={"pk": "p", "sk": sk})
        for condition, expected in (
            (Key("sk").eq("a1"), ["a1"]),
            (Key("sk").lt("b"), ["a1", "a2"]),
            (Key("sk").lte("a2"), ["a1", "a2"]),
            (Key("sk").gt("b"), ["b1", "c1"]),
            (Key("sk").gte("c1"), ["c1"]),
            (Key("sk").between("a2", "b1"), ["a2", "b1"]),
            (Key("sk").begins_with("a"), ["a1", "a2"]),
        ):
            page = table.query(KeyConditionExpression=Key("pk").eq("p") & condition, ConsistentRead=True)
            self.assertEqual(expected, [item["sk"] for item in page["Items"]])
        backwards = table.query(
            KeyConditionExpression=Key("pk").eq("p"), ScanIndexForward=False, ConsistentRead=True
        )
        self.assertEqual(["c1", "b1", "a2", "a1"], [item["sk"] for item in backwards["Items"]])

    def test_filter_conditions(self):
        table = self.create_table()
        for i in range(6):
            table.put_item(
                Item={
                    "pk": f"k{i}",
                    "n": i,
                    "name": f"item {i}",
                    "tags": {f"t{i}", "all"},
                    "nested": {"list": [i]},
                }
            )
        for condition, expected in (
            (Attr("n").eq(3), {3}),
            (Attr("n").ne(3), {0, 1, 2, 4, 5}),
            (Attr("n").between(2, 4), {2, 3, 4}),
            (Attr("n").is_in([1, 5, 9]), {1, 5}),
            (Attr("name").begins_with("item 2"), {2}),
            (Attr("tags").contains("t4"), {4}),
            (Attr("nested.list[0]").gt(3), {4, 5}),
            (Attr("nope").not_exists() & Attr("n").lt(1), {0}),
            (Attr("n").lt(1) | Attr("n").gt(4), {0, 5}),
            (~Attr("n").lte(3), {4, 5}),
            (Attr("name").size().eq(6) & Attr("n").eq(2), {2}),
            (Attr("name").attribute_type("S") & Attr("n").exists() & Attr("n").gte(5), {5}),
        ):
            page = table.scan(FilterExpression=condition, ConsistentRead=True)
            self.assertEqual(expected, {int(item["n"]) for item in page["Items"]})
            self.assertEqual(6, page["ScannedCount"])

    def test_conditional_put_and_the_error(self):
        table = self.create_table()
        table.put_item(Item={"pk": "once"}, ConditionExpression=Attr("pk").not_exists())
        with self.assertRaises(self.client.exceptions.ConditionalCheckFailedException) as caught:
            table.put_item(Item={"pk": "once"}, ConditionExpression=Attr("pk").not_exists())
        self.assertEqual("The conditional request failed", caught.exception.response["Error"]["Message"])
        self.assertEqual(52, len(caught.exception.response["ResponseMetadata"]["RequestId"]))

    def test_updates(self):
        table = self.create_table()
        answer = table.update_item(
            Key={"pk": "u"},
            UpdateExpression="SET #n = if_not_exists(#n, :zero) + :one, tags = :tags ADD seen :one",
            ExpressionAttributeNames={"#n": "count"},
            ReturnValues="ALL_NEW",
            ExpressionAttributeValues={":zero": 0, ":one": 1, ":tags": {"a"}},
        )
        self.assertEqual({"pk": "u", "count": 1, "tags": {"a"}, "seen": 1}, answer["Attributes"])
        answer = table.update_item(
            Key={"pk": "u"},
            UpdateExpression="DELETE tags :a REMOVE seen",
            ReturnValues="ALL_NEW",
            ExpressionAttributeValues={":a": {"a"}},
        )
        self.assertEqual({"pk": "u", "count": 1}, answer["Attributes"])

    def test_batch_get(self):
        table = self.create_table()
        for i in range(3):
            table.put_item(Item={"pk": f"k{i}", "n": i})
        answer = self.resource.batch_get_item(
            RequestItems={table.name: {"Keys": [{"pk": "k0"}, {"pk": "k2"}], "ConsistentRead": True}}
        )
        self.assertEqual({0, 2}, {int(item["n"]) for item in answer["Responses"][table.name]})

    def test_a_global_index(self):
        table = self.create_table(
            AttributeDefinitions=[{"AttributeName": "email", "AttributeType": "S"}],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "ByEmail",
                    "KeySchema": [{"AttributeName": "email", "KeyType": "HASH"}],
                    "Projection": {"ProjectionType": "ALL"},
                }
            ],
        )
        table.put_item(Item={"pk": "u1", "email": "a@example.com", "name": "A"})
        page = table.query(IndexName="ByEmail", KeyConditionExpression=Key("email").eq("a@example.com"))
        self.assertEqual([{"pk": "u1", "email": "a@example.com", "name": "A"}], page["Items"])

    def test_delete_returns_the_old_item(self):
        table = self.create_table()
        table.put_item(Item={"pk": "d", "v": 1})
        self.assertEqual(
            {"pk": "d", "v": 1}, table.delete_item(Key={"pk": "d"}, ReturnValues="ALL_OLD")["Attributes"]
        )
        self.assertNotIn("Item", table.get_item(Key={"pk": "d"}, ConsistentRead=True))

    def test_a_reserved_word_is_refused(self):
        table = self.create_table()
        with self.assertRaisesRegex(
            ClientError, "Attribute name is a reserved keyword; reserved keyword: Status"
        ):
            table.update_item(
                Key={"pk": "r"}, UpdateExpression="SET Status = :v", ExpressionAttributeValues={":v": 1}
            )
