"""A helper class over boto3 for the operations of DynamoDB that programs use every day.

    python3 examples/dynamodb_operations.py [ENDPOINT]

runs a short demonstration, by default on http://localhost:8000.
"""

import sys

import boto3
from boto3.dynamodb.conditions import Attr, Key


class DynamoDBManager:
    """Tables by name, items as plain Python values. Errors of the service are raised as botocore raises them."""

    def __init__(self, region_name="us-east-1", endpoint_url=None):
        self.resource = boto3.resource("dynamodb", region_name=region_name, endpoint_url=endpoint_url)
        self.client = self.resource.meta.client
        # The client of a resource takes plain Python values where this one takes DynamoDB JSON.
        self.plain_client = boto3.client("dynamodb", region_name=region_name, endpoint_url=endpoint_url)

    def create_table_with_indexes(
        self,
        table_name,
        partition_key,
        sort_key=None,
        partition_key_type="S",
        sort_key_type="S",
        billing_mode="PAY_PER_REQUEST",
        read_capacity=5,
        write_capacity=5,
        global_secondary_indexes=(),
        local_secondary_indexes=(),
        stream_enabled=False,
        ttl_attribute=None,
    ):
        """Creates a table, waits until it is there, and returns it. Keys are strings where no type is given."""
        types = {partition_key: partition_key_type}
        throughput = {}
        if billing_mode == "PROVISIONED":
            throughput = {
                "ProvisionedThroughput": {
                    "ReadCapacityUnits": read_capacity,
                    "WriteCapacityUnits": write_capacity,
                }
            }

        def schema(hash_key, range_key, range_key_type):
            if range_key:
                types[range_key] = range_key_type
            keys = [(hash_key, "HASH"), (range_key, "RANGE")]
            return [{"AttributeName": name, "KeyType": kind} for name, kind in keys if name]

        arguments = {"KeySchema": schema(partition_key, sort_key, sort_key_type)}
        for index in global_secondary_indexes:
            types[index["PartitionKey"]] = index.get("PartitionKeyType", "S")
            arguments.setdefault("GlobalSecondaryIndexes", []).append(
                {
                    "IndexName": index["IndexName"],
                    "KeySchema": schema(
                        index["PartitionKey"], index.get("SortKey"), index.get("SortKeyType", "S")
                    ),
                    "Projection": {"ProjectionType": index.get("ProjectionType", "ALL")},
                    **throughput,
                }
            )
        for index in local_secondary_indexes:
            arguments.setdefault("LocalSecondaryIndexes", []).append(
                {
                    "IndexName": index["IndexName"],
                    "KeySchema": schema(partition_key, index["SortKey"], index.get("SortKeyType", "S")),
                    "Projection": {"ProjectionType": index.get("ProjectionType", "ALL")},
                }
            )
        if stream_enabled:
            arguments["StreamSpecification"] = {
                "StreamEnabled": True,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
            }
        table = self.resource.create_table(
            TableName=table_name,
            BillingMode=billing_mode,
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": kind} for name, kind in types.items()
            ],
            **arguments,
            **throughput,
        )
        self.client.get_waiter("table_exists").wait(TableName=table_name, WaiterConfig={"Delay": 1})
        if ttl_attribute:
            self.enable_ttl(table_name, ttl_attribute)
        return table

    def enable_ttl(self, table_name, attribute):
        self.client.update_time_to_live(
            TableName=table_name,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": attribute},
        )

    def insert_item(self, table_name, item):
        self.resource.Table(table_name).put_item(Item=item)

    def batch_insert_items(self, table_name, items):
        with self.resource.Table(table_name).batch_writer() as batch:
            for item in items:
                batch.put_item(Item=item)

    def get_item(self, table_name, key, consistent_read=False):
        """The item, or None."""
        return self.resource.Table(table_name).get_item(Key=key, ConsistentRead=consistent_read).get("Item")

    def query_items(
        self,
        table_name,
        key_condition,
        index_name=None,
        filter_expression=None,
        scan_forward=True,
        limit=None,
        consistent_read=False,
    ):
        """All items of all pages, or the first `limit` of them."""
        arguments = {
            "KeyConditionExpression": key_condition,
            "ScanIndexForward": scan_forward,
            "ConsistentRead": consistent_read,
        }
        if index_name:
            arguments["IndexName"] = index_name
        return self._all_pages(
            self.resource.Table(table_name).query, filter_expression, limit, **arguments
        )

    def scan_table(self, table_name, filter_expression=None, limit=None):
        return self._all_pages(self.resource.Table(table_name).scan, filter_expression, limit)

    @staticmethod
    def _all_pages(operation, filter_expression, limit, **arguments):
        if filter_expression is not None:
            arguments["FilterExpression"] = filter_expression
        items = []
        while True:
            page = operation(**arguments)
            items += page["Items"]
            if limit is not None and len(items) >= limit:
                return items[:limit]
            if "LastEvaluatedKey" not in page:
                return items
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def update_item(
        self, table_name, key, expression, values, condition_expression=None, condition_values=None
    ):
        """Returns the item after the update."""
        arguments = {"ConditionExpression": condition_expression} if condition_expression else {}
        return self.resource.Table(table_name).update_item(
            Key=key,
            UpdateExpression=expression,
            ExpressionAttributeValues={**values, **(condition_values or {})},
            ReturnValues="ALL_NEW",
            **arguments,
        )["Attributes"]

    def delete_item(self, table_name, key):
        self.resource.Table(table_name).delete_item(Key=key)

    def batch_delete_items(self, table_name, keys):
        with self.resource.Table(table_name).batch_writer() as batch:
            for key in keys:
                batch.delete_item(Key=key)

    def transact_write_items(self, transact_items):
        """The items are in DynamoDB JSON, as the service takes them."""
        self.plain_client.transact_write_items(TransactItems=transact_items)


def main():
    endpoint = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    manager = DynamoDBManager(endpoint_url=endpoint)
    manager.create_table_with_indexes(
        "DemoScores",
        "Player",
        sort_key="Game",
        global_secondary_indexes=[
            {"IndexName": "ByGame", "PartitionKey": "Game", "SortKey": "Score", "SortKeyType": "N"}
        ],
    )
    manager.batch_insert_items(
        "DemoScores",
        [{"Player": f"p{i}", "Game": "chess", "Score": i * 7 % 10} for i in range(10)],
    )
    best = manager.query_items(
        "DemoScores", Key("Game").eq("chess"), index_name="ByGame", scan_forward=False, limit=3
    )
    print("best:", ", ".join(f"{item['Player']} {item['Score']}" for item in best))
    high = manager.scan_table("DemoScores", filter_expression=Attr("Score").gte(5))
    print("five or more:", len(high))
    manager.update_item(
        "DemoScores", {"Player": "p0", "Game": "chess"}, "SET Score = Score + :one", {":one": 1}
    )
    print("p0:", manager.get_item("DemoScores", {"Player": "p0", "Game": "chess"})["Score"])
    manager.resource.Table("DemoScores").delete()


if __name__ == "__main__":
    main()
