"""kill -9 while everything goes on at once: transactions, items that expire, triggers, objects (also in parts), tables and
indexes that come and go, backups and recovery, exports and imports, bulk puts, metrics and alarms. After each crash
`stator check` finds the folder sound; after the start no
transaction is there in part, every item of a stream with a trigger reaches its function, nothing expired stays, and every
backup, copy, export and import of a table is finished and whole; no half of what was reported together is kept.

(cd tests && python3 -m crash.everything --rounds 100 --seed 7)
"""

import base64
import http.client
import io
import json
import os
import random
import shutil
import subprocess
import tempfile
import time
import zipfile

from crash import bulk, command, earlier_states, metrics, objects, tables, transfers
from crash.load import Worker
from harness import environment
from harness.client import Client, ServiceError
from harness.server import Server, ServerFailure

LOAD_SECONDS = (0.05, 1.5)
PAIRS = 12
TABLES = {
    "pairs": {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}},
    "others": {},
    "passing": {},
    "events": {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}},
    "noted": {},
}
INDEX = {
    "IndexName": "versions",
    "KeySchema": [{"AttributeName": "version", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}
# Notes each record that it is given, in a table.
CODE = b"""
import http.client, json, os

def handler(event, context):
    host = os.environ["AWS_ENDPOINT_URL"].split("//")[1]
    connection = http.client.HTTPConnection(host, timeout=20)
    for record in event["Records"]:
        body = json.dumps({"TableName": "noted", "Item": record["dynamodb"]["Keys"]})
        headers = {
            "X-Amz-Target": "DynamoDB_20120810.PutItem",
            "Content-Type": "application/x-amz-json-1.0",
            "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, "
            "SignedHeaders=host, Signature=00",
            "X-Amz-Date": "20260101T000000Z",
        }
        connection.request("POST", "/", body, headers)
        answer = connection.getresponse()
        if answer.status != 200:
            raise RuntimeError(answer.read())
        answer.read()
"""
SERVER_SETTINGS = ("--lambda-isolation", "process")


def create_table(client, name):
    tables.create(client, name, **TABLES.get(name, {}))


def make_trigger(endpoint, stream):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("index.py", CODE)
    host = endpoint.split("//")[1]

    def post(path, **request):
        connection = http.client.HTTPConnection(host, timeout=30)
        headers = {
            "Content-Type": "application/json",
            "Authorization": objects.AUTHORIZATION.replace("/s3/", "/lambda/"),
            "X-Amz-Date": "20260101T000000Z",
        }
        connection.request("POST", path, json.dumps(request), headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise AssertionError(f"{path}: {answer.status} {text!r}")

    post(
        "/2015-03-31/functions",
        FunctionName="note",
        Runtime="python3.11",
        Handler="index.handler",
        Role="arn:aws:iam::000000000000:role/any",
        Timeout=30,
        Code={"ZipFile": base64.b64encode(archive.getvalue()).decode()},
    )
    post(
        "/2015-03-31/event-source-mappings",
        FunctionName="note",
        EventSourceArn=stream,
        StartingPosition="TRIM_HORIZON",
        BatchSize=20,
    )


class State:
    """What was acknowledged, and what was on its way; each part is used by one thread at a time."""

    def __init__(self):
        self.problems = []
        self.pairs = {}  # number -> versions that both halves may have
        self.events = []  # keys that were acknowledged
        self.sent = 0
        self.earlier = earlier_states.State()
        self.transfers = transfers.State()
        self.bulk = bulk.State()
        self.metrics = metrics.State()

    def problem(self, text):
        self.problems.append(text)


class PairWriter(Worker):
    """Writes both halves of a pair, in two tables, in one transaction; at times one deletes both."""

    def step(self):
        number = self.random.randrange(PAIRS)
        version = None if self.random.random() < 0.1 else str(self.random.randrange(10**9))
        self.state.pairs[number] = {*self.state.pairs.get(number, {None}), version}
        key = {"pk": {"S": f"pair{number}"}}
        item = {**key, "version": {"S": str(version)}, "expires": {"N": "4102444800"}}
        actions = [
            {"Delete": {"TableName": name, "Key": key}} if version is None else {"Put": {"TableName": name, "Item": item}}
            for name in ("pairs", "others")
        ]
        response = self.client.send("TransactWriteItems", {"TransactItems": actions})
        if response.status == 200:
            self.state.pairs[number] = {version}
        elif response.status == 400:
            self.state.problem(f"a transaction: {response}")


class EventWriter(Worker):
    def step(self):
        self.state.sent += 1
        key = f"event{self.state.sent}"
        response = self.client.send("PutItem", {"TableName": "events", "Item": {"pk": {"S": key}}})
        if response.status == 200:
            self.state.events.append(key)


class Expirer(Worker):
    """Items that have expired already, beside others: time to live deletes the former."""

    def step(self):
        expires = "4102444800" if self.random.random() < 0.3 else str(int(time.time()) - 10)
        item = {"pk": {"S": f"passing{self.random.randrange(50)}"}, "expires": {"N": expires}}
        self.client.send("PutItem", {"TableName": "passing", "Item": item})


class TableChanger(Worker):
    """Makes and deletes tables with data, an index, a stream."""

    def step(self):
        name = f"made{self.random.randrange(3)}"
        try:
            create_table(self.client, name)
            for number in range(self.random.randrange(40)):
                self.client.send(
                    "PutItem", {"TableName": name, "Item": {"pk": {"S": str(number)}, "version": {"S": "x" * 2000}}}
                )
        except ServiceError:
            self.change(name)

    def change(self, name):
        try:
            if self.random.random() < 0.5:
                self.client.call("DeleteTable", TableName=name)
            else:
                self.client.call(
                    "UpdateTable",
                    TableName="others",
                    AttributeDefinitions=[{"AttributeName": "version", "AttributeType": "S"}],
                    GlobalSecondaryIndexUpdates=[
                        self.random.choice([{"Create": INDEX}, {"Delete": {"IndexName": INDEX["IndexName"]}}])
                    ],
                )
        except ServiceError:
            pass  # under way already, or not there


def check_pairs(client, state):
    halves = [tables.scan(client, "pairs"), tables.scan(client, "others")]
    if halves[0] != halves[1]:
        yield f"half a transaction: {sorted(set(map(str, halves[0].values())) ^ set(map(str, halves[1].values())))[:5]}"
    for number, allowed in state.pairs.items():
        item = halves[0].get(f"pair{number}")
        found = item["version"]["S"] if item else None
        if found not in allowed:
            yield f"pair {number}: version {found}, allowed {allowed}"
        state.pairs[number] = {found}


def check_events(client, state):
    """Every event in the table, acknowledged or not, is noted."""
    stored = set(tables.scan(client, "events"))
    lost = set(state.events) - stored
    if lost:
        yield f"events: {sorted(lost)[:5]} were acknowledged"
    yield from tables.wait_for("triggers", lambda: stored - set(tables.scan(client, "noted")))


def expired(client):
    now = int(time.time())
    return {key for key, item in tables.scan(client, "passing").items() if int(item["expires"]["N"]) < now}


def check_folder(data):
    """`stator check`."""
    done = subprocess.run([environment.server_binary(), "check", "--data", data], capture_output=True)
    if done.returncode == 0:
        return []
    return [f"check: {line}" for line in (done.stdout + done.stderr).decode().splitlines()]


def check(data, state, object_state, seed):
    complaints = check_folder(data)
    with Server(*SERVER_SETTINGS, data=data) as server:
        client = Client(server.endpoint)
        complaints += check_pairs(client, state)
        complaints += check_events(client, state)
        complaints += tables.wait_for("expired items stay", lambda: expired(client))
        complaints += transfers.check(client, state)
        complaints += bulk.check(client, state)
        complaints += metrics.check(server.endpoint, state.metrics)
        complaints += earlier_states.check(client, state, random.Random(seed))
        client.close()
    complaints += objects.check(data, object_state) + check_folder(data)
    complaints, state.problems = complaints + state.problems, []
    return complaints


def prepare(data):
    with Server(*SERVER_SETTINGS, data=data) as server:
        client = Client(server.endpoint)
        for name in TABLES:
            create_table(client, name)
        for name in ("pairs", "passing"):
            client.call(
                "UpdateTimeToLive",
                TableName=name,
                TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"},
            )
        earlier_states.prepare(client)
        make_trigger(server.endpoint, client.call("DescribeTable", TableName="events")["Table"]["LatestStreamArn"])
        objects.S3(server.endpoint).must("PUT", f"/{objects.BUCKET}")
        transfers.prepare(server.endpoint)
        bulk.prepare(client, server.endpoint)
        client.close()


def run_round(number, seed, data, state, object_state):
    server = Server(*SERVER_SETTINGS, data=data)
    try:
        server.start()
        kinds = (
            PairWriter,
            EventWriter,
            Expirer,
            TableChanger,
            earlier_states.Ticker,
            earlier_states.Keeper,
            transfers.Porter,
            bulk.Loader,
            metrics.Reporter,
        )
        workers = [kind(server.endpoint, state, f"{seed}-{number}-{kind.__name__}") for kind in kinds]
        writers = [objects.Writer(i, server.endpoint, object_state, f"{seed}-{number}-{i}") for i in range(2)]
        for worker in workers + writers:
            worker.start()
        time.sleep(random.Random(f"{seed}-{number}").uniform(*LOAD_SECONDS))  # the random moment of the crash
        if not server.is_running():
            state.problem(f"the server ended by itself\n{server.log()}")
        server.kill()
        for worker in workers:
            worker.stopping.set()
        for worker in workers + writers:
            worker.join()
        state.problems += [writer.problem for writer in writers if writer.problem]
        return sum(worker.steps for worker in workers + writers)
    finally:
        if server.process is not None:
            server.kill()
        server.remove()


def run_rounds(report, rounds, seed):
    folder = tempfile.mkdtemp(prefix="stator-crash-everything-")
    data, state, object_state, steps = os.path.join(folder, "data"), State(), {}, 0
    try:
        prepare(data)
        for number in range(rounds):
            steps += run_round(number, seed, data, state, object_state)
            complaints = check(data, state, object_state, f"{seed}-{number}")
            if complaints:
                text = "\n".join(complaints[:20])
                report.add_failure(f"everything, round {number} of seed {seed}", f"{text}\ndata is kept in {folder}")
                return
            report.add_pass()
    except (ServerFailure, AssertionError) as failure:
        report.add_failure(f"everything, seed {seed}", f"{failure}\ndata is kept in {folder}")
        return
    if steps < 5 * rounds:
        report.add_failure("everything: load", f"only {steps} operations in {rounds} rounds: the test tests nothing")
    print(f"{steps} operations of every kind in {rounds} rounds, {len(state.events)} events through a trigger, "
          f"{state.earlier.checked} copies of earlier states, {state.transfers.checked} imports of exports, "
          f"{state.bulk.checked} bulk puts, "
          f"{state.metrics.kept()} values of metrics")
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    command.main(__doc__, run_rounds, 10)
