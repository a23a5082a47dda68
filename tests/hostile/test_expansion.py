"""Small requests that become large ones, and large ones that become larger: many at once."""

import gzip
import itertools
import json
import string
import zlib

from hostile.case import HostileTest

BODY_LIMIT_BYTES = 16 << 20
ITEM_BYTES = 390_000
NAMES = [f"attribute{i:04}" for i in range(2000)]


class ExpansionTest(HostileTest):
    memory_mb = 256  # the default: with less, one request of 16 MB may take all of it

    def setUpTable(self):
        table = self.make_table("expansion")
        for i in range(45):
            item = {"pk": {"S": f"k{i}"}, "v": {"S": "x" * ITEM_BYTES}}
            self.client.call("PutItem", TableName=table, Item=item)
        wide = {"pk": {"S": "wide"}, **{name: {"N": str(i)} for i, name in enumerate(NAMES)}}
        self.client.call("PutItem", TableName=table, Item=wide)
        return table

    def test_gzip_bombs(self):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        blank = b" " * (1 << 20)
        bomb = b"".join(packer.compress(blank) for _ in range(512)) + packer.flush()
        self.assertLess(len(bomb), 1 << 20)
        self.storm("ListTables", bomb, (413,), {"Content-Encoding": "gzip"})

    def test_gzip_at_the_limit_and_one_past_it(self):
        for size, status in ((BODY_LIMIT_BYTES, 200), (BODY_LIMIT_BYTES + 1, 413)):
            body = gzip.compress(b'{"Limit": 1' + b" " * (size - 12) + b"}", 1)
            answer = self.client.send("ListTables", body, {"Content-Encoding": "gzip"})
            self.assertEqual(status, answer.status)
        self.check_bystander()

    def test_gzip_that_lies(self):
        good = gzip.compress(b'{"Limit": 1}')
        for body, status in (
            (good[:-1], 400),  # truncated
            (good[:-8], 400),
            (good[:12], 400),
            (good[:-8] + b"\0" * 8, 400),  # another checksum
            (good[:-4] + b"\xff" * 4, 400),  # another length
            (gzip.compress(good), 400),  # nested: no JSON
            (good + b"trailing", 400),
            (b"\x1f\x8b" + b"\xff" * 100, 400),
        ):
            with self.subTest(body=body[:40]):
                self.assertEqual(status, self.client.send("ListTables", body, {"Content-Encoding": "gzip"}).status)
        for coding in ("gzip, gzip", "br", "deflate", "zstd", "gzip;q=1"):
            with self.subTest(coding=coding):
                self.assertEqual(415, self.client.send("ListTables", good, {"Content-Encoding": coding}).status)
        self.check_bystander()

    def test_batches_of_sixteen_megabytes(self):
        table = self.make_table("expansion")
        puts = [{"PutRequest": {"Item": {"pk": {"S": f"k{i}"}, "v": {"S": "x" * ITEM_BYTES}}}} for i in range(25)]
        body = json.dumps({"RequestItems": {table: puts}}).encode()
        self.storm("BatchWriteItem", body, (200,), rounds=1)
        filled = body[:-1] + b" " * (BODY_LIMIT_BYTES - len(body)) + b"}"
        self.assertEqual(BODY_LIMIT_BYTES, len(filled))
        self.storm("BatchWriteItem", filled, (200,), rounds=1)

    def test_answers_of_sixteen_megabytes(self):
        table = self.setUpTable()
        keys = [{"pk": {"S": f"k{i}"}} for i in range(45)]
        body = json.dumps({"RequestItems": {table: {"Keys": keys}}}).encode()
        self.storm("BatchGetItem", body, (200,), rounds=2)

    def test_long_projections(self):
        table = self.setUpTable()
        projection = ",".join(f"#{i}" for i in range(800))
        self.assertLess(len(projection), 4096)
        body = json.dumps(
            {
                "TableName": table,
                "Key": {"pk": {"S": "wide"}},
                "ProjectionExpression": projection,
                "ExpressionAttributeNames": {f"#{i}": NAMES[i] for i in range(800)},
            }
        ).encode()
        self.storm("GetItem", body, (200,), rounds=10)

    def test_filters_on_pages(self):
        """The most operators that an expression may have, each of them over a large value, on each item of a page."""
        table = self.setUpTable()
        contains = " OR ".join(["contains(v,:v)"] * 150)
        long_in = "v IN (" + ",".join(f":{i}" for i in range(100)) + ")"
        values = {f":{i}": {"S": "x" * 100 + str(i)} for i in range(100)}
        needles = ("x" * 200 + "y", "x" * 1000 + "y" + "x" * 1000, "x" * 190_000 + "y")  # the worst of a naive search
        for expression, named in (*((contains, {":v": {"S": needle}}) for needle in needles), (long_in, values)):
            body = {"TableName": table, "FilterExpression": expression, "ExpressionAttributeValues": named}
            self.storm("Scan", json.dumps(body).encode(), (200,), rounds=1, clients=3)

    def test_placeholders_used_many_times(self):
        """A long value, or a long name, as often as an expression can name it: it is there once."""
        key = {"pk": {"S": "used"}}
        values = {":v": {"S": "x" * ITEM_BYTES}}
        uses = "a IN (" + ",".join([":v"] * 100) + ")"
        condition = " OR ".join([uses] * 13)
        paths = " OR ".join(["#n IN (" + ",".join(["#n.#n"] * 80) + ")"] * 8)
        deep = "=".join([".".join(["#n"] * 650)] * 2)
        updates = "SET " + ",".join(f"a{i}=:v" for i in range(500))
        names = {"#n": "n" * 60_000}
        for expression in (condition, paths, deep, updates):
            self.assertLess(3800, len(expression))
            self.assertLessEqual(len(expression), 4096)
        filtered = {"SearchConditionExpression": condition, "ExpressionAttributeValues": values}
        search = {"IndexName": "none", "SearchVector": [{"N": "1"}], "TopK": 1}
        check = {"ConditionExpression": condition, "ExpressionAttributeValues": values}
        for operation, body, expected in (
            ("SearchVectors", {**search, **filtered}, (400,)),
            ("PutItem", {"Item": key, **check}, (400,)),
            ("PutItem", {"Item": key, "ConditionExpression": paths, "ExpressionAttributeNames": names}, (400,)),
            ("PutItem", {"Item": key, "ConditionExpression": deep, "ExpressionAttributeNames": names}, (400,)),
            ("UpdateItem", {"Key": key, "UpdateExpression": updates, "ExpressionAttributeValues": values}, (400,)),
            ("Scan", {"FilterExpression": condition, "ExpressionAttributeValues": values}, (200,)),
        ):
            with self.subTest(operation=operation):
                self.storm(operation, json.dumps({"TableName": self.table, **body}).encode(), expected, rounds=3)

    def test_deep_documents(self):
        """As deep as they may be, as many as fit; and deeper than any parser should follow."""
        deep = '{"L":[' * 31 + '{"S":"x"}' + "]}" * 31
        many = ",".join(f'"a{i}":{deep}' for i in range(1000))
        body = f'{{"TableName":"{self.table}","Item":{{"pk":{{"S":"deep"}},{many}}}}}'.encode()
        self.storm("PutItem", body, (200,), rounds=3)
        for opening in (b'{"a":', b"[", b'{"L":['):
            self.storm("PutItem", opening * (BODY_LIMIT_BYTES // len(opening)), (400,), rounds=1)

    def test_wide_documents(self):
        for body in (
            b'{"TableName":"t","Key":{"pk":{"NS":[' + b",".join([b'"1"'] * 4_000_000) + b"]}}}",
            b"[" + b"0," * 8_000_000 + b"0]",
            b"{" + b'"":0,' * 3_000_000 + b'"":0}',
        ):
            self.storm("GetItem", body, (400,), rounds=1)

    def test_maps_of_empty_structures(self):
        """Each takes ten bytes of the request, and a hundred or more in memory."""
        empty = "{" + ",".join(f'"{i:x}":{{}}' for i in range(1_000_000)) + "}"
        key = '"Key":{"pk":{"S":"many"}}'
        for operation, body in (
            ("PutItem", f'{{"TableName":"{self.table}","Item":{{"pk":{{"S":"many"}}}},"Expected":{empty}}}'),
            ("UpdateItem", f'{{"TableName":"{self.table}",{key},"AttributeUpdates":{empty}}}'),
            ("BatchGetItem", f'{{"RequestItems":{empty}}}'),
        ):
            with self.subTest(operation=operation):
                self.storm(operation, body.encode(), (413,), rounds=1, clients=3)

    def test_many_of_a_kind(self):
        """Lists and maps that have no limit of their own: none is compared with itself, each with each."""
        count = 50_000
        names = [f"n{i}" for i in range(count)]
        keys = [{"AttributeName": names[0], "KeyType": "HASH"}]
        definitions = [{"AttributeName": name, "AttributeType": "S"} for name in names]
        definition = {"TableName": "many", "BillingMode": "PAY_PER_REQUEST", "KeySchema": keys}
        deletions = [{"Delete": {"IndexName": "index" + name}} for name in names]
        indexes = [
            {"IndexName": "index" + name, "KeySchema": keys, "Projection": {"ProjectionType": "ALL"}} for name in names
        ]
        restore = {"SourceTableName": self.table, "TargetTableName": "many", "UseLatestRestorableTime": True}
        source = {"S3BucketSource": {"S3Bucket": "none"}, "InputFormat": "CSV"}
        imported = {**definition, "AttributeDefinitions": definitions[:1], "GlobalSecondaryIndexes": indexes}
        condition = {"pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}}
        filters = {name: {"ComparisonOperator": "NULL"} for name in names}
        schema = [{"AttributeName": name, "SearchSchemaElementType": "INLINE_FILTER"} for name in names]
        vectors = {"IndexName": "vectors", "VectorAttribute": {"AttributeName": "v"}, "Dimensions": 2, "SearchSchema": schema,
                   "DistanceFunction": "COSINE", "Projection": {"ProjectionType": "ALL"}}
        search = {"TableName": self.table, "IndexName": "none", "SearchVector": [{"N": "1"}] * count, "TopK": 1}
        for operation, body, status in (
            ("CreateTable", {**definition, "AttributeDefinitions": definitions}, 400),
            ("CreateTable", {**definition, "AttributeDefinitions": definitions, "VectorIndexes": [vectors]}, 400),
            ("UpdateTable", {"TableName": self.table, "VectorIndexUpdates": deletions}, 400),
            ("SearchVectors", search, 400),
            ("UpdateTable", {"TableName": self.table, "GlobalSecondaryIndexUpdates": deletions}, 400),
            ("RestoreTableToPointInTime", {**restore, "GlobalSecondaryIndexOverride": indexes}, 400),
            ("ImportTable", {**source, "TableCreationParameters": imported}, 400),
            ("Query", {"TableName": self.table, "KeyConditions": condition, "QueryFilter": filters}, 200),
        ):
            self.storm(operation, json.dumps(body).encode(), (status,), rounds=1, clients=3)

    def test_many_of_a_kind_for_each_item(self):
        """The same on a page of as many items as fit: the page ends before that takes long."""
        table = self.make_table("many")
        for batch in range(100):
            puts = [{"PutRequest": {"Item": {"pk": {"S": f"{batch * 25 + i}"}}}} for i in range(25)]
            self.client.call("BatchWriteItem", RequestItems={table: puts})
        names = [f"n{i}" for i in range(130_000)]
        filters = {name: {"ComparisonOperator": "NULL"} for name in names}
        for body in ({"ScanFilter": filters}, {"AttributesToGet": names}):
            self.storm("Scan", json.dumps({"TableName": table, **body}).encode(), (200,), rounds=1, clients=2)
        answer = self.client.call("Scan", TableName=table, ScanFilter=filters)
        self.assertIn("LastEvaluatedKey", answer)
        self.assertLess(0, answer["Count"])

    def test_many_of_a_kind_for_an_item_of_many(self):
        """What an item of twenty thousand attributes is asked for, or has to become: each is looked for quickly."""
        table = self.make_table("wide")
        key = {"pk": {"S": "wide"}}
        self.client.call("PutItem", TableName=table, Item={**key, **{f"n{i}": {"N": "1"} for i in range(20_000)}})
        names = [f"m{i}" for i in range(100_000)]
        removed = {name: {"Action": "DELETE"} for name in names}
        absent = {name: {"Exists": False} for name in names}
        filters = {name: {"ComparisonOperator": "NULL"} for name in names}
        for operation, body in (
            ("UpdateItem", {"Key": key, "AttributeUpdates": removed}),
            ("UpdateItem", {"Key": key, "Expected": absent, "AttributeUpdates": {"n1": {"Action": "DELETE"}}}),
            ("Scan", {"ScanFilter": filters}),
        ):
            self.storm(operation, json.dumps({"TableName": table, **body}).encode(), (200,), rounds=1, clients=3)

    def test_many_paths_into_wide_items(self):
        """As many paths as an expression has, each behind a hundred thousand attributes or elements, in transactions and
        batches: of items that are more than they may be, and of few."""
        table = self.make_table("widest")
        letters = string.ascii_letters + string.digits
        names = ["".join(name) for name in itertools.product(letters, repeat=3)]
        wide = json.dumps({name: {"NULL": True} for name in names[:95_000]})
        items = 24
        for i in range(items):
            item = f'{{"TableName":"{table}","Item":{{"pk":{{"S":"w{i}"}},{wide[1:]}}}'.encode()
            self.assertEqual(200, self.client.send("PutItem", item).status)
            self.client.call("PutItem", TableName=table, Item={"pk": {"S": f"l{i}"}, "l": {"L": [{"NULL": True}] * 100_000}})
        absent = ["zz" + "".join(name) for name in itertools.product(letters, repeat=2)]
        nested = ",".join(name + ".b" for name in absent[:560])
        sets = "SET " + ",".join(f"{new}={old}" for new, old in zip(absent[:400], names[41_500:]))
        checks = " OR ".join(["zzz.y=zzz.x"] * 149)
        places = " OR ".join(["l[99999].a=l[99998].b"] * 140)
        for expression in (nested, sets, checks, places):
            self.assertLess(1600, len(expression))
            self.assertLessEqual(len(expression), 4096)
        select = f"SELECT {','.join(absent[:1300])} FROM {table} WHERE pk='w%d'"

        def transaction(kind, count, key="w", **expression):
            return {
                "TransactItems": [
                    {kind: {"TableName": table, "Key": {"pk": {"S": f"{key}{i}"}}, **expression}} for i in range(count)
                ]
            }

        keys = [{"pk": {"S": f"w{i}"}} for i in range(items)]
        for operation, body, status in (
            ("TransactWriteItems", transaction("Update", items, UpdateExpression=sets), 400),
            ("TransactWriteItems", transaction("ConditionCheck", items, ConditionExpression=checks), 400),
            ("TransactWriteItems", transaction("ConditionCheck", items, "l", ConditionExpression=places), 400),
            ("TransactGetItems", transaction("Get", items, ProjectionExpression=nested), 400),
            ("TransactGetItems", transaction("Get", 10, ProjectionExpression=nested), 200),
            ("BatchGetItem", {"RequestItems": {table: {"Keys": keys, "ProjectionExpression": nested}}}, 200),
            ("BatchExecuteStatement", {"Statements": [{"Statement": select % i} for i in range(items)]}, 200),
            ("ExecuteTransaction", {"TransactStatements": [{"Statement": select % i} for i in range(10)]}, 200),
        ):
            with self.subTest(operation=operation, status=status):
                self.storm(operation, json.dumps(body).encode(), (status,), rounds=1, clients=2)

    def test_lists_appended_to_lists(self):
        key = {"pk": {"S": "list"}}
        self.client.call("PutItem", TableName=self.table, Item={**key, "l": {"L": [{"S": ""}] * 90_000}})
        depth = 150
        nested = "SET m = " + "list_append(" * depth + "l" + ",l)" * depth
        copies = "SET " + ",".join(f"m{i}=l" for i in range(200))
        for expression in (nested, copies):
            body = {"TableName": self.table, "Key": key, "UpdateExpression": expression}
            self.storm("UpdateItem", json.dumps(body).encode(), (400,), rounds=10)
