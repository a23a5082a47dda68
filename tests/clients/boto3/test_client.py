"""The boto3 client: paginators, waiters, exceptions, parallel scan."""

from concurrent.futures import ThreadPoolExecutor
import uuid

from botocore.exceptions import ClientError

from clients.boto3.case import FAST_WAITER, Boto3Test


class ClientTest(Boto3Test):
    def fill(self, table, count):
        for start in range(0, count, 25):
            self.client.batch_write_item(
                RequestItems={
                    table.name: [
                        {"PutRequest": {"Item": {"pk": {"S": f"k{i:04}"}, "v": {"S": "x" * 100}}}}
                        for i in range(start, min(count, start + 25))
                    ]
                }
            )

    def test_scan_paginator(self):
        table = self.create_table()
        self.fill(table, 60)
        pages = list(
            self.client.get_paginator("scan").paginate(
                TableName=table.name, ConsistentRead=True, PaginationConfig={"PageSize": 7}
            )
        )
        keys = [item["pk"]["S"] for page in pages for item in page["Items"]]
        self.assertEqual([f"k{i:04}" for i in range(60)], sorted(keys))
        self.assertGreaterEqual(len(pages), 9)

    def test_query_paginator(self):
        table = self.create_table(("sk", "N"))
        for i in range(12):
            self.client.put_item(TableName=table.name, Item={"pk": {"S": "p"}, "sk": {"N": str(i)}})
        pages = self.client.get_paginator("query").paginate(
            TableName=table.name,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": "p"}},
            ConsistentRead=True,
            PaginationConfig={"PageSize": 5, "MaxItems": 11},
        )
        self.assertEqual(
            [str(i) for i in range(11)], [item["sk"]["N"] for page in pages for item in page["Items"]]
        )

    def test_list_tables_paginator(self):
        names = {self.create_table().name for _ in range(3)}
        pages = self.client.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 1})
        listed = [name for page in pages for name in page["TableNames"]]
        self.assertTrue(names <= set(listed))
        self.assertEqual(sorted(listed), listed)

    def test_waiters(self):
        name = f"boto3-{uuid.uuid4().hex[:12]}"
        self.client.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        )
        self.client.get_waiter("table_exists").wait(TableName=name, WaiterConfig=FAST_WAITER)
        self.client.delete_table(TableName=name)
        self.client.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig=FAST_WAITER)
        with self.assertRaises(self.client.exceptions.ResourceNotFoundException):
            self.client.describe_table(TableName=name)

    def test_modelled_exceptions(self):
        table = self.create_table()
        with self.assertRaises(self.client.exceptions.ResourceInUseException):
            self.client.create_table(
                TableName=table.name,
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            )
        with self.assertRaises(ClientError) as caught:
            self.client.put_item(TableName=table.name, Item={"other": {"S": "x"}})
        self.assertEqual("ValidationException", caught.exception.response["Error"]["Code"])
        self.assertEqual(400, caught.exception.response["ResponseMetadata"]["HTTPStatusCode"])

    def test_parallel_scan(self):
        table = self.create_table()
        self.fill(table, 100)

        def segment(number):
            pages = self.client.get_paginator("scan").paginate(
                TableName=table.name,
                ConsistentRead=True,
                Segment=number,
                TotalSegments=4,
                PaginationConfig={"PageSize": 9},
            )
            return [item["pk"]["S"] for page in pages for item in page["Items"]]

        with ThreadPoolExecutor(4) as pool:
            keys = sum(pool.map(segment, range(4)), [])
        self.assertEqual([f"k{i:04}" for i in range(100)], sorted(keys))

    def test_many_clients_at_once_count_right(self):
        table = self.create_table()

        def count(_):
            for _ in range(25):
                self.client.update_item(
                    TableName=table.name,
                    Key={"pk": {"S": "counter"}},
                    UpdateExpression="ADD n :one",
                    ExpressionAttributeValues={":one": {"N": "1"}},
                )

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(count, range(8)))
        item = self.client.get_item(TableName=table.name, Key={"pk": {"S": "counter"}}, ConsistentRead=True)[
            "Item"
        ]
        self.assertEqual("200", item["n"]["N"])

    def test_an_index_added_later(self):
        table = self.create_table()
        self.fill(table, 30)
        self.client.update_table(
            TableName=table.name,
            AttributeDefinitions=[{"AttributeName": "v", "AttributeType": "S"}],
            GlobalSecondaryIndexUpdates=[
                {
                    "Create": {
                        "IndexName": "ByV",
                        "KeySchema": [{"AttributeName": "v", "KeyType": "HASH"}],
                        "Projection": {"ProjectionType": "KEYS_ONLY"},
                    }
                }
            ],
        )
        self.client.get_waiter("table_exists").wait(TableName=table.name, WaiterConfig=FAST_WAITER)
        self.wait_for_index(table.name)
        page = self.client.query(
            TableName=table.name,
            IndexName="ByV",
            KeyConditionExpression="v = :v",
            Select="COUNT",
            ExpressionAttributeValues={":v": {"S": "x" * 100}},
        )
        self.assertEqual(30, page["Count"])

    def wait_for_index(self, name):
        for _ in range(2000):
            description = self.client.describe_table(TableName=name)["Table"]
            if all(index["IndexStatus"] == "ACTIVE" for index in description["GlobalSecondaryIndexes"]):
                return
        self.fail("the index is never ACTIVE")

    def test_consumed_capacity(self):
        table = self.create_table()
        answer = self.client.put_item(
            TableName=table.name, Item={"pk": {"S": "c"}}, ReturnConsumedCapacity="TOTAL"
        )
        self.assertEqual({"TableName": table.name, "CapacityUnits": 1.0}, answer["ConsumedCapacity"])
