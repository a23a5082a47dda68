"""The shape of answers and errors: status, headers, __type, checksum, compression."""

import gzip
import json
import re

from protocol.case import ProtocolTest

REQUEST_ID = re.compile(r"[0-9A-Z]{52}")
MODELLED = "com.amazonaws.dynamodb.v20120810#"
FRAMEWORK = "com.amazon.coral.service#"
VALIDATION = "com.amazon.coral.validate#"


class AnswerTest(ProtocolTest):
    def check_headers(self, answer):
        self.assertRegex(answer.headers["x-amzn-requestid"], REQUEST_ID)
        self.assertEqual("application/x-amz-json-1.0", answer.headers["content-type"])
        self.assertTrue(answer.crc32_is_right(), answer)

    def test_success(self):
        answer = self.ask("ListTables", b"{}")
        self.assertEqual(200, answer.status)
        self.check_headers(answer)

    def test_refusals_have_the_headers_too(self):
        """Refused by the HTTP server or at the edge: SDKs still read the id and the checksum."""
        for status, headers in (
            (403, {"Host": "evil.example"}),
            (403, {"Origin": "https://evil.example"}),
            (415, {"Content-Encoding": "br"}),
            (431, {"X-Large": "x" * 70000}),
        ):
            with self.subTest(headers=headers):
                answer = self.ask("ListTables", b"{}", headers=headers)
                self.assertEqual(status, answer.status)
                self.check_headers(answer)

    def test_request_ids_differ(self):
        ids = {self.ask("ListTables", b"{}").headers["x-amzn-requestid"] for _ in range(5)}
        self.assertEqual(5, len(ids))

    def test_errors(self):
        for operation, body, status, kind in (
            (
                "GetItem",
                b'{"TableName": "nope", "Key": {"a": {"S": "b"}}}',
                400,
                MODELLED + "ResourceNotFoundException",
            ),
            ("GetItem", b'{"TableName": "a b", "Key": {}}', 400, VALIDATION + "ValidationException"),
            ("GetItem", b"{", 400, FRAMEWORK + "SerializationException"),
            ("GetItem", b'{"TableName": 5}', 400, FRAMEWORK + "SerializationException"),
            ("FrobnicateItem", b"{}", 400, FRAMEWORK + "UnknownOperationException"),
        ):
            with self.subTest(operation=operation, body=body):
                answer = self.ask(operation, body)
                self.assertEqual(status, answer.status)
                self.assertEqual(kind, json.loads(answer.body)["__type"])
                self.check_headers(answer)

    def test_serialization_message_has_a_capital(self):
        self.assertIn("Message", json.loads(self.ask("GetItem", b'{"TableName": 5}').body))

    def test_unknown_target(self):
        for target in ("DynamoDB_20990101.GetItem", "Something.GetItem", "GetItem", ""):
            with self.subTest(target=target):
                answer = self.ask("ListTables", b"{}", headers={"X-Amz-Target": target})
                self.assertEqual(400, answer.status)
                self.assertIn("UnknownOperationException", json.loads(answer.body)["__type"])

    def test_authentication(self):
        missing = self.ask("ListTables", b"{}", omit=("authorization",))
        self.assertEqual(400, missing.status)
        self.assertEqual(
            FRAMEWORK + "MissingAuthenticationTokenException", json.loads(missing.body)["__type"]
        )
        broken = self.ask("ListTables", b"{}", headers={"Authorization": "AWS4-HMAC-SHA256 nonsense"})
        self.assertEqual(400, broken.status)
        self.assertEqual(FRAMEWORK + "IncompleteSignatureException", json.loads(broken.body)["__type"])

    def test_a_region_that_is_no_name(self):
        """It would become part of stored names and of ARNs."""
        for region in ("eu:west", 'a"b', "\u00e9", "r" * 65):
            with self.subTest(region=region):
                scope = f"Credential=AKID/20260101/{region}/dynamodb/aws4_request"
                authorization = f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=aa"
                answer = self.ask("ListTables", b"{}", headers={"Authorization": authorization})
                self.assertEqual(400, answer.status)
                self.assertEqual(FRAMEWORK + "InvalidSignatureException", json.loads(answer.body)["__type"])

    def test_gzip_answer_on_demand(self):
        table = self.make_table()
        item = {"pk": {"S": "big"}, "v": {"S": "x" * 20000}}
        self.client.call("PutItem", TableName=table, Item=item)
        get = json.dumps({"TableName": table, "Key": {"pk": {"S": "big"}}}).encode()
        answer = self.ask("GetItem", get, headers={"Accept-Encoding": "gzip"})
        self.assertEqual("gzip", answer.headers.get("content-encoding"))
        self.assertLess(len(answer.body), 2000)
        self.assertTrue(answer.crc32_is_right(), answer)
        self.assertEqual({"Item": item}, json.loads(answer.decoded_body()))
        plain = self.ask("GetItem", get)
        self.assertNotIn("content-encoding", plain.headers)
        self.assertTrue(plain.crc32_is_right())

    def test_gzip_refused_is_not_used(self):
        answer = self.ask("ListTables", b"{}", headers={"Accept-Encoding": "gzip;q=0, identity"})
        self.assertNotIn("content-encoding", answer.headers)

    def test_gzip_request(self):
        table = self.make_table()
        body = json.dumps({"TableName": table, "Item": {"pk": {"S": "zip"}, "v": {"S": "y" * 5000}}}).encode()
        answer = self.ask("PutItem", gzip.compress(body), headers={"Content-Encoding": "gzip"})
        self.assertEqual(200, answer.status, answer)
        got = self.client.call("GetItem", TableName=table, Key={"pk": {"S": "zip"}}, ConsistentRead=True)
        self.assertEqual("y" * 5000, got["Item"]["v"]["S"])

    def test_health(self):
        with self.connect() as connection:
            connection.send(
                connection.request_bytes(
                    "x", b"", method="GET", omit=("authorization", "x-amz-target", "x-amz-date")
                )
            )
            answer = connection.answer()
        self.assertEqual(200, answer.status)
        self.assertRegex(answer.body.decode(), r"^healthy: dynamodb\.[a-z0-9-]+\.amazonaws\.com\s*$")
        self.assertRegex(answer.headers["x-amzn-requestid"], REQUEST_ID)
        self.assertTrue(answer.crc32_is_right(), answer)


class RegionTest(ProtocolTest):
    """Data is separate per region (of the credential scope) and per account (a twelve-digit access key)."""

    def names(self, **options):
        return self.new_client(**options).call("ListTables")["TableNames"]

    def test_regions_are_apart(self):
        table = self.make_table()
        self.assertIn(table, self.names())
        self.assertNotIn(table, self.names(region="eu-west-1"))

    def test_twelve_digits_are_an_account(self):
        table = self.make_table()
        self.assertNotIn(table, self.names(access_key="123456789012"))
        self.assertIn(table, self.names(access_key="AKIDWHATEVER"))

    def test_the_arn_says_both(self):
        client = self.new_client(region="eu-west-1", access_key="210987654321")
        arn = client.call(
            "CreateTable",
            TableName="ArnTable",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        )["TableDescription"]["TableArn"]
        self.assertEqual("arn:aws:dynamodb:eu-west-1:210987654321:table/ArnTable", arn)
