"""Many connections: silent ones, slow ones, ones that never read, ones that talk nonsense."""

import socket
import unittest

from harness import environment
from harness.server import Server
from hostile.case import HostileTest, allow_open_files, read_to_end, send_what_fits

MAX_CONNECTIONS = 10_000
HEAD = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
# Of requests to S3.
S3 = (
    b"Host: localhost\r\nX-Amz-Date: 20260101T000000Z\r\nX-Amz-Content-Sha256: UNSIGNED-PAYLOAD\r\nAuthorization: AWS4-HMAC-SHA256 "
    b"Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + b"0" * 64 + b"\r\n"
)


def crowd(count):
    """Sanitizer builds are slower and larger: fewer of everything."""
    return count // 10 if environment.is_sanitized() else count


class CrowdTest(HostileTest):
    def test_slow_headers(self):
        """Heads that fill what is allowed, but for their last line."""
        head = HEAD + b"".join(b"X-%02d: %s\r\n" % (i, b"x" * 990) for i in range(60))
        for _ in range(crowd(3000)):
            send_what_fits(self.raw(), head)
        self.check_bystander()

    def test_slow_headers_by_the_drop(self):
        connections = [self.raw() for _ in range(crowd(1000))]
        for byte in HEAD:
            for connection in connections:
                send_what_fits(connection, bytes([byte]))
        self.check_bystander()

    def test_slow_bodies(self):
        head = self.request_bytes("PutItem", b"", headers={"Content-Length": str(1 << 20)})
        for _ in range(crowd(500)):
            send_what_fits(self.raw(), head + b" " * (1 << 19))
        self.check_bystander()

    def test_slow_bodies_that_count_as_nothing(self):
        """Heads and bodies just small enough to weigh no more than their connection."""
        head = self.request_bytes(
            "PutItem", b"", headers={"Content-Length": "4096", "X-Long": "x" * 3000}
        )
        for _ in range(crowd(5000)):
            send_what_fits(self.raw(), head + b" " * 4000)
        self.check_bystander()

    def test_slow_bodies_behind_large_heads(self):
        head = self.request_bytes(
            "PutItem", b"", headers={"Content-Length": "4096", **{f"X-{i}": "x" * 990 for i in range(60)}}
        )
        for _ in range(crowd(3000)):
            send_what_fits(self.raw(), head + b" " * 4000)
        self.check_bystander()

    def test_slow_chunks(self):
        head = self.request_bytes(
            "PutItem", b"", headers={"Transfer-Encoding": "chunked"}, omit=("content-length",)
        )
        for _ in range(crowd(500)):
            send_what_fits(self.raw(), head + b"100000\r\n" + b" " * (1 << 19))
        self.check_bystander()

    def test_slow_uploads(self):
        maker = self.raw()
        maker.sendall(b"PUT /bucket HTTP/1.1\r\n" + S3 + b"\r\n")
        self.assertIn(b"HTTP/1.1 200 ", maker.recv(1 << 16))
        head = b"PUT /bucket/k HTTP/1.1\r\n" + S3 + b"Content-Length: 1000000000\r\n\r\n"
        for _ in range(crowd(500)):
            send_what_fits(self.raw(), head + b"x" * (1 << 18))
        self.check_bystander()

    def test_answers_that_nobody_reads(self):
        table = self.make_table("large")
        for i in range(4):
            self.client.call("PutItem", TableName=table, Item={"pk": {"S": str(i)}, "v": {"S": "x" * 380_000}})
        request = self.json_request("Scan", TableName=table)
        for _ in range(crowd(300)):
            send_what_fits(self.raw(receive_buffer=4096), request * 20)
        self.check_bystander()

    def test_small_answers_that_nobody_reads(self):
        request = self.json_request("ListTables")
        for _ in range(crowd(2000)):
            send_what_fits(self.raw(receive_buffer=4096), request * 200)
        self.check_bystander()

    def test_pipelined_garbage(self):
        good = self.json_request("ListTables")
        for garbage in (b"\x00" * 5000, b"GET\r\n\r\n", bytes(range(256)) * 20, b"\r\n\r\n{}" + b"}" * 999, b"A" * 70000):
            connections = [self.raw() for _ in range(50)]
            for connection in connections:
                send_what_fits(connection, good * 3 + garbage + good * 3)
            for connection in connections:
                answers = read_to_end(connection)
                self.assertEqual(3, answers.count(b"HTTP/1.1 200 "), answers)
                self.assertEqual(4, answers.count(b"HTTP/1.1 "), answers)
        self.check_bystander()

    def test_connections_that_are_reset(self):
        """Closed with a reset in the middle of whatever the server does for them."""
        request = self.json_request("Scan", TableName=self.table)
        linger = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
        for cut in (1, 100, len(request) - 1, len(request)):
            for _ in range(100):
                connection = self.raw()
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                connection.sendall(request[:cut])
                connection.close()
        self.check_bystander()


