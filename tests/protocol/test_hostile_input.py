"""Hostile input: each gets AWS's error or a closed connection, and the server goes on with bounded memory."""

import gzip
import json
import socket

from protocol.case import ProtocolTest

BODY_LIMIT_BYTES = 16 << 20


class HostileJsonTest(ProtocolTest):
    def check_error(self, kind, operation, body):
        answer = self.ask(operation, body)
        self.assertIsNotNone(answer, "closed without an answer")
        self.assertEqual(400, answer.status, answer)
        self.assertEqual(kind, json.loads(answer.body)["__type"].partition("#")[2])
        return json.loads(answer.body)

    def test_what_is_no_json(self):
        for body in (
            b"",
            b"{",
            b"}",
            b"nonsense",
            b"[]",
            b"null",
            b"5",
            b'"text"',
            b"{'a': 1}",
            b'{"TableName": "a",}',
            b'{"TableName" "a"}',
            b'{"TableName": "a"} trailing',
            b'{"TableName": "a"}{}',
            b"\xff\xfe{\x00}\x00",
            b"\xef\xbb\xbf{}",
            b'{"TableName": nul}',
            b'{"TableName": tru}',
            b'{"TableName": 01}',
            b"{" * 1000,
            b'{"a":' * 2000 + b"1" + b"}" * 2000,
            b"[" * 100000,
            b'{"TableName": "a',
            b'{"TableName": "\x01"}',
            b'{"TableName": "\\x"}',
            b'{"TableName": "\\u12"}',
        ):
            with self.subTest(body=body[:40]):
                self.check_error("SerializationException", "GetItem", body)

    def test_invalid_utf_8(self):
        for text in (b"\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82", b"a\x80"):
            with self.subTest(text=text):
                self.check_error(
                    "SerializationException", "GetItem", b'{"TableName": "' + text + b'", "Key": {}}'
                )

    def test_headers_that_are_no_text(self):
        """What an error quotes of them: the answer is JSON, or XML, all the same."""
        scope = "2026\xff0101/us-east-1/dynamodb"
        authorization = f"AWS4-HMAC-SHA256 Credential=test/{scope}, SignedHeaders=host, Signature=00"
        answer = self.ask("ListTables", b"{}", headers={"Authorization": authorization})
        self.assertEqual(400, answer.status, answer)
        self.assertIn("2026\ufffd0101", json.loads(answer.body.decode())["message"])

    def test_lone_surrogates(self):
        for text in (b"\\ud800", b"\\udc00", b"\\ud800\\u0041"):
            with self.subTest(text=text):
                answer = self.ask("PutItem", b'{"TableName": "none", "Item": {"pk": {"S": "' + text + b'"}}}')
                self.assertEqual(400, answer.status, answer)

    def test_broken_base64(self):
        for text in ("A", "AB", "ABC", "A===", "AAA*", "AA==AA", "AA AA", "AQ=", "-_-_", "AAAA="):
            with self.subTest(text=text):
                body = json.dumps({"TableName": "none", "Item": {"pk": {"B": text}}}).encode()
                self.check_error("SerializationException", "PutItem", body)

    def test_depth(self):
        table = self.make_table()
        for depth, is_good in ((31, True), (32, False), (500, False), (20000, False)):
            with self.subTest(depth=depth):
                value = b'{"L":[' * depth + b'{"S":"x"}' + b"]}" * depth
                body = b'{"TableName": "%s", "Item": {"pk": {"S": "d"}, "v": %s}}' % (table.encode(), value)
                answer = self.ask("PutItem", body)
                self.assertEqual(200 if is_good else 400, answer.status, answer)

    def test_digits(self):
        table = self.make_table()
        for number in (
            "1" * 39,
            "0." + "1" * 39,
            "1e126",
            "1" * 100000,
            "9e999999999999999999999",
            "0" * 100000 + "x",
        ):
            with self.subTest(number=number[:45]):
                self.check_error(
                    "ValidationException",
                    "PutItem",
                    json.dumps({"TableName": table, "Item": {"pk": {"S": "n"}, "v": {"N": number}}}).encode(),
                )

    def test_expression_size(self):
        table = self.make_table()
        for size in (4097, 100000, 1 << 20):
            with self.subTest(size=size):
                body = {
                    "TableName": table,
                    "Key": {"pk": {"S": "e"}},
                    "UpdateExpression": "REMOVE a" + " " * (size - 8),
                }
                error = self.check_error("ValidationException", "UpdateItem", json.dumps(body).encode())
                self.assertIn(
                    "Expression size has exceeded the maximum allowed size;",
                    error["message"],
                )

    def test_expression_nesting(self):
        table = self.make_table()
        for expression in (
            "(" * 2000,
            "NOT " * 1000 + "a = :v",
            "(" * 1500 + "a = :v" + ")" * 1500,
            "a" + "[0]" * 1300,
            "a" + ".b" * 2000,
            "size(" * 800,
        ):
            with self.subTest(expression=expression[:20]):
                body = {
                    "TableName": table,
                    "Key": {"pk": {"S": "e"}},
                    "ConditionExpression": expression,
                    "ExpressionAttributeValues": {":v": {"S": "x"}},
                }
                self.check_error("ValidationException", "DeleteItem", json.dumps(body).encode())

    def test_batch_limits(self):
        table = self.make_table()
        keys = [{"pk": {"S": f"k{i}"}} for i in range(101)]
        body = json.dumps({"RequestItems": {table: {"Keys": keys}}}).encode()
        self.check_error("ValidationException", "BatchGetItem", body)
        puts = [{"PutRequest": {"Item": key}} for key in keys[:26]]
        self.check_error(
            "ValidationException", "BatchWriteItem", json.dumps({"RequestItems": {table: puts}}).encode()
        )
        self.assertEqual(0, self.client.call("Scan", TableName=table)["Count"])

    def test_duplicate_members(self):
        answer = self.ask("ListTables", b'{"Limit": 1, "Limit": 1}')
        self.assertIn(answer.status, (200, 400))

    def test_many_members(self):
        body = b"{" + b",".join(b'"m%d": 1' % i for i in range(200000)) + b"}"
        self.assertIn(self.ask("ListTables", body).status, (200, 400))


