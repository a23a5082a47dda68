"""A consumer of a stream as the Kinesis Client Library is one, under load: many writers, several shards that roll over
while it reads, checkpoints, parents before children, restarts of the consumer, and kill -9 of the server.

What must hold at the end: every acknowledged write was seen exactly once; of each item, every record begins with the
item that the record before ended with, and the last one ends with the item as it is. The stream is then switched off,
and the consumer ends by itself, with the end of the last shard.
"""

import http.client
import random
import threading
import uuid

import boto3
import botocore.config
from botocore.exceptions import ConnectionError as NotConnected
from botocore.exceptions import HTTPClientError

from harness.client import Client

WRITERS, ITEMS = 6, 24
READERS = 4
ROLLED = 2  # generations of shards that a run is to see at least
PATIENCE_S = 240
CONFLICTS = ("TransactionCanceledException", "TransactionConflictException")  # nothing was done
LOST = (http.client.HTTPException, OSError)


class Broken(AssertionError):
    """The stream is not what it promises to be."""


class Where:
    """Where the server is: it may be killed, and come back with another port."""

    def __init__(self, server):
        self._server, self._condition = server, threading.Condition()
        self.generation = 0

    def now(self):
        """(endpoint, generation)"""
        with self._condition:
            return self._server.endpoint, self.generation

    def restart(self):
        with self._condition:
            self._server.kill()
            self._server.start()
            self.generation += 1
            self._condition.notify_all()

    def wait_for_another_than(self, generation):
        with self._condition:
            if not self._condition.wait_for(lambda: self.generation != generation, PATIENCE_S):
                raise Broken("the server does not answer, and was not killed")


class Writer:
    """Writes to items that all writers share. Each write has an id of its own; an answer that was lost with the
    server leaves its write unsettled."""

    def __init__(self, where, table, seed):
        self.where, self.table, self.random = where, table, random.Random(seed)
        self.acknowledged, self.unsettled = [], []

    def run(self, until):
        while not until.is_set():
            endpoint, generation = self.where.now()
            client = Client(endpoint)
            try:
                while not until.is_set() and generation == self.where.generation:
                    self.write(client)
            except LOST:
                self.where.wait_for_another_than(generation)
            finally:
                client.close()

    def write(self, client):
        write = uuid.uuid4().hex
        operation, request = self.random_write(write)
        self.unsettled.append(write)
        answer = client.send(operation, request)
        self.unsettled.pop()
        if answer.error_type in CONFLICTS:
            return
        if answer.status != 200:
            raise Broken(str(answer))
        if operation != "DeleteItem":
            self.acknowledged.append(write)
        elif "Attributes" in answer.json:
            self.acknowledged.append(f"deleted {answer.json['Attributes']['w']['S']}")

    def random_write(self, write):
        table = {"TableName": self.table}
        key = {"pk": {"S": f"item-{self.random.randrange(ITEMS)}"}}
        kind = self.random.random()
        if kind < 0.5:
            return "UpdateItem", {
                **table,
                "Key": key,
                "UpdateExpression": "SET w = :w ADD n :one",
                "ExpressionAttributeValues": {":w": {"S": write}, ":one": {"N": "1"}},
            }
        put = {**table, "Item": {**key, "w": {"S": write}}}
        if kind < 0.7:
            return "TransactWriteItems", {"TransactItems": [{"Put": put}]}
        if kind < 0.9:
            return "PutItem", put
        return "DeleteItem", {**table, "Key": key, "ReturnValues": "ALL_OLD"}


