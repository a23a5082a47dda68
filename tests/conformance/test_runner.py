"""The case runner itself: parsing, macros and comparison."""

import unittest

from conformance.casefile import CaseError, CaseFile
from conformance.expansion import expand
from conformance.matching import Mismatch, match


class ParseTest(unittest.TestCase):
    def test_file(self):
        file = CaseFile(
            "f",
            "# About.\n"
            "server --capacity enforced\n"
            "table T pk:S sk:N\n"
            "  gsi G hash a:S,b:N range c:S INCLUDE x,y\n"
            "  lsi L d:B KEYS_ONLY\n"
            "== first\n"
            'PutItem {"TableName":\n "$T"}\n'
            '=> ~{"a": 1}\n'
            "GetItem {}\n"
            "!! ValidationException: one\n"
            "    two\n"
            '   with {"Item": {}}\n',
        )
        self.assertEqual(("--capacity", "enforced"), file.server)
        self.assertEqual(
            {"a", "b", "c", "d", "pk", "sk"},
            {each["AttributeName"] for each in file.tables["T"]["AttributeDefinitions"]},
        )
        index = file.tables["T"]["GlobalSecondaryIndexes"][0]
        self.assertEqual(["HASH", "HASH", "RANGE"], [key["KeyType"] for key in index["KeySchema"]])
        self.assertEqual(["x", "y"], index["Projection"]["NonKeyAttributes"])
        put, get = file.cases[0].steps
        self.assertTrue(put.expectation.is_subset)
        self.assertEqual("one two", get.expectation.message)
        self.assertEqual({"Item": {}}, get.expectation.error_members)

    def test_bad_files(self):
        for text in (
            "table T pk:S\n",
            "# x\n",
            "# x\n== t\nGetItem {\n",
            "# x\n== t\nGetItem {}\n",
            "# x\n== t\nwhat\n",
        ):
            with self.assertRaises(CaseError, msg=text):
                CaseFile("f", text)


class ExpandTest(unittest.TestCase):
    def test_macros(self):
        for value, expected in (
            (["$T"], ["name"]),
            ("a $T $U", "a name $U"),
            ("{{ab*3}}", "ababab"),
            ("{{i=1..3|:v$i|, }}", ":v1, :v2, :v3"),
            ([{"$for i=1..2": {"S": "${i:3}"}}], [{"S": "001"}, {"S": "002"}]),
            ({"$for i=1..2 :v$i": "$i"}, {":v1": "1", ":v2": "2"}),
            ({"$nest 2 L": {"S": "x"}}, {"L": [{"L": [{"S": "x"}]}]}),
            ("$key", {"a": 1}),
            ([{"$now": -1}, {"$minute": -60}, {"$hour": 0.5}], [7324, 7260, 7200.5]),
            ({"$number": "$now"}, 7325),
        ):
            self.assertEqual(expected, expand(value, {"T": "name", "key": {"a": 1}, "now": 7325}))


class MatchTest(unittest.TestCase):
    def test_equal(self):
        captures = {}
        for expected, actual, is_subset in (
            ({"a": 1}, {"a": 1.0}, False),
            ({"a": "<any>"}, {"a": None}, False),
            ({"SS": ["b", "a"]}, {"SS": ["a", "b"]}, False),
            (["<unordered>", 1, 2], [2, 1], False),
            ({}, {"a": 1}, True),
            ({"a": "<absent>"}, {}, False),
            ("<~a+>", "aaa", False),
            ({"k": "<=key>"}, {"k": {"S": "x"}}, False),
        ):
            match(expected, actual, captures, is_subset)
        self.assertEqual({"key": {"S": "x"}}, captures)

    def test_different(self):
        for expected, actual, is_subset in (
            ({"a": 1}, {"a": "1"}, False),
            ({}, {"a": 1}, False),
            ([1, 2], [2, 1], False),
            ({"a": True}, {"a": 1}, False),
            ({"a": 1}, {"a": True}, True),
            ({"a": "<absent>"}, {"a": 1}, True),
            ("<~a+>", "ab", False),
            ({"SS": ["a", "a"]}, {"SS": ["a", "b"]}, False),
            ("<number>", "1", False),
        ):
            with self.assertRaises(Mismatch, msg=(expected, actual)):
                match(expected, actual, {}, is_subset)