class HostileHttpTest(ProtocolTest):
    def test_half_a_body(self):
        for cut in (0, 1, 20):
            with self.connect() as connection:
                request = connection.request_bytes("ListTables", b'{"Limit": 1}      ' + b" " * 20)
                connection.send(request[: len(request) - 38 + cut])
                connection.socket.shutdown(socket.SHUT_WR)
                answer = connection.answer()
                self.assertTrue(answer is None or answer.status == 400, answer)

    def test_a_megabyte_of_header(self):
        with self.connect() as connection:
            try:
                connection.send(
                    b"POST / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * (1 << 20) + b"\r\n\r\n"
                )
            except (BrokenPipeError, ConnectionResetError):
                return
            answer = connection.answer()
            self.assertTrue(answer is None or answer.status in (400, 413, 431), answer)

    def test_a_hundred_thousand_headers(self):
        with self.connect() as connection:
            try:
                connection.send(
                    b"POST / HTTP/1.1\r\nHost: localhost\r\n"
                    + b"".join(b"H%d: x\r\n" % i for i in range(100000))
                )
            except (BrokenPipeError, ConnectionResetError):
                return
            answer = connection.answer()
            self.assertTrue(answer is None or answer.status in (400, 413, 431), answer)

    def test_a_body_at_the_limit(self):
        body = b'{"Limit": 1' + b" " * (BODY_LIMIT_BYTES - 12) + b"}"
        self.assertEqual(200, self.ask("ListTables", body).status)

    def test_a_body_beyond_the_limit(self):
        body = b'{"Limit": 1' + b" " * (BODY_LIMIT_BYTES - 11) + b"}"
        self.assertEqual(BODY_LIMIT_BYTES + 1, len(body))
        try:
            answer = self.ask("ListTables", body)
        except (BrokenPipeError, ConnectionResetError):
            return
        self.assertTrue(answer is None or answer.status == 413, answer)

    def test_a_declared_length_that_is_absurd(self):
        for length in ("99999999999", "18446744073709551616", "-1", "abc", "1 2", "0x10", ""):
            with self.subTest(length=length):
                answer = self.ask("ListTables", b"{}", headers={"Content-Length": length})
                self.assertTrue(answer is None or answer.status in (400, 411, 413), answer)

    def test_chunks_beyond_the_limit(self):
        with self.connect() as connection:
            head = connection.request_bytes(
                "ListTables", b"", headers={"Transfer-Encoding": "chunked"}, omit=("content-length",)
            )
            try:
                connection.send(head)
                for _ in range(17):
                    connection.send(b"100000\r\n" + b" " * 0x100000 + b"\r\n")
                connection.send(b"0\r\n\r\n")
            except (BrokenPipeError, ConnectionResetError):
                return
            answer = connection.answer()
            self.assertTrue(answer is None or answer.status == 413, answer)

    def test_bad_chunks(self):
        for chunks in (
            b"zz\r\n{}\r\n0\r\n\r\n",
            b"-1\r\n\r\n",
            b"ffffffffffffffff\r\n",
            b"2\r\n{}XX0\r\n\r\n",
        ):
            with self.subTest(chunks=chunks), self.connect() as connection:
                head = connection.request_bytes(
                    "ListTables", b"", headers={"Transfer-Encoding": "chunked"}, omit=("content-length",)
                )
                connection.send(head + chunks)
                connection.socket.shutdown(socket.SHUT_WR)
                answer = connection.answer()
                self.assertTrue(answer is None or answer.status in (400, 413), answer)

    def test_two_lengths_are_request_smuggling(self):
        with self.connect() as connection:
            head = connection.request_bytes(
                "ListTables", b"", headers={"Transfer-Encoding": "chunked", "Content-Length": "2"}
            )
            connection.send(head + b"0\r\n\r\n")
            answer = connection.answer()
            self.assertTrue(answer is None or answer.status == 400, answer)

    def test_what_is_no_http(self):
        for data in (
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
            b"GET\r\n\r\n",
            b"\r\n\r\n\r\n\r\n",
            b"POST / HTTP/9.9\r\n\r\n",
            b"A" * 70000,
            b"POST / HTTP/1.1\r\nBad Header\r\n\r\n",
            b"POST / HTTP/1.1\r\nHost: localhost\r\n: empty\r\n\r\n",
            b"POST /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ):
            with self.subTest(data=data[:30]), self.connect() as connection:
                try:
                    connection.send(data)
                    connection.socket.shutdown(socket.SHUT_WR)
                except OSError:
                    continue
                answer = connection.answer()
                self.assertTrue(answer is None or 400 <= answer.status < 600, answer)

    def test_other_methods_and_paths(self):
        for method, path in (
            ("DELETE", "/"),
            ("PUT", "/"),
            ("POST", "/elsewhere"),
            ("GET", "/" + "x" * 10000),
        ):
            with self.subTest(method=method, path=path[:20]), self.connect() as connection:
                connection.send(connection.request_bytes("ListTables", b"{}", method=method, path=path))
                answer = connection.answer()
                self.assertTrue(answer is None or answer.status < 500, answer)

    def test_gzip_that_is_none(self):
        answer = self.ask("ListTables", b"not gzip at all", headers={"Content-Encoding": "gzip"})
        self.assertTrue(answer is None or answer.status == 400, answer)

    def test_a_gzip_bomb(self):
        bomb = gzip.compress(b" " * (256 << 20))
        answer = self.ask("ListTables", bomb, headers={"Content-Encoding": "gzip"})
        self.assertTrue(answer is None or answer.status in (400, 413), answer)

    def test_connections_that_come_and_go(self):
        for _ in range(300):
            with self.connect() as connection:
                connection.send(b"POST / HTTP/1.1\r\nHost: loc")

    def test_an_answer_that_nobody_reads(self):
        table = self.make_table()
        for i in range(10):
            self.client.call("PutItem", TableName=table, Item={"pk": {"S": f"k{i}"}, "v": {"S": "x" * 90000}})
        scan = json.dumps({"TableName": table}).encode()
        with self.connect() as connection:
            connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
            connection.socket.settimeout(2)
            try:
                for _ in range(100):
                    connection.send(connection.request_bytes("Scan", scan))
            except (TimeoutError, OSError):
                pass  # the server may stop to read while its answers are not taken
            self.assertEqual(200, self.client.send("ListTables", {}).status)
