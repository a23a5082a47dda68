"""Random operations: each is sent, done to the model, and the answers compared."""

import base64
import copy
from decimal import Decimal

from workloads.model import ordered

PARTITIONS, SORTS, OWNERS = 5, 40, 3


class Difference(AssertionError):
    pass


def canonical(value):
    """A value (or item) in a form that compares equal however sets are ordered."""
    if isinstance(value, dict):
        return {
            name: sorted(content) if name in ("SS", "NS", "BS") else canonical(content)
            for name, content in value.items()
        }
    if isinstance(value, list):
        return [canonical(each) for each in value]
    return value


class Operations:
    def __init__(self, workload, partition_type, sort_type):
        self.client, self.table, self.random, self.model = (
            workload.client,
            workload.table,
            workload.random,
            workload.model,
        )
        self.partition_type, self.sort_type = partition_type, sort_type
        self.history = []
        self.choices = [
            (self.put, 8),
            (self.update, 8),
            (self.delete, 4),
            (self.get, 3),
            (self.batch_write, 2),
            (self.batch_get, 2),
            (self.scan, 1),
        ]
        self.choices += [(self.query, 4)] if sort_type else []
        self.choices += [(self.query_index, 3)]

    def random_step(self):
        (step,) = self.random.choices(
            [choice[0] for choice in self.choices], [choice[1] for choice in self.choices]
        )
        step()

    # ---- random values

    def key_value(self, kind, number):
        if kind == "N":
            return {"N": str(Decimal(number - 15) / 4)}
        if kind == "B":
            return {"B": base64.b64encode(bytes([number * 37 % 256]) * (number % 3 + 1)).decode()}
        return {"S": f"{'é' if number % 4 == 0 else 'e'}{number}"}

    def random_key(self):
        key = {
            "pk": self.key_value(
                self.partition_type,
                self.random.randrange(PARTITIONS if self.sort_type else PARTITIONS * SORTS),
            )
        }
        if self.sort_type:
            key["sk"] = self.key_value(self.sort_type, self.random.randrange(SORTS))
        return key

    def random_value(self, depth=0):
        kind = self.random.choice("S N B BOOL NULL SS NS L M".split() if depth < 2 else "S N BOOL".split())
        if kind == "S":
            return {"S": "x" * self.random.choice([0, 1, 10, 300])}
        if kind == "N":
            return {"N": str(self.random.randrange(-1000, 1000))}
        if kind == "B":
            return {"B": base64.b64encode(self.random.randbytes(self.random.randrange(9))).decode()}
        if kind == "BOOL":
            return {"BOOL": self.random.random() < 0.5}
        if kind == "NULL":
            return {"NULL": True}
        if kind == "SS":
            return {"SS": self.random.sample(["a", "b", "c", "d"], self.random.randrange(1, 5))}
        if kind == "NS":
            return {"NS": [str(n) for n in self.random.sample(range(10), self.random.randrange(1, 5))]}
        members = [self.random_value(depth + 1) for _ in range(self.random.randrange(4))]
        return {"L": members} if kind == "L" else {"M": {f"k{i}": member for i, member in enumerate(members)}}

    def random_item(self):
        item = self.random_key()
        if self.random.random() < 0.8:
            item["g"] = {"S": f"owner{self.random.randrange(OWNERS)}"}
        if self.random.random() < 0.8:
            item["n"] = {"N": str(self.random.randrange(20))}
        for name in self.random.sample(["a", "b", "c"], self.random.randrange(4)):
            item[name] = self.random_value()
        return item

    # ---- exchange and comparison

    def call(self, operation, **request):
        self.history.append([operation, request])
        response = self.client.send(operation, request)
        if response.status not in (200, 400):
            raise Difference(f"{operation}: {response}")
        return response

    def expect(self, what, expected, actual):
        if canonical(expected) != canonical(actual):
            raise Difference(f"{what}: expected {expected}, got {actual}")

    def expect_set(self, what, expected, actual):
        def by_text(items):
            return sorted(repr(sorted(canonical(item).items())) for item in items)

        if by_text(expected) != by_text(actual):
            raise Difference(f"{what}: expected {len(expected)} items {expected}, got {len(actual)} {actual}")

    # ---- conditions: an expression, its values, and the same in Python

    def random_condition(self):
        number = str(self.random.randrange(20))
        prefix = "x" * self.random.choice([1, 10])
        return self.random.choice(
            [
                (None, {}, lambda item: True),
                ("attribute_exists(pk)", {}, lambda item: item is not None),
                ("attribute_not_exists(pk)", {}, lambda item: item is None),
                (
                    "n < :cn",
                    {":cn": {"N": number}},
                    lambda item: bool(item) and "n" in item and Decimal(item["n"]["N"]) < Decimal(number),
                ),
                (
                    "n <> :cn",
                    {":cn": {"N": number}},
                    lambda item: not (item and "n" in item and Decimal(item["n"]["N"]) == Decimal(number)),
                ),
                (
                    "attribute_exists(a) OR NOT attribute_exists(b)",
                    {},
                    lambda item: bool(item) and "a" in item or not (item and "b" in item),
                ),
                (
                    "begins_with(a, :cs)",
                    {":cs": {"S": prefix}},
                    lambda item: bool(item) and item.get("a", {}).get("S", "").startswith(prefix),
                ),
                (
                    "n BETWEEN :cn AND :ch AND attribute_exists(g)",
                    {":cn": {"N": number}, ":ch": {"N": "19"}},
                    lambda item: bool(item)
                    and "g" in item
                    and "n" in item
                    and Decimal(number) <= Decimal(item["n"]["N"]) <= 19,
                ),
            ]
        )

    def check_write(self, response, holds, what):
        """True if the write was done; the condition decides that it must be."""
        if holds and response.status != 200:
            raise Difference(f"{what}: {response}")
        if not holds and response.error_type != "ConditionalCheckFailedException":
            raise Difference(f"{what}: the condition does not hold, got {response}")
        return holds

    # ---- writes

    def put(self):
        item, (condition, values, holds) = self.random_item(), self.random_condition()
        more = {"ConditionExpression": condition} if condition else {}
        more.update({"ExpressionAttributeValues": values} if values else {})
        old = self.model.get(item)
        response = self.call("PutItem", TableName=self.table, Item=item, ReturnValues="ALL_OLD", **more)
        if self.check_write(response, holds(old), "PutItem"):
            self.expect("old item", old, response.json.get("Attributes"))
            self.model.put(item)

    def delete(self):
        key, (condition, values, holds) = self.random_key(), self.random_condition()
        more = {"ConditionExpression": condition} if condition else {}
        more.update({"ExpressionAttributeValues": values} if values else {})
        old = self.model.get(key)
        response = self.call("DeleteItem", TableName=self.table, Key=key, ReturnValues="ALL_OLD", **more)
        if self.check_write(response, holds(old), "DeleteItem"):
            self.expect("old item", old, response.json.get("Attributes"))
            self.model.delete(key)

    def update(self):
        key, (condition, values, holds) = self.random_key(), self.random_condition()
        expression, update_values, change = self.random_update()
        more = {"ConditionExpression": condition} if condition else {}
        more.update(
            {"ExpressionAttributeValues": {**values, **update_values}} if {**values, **update_values} else {}
        )
        old = self.model.get(key)
        if old is None and expression.startswith(("REMOVE", "DELETE")):
            return  # whether AWS creates an item then is not settled (docs/compatibility.md)
        response = self.call(
            "UpdateItem",
            TableName=self.table,
            Key=key,
            UpdateExpression=expression,
            ReturnValues="ALL_NEW",
            **more,
        )
        if self.check_write(response, holds(old), "UpdateItem"):
            new = change(copy.deepcopy(old) if old else dict(key))
            self.expect("new item", new, response.json.get("Attributes"))
            self.model.put(new)

    def random_update(self):
        """(expression, values, function from item to item)"""
        number, value = str(self.random.randrange(20)), self.random_value()
        owner = {"S": f"owner{self.random.randrange(OWNERS)}"}

        def add(item):
            return {**item, "n": {"N": str(Decimal(item.get("n", {"N": "0"})["N"]) + Decimal(number))}}

        def unite(item):
            return {**item, "strings": {"SS": sorted({*item.get("strings", {"SS": []})["SS"], "x", number})}}

        def take(item):
            left = sorted(set(item.get("strings", {"SS": []})["SS"]) - {"x", number})
            return {**without(item, "strings"), **({"strings": {"SS": left}} if left else {})}

        return self.random.choice(
            [
                ("SET a = :u", {":u": value}, lambda item: {**item, "a": value}),
                (
                    "SET g = :o, n = :u",
                    {":o": owner, ":u": {"N": number}},
                    lambda item: {**item, "g": owner, "n": {"N": number}},
                ),
                ("REMOVE g", {}, lambda item: without(item, "g")),
                ("REMOVE a, n", {}, lambda item: without(item, "a", "n")),
                ("ADD n :u", {":u": {"N": number}}, add),
                ("SET n = if_not_exists(n, :z) + :u", {":u": {"N": number}, ":z": {"N": "0"}}, add),
                ("ADD strings :u", {":u": {"SS": ["x", number]}}, unite),
                ("DELETE strings :u", {":u": {"SS": ["x", number]}}, take),
                (
                    "SET b = :u REMOVE c ADD n :d",
                    {":u": value, ":d": {"N": number}},
                    lambda item: add({**without(item, "c"), "b": value}),
                ),
                (
                    "SET c = if_not_exists(a, :u)",
                    {":u": value},
                    lambda item: {**item, "c": item.get("a", value)},
                ),
                (
                    "SET events = list_append(if_not_exists(events, :e), :u)",
                    {":e": {"L": []}, ":u": {"L": [{"N": number}]}},
                    lambda item: {
                        **item,
                        "events": {"L": item.get("events", {"L": []})["L"] + [{"N": number}]},
                    },
                ),
            ]
        )

    def batch_write(self):
        puts = {
            self.model.key(item): item
            for item in (self.random_item() for _ in range(self.random.randrange(1, 18)))
        }
        deletes = {
            self.model.key(key): key
            for key in (self.random_key() for _ in range(self.random.randrange(1, 8)))
        }
        deletes = {each: key for each, key in deletes.items() if each not in puts}
        requests = [{"PutRequest": {"Item": item}} for item in puts.values()] + [
            {"DeleteRequest": {"Key": key}} for key in deletes.values()
        ]
        self.random.shuffle(requests)
        response = self.call("BatchWriteItem", RequestItems={self.table: requests})
        self.expect("unprocessed", {}, response.json.get("UnprocessedItems"))
        for item in puts.values():
            self.model.put(item)
        for key in deletes.values():
            self.model.delete(key)

    # ---- reads

    def get(self):
        key = self.random_key()
        self.expect(
            "item",
            self.model.get(key),
            self.call("GetItem", TableName=self.table, Key=key, ConsistentRead=True).json.get("Item"),
        )

    def batch_get(self):
        keys = list(
            {
                self.model.key(key): key
                for key in (self.random_key() for _ in range(self.random.randrange(1, 30)))
            }.values()
        )
        response = self.call(
            "BatchGetItem", RequestItems={self.table: {"Keys": keys, "ConsistentRead": True}}
        )
        self.expect("unprocessed", {}, response.json.get("UnprocessedKeys"))
        self.expect_set(
            "batch",
            [item for item in map(self.model.get, keys) if item],
            response.json["Responses"][self.table],
        )

    def pages(self, operation, **request):
        """All items over all pages, of a random size; the sum of Count and ScannedCount must fit."""
        items = []
        if self.random.random() < 0.7:
            request["Limit"] = self.random.randrange(1, 30)
        while True:
            page = self.call(operation, TableName=self.table, **request).json
            if (
                "Items" not in page
                or page["Count"] != len(page["Items"])
                or page["ScannedCount"] > request.get("Limit", 10**9)
            ):
                raise Difference(f"{operation} {request}: {page}")
            items += page["Items"]
            if "LastEvaluatedKey" not in page:
                return items
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def random_range(self, make_value):
        """(condition on the sort key `{0}`, values, function)"""
        low, high = sorted((make_value(), make_value()), key=ordered)
        low_order, high_order = ordered(low), ordered(high)
        return self.random.choice(
            [
                ("", {}, None),
                (" AND {0} = :low", {":low": low}, lambda value: value == low_order),
                (" AND {0} < :low", {":low": low}, lambda value: value < low_order),
                (" AND {0} <= :low", {":low": low}, lambda value: value <= low_order),
                (" AND {0} > :low", {":low": low}, lambda value: value > low_order),
                (" AND {0} >= :low", {":low": low}, lambda value: value >= low_order),
                (
                    " AND {0} BETWEEN :low AND :high",
                    {":low": low, ":high": high},
                    lambda value: low_order <= value <= high_order,
                ),
            ]
        )

    def run_query(self, index, partition_name, partition, sort_name, make_value, **more):
        condition, values, function = self.random_range(make_value) if sort_name else ("", {}, None)
        forward = self.random.random() < 0.6
        expected = self.model.query(index, partition, function)
        found = self.pages(
            "Query",
            KeyConditionExpression=f"{partition_name} = :p" + condition.format(sort_name),
            ScanIndexForward=forward,
            ExpressionAttributeValues={":p": partition, **values},
            **more,
        )
        self.expect_set(f"query of {index}", expected, found)
        if sort_name:
            order = [ordered(item[sort_name]) for item in found]
            self.expect(f"order of {index}", sorted(order, reverse=not forward), order)

    def query(self):
        partition = self.key_value(self.partition_type, self.random.randrange(PARTITIONS))
        if self.random.random() < 0.3:
            return self.run_query(
                "Local",
                "pk",
                partition,
                "n",
                lambda: {"N": str(self.random.randrange(20))},
                IndexName="Local",
                ConsistentRead=True,
            )
        return self.run_query(
            None,
            "pk",
            partition,
            "sk",
            lambda: self.key_value(self.sort_type, self.random.randrange(SORTS)),
            ConsistentRead=True,
        )

    def query_index(self):
        index = self.random.choice(["Global", "Narrow"])
        self.run_query(
            index,
            "g",
            {"S": f"owner{self.random.randrange(OWNERS)}"},
            "n",
            lambda: {"N": str(self.random.randrange(20))},
            IndexName=index,
        )

    def scan(self):
        index = self.random.choice([None, None, *self.model.indexes])
        more = {"IndexName": index} if index else {"ConsistentRead": True}
        self.expect_set(f"scan of {index}", self.model.entries(index), self.pages("Scan", **more))

    def check_everything(self):
        for index in [None, *self.model.indexes]:
            more = {"IndexName": index} if index else {"ConsistentRead": True}
            self.expect_set(f"scan of {index}", self.model.entries(index), self.pages("Scan", **more))
        segments = self.random.randrange(2, 6)
        found = sum(
            (
                self.pages("Scan", Segment=i, TotalSegments=segments, ConsistentRead=True)
                for i in range(segments)
            ),
            [],
        )
        self.expect_set("parallel scan", self.model.entries(None), found)


def without(item, *names):
    return {name: value for name, value in item.items() if name not in names}
