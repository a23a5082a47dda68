"""Concurrent transactions with invariants: money that is moved between accounts stays the same, a ring of
references stays one ring. Both on one server at once, through TransactWriteItems and ExecuteTransaction, beside
single writes; without a crash, and over kill -9.

Every transaction carries a client token. One whose answer was lost with the server is sent again with its token
after the restart: then it is done exactly once.
"""

import http.client
import random
import threading
import uuid

from harness.client import Client

ACCOUNTS, START = 8, 100
NODES = 12
WORKERS_OF_EACH = 3
HARMLESS = {"None", "TransactionConflict", "ConditionalCheckFailed"}


class Broken(AssertionError):
    """An invariant does not hold, or an answer is none that AWS gives."""


def number(value):
    return {"N": str(value)}


def update(table, key, expression, values, condition=None):
    action = {
        "TableName": table,
        "Key": {"pk": {"S": key}},
        "UpdateExpression": expression,
        "ExpressionAttributeValues": values,
    }
    return {"Update": {**action, **({"ConditionExpression": condition} if condition else {})}}


def create_table(client, name):
    client.call(
        "CreateTable",
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    client.wait_active(name)


def snapshot(client, table, keys):
    """The items of a moment; None where a write was met."""
    gets = [{"Get": {"TableName": table, "Key": {"pk": {"S": key}}}} for key in keys]
    response = client.send("TransactGetItems", {"TransactItems": gets})
    if response.status == 200:
        return [answer.get("Item") for answer in response.json["Responses"]]
    expect_conflict(response)
    return None


def expect_conflict(response):
    codes = {reason["Code"] for reason in response.json.get("CancellationReasons", [])}
    if response.error_type != "TransactionCanceledException" or not codes <= HARMLESS:
        raise Broken(f"not an answer to a conflict: {response}")


class Bank:
    """Accounts, and a ledger in which each transaction writes what it moves: the two must agree."""

    name = "bank"

    def __init__(self, client):
        self.table = f"bank-{uuid.uuid4().hex[:8]}"
        create_table(client, self.table)
        for i in range(ACCOUNTS):
            item = {"pk": {"S": f"account-{i}"}, "amount": number(START)}
            client.call("PutItem", TableName=self.table, Item=item)

    def accounts(self):
        return [f"account-{i}" for i in range(ACCOUNTS)]

    def transaction(self, client, source, token):
        """(operation, request) of a random move."""
        giver, taker = source.sample(self.accounts(), 2)
        amount = source.randrange(1, 80)
        if source.random() < 0.3:
            return "ExecuteTransaction", self.statements(giver, taker, amount, token)
        ledger = {
            "pk": {"S": f"move-{token}"},
            "from": {"S": giver},
            "to": {"S": taker},
            "amount": number(amount),
        }
        return "TransactWriteItems", {
            "ClientRequestToken": token,
            "TransactItems": [
                update(
                    self.table,
                    giver,
                    "SET amount = amount - :n",
                    {":n": number(amount)},
                    "amount >= :n",
                ),
                update(self.table, taker, "ADD amount :n", {":n": number(amount)}),
                {
                    "Put": {
                        "TableName": self.table,
                        "Item": ledger,
                        "ConditionExpression": "attribute_not_exists(pk)",
                    }
                },
            ],
        }

    def statements(self, giver, taker, amount, token):
        def statement(text, *values):
            return {"Statement": text.format(table=f'"{self.table}"'), "Parameters": list(values)}

        return {
            "ClientRequestToken": token,
            "TransactStatements": [
                statement(
                    "UPDATE {table} SET amount = amount - ? WHERE pk = ? AND amount >= ?",
                    number(amount),
                    {"S": giver},
                    number(amount),
                ),
                statement(
                    "UPDATE {table} SET amount = amount + ? WHERE pk = ?", number(amount), {"S": taker}
                ),
                statement(
                    "INSERT INTO {table} VALUE {{'pk': ?, 'from': ?, 'to': ?, 'amount': ?}}",
                    {"S": f"move-{token}"},
                    {"S": giver},
                    {"S": taker},
                    number(amount),
                ),
            ],
        }

    def single_write(self, source):
        """One that leaves the money alone."""
        touched = update(self.table, source.choice(self.accounts()), "ADD touched :one", {":one": number(1)})
        return "UpdateItem", touched["Update"]

    def check_snapshot(self, items):
        amounts = [int(item["amount"]["N"]) for item in items]
        if sum(amounts) != ACCOUNTS * START or min(amounts) < 0:
            raise Broken(f"the accounts hold {amounts}, together {sum(amounts)}")

    def keys(self):
        return self.accounts()

    def check_end(self, client, items, done):
        """`done`: the tokens of all transactions that were acknowledged."""
        self.check_snapshot(items)
        moves, request = [], {}
        while True:
            page = client.call("Scan", TableName=self.table, ConsistentRead=True, **request)
            moves += [item for item in page["Items"] if item["pk"]["S"].startswith("move-")]
            if "LastEvaluatedKey" not in page:
                break
            request = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
        recorded = {item["pk"]["S"][len("move-") :] for item in moves}
        if recorded != done:
            raise Broken(f"moves missing: {sorted(done - recorded)}, never done: {sorted(recorded - done)}")
        amounts = dict.fromkeys(self.accounts(), START)
        for move in moves:
            amounts[move["from"]["S"]] -= int(move["amount"]["N"])
            amounts[move["to"]["S"]] += int(move["amount"]["N"])
        held = {item["pk"]["S"]: int(item["amount"]["N"]) for item in items}
        if held != amounts:
            raise Broken(f"the ledger makes {amounts}, the accounts hold {held}")


class Ring:
    """Nodes that refer to the next one. A transaction makes of four neighbours a, b, c, d the order a, c, b, d."""

    name = "ring"

    def __init__(self, client):
        self.table = f"ring-{uuid.uuid4().hex[:8]}"
        create_table(client, self.table)
        for i, key in enumerate(self.keys()):
            client.call(
                "PutItem",
                TableName=self.table,
                Item={"pk": {"S": key}, "next": {"S": self.keys()[(i + 1) % NODES]}, "turns": number(0)},
            )

    def keys(self):
        return [f"node-{i}" for i in range(NODES)]

    def read_next(self, client, key):
        answer = client.call("GetItem", TableName=self.table, Key={"pk": {"S": key}}, ConsistentRead=True)
        return answer["Item"]["next"]["S"]

    def transaction(self, client, source, token):
        a = source.choice(self.keys())
        b = self.read_next(client, a)
        c = self.read_next(client, b)
        d = self.read_next(client, c)
        if len({a, b, c}) < 3:
            return None  # the reads met writes

        def turn(node, old, new):
            return update(
                self.table,
                node,
                "SET #next = :new ADD turns :one",
                {":old": {"S": old}, ":new": {"S": new}, ":one": number(1)},
                "#next = :old",
            )

        actions = [turn(a, b, c), turn(b, c, d), turn(c, d, b)]
        for action in actions:
            action["Update"]["ExpressionAttributeNames"] = {"#next": "next"}
        return "TransactWriteItems", {"ClientRequestToken": token, "TransactItems": actions}

    def single_write(self, source):
        touched = update(self.table, source.choice(self.keys()), "ADD touched :one", {":one": number(1)})
        return "UpdateItem", touched["Update"]

    def check_snapshot(self, items):
        following = {item["pk"]["S"]: item["next"]["S"] for item in items}
        key, seen = self.keys()[0], []
        while key not in seen:
            seen.append(key)
            key = following[key]
        if key != self.keys()[0] or len(seen) != NODES:
            raise Broken(f"no ring of {NODES}: {following}")

    def check_end(self, client, items, done):
        self.check_snapshot(items)
        turns = sum(int(item["turns"]["N"]) for item in items)
        if turns != 3 * len(done):
            raise Broken(f"{turns} turns of nodes after {len(done)} transactions")


class Worker(threading.Thread):
    """Sends transactions of one workload until it is told to stop or the server is gone."""

    def __init__(self, workload, endpoint, seed, load):
        super().__init__(daemon=True)
        self.workload, self.load = workload, load
        self.client, self.random = Client(endpoint), random.Random(seed)
        self.done, self.unanswered, self.error = [], None, None

    def run(self):
        try:
            while not self.load.stop.is_set():
                self.step()
        except (OSError, http.client.HTTPException):
            pass  # the server was killed
        except Exception as error:
            self.error = error
            self.load.stop.set()
        finally:
            self.client.close()

    def step(self):
        chance = self.random.random()
        if chance < 0.15:
            items = snapshot(self.client, self.workload.table, self.workload.keys())
            if items is not None:
                self.workload.check_snapshot(items)
            return
        if chance < 0.3:
            response = self.client.send(*self.workload.single_write(self.random))
            if response.status != 200 and response.error_type != "TransactionConflictException":
                raise Broken(f"a single write: {response}")
            return
        token = str(uuid.UUID(int=self.random.getrandbits(128)))
        request = self.workload.transaction(self.client, self.random, token)
        if request is None:
            return
        self.unanswered = (token, request)
        response = self.client.send(*request)
        self.unanswered = None
        if response.status == 200:
            self.done.append(token)
            self.load.count()
        else:
            expect_conflict(response)


class Load:
    """Workers of both workloads on one server, until so many transactions were acknowledged."""

    def __init__(self, workloads, endpoint, seed, transactions):
        self.stop, self.enough = threading.Event(), threading.Event()
        self.left, self.lock = transactions, threading.Lock()
        self.workers = [
            Worker(workload, endpoint, f"{seed}-{workload.name}-{i}", self)
            for workload in workloads
            for i in range(WORKERS_OF_EACH)
        ]

    def count(self):
        with self.lock:
            self.left -= 1
            if self.left <= 0:
                self.enough.set()

    def run_until_enough(self):
        for worker in self.workers:
            worker.start()
        while not self.enough.wait(0.05):
            if self.stop.is_set() or not any(worker.is_alive() for worker in self.workers):
                break

    def finish(self):
        self.stop.set()
        for worker in self.workers:
            worker.join()
        for worker in self.workers:
            if worker.error is not None:
                raise worker.error


def settle(client, load):
    """Sends what was not answered again. The transactions that are done, as (workload, token)."""
    done = set()
    for worker in load.workers:
        done |= {(worker.workload, token) for token in worker.done}
        if worker.unanswered is None:
            continue
        token, request = worker.unanswered
        response = client.send(*request)
        if response.status == 200:
            done.add((worker.workload, token))
        else:
            expect_conflict(response)
    return done


def check_end(client, workloads, done):
    for workload in workloads:
        items = snapshot(client, workload.table, workload.keys())
        if items is None:
            raise Broken(f"{workload.name}: nobody writes any more, and a read met a write")
        workload.check_end(client, items, {token for owner, token in done if owner is workload})


def run(server, seed, transactions, rounds=1):
    """`server` runs already. With several rounds it is killed in the middle of each, and started again."""
    client = Client(server.endpoint)
    workloads = [Bank(client), Ring(client)]
    done = set()
    for number_of_round in range(rounds):
        load = Load(workloads, server.endpoint, f"{seed}-{number_of_round}", transactions)
        load.run_until_enough()
        if rounds > 1:
            server.kill()
        load.finish()
        if rounds > 1:
            server.start()
        client.close()
        client = Client(server.endpoint)
        done |= settle(client, load)
        check_end(client, workloads, done)
    for workload in workloads:
        client.call("DeleteTable", TableName=workload.table)
    client.close()
    return len(done)
