"""Parses .case files (README.md describes the format)."""

import json
import os
import re

from harness import environment

FOLDER = os.path.join(environment.TESTS, "conformance")
DECODER = json.JSONDecoder()
OPERATION = re.compile(r"[A-Za-z]+")
TABLE_KEY = re.compile(r"([^:\s,]+):([A-Z]+)")
TITLE = re.compile(r"== (?:\[(\d+(?:, \d+)*)\] )?(\S.*)")
FOR_PREFIX = re.compile(r"for (\w+)(?:=(\d+)\.\.(\d+)| in ([^:\n]+)): ")


class CaseError(Exception):
    """A case file that is not well formed."""


class Expectation:
    """What a step must be answered with: a body, or an error type with its message."""

    def __init__(self):
        self.body, self.is_subset, self.is_any = None, False, False
        self.error, self.message, self.message_pattern, self.error_members = None, None, None, None


class Step:
    """`variable`: the name and the values that the step is repeated with, or None."""

    def __init__(self, line, operation, request, expectation, variable=None, is_until=False):
        self.line, self.operation, self.request = line, operation, request
        self.expectation, self.loop_variable, self.is_until = expectation, variable, is_until


class Case:
    """`rules`: the numbers of the rules that it shows (rules.md)."""

    def __init__(self, title, line, rules=()):
        self.title, self.line, self.rules, self.steps = title, line, list(rules), []


