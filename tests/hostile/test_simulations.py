"""The policy simulator with as many policies, actions, resources and context entries as fit into a form."""

import http.client
import json
import time
import urllib.parse

from hostile.case import TIMEOUT_S, HostileTest

CLIENTS = 3
HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/iam/aws4_request, "
    f"SignedHeaders=host;x-amz-date, Signature={'0' * 64}",
}


def many(member, value, count):
    return {f"{member}.member.{i + 1}": value.replace("#", str(i)) for i in range(count)}


def context(key, value, place=1):
    entry = f"ContextEntries.member.{place}"
    return {f"{entry}.ContextKeyName": key, f"{entry}.ContextKeyType": "string",
            f"{entry}.ContextKeyValues.member.1": value}


def document(statement, count=1):
    return json.dumps({"Version": "2012-10-17", "Statement": [statement] * count}, separators=(",", ":"))


STATEMENT = {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Null": {"a:key": "true"}}}
WIDE = document(STATEMENT, 1000)
STARS = document({**STATEMENT, "Resource": "arn:aws:s3:::" + "*a" * 30_000})
LONG_KEYS = document({**STATEMENT, "Condition": {"Null": {f"a:key{i:0100}": "true" for i in range(700)}}})
VARIABLES = document({**STATEMENT, "Condition": {"StringLike": {"a:text": ["*${a:key}"] * 100}}})
VALUES = document({**STATEMENT, "Condition": {"StringEquals": {"a:text": [f"v{i}" for i in range(5000)]}}})
LONGEST_ARN = "arn:aws:s3:::" + "a" * 2000


class SimulationsTest(HostileTest):
    def ask(self, fields):
        form = {"Action": "SimulateCustomPolicy", "Version": "2010-05-08", **fields}
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.endpoint).netloc, timeout=TIMEOUT_S)
        try:
            connection.request("POST", "/", urllib.parse.urlencode(form).encode(), HEADERS)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def storm(self, fields, status, text):
        answers = []
        self.at_once(CLIENTS, lambda: answers.append(self.ask(fields)))
        self.check_bystander()
        # Where none of them found enough memory beside the others, one that is asked again does, as SDKs ask again.
        deadline = time.monotonic() + TIMEOUT_S
        while all(got == 503 for got, _ in answers) and time.monotonic() < deadline:
            answers.append(self.ask(fields))
        for got, body in answers:
            self.assertIn(got, (status, 503), body[:300])
            self.assertTrue(got == 503 or text in body, body[:300])
        self.assertIn(status, [answer[0] for answer in answers])

    def test_many_of_a_kind(self):
        one = {"PolicyInputList.member.1": WIDE, "ActionNames.member.1": "s3:GetObject"}
        for what, fields, status, text in (
            ("actions", {**many("ActionNames", "a:Action#", 40_000), "MaxItems": "1000"}, 200, "<IsTruncated>true"),
            ("resources", many("ResourceArns", "arn:aws:s3:::bucket#", 40_000), 400, "too large"),
            ("resources of a page", many("ResourceArns", "arn:aws:s3:::bucket#", 15), 200, "<IsTruncated>false"),
            ("policies", many("PolicyInputList", WIDE, 20), 200, "PolicyInputList.20<"),
            ("keys", {f"ContextEntries.member.{i + 1}.ContextKeyName": f"a:key{i}" for i in range(40_000)},
             400, "too large"),
            ("keys of policies", {**many("PolicyInputList", LONG_KEYS, 15), **{
                f"ContextEntries.member.{i + 1}.ContextKeyName": f"a:key{i}" for i in range(30_000)}}, 400, "large"),
            ("a value", {"ContextEntries.member.1.ContextKeyName": "a:key",
                         "ContextEntries.member.1.ContextKeyValues.member.1": "x" * 1_000_000}, 400, "too large"),
            ("missing keys", {"PolicyInputList.member.1": LONG_KEYS,
                              **many("ResourceArns", "arn:aws:s3:::bucket#", 300)}, 400, "too large"),
            ("stars", {"PolicyInputList.member.1": STARS, "ResourceArns.member.1": LONGEST_ARN}, 200, "implicitDeny"),
            ("variables", {"PolicyInputList.member.1": VARIABLES, **context("a:text", "a" * 100_000),
                           **context("a:key", "a" * 50_000 + "b", 2)}, 200, "implicitDeny"),
            ("empty values", {"PolicyInputList.member.1": VALUES, "ContextEntries.member.1.ContextKeyName": "a:text",
                              **many("ContextEntries.member.1.ContextKeyValues", "", 20_000)}, 400, "too large"),
            ("many stars", {"PolicyInputList.member.1": STARS, **many("ResourceArns", LONGEST_ARN, 900)},
             400, "too large"),
        ):
            with self.subTest(what=what):
                self.storm({**one, **fields}, status, text)
