"""The load that a crash interrupts: writers with keys of their own, a counter that all share, a reader, a schema changer."""

import http.client
import random
import threading

from harness.client import Client

TABLE = "crash"
COUNTER_KEY = {"pk": {"S": "counter"}, "sk": {"N": "0"}}
KEYS_PER_WRITER = 40
OWNERS = 8
LARGE_VALUE_BYTES = 20000

TABLE_DEFINITION = {
    "TableName": TABLE,
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "sk", "AttributeType": "N"},
        {"AttributeName": "owner", "AttributeType": "S"},
        {"AttributeName": "n", "AttributeType": "N"},
    ],
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "ByOwner",
            "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [
                {"AttributeName": "owner", "KeyType": "HASH"},
                {"AttributeName": "n", "KeyType": "RANGE"},
            ],
        }
    ],
    "LocalSecondaryIndexes": [
        {
            "IndexName": "ByNumber",
            "Projection": {"ProjectionType": "KEYS_ONLY"},
            "KeySchema": [
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "n", "KeyType": "RANGE"},
            ],
        }
    ],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}
LATE_INDEX = {
    "IndexName": "Late",
    "Projection": {"ProjectionType": "ALL"},
    "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
}


def key_of(item):
    return item["pk"]["S"], int(item["sk"]["N"])


class Worker(threading.Thread):
    """Repeats step() until the server is gone."""

    def __init__(self, endpoint, state, seed):
        super().__init__(daemon=True)
        self.client = Client(endpoint, timeout=20)
        self.state = state
        self.random = random.Random(seed)
        self.stopping = threading.Event()
        self.steps = 0

    def run(self):
        try:
            while not self.stopping.is_set():
                self.step()
                self.steps += 1
        except OSError:
            pass  # the crash
        except Exception as error:  # a test that stops silently would pass
            if not self.stopping.is_set() and not is_end_of_server(error):
                self.state.problem(f"{type(self).__name__}: {type(error).__name__}: {error}")
        finally:
            self.client.close()


def is_end_of_server(error):
    """A half answer of a killed server is no answer."""
    return isinstance(error, (http.client.HTTPException, ConnectionError))


class Writer(Worker):
    def __init__(self, number, *arguments):
        super().__init__(*arguments)
        self.keys = [(f"w{number}-{i % 7}", i) for i in range(KEYS_PER_WRITER)]

    def step(self):
        kind = self.random.choices(
            [self.put, self.update, self.delete, self.batch, self.transact, self.count], [4, 4, 2, 2, 3, 3]
        )[0]
        kind()

    def new_item(self, key):
        item = {
            "pk": {"S": key[0]},
            "sk": {"N": str(key[1])},
            "version": {"N": str(self.random.randrange(10**12))},
        }
        if self.random.random() < 0.7:
            item["owner"] = {"S": f"owner{self.random.randrange(OWNERS)}"}
            item["n"] = {"N": str(self.random.randrange(1000))}
        if self.random.random() < 0.1:
            item["large"] = {"S": "x" * self.random.randrange(LARGE_VALUE_BYTES)}
        return item

    def key_attributes(self, key):
        return {"pk": {"S": key[0]}, "sk": {"N": str(key[1])}}

    def send(self, changes, operation, together=False, **request):
        """Sends what makes `changes`; they are pending until the answer is there."""
        self.state.begin(changes, together)
        response = self.client.send(operation, request)
        if response.status == 200:
            self.state.acknowledge(changes)
        elif response.status == 400:
            self.state.reject(changes)
            if response.error_type != "ThrottlingException":
                self.state.problem(f"{operation} {changes}: {response}")
        return response

    def put(self):
        key = self.random.choice(self.keys)
        item = self.new_item(key)
        self.send({key: item}, "PutItem", TableName=TABLE, Item=item)

    def delete(self):
        key = self.random.choice(self.keys)
        self.send({key: None}, "DeleteItem", TableName=TABLE, Key=self.key_attributes(key))

    def update(self):
        """Moves the version on, on condition that it is what this writer last saw acknowledged."""
        key = self.random.choice(self.keys)
        old = self.state.item(key)
        if old is None:
            return self.put()
        version = {"N": str(self.random.randrange(10**12))}
        owner = {"S": f"owner{self.random.randrange(OWNERS)}"}
        self.send(
            {key: {**old, "version": version, "owner": owner}},
            "UpdateItem",
            TableName=TABLE,
            Key=self.key_attributes(key),
            UpdateExpression="SET version = :new, #o = :owner",
            ConditionExpression="version = :old",
            ExpressionAttributeNames={"#o": "owner"},
            ExpressionAttributeValues={":new": version, ":old": old["version"], ":owner": owner},
        )

    def batch(self):
        changes, requests = {}, []
        for key in self.random.sample(self.keys, self.random.randrange(2, 25)):
            if self.random.random() < 0.3:
                changes[key] = None
                requests.append({"DeleteRequest": {"Key": self.key_attributes(key)}})
            else:
                changes[key] = self.new_item(key)
                requests.append({"PutRequest": {"Item": changes[key]}})
        response = self.send(changes, "BatchWriteItem", RequestItems={TABLE: requests})
        if response.status == 200 and response.json["UnprocessedItems"]:
            self.state.problem(f"unprocessed items: {response}")

    def transact(self):
        """Puts, deletes and conditional moves, which happen together or not at all."""
        changes, actions = {}, []
        for key in self.random.sample(self.keys, self.random.randrange(2, 8)):
            old = self.state.item(key)
            if old is not None and self.random.random() < 0.3:
                changes[key] = None
                actions.append({"Delete": {"TableName": TABLE, "Key": self.key_attributes(key)}})
                continue
            changes[key] = self.new_item(key)
            put = {"TableName": TABLE, "Item": changes[key]}
            if old is not None:
                put["ConditionExpression"] = "version = :old"
                put["ExpressionAttributeValues"] = {":old": old["version"]}
            actions.append({"Put": put})
        self.send(changes, "TransactWriteItems", together=True, TransactItems=actions)

    def count(self):
        self.state.begin_count()
        response = self.client.send(
            "UpdateItem",
            {
                "TableName": TABLE,
                "Key": COUNTER_KEY,
                "UpdateExpression": "ADD #c :one",
                "ExpressionAttributeNames": {"#c": "count"},
                "ExpressionAttributeValues": {":one": {"N": "1"}},
            },
        )
        if response.status == 200:
            self.state.acknowledge_count()
        elif response.error_type != "ThrottlingException":
            self.state.problem(f"count: {response}")


class Reader(Worker):
    """What a reader was shown must not be taken back by a crash."""

    def step(self):
        item = self.client.call("GetItem", TableName=TABLE, Key=COUNTER_KEY, ConsistentRead=True).get("Item")
        if item:
            self.state.see_count(int(item["count"]["N"]))


class SchemaChanger(Worker):
    """Adds and drops an index, so that some crashes interrupt a backfill or a clean-up."""

    def step(self):
        description = self.client.call("DescribeTable", TableName=TABLE)["Table"]
        statuses = {
            index["IndexName"]: index["IndexStatus"] for index in description["GlobalSecondaryIndexes"]
        }
        if set(statuses.values()) != {"ACTIVE"} or description["TableStatus"] != "ACTIVE":
            return
        if "Late" in statuses:
            update = {"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": "Late"}}]}
        else:
            update = {
                "GlobalSecondaryIndexUpdates": [{"Create": LATE_INDEX}],
                "AttributeDefinitions": [{"AttributeName": "owner", "AttributeType": "S"}],
            }
        self.client.call("UpdateTable", TableName=TABLE, **update)