class CaseFile:
    def __init__(self, path, text):
        self.path = path
        self.tables = {}  # alias -> CreateTable request without a TableName
        self.names = []  # aliases of unique names that no table is made for
        self.server = ()  # arguments of the server that the file needs, if it is not the usual one
        self.setup = Case("set-up", 1)
        self.cases = []
        self._text, self._position = text, 0
        self._parse()

    def _line(self):
        return self._text.count("\n", 0, self._position) + 1

    def _fail(self, why):
        raise CaseError(f"{self.path}:{self._line()}: {why}")

    def _peek(self):
        end = self._text.find("\n", self._position)
        return self._text[self._position :] if end < 0 else self._text[self._position : end]

    def _next(self):
        line = self._peek()
        self._position = min(len(self._text), self._position + len(line) + 1)
        return line

    def _skip_blank(self):
        while self._position < len(self._text) and (not self._peek().strip() or self._peek().startswith("#")):
            self._next()
        return self._position < len(self._text)

    def _json(self):
        """The JSON value at the position, which may run over several lines and must end its last one."""
        while self._text[self._position] == " ":
            self._position += 1
        try:
            value, self._position = DECODER.raw_decode(self._text, self._position)
        except json.JSONDecodeError as error:
            self._position = error.pos
            self._fail(f"not JSON: {error.msg}")
        if self._next().strip():
            self._fail("something follows the JSON")
        return value

    def _parse(self):
        if not self._peek().startswith("#"):
            self._fail("a case file starts with a comment: what it is about, and the source")
        current = self.setup
        while self._skip_blank():
            line = self._peek()
            if line.startswith("== "):
                current = self._case()
                self.cases.append(current)
            elif line.startswith("table "):
                self._table(self._next().split()[1:])
            elif line.startswith("server "):
                self.server = tuple(self._next().split()[1:])
            elif line.startswith("name "):
                self.names += self._next().split()[1:]
            else:
                current.steps.append(self._step())
        if not self.cases:
            self._fail("no case")

    def _case(self):
        title = TITLE.fullmatch(self._peek())
        if not title:
            self._fail("== [rule, rule] title")
        rules = [int(number) for number in title[1].split(", ")] if title[1] else []
        case = Case(title[2].strip(), self._line(), rules)
        self._next()
        return case

    def _table(self, words):
        alias, keys = words[0], [TABLE_KEY.fullmatch(word) for word in words[1:]]
        if not keys or not all(keys):
            self._fail("table ALIAS partition:TYPE [sort:TYPE]")
        types = {key[1]: key[2] for key in keys}
        request = {
            "KeySchema": key_schema([key[1] for key in keys[:1]], [key[1] for key in keys[1:]]),
            "BillingMode": "PAY_PER_REQUEST",
        }
        while self._peek().startswith("  "):
            self._position += 2
            kind, _, rest = self._peek().partition(" ")
            if kind == "with":
                self._position += len("with")
                request.update(self._json())
            elif kind in ("gsi", "lsi"):
                self._next()
                self._index(request, types, kind, rest.split(), keys[0][1])
            else:
                self._fail("gsi, lsi or with")
        request["AttributeDefinitions"] = [
            {"AttributeName": name, "AttributeType": kind} for name, kind in types.items()
        ] + request.get("AttributeDefinitions", [])  # of `with`: what no key uses
        self.tables[alias] = request

    def _index(self, request, types, kind, words, partition_key):
        name, words = words[0], words[1:]
        if words[:1] == ["hash"]:
            hash_keys = TABLE_KEY.findall(words[1])
            range_keys, words = (
                (TABLE_KEY.findall(words[3]), words[4:]) if words[2] == "range" else ([], words[2:])
            )
        else:
            keys = [TABLE_KEY.fullmatch(word).groups() for word in words if TABLE_KEY.fullmatch(word)]
            words = words[len(keys) :]
            hash_keys, range_keys = (keys[:1], keys[1:]) if kind == "gsi" else ([], keys)
        types.update(hash_keys + range_keys)
        projection = {"ProjectionType": words[0]}
        if words[0] == "INCLUDE":
            projection["NonKeyAttributes"] = words[1].split(",")
        hash_names = [each[0] for each in hash_keys] or [partition_key]
        index = {
            "IndexName": name,
            "KeySchema": key_schema(hash_names, [each[0] for each in range_keys]),
            "Projection": projection,
        }
        member = "GlobalSecondaryIndexes" if kind == "gsi" else "LocalSecondaryIndexes"
        request.setdefault(member, []).append(index)

    def _step(self):
        line = self._line()
        variable, is_until = None, False
        loop = FOR_PREFIX.match(self._peek())
        if loop:
            variable = (loop[1], loop[4].split() if loop[4] else numbers(int(loop[2]), int(loop[3])))
            self._position += loop.end()
        if self._peek().startswith("until "):
            is_until = True
            self._position += len("until ")
        if self._peek().startswith(("wait ", "wait-gone ")):
            operation, table = self._next().split()
            return Step(line, operation, table, None)
        operation = OPERATION.match(self._peek())
        if not operation:
            self._fail(f"neither a step nor a title: {self._peek()!r}")
        self._position += operation.end()
        request = self._json()
        return Step(line, operation[0], request, self._expectation(), variable, is_until)

    def _expectation(self):
        expectation = Expectation()
        if self._peek().startswith("=>"):
            self._position += 2
            rest = self._peek().strip()
            if rest == "*":
                expectation.is_any = True
                self._next()
                return expectation
            if rest.startswith("~"):
                expectation.is_subset = True
                self._position = self._text.index("~", self._position) + 1
            expectation.body = self._json()
            return expectation
        match = re.fullmatch(r"!! (\w+)(?:( ~ |: )(.*))?", self._peek())
        if not match:
            self._fail("a step is followed by => or !!")
        self._next()
        expectation.error, mark, text = match.groups()
        while text is not None and self._peek().startswith("    "):
            text += " " + self._next().strip()
        expectation.message, expectation.message_pattern = (text, None) if mark == ": " else (None, text)
        if self._peek().startswith("   with "):
            self._position += len("   with ")
            expectation.error_members = self._json()
        return expectation


def numbers(first, last):
    return [str(number) for number in range(first, last + 1)]


def key_schema(hash_keys, range_keys):
    return [{"AttributeName": name, "KeyType": "HASH"} for name in hash_keys] + [
        {"AttributeName": name, "KeyType": "RANGE"} for name in range_keys
    ]


def load(path):
    with open(path, encoding="utf-8") as file:
        return CaseFile(path, file.read())


def paths(patterns=()):
    """The case files whose path holds one of the patterns; all of them without patterns."""
    for folder, _, names in sorted(os.walk(FOLDER)):
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.endswith(".case") and (not patterns or any(pattern in path for pattern in patterns)):
                yield path
