"""Many clients on few items: counters add up, a conditional put has exactly one winner, and the stream has the writes of an
item in the order of their acknowledgements.

Nothing fails here, so that every write is known to have happened or not; crashes are for `crash`, failing disks for
`power_cut`.
"""

import collections
import itertools
import random
import threading
import uuid

from conformance.streams_reader import read_stream
from harness.client import Client

CLIENTS = 16
ITEMS = 3  # of each kind
PRIZES = 60

# One acknowledged write of an item. `sent` and `answered` are places in the one order of all events.
Write = collections.namedtuple("Write", "value sent answered")


class Broken(AssertionError):
    pass


# ---- what must hold


def check_counter(answers, final):
    """`answers`: what every ADD of 1 answered, of each client in its order."""
    values = sorted(value for of_client in answers for value in of_client)
    if values != list(range(1, len(values) + 1)):
        raise Broken(f"the ADDs of one counter answered {values}")
    if final != len(values):
        raise Broken(f"{len(values)} ADDs of 1 make {final}")
    for of_client in answers:
        if of_client != sorted(of_client):
            raise Broken(f"one client's ADDs answered {of_client}")


def check_winners(winners, losers, found):
    """`winners`: the clients that were told that they won; `found`: the one that the item names, or None."""
    if len(winners) > 1:
        raise Broken(f"won by {winners}")
    if losers and not winners:
        raise Broken("lost by some, won by nobody")
    if found != (winners[0] if winners else None):
        raise Broken(f"won by {winners}, and the item says {found}")


def check_order(log, writes, final):
    """`log`: the values of an item as the stream has them; `writes`: those that were acknowledged."""
    if sorted(log) != sorted(write.value for write in writes):
        raise Broken(f"the stream has {sorted(log)}, acknowledged are {sorted(write.value for write in writes)}")
    if final != (log[-1] if log else None):
        raise Broken(f"the stream ends with {log[-1:]}, the item is {final}")
    by_value = {write.value: write for write in writes}
    latest_sent = 0  # of what stands before
    for value in log:
        write = by_value[value]
        if write.answered < latest_sent:
            raise Broken(f"{value} was acknowledged before a write was sent that stands before it in the stream")
        latest_sent = max(latest_sent, write.sent)


# ---- the clients


class Events:
    """Places in one order of all events; thread-safe."""

    def __init__(self):
        self._numbers, self._lock = itertools.count(1), threading.Lock()

    def next(self):
        with self._lock:
            return next(self._numbers)


class Contender(threading.Thread):
    def __init__(self, number, table, endpoint, seed, steps, events):
        super().__init__(daemon=True)
        self.number, self.table, self.steps, self.events = number, table, steps, events
        self.client, self.random = Client(endpoint), random.Random(f"{seed}-{number}")
        self.added = {item: [] for item in range(ITEMS)}  # what each ADD answered
        self.registers = {item: [] for item in range(ITEMS)}  # Writes
        self.versions = {item: [] for item in range(ITEMS)}  # Writes, one for each version
        self.won, self.lost = [], []
        self.error = None

    def run(self):
        try:
            for step in range(self.steps):
                kind = self.random.choice([self.add, self.overwrite, self.claim, self.replace])
                kind(self.random.randrange(ITEMS), self.number * self.steps + step + 1)
        except Exception as error:
            self.error = error
        finally:
            self.client.close()

    def send(self, operation, **request):
        """(answer, when it was sent, when it was answered); None for a condition that did not hold."""
        sent = self.events.next()
        response = self.client.send(operation, {"TableName": self.table, **request})
        answered = self.events.next()
        if response.error_type == "ConditionalCheckFailedException":
            return None, sent, answered
        if response.status != 200:
            raise Broken(f"{operation}: {response}")
        return response.json, sent, answered

    def add(self, item, _):
        answer, _, _ = self.send(
            "UpdateItem",
            Key=key("counter", item),
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
            ReturnValues="UPDATED_NEW",
        )
        self.added[item].append(int(answer["Attributes"]["n"]["N"]))

    def overwrite(self, item, value):
        new = {**key("register", item), "n": {"N": str(value)}}
        _, sent, answered = self.send("PutItem", Item=new)
        self.registers[item].append(Write(value, sent, answered))

    def claim(self, _, __):
        prize = self.random.randrange(PRIZES)
        new = {**key("prize", prize), "n": {"N": str(self.number)}}
        answer, _, _ = self.send("PutItem", Item=new, ConditionExpression="attribute_not_exists(pk)")
        (self.lost if answer is None else self.won).append(prize)

    def replace(self, item, value):
        """Puts the next version, on condition that nobody else did since this one was read."""
        answer, _, _ = self.send("GetItem", Key=key("versioned", item), ConsistentRead=True)
        version = int(answer["Item"]["n"]["N"]) if "Item" in answer else 0
        new = {**key("versioned", item), "n": {"N": str(version + 1)}, "by": {"N": str(value)}}
        condition = {"ConditionExpression": "attribute_not_exists(pk)"}
        if version:
            condition = {
                "ConditionExpression": "n = :old",
                "ExpressionAttributeValues": {":old": {"N": str(version)}},
            }
        answer, sent, answered = self.send("PutItem", Item=new, **condition)
        if answer is not None:
            self.versions[item].append(Write(version + 1, sent, answered))