class ConnectionLimitTest(HostileTest):
    def setUp(self):
        super().setUp()
        if environment.is_sanitized():
            self.skipTest("ten thousand connections are for the plain build")
        reason = allow_open_files(MAX_CONNECTIONS + 200)
        if reason:
            self.skipTest(reason)

    def test_ten_thousand_connections_and_one_more(self):
        """Each has had an answer, then says nothing more."""
        request = self.json_request("GetItem", TableName=self.table, Key={"pk": {"S": "none"}})
        taken = 1  # the bystander's
        self.client.close()
        connections = []
        while taken < MAX_CONNECTIONS:
            batch = [self.raw() for _ in range(min(500, MAX_CONNECTIONS - taken))]
            for connection in batch:
                connection.sendall(request)
            for connection in batch:
                self.assertIn(b"HTTP/1.1 200 ", connection.recv(1 << 16))
            connections += batch
            taken += len(batch)
        one_more = self.raw()
        answer = read_to_end(one_more)
        self.assertTrue(answer.startswith(b"HTTP/1.1 503 "), answer)
        self.assertIn(b"Connection: close", answer)
        self.check_bystander()

        connections.pop().close()
        for _ in range(1000):  # until the server has seen it
            again = self.raw()
            try:
                again.sendall(request)
                if b"HTTP/1.1 200 " in again.recv(1 << 16):
                    break
            except ConnectionError:
                pass
        else:
            self.fail("the place of a closed connection is not given to others")

    def test_ten_thousand_halves_of_a_head(self):
        half = self.json_request("GetItem", TableName=self.table, Key={"pk": {"S": "none"}})[:300]
        self.client.close()
        for _ in range(MAX_CONNECTIONS - 1):
            send_what_fits(self.raw(), half)
        self.check_bystander()


class ServerOfFewFiles(Server):
    FILES, CONNECTIONS = 1024, 328  # 640 are kept, and there is memory for 56 objects

    def command(self):
        return ["prlimit", f"--nofile={self.FILES}:{self.FILES}", *super().command()]


class FewFilesTest(HostileTest):
    """Where few files may be open, connections leave some for the data."""

    in_memory = False
    server_class = ServerOfFewFiles

    def test_as_many_connections_as_there_may_be(self):
        self.assertIn(f"at most {ServerOfFewFiles.CONNECTIONS} connections", self.server.log())
        self.client.close()
        crowd = [self.raw() for _ in range(ServerOfFewFiles.CONNECTIONS - 1)]  # and the bystander
        for connection in crowd:
            connection.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertIn(b"HTTP/1.1 200 ", connection.recv(1 << 16))
        self.assertTrue(read_to_end(self.raw()).startswith(b"HTTP/1.1 503 "))
        uploaded = crowd[0]
        for request in (b"PUT /bucket HTTP/1.1\r\n", b"PUT /bucket/k HTTP/1.1\r\nContent-Length: 5\r\n"):
            body = b"hello" if b"Length" in request else b""
            uploaded.sendall(request + S3 + b"\r\n" + body)
            self.assertIn(b"HTTP/1.1 200 ", uploaded.recv(1 << 16))
        for connection in crowd:
            connection.sendall(b"GET /bucket/k HTTP/1.1\r\nConnection: close\r\n" + S3 + b"\r\n")
        for connection in crowd:
            self.assertTrue(read_to_end(connection).endswith(b"hello"))
        self.check_bystander()


if __name__ == "__main__":
    unittest.main()
