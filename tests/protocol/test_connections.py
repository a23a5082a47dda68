"""HTTP/1.1 as such: keep-alive, pipelining, chunked bodies, the expectations of proxies and browsers."""

import json

from protocol.case import ProtocolTest


class ConnectionTest(ProtocolTest):
    def test_keep_alive(self):
        with self.connect() as connection:
            for _ in range(20):
                self.assertEqual(200, connection.ask("ListTables", b"{}").status)

    def test_connection_close(self):
        with self.connect() as connection:
            answer = connection.ask("ListTables", b"{}", headers={"Connection": "close"})
            self.assertEqual(200, answer.status)
            self.assertTrue(connection.is_closed())

    def test_http_1_0_is_closed_after_the_answer(self):
        with self.connect() as connection:
            connection.send(
                connection.request_bytes("ListTables", b"{}").replace(b"HTTP/1.1", b"HTTP/1.0", 1)
            )
            self.assertEqual(200, connection.answer().status)
            self.assertTrue(connection.is_closed())

    def test_pipelined_answers_come_in_order(self):
        table = self.make_table()
        for i in range(30):
            self.client.call("PutItem", TableName=table, Item={"pk": {"S": f"k{i}"}, "n": {"N": str(i)}})
        with self.connect() as connection:
            connection.send(
                b"".join(
                    connection.request_bytes(
                        "GetItem", json.dumps({"TableName": table, "Key": {"pk": {"S": f"k{i}"}}}).encode()
                    )
                    for i in range(30)
                )
            )
            numbers = [json.loads(connection.answer().body)["Item"]["n"]["N"] for _ in range(30)]
        self.assertEqual([str(i) for i in range(30)], numbers)

    def test_chunked_body(self):
        with self.connect() as connection:
            head = connection.request_bytes(
                "ListTables", b"{}", headers={"Transfer-Encoding": "chunked"}, omit=("content-length",)
            )[:-2]
            connection.send(head + b"1\r\n{\r\n")
            connection.send(b"1;extension=x\r\n}\r\n0\r\nTrailer: y\r\n\r\n")
            self.assertEqual(200, connection.answer().status)
            self.assertEqual(200, connection.ask("ListTables", b"{}").status)

    def test_body_in_small_pieces(self):
        with self.connect() as connection:
            for byte in connection.request_bytes("ListTables", b'{"Limit": 1}'):
                connection.send(bytes([byte]))
            self.assertEqual(200, connection.answer().status)

    def test_expect_100_continue(self):
        with self.connect() as connection:
            request = connection.request_bytes("ListTables", b"{}", headers={"Expect": "100-continue"})
            connection.send(request[:-2])
            self.assertEqual(100, connection.answer(has_body=False).status)
            connection.send(b"{}")
            self.assertEqual(200, connection.answer().status)

    def test_header_names_have_no_case(self):
        with self.connect() as connection:
            head, body = connection.request_bytes("ListTables", b"{}").split(b"\r\n\r\n", 1)
            first, *fields = head.split(b"\r\n")
            fields = [
                name.upper() + b":" + value for name, value in (field.split(b":", 1) for field in fields)
            ]
            connection.send(b"\r\n".join([first, *fields]) + b"\r\n\r\n" + body)
            self.assertEqual(200, connection.answer().status)


class GuardTest(ProtocolTest):
    """A web page on the internet must not reach the server through a browser."""

    def status(self, **headers):
        answer = self.ask("ListTables", b"{}", headers=headers)
        return answer.status

    def test_hosts(self):
        port = self.endpoint.rsplit(":", 1)[1]
        for host in (
            f"localhost:{port}",
            "localhost",
            f"127.0.0.1:{port}",
            f"[::1]:{port}",
            "dynamodb.localhost",
            "localhost.localstack.cloud:4566",
            "dynamodb.us-east-1.localhost.localstack.cloud",
        ):
            with self.subTest(host=host):
                self.assertEqual(200, self.status(Host=host))
        for host in (
            "evil.example",
            f"evil.example:{port}",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "notlocalhost",
            "10.0.0.1",
            "",
        ):
            with self.subTest(host=host):
                self.assertEqual(403, self.status(Host=host))

    def test_origins(self):
        for origin in ("http://localhost:3000", "http://127.0.0.1:8080", "http://[::1]"):
            with self.subTest(origin=origin):
                self.assertEqual(200, self.status(Origin=origin))
        for origin in ("https://evil.example", "http://localhost.evil.example", "null"):
            with self.subTest(origin=origin):
                self.assertEqual(403, self.status(Origin=origin))

    def test_health_is_guarded_too(self):
        with self.connect() as connection:
            connection.send(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")
            self.assertEqual(403, connection.answer().status)

    def test_preflight(self):
        with self.connect() as connection:
            connection.send(
                f"OPTIONS / HTTP/1.1\r\nHost: {connection.host_header}\r\nOrigin: http://localhost:3000\r\n"
                "Access-Control-Request-Method: POST\r\n"
                "Access-Control-Request-Headers: x-amz-target,authorization\r\n\r\n".encode()
            )
            answer = connection.answer()
        self.assertIn(answer.status, (200, 204))
        self.assertEqual("http://localhost:3000", answer.headers["access-control-allow-origin"])
        allowed = answer.headers["access-control-allow-headers"].lower()
        self.assertTrue(allowed == "*" or ("x-amz-target" in allowed and "authorization" in allowed), allowed)