class Consumer:
    """Leases of shards, with a checkpoint each: the sequence number of the last record, or the shard's end."""

    END = "SHARD_END"

    def __init__(self, where, arn, seed):
        self.where, self.arn, self.random = where, arn, random.Random(seed)
        self.mutex = threading.Lock()  # guards what follows
        self.shards, self.checkpoints, self.leased = {}, {}, set()
        self.records, self.sequences, self.parent_of = [], set(), {}
        self.restarts = 0

    def connect(self):
        """(client, generation of the server)"""
        endpoint, generation = self.where.now()
        # The default session must not be shared by threads.
        client = boto3.session.Session().client(
            "dynamodbstreams",
            region_name="us-east-1",
            endpoint_url=endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=botocore.config.Config(retries={"max_attempts": 0}, proxies={}),
        )
        return client, generation

    def run(self):
        """Until every shard of an ended stream was read to its end."""
        client, generation = self.connect()
        while True:
            try:
                if self.discover(client) == "DISABLED" and self.all_read():
                    return
                shard = self.take_lease()
                if shard is None:
                    continue
                try:
                    self.read(client, shard)
                finally:
                    with self.mutex:
                        self.leased.discard(shard)
            except (HTTPClientError, NotConnected):
                self.where.wait_for_another_than(generation)
                client, generation = self.connect()

    def discover(self, client):
        start = {}
        while True:
            page = client.describe_stream(StreamArn=self.arn, **start)["StreamDescription"]
            with self.mutex:
                for shard in page["Shards"]:
                    self.shards.setdefault(shard["ShardId"], shard)
                    if "ParentShardId" in shard:
                        self.parent_of[shard["ShardId"]] = shard["ParentShardId"]
            if "LastEvaluatedShardId" not in page:
                return page["StreamStatus"]
            start = {"ExclusiveStartShardId": page["LastEvaluatedShardId"]}

    def all_read(self):
        with self.mutex:
            return all(self.checkpoints.get(shard) == self.END for shard in self.shards)

    def take_lease(self):
        """A shard whose parent was read to its end, and that nobody reads."""
        with self.mutex:
            ready = [
                shard
                for shard in self.shards
                if shard not in self.leased
                and self.checkpoints.get(shard) != self.END
                and (
                    shard not in self.parent_of
                    or self.parent_of[shard] not in self.shards
                    or self.checkpoints.get(self.parent_of[shard]) == self.END
                )
            ]
            if not ready:
                return None
            shard = self.random.choice(ready)
            self.leased.add(shard)
            return shard

    def read(self, client, shard):
        """Some pages from the checkpoint on; the lease then goes back, as from a worker that restarts."""
        with self.mutex:
            checkpoint = self.checkpoints.get(shard)
            pages = self.random.randrange(1, 8)
        start = (
            {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": checkpoint}
            if checkpoint
            else {"ShardIteratorType": "TRIM_HORIZON"}
        )
        iterator = client.get_shard_iterator(StreamArn=self.arn, ShardId=shard, **start)["ShardIterator"]
        for _ in range(pages):
            page = client.get_records(ShardIterator=iterator, Limit=50)
            iterator = page.get("NextShardIterator")
            self.process(shard, page["Records"], iterator is None)
            if iterator is None:
                return
        with self.mutex:
            self.restarts += 1

    def process(self, shard, records, is_end):
        with self.mutex:
            for record in records:
                sequence = int(record["dynamodb"]["SequenceNumber"])
                if sequence in self.sequences:
                    raise Broken(f"seen twice: {record}")
                self.sequences.add(sequence)
                self.records.append((shard, record))
                self.checkpoints[shard] = record["dynamodb"]["SequenceNumber"]
            if is_end:
                self.checkpoints[shard] = self.END

    def generations(self):
        """How many shards the longest line from a parent to its latest child has."""
        with self.mutex:
            parents = dict(self.parent_of)

        def depth(shard):
            count = 1
            while shard in parents:
                shard, count = parents[shard], count + 1
            return count

        return max(map(depth, parents), default=1)


def check(client, table, records, writers):
    """`records` in the order in which the consumer has seen them: that of each item is the order of its writes."""
    images, last_sequence, writes = {}, {}, []
    for shard, record in records:
        change = record["dynamodb"]
        key, old, new = change["Keys"]["pk"]["S"], change.get("OldImage"), change.get("NewImage")
        expected = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
        if record["eventName"] != expected:
            raise Broken(f"not {expected}: {record}")
        if old != images.get(key):
            raise Broken(f"{key} in {shard}: was {images.get(key)}, and the record begins with {old}")
        sequence = int(change["SequenceNumber"])
        if sequence <= last_sequence.get(key, -1):
            raise Broken(f"{key}: {sequence} after {last_sequence[key]}")
        images[key], last_sequence[key] = new, sequence
        writes.append(new["w"]["S"] if new else f"deleted {old['w']['S']}")
    for key, image in images.items():
        item = client.call("GetItem", TableName=table, Key={"pk": {"S": key}}, ConsistentRead=True).get("Item")
        if item != image:
            raise Broken(f"{key} is {item}, and its last record ends with {image}")
    seen = set(writes)
    if len(seen) != len(writes):
        raise Broken("a write has more than one record")
    missing = [write for writer in writers for write in writer.acknowledged if write not in seen]
    if missing:
        raise Broken(f"{len(missing)} acknowledged writes have no record, such as {missing[0]}")
    known = {write for writer in writers for write in writer.acknowledged + writer.unsettled}
    strange = [write for write in seen - known if not write.startswith("deleted ")]
    if strange:
        raise Broken(f"nobody wrote {strange[0]}")


def create_table(client):
    table = f"consumed-{uuid.uuid4().hex[:8]}"
    client.call(
        "CreateTable",
        TableName=table,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )
    client.wait_active(table)
    return table, client.call("DescribeTable", TableName=table)["Table"]["LatestStreamArn"]


class Threads:
    """Threads whose first failure is raised by join()."""

    def __init__(self):
        self.threads, self.failures = [], []
        self.failed = threading.Event()

    def start(self, run, *arguments):
        def body():
            try:
                run(*arguments)
            except BaseException as failure:
                self.failures.append(failure)
                self.failed.set()

        self.threads.append(threading.Thread(target=body, daemon=True))
        self.threads[-1].start()

    def join(self):
        for thread in self.threads:
            while thread.is_alive() and not self.failed.is_set():
                thread.join(0.1)
        if self.failures:
            raise self.failures[0]


def run(server, seed, writes, kills=0):
    """`writes`: acknowledged ones between two kills, at least. The server's shards have to live a second or so."""
    where = Where(server)
    table, arn = create_table(Client(server.endpoint))
    consumer = Consumer(where, arn, seed)
    writers = [Writer(where, table, f"{seed}-{i}") for i in range(WRITERS)]
    enough = threading.Event()
    writing, reading = Threads(), Threads()
    for writer in writers:
        writing.start(writer.run, enough)
    for _ in range(READERS):
        reading.start(consumer.run)

    def wait_until(condition):
        while not condition():
            if writing.failed.is_set() or reading.failed.wait(0.01):
                raise (writing.failures + reading.failures)[0]

    def acknowledged():
        return sum(len(writer.acknowledged) for writer in writers)

    for kill in range(kills + 1):
        wanted = acknowledged() + writes
        generations = consumer.generations() + ROLLED
        wait_until(lambda: acknowledged() >= wanted and consumer.generations() >= generations)
        if kill < kills:
            where.restart()
    enough.set()
    writing.join()
    client = Client(server.endpoint)
    client.call("UpdateTable", TableName=table, StreamSpecification={"StreamEnabled": False})
    reading.join()
    check(client, table, consumer.records, writers)
    if not consumer.restarts or len(consumer.shards) <= len(consumer.parent_of):
        raise Broken(f"not tried: {consumer.restarts} restarts, {len(consumer.shards)} shards")
    return len(consumer.records), len(consumer.shards)
