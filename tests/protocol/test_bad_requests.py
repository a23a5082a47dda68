"""Requests that are well-formed HTTP and JSON, and built to hurt: AWS's error at once, with little work and little memory.

Work is the server's CPU time, so a busy machine does not matter; the bounds are ten times and more what is needed.
"""

import json
import os

from harness import environment
from protocol.case import ProtocolTest

ROUNDS = 50
CPU_LIMIT_S = 0.05  # a request, of the slowest build
GROWTH_LIMIT_BYTES = 48 << 20  # of the memory, over all rounds of a form
BRACKETS = ("(", "[", "{", "<<", ")", "]", "}", ">>")


def condition(text, **more):
    values = {":v": {"N": "1"}, **more}
    return "UpdateItem", {
        "Key": {"pk": {"S": "a"}},
        "ConditionExpression": text,
        "ExpressionAttributeValues": values,
    }


def put(**attributes):
    return "PutItem", {"Item": {"pk": {"S": "a"}, **attributes}}


class BadRequestsTest(ProtocolTest):
    def setUp(self):
        super().setUp()
        self.table = self.make_table()

    def cpu_seconds(self):
        with open(f"/proc/{self.server.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def check_cheap(self, requests, error="ValidationException"):
        """`requests`: (operation, body) pairs, each of them refused."""
        bodies = []
        for operation, body in requests:
            if operation not in ("ExecuteStatement", "TransactWriteItems"):
                body = {"TableName": self.table, **body}
            bodies.append((operation, json.dumps(body).encode()))
        with self.connect() as connection:
            memory = None
            for round_number in range(ROUNDS):
                for operation, body in bodies:
                    answer = connection.ask(operation, body)
                    self.assertEqual(400, answer.status, answer)
                    self.assertEqual(error, json.loads(answer.body)["__type"].partition("#")[2])
                if round_number == 0:
                    memory, cpu = self.server.resident_bytes(), self.cpu_seconds()
        work = (self.cpu_seconds() - cpu) / ((ROUNDS - 1) * len(bodies))
        self.assertLess(work, CPU_LIMIT_S)
        if not environment.is_sanitized():  # a sanitizer keeps what was freed
            self.assertLess(self.server.resident_bytes() - memory, GROWTH_LIMIT_BYTES)

    def test_nested_conditions(self):
        self.check_cheap(
            [
                condition("(n=:v OR " * 149 + "n=:v" + ")" * 149 + " AND n=:v"),
                condition("NOT " * 301 + "n=:v"),
                condition("(" * 2000 + "n=:v" + ")" * 2000),
                condition("(" * 4096),
                condition(")" * 4096),
                condition("n" + "[0]" * 1300 + "=:v"),
                condition("size(" * 800 + "n" + ")" * 800 + "=:v"),
                condition("n IN (" + ",".join([":v"] * 101) + ")"),
            ]
        )

    def test_brackets_of_partiql(self):
        statements = [f'SELECT * FROM "{self.table}" WHERE {bracket * 2000}' for bracket in BRACKETS]
        statements += [f"INSERT INTO \"{self.table}\" VALUE {bracket * 2000}" for bracket in BRACKETS]
        statements.append(f'SELECT * FROM "{self.table}" WHERE {"(" * 4000}pk=\'a\'{")" * 4000}')
        statements.append(f"INSERT INTO \"{self.table}\" VALUE {{'pk': 'a', 'l': {'[' * 4000}{']' * 4000}}}")
        self.check_cheap([("ExecuteStatement", {"Statement": text}) for text in statements])

    def test_one_item_twice_in_a_transaction(self):
        actions = [{"Put": {"TableName": self.table, "Item": {"pk": {"S": f"p{i}"}}}} for i in range(99)]
        again = {"Delete": {"TableName": self.table, "Key": {"pk": {"S": "p0"}}}}
        self.check_cheap([("TransactWriteItems", {"TransactItems": [*actions, again]})])
        self.assertEqual(0, self.client.call("Scan", TableName=self.table)["Count"])

    def test_sets_with_duplicates(self):
        many = [str(i) for i in range(5000)]
        self.check_cheap(
            [
                put(s={"SS": [*many, "4999"]}),
                put(s={"NS": [*many, "4.999e3"]}),
                put(s={"SS": ["same"] * 5000}),
                put(s={"BS": ["AAAA"] * 5000}),
                condition("s = :s", **{":s": {"NS": [*many, "1.0"]}}),
            ]
        )

    def test_absurd_numbers(self):
        self.check_cheap(
            [
                put(n={"N": text})
                for text in (
                    "1e1000000",
                    "-1e1000000",
                    "1e-1000000",
                    "1e" + "9" * 10000,
                    "1" * 100000,
                    "0." + "1" * 100000,
                    "0" * 100000 + "x",
                )
            ]
        )

    def test_normalisation_makes_no_duplicates(self):
        """The same name, composed and decomposed, is two names; once more is what JSON makes of a member twice."""
        composed, decomposed = "\u00e9", "e\u0301"
        item = {"pk": {"S": "n"}, composed: {"S": "1"}, decomposed: {"S": "2"}}
        item["set"] = {"SS": [composed, decomposed]}
        self.client.call("PutItem", TableName=self.table, Item=item)
        stored = self.client.call("GetItem", TableName=self.table, Key={"pk": {"S": "n"}})["Item"]
        stored["set"]["SS"].sort()
        item["set"]["SS"].sort()
        self.assertEqual(item, stored)
        self.check_cheap([put(**{decomposed * 25000: {"S": "a name of 75,000 bytes"}})])