def key(kind, number):
    return {"pk": {"S": f"{kind}-{number}"}}


class Contention:
    """One table with a stream, and all that its clients were told."""

    def __init__(self, endpoint, seed, steps):
        self.client = Client(endpoint)
        self.table = f"contention-{uuid.uuid4().hex[:8]}"
        description = self.client.call(
            "CreateTable",
            TableName=self.table,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        )["TableDescription"]
        self.stream = description["LatestStreamArn"]
        self.client.wait_active(self.table)
        events = Events()
        self.contenders = [
            Contender(number, self.table, endpoint, seed, steps, events) for number in range(CLIENTS)
        ]

    def run(self):
        for contender in self.contenders:
            contender.start()
        for contender in self.contenders:
            contender.join()
        for contender in self.contenders:
            if contender.error is not None:
                raise contender.error
        logs = self.logs()
        for item in range(ITEMS):
            self.check_item(item, logs)
        for prize in range(PRIZES):
            winners = [each.number for each in self.contenders if prize in each.won]
            losers = [each.number for each in self.contenders if prize in each.lost]
            check_winners(winners, losers, self.final("prize", prize))
        self.client.call("DeleteTable", TableName=self.table)
        self.client.close()

    def check_item(self, item, logs):
        counter = self.final("counter", item) or 0
        check_counter([each.added[item] for each in self.contenders], counter)
        if logs[key("counter", item)["pk"]["S"]] != list(range(1, counter + 1)):
            raise Broken(f"the stream of a counter that is {counter}: {logs[key('counter', item)['pk']['S']]}")
        for kind in ("register", "versioned"):
            writes = [
                write
                for each in self.contenders
                for write in (each.registers if kind == "register" else each.versions)[item]
            ]
            check_order(logs[key(kind, item)["pk"]["S"]], writes, self.final(kind, item))

    def final(self, kind, number):
        answer = self.client.call("GetItem", TableName=self.table, Key=key(kind, number), ConsistentRead=True)
        return int(answer["Item"]["n"]["N"]) if "Item" in answer else None

    def logs(self):
        """Partition key -> values of n in the order of the stream."""
        logs, shards = collections.defaultdict(list), {}
        for record in read_stream(self.client, {"StreamArn": self.stream}).json["Records"]:
            name = record["dynamodb"]["Keys"]["pk"]["S"]
            if shards.setdefault(name, record["shardId"]) != record["shardId"]:
                raise Broken(f"{name} is in two shards")
            logs[name].append(int(record["dynamodb"]["NewImage"]["n"]["N"]))
        return logs


def run(endpoint, seed, steps):
    Contention(endpoint, seed, steps).run()
