"""TLS: handshakes that stall, that are none, and that shall be repeated."""

import socket
import ssl
import subprocess
import unittest

from harness import environment
from hostile.case import HostileTest, TIMEOUT_S, read_to_end, send_what_fits
from hostile.key_updates import KeyUpdates

HALVES = 100 if environment.is_sanitized() else 1000
SERVED_BETWEEN = 10  # where nobody is served, one or two get through at the ends
FLOOD = 30_000 if environment.is_sanitized() else 500_000  # records


def client_hello():
    """The bytes of a good one."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    session = ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="localhost")
    try:
        session.do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


class TlsTest(HostileTest):
    arguments = ("--tls-self-signed", "--threads", "1")  # nobody is served by another loop

    def setUp(self):
        context = ssl._create_unverified_context  # the bystander's client asks for no certificate
        self.addCleanup(setattr, ssl, "_create_default_https_context", ssl._create_default_https_context)
        ssl._create_default_https_context = context
        super().setUp()

    def handshake_and_ask(self, **limits):
        context = ssl._create_unverified_context()
        for name, value in limits.items():
            setattr(context, name, value)
        with context.wrap_socket(self.raw(), server_hostname="localhost") as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return read_to_end(connection)

    def test_half_handshakes(self):
        hello = client_hello()
        for sent in (b"", hello[:3], hello[: len(hello) // 2], hello):
            connections = [self.raw() for _ in range(HALVES)]
            for connection in connections:
                send_what_fits(connection, sent)
        self.check_bystander()
        self.assertIn(b"200 OK", self.handshake_and_ask())

    def test_established_and_silent(self):
        context = ssl._create_unverified_context()
        for _ in range(HALVES):
            connection = context.wrap_socket(self.raw(), server_hostname="localhost")
            self.addCleanup(connection.close)
            connection.sendall(b"POST / HTTP/1.1\r\nHost: loc")
        self.check_bystander()

    def test_garbage(self):
        hello = client_hello()
        for data in (
            b"\x00" * 3000,
            bytes(range(256)) * 100,
            hello[:5] + b"\xff" * (len(hello) - 5),
            b"\x16\x03\x01\xff\xff" + b"\x01" * 70000,
            b"\x16\x03\x01\x00\x00" * 2000,
            b"\x15\x03\x03\x00\x02\x01\x00" * 2000,
            b"\x17\x03\x03\x40\x00" + b"x" * 16384,
            b"\x80\x2e\x01\x03\x01" + b"\x00" * 100,
            hello + b"\xff" * 5000,
            hello + hello,
        ):
            with self.subTest(data=data[:12]):
                connection = self.raw()
                send_what_fits(connection, data)
                try:
                    connection.shutdown(socket.SHUT_WR)
                except OSError:  # the server was quicker
                    pass
                self.assertNotIn(b"200", read_to_end(connection))
        self.check_bystander()

    def test_garbage_after_the_handshake(self):
        for garbage in (b"\x17\x03\x03\x00\x20" + b"x" * 32, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\x00" * 100):
            plain, _, _ = self.session()
            plain.sendall(garbage)
            self.assertNotIn(b"200", read_to_end(plain))
        self.check_bystander()

    def session(self):
        """A connection that has shaken hands, its session, and where that puts what is to be sent."""
        plain = self.raw()
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        session = ssl._create_unverified_context().wrap_bio(incoming, outgoing, server_hostname="localhost")
        while True:
            try:
                session.do_handshake()
                plain.sendall(outgoing.read())
                return plain, session, outgoing
            except ssl.SSLWantReadError:
                plain.sendall(outgoing.read())
                incoming.write(plain.recv(1 << 16))

    def check_others_are_served_during(self, plain, flood):
        def send():
            try:
                plain.sendall(flood)
            except OSError:  # the server has had enough of it
                pass

        before = self.bystander.answers
        self.at_once(1, send)
        self.assertGreater(self.bystander.answers - before, SERVED_BETWEEN)
        plain.close()
        self.check_bystander()

    def test_small_records_without_end(self):
        """Of one byte each: they cost the server more than the client."""
        length, chunked = {"Content-Length": str(16 << 20)}, {"Transfer-Encoding": "chunked"}
        for beginning in (
            b"GET / HTTP/9.9\r\n\r\n",  # what follows is read and dropped
            self.request_bytes("PutItem", b"", headers=length),
            self.request_bytes("PutItem", b"", headers=chunked, omit=("content-length",)) + b"ffffff\r\n",
        ):
            with self.subTest(beginning=beginning[-100:]):
                plain, session, outgoing = self.session()
                session.write(beginning)
                for _ in range(FLOOD):
                    session.write(b"x")
                self.check_others_are_served_during(plain, outgoing.read())

    def test_key_updates_all_at_once(self):
        plain = self.raw()
        client = KeyUpdates(plain)
        self.addCleanup(client.free)
        self.check_others_are_served_during(plain, client.flood(FLOOD))

    def test_plain_http(self):
        for request in (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"POST / HTTP/1.1\r\n" + b"x" * 100_000):
            connection = self.raw()
            send_what_fits(connection, request)
            answer = read_to_end(connection)
            if answer:  # a reset, where more was sent than was read
                self.assertTrue(answer.startswith(b"HTTP/1.1 400 "), answer)
        self.check_bystander()

    def test_renegotiation_is_refused(self):
        """The server says no, which ends the client; many of them do no harm."""
        port = self.endpoint.rsplit(":", 1)[1]
        for _ in range(10):
            done = subprocess.run(
                ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-tls1_2", "-legacy_renegotiation"],
                input=b"R\n",
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=TIMEOUT_S,
            )
            self.assertIn(b"RENEGOTIATING", done.stdout)
            self.assertIn(b"no renegotiation", done.stdout)
        self.check_bystander()

    def test_key_updates_without_end(self):
        """TLS 1.3 lets a client ask for new keys as often as it likes; the connection ends, or goes on."""
        port = self.endpoint.rsplit(":", 1)[1]
        done = subprocess.run(
            ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-tls1_3"],
            input=b"K\n" * 200,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TIMEOUT_S,
        )
        self.assertIn(b"KEYUPDATE", done.stdout)
        self.check_bystander()


if __name__ == "__main__":
    unittest.main()
