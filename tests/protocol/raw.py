"""Raw HTTP over a socket: requests byte by byte, answers parsed just enough to be checked."""

import socket
import zlib
import gzip

from harness import environment
from harness.client import Client

TIMEOUT_S = 30 * environment.slowness()


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def decoded_body(self):
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body

    def crc32_is_right(self):
        """x-amz-crc32 covers the bytes as they were sent."""
        return self.headers.get("x-amz-crc32") == str(zlib.crc32(self.body))

    def __repr__(self):
        return f"{self.status} {self.headers} {self.body[:500]!r}"


class Connection:
    def __init__(self, endpoint):
        host, port = endpoint.split("//")[1].rstrip("/").rsplit(":", 1)
        self.host_header = f"{host}:{port}"
        self.socket = socket.create_connection((host.strip("[]"), int(port)), TIMEOUT_S)
        self.buffer = b""
        self._signer = Client(endpoint)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.socket.close()

    def request_bytes(self, operation, body, headers=None, omit=(), method="POST", path="/"):
        """A whole signed request. `headers` replaces and adds, `omit` leaves out (names in lower case)."""
        fields = {
            "Host": self.host_header,
            **self._signer.signed_headers(operation, body),
            "Content-Length": str(len(body)),
        }
        for name, value in (headers or {}).items():
            fields = {kept: each for kept, each in fields.items() if kept.lower() != name.lower()}
            fields[name] = value
        lines = [f"{name}: {value}" for name, value in fields.items() if name.lower() not in omit]
        return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode("latin-1") + body

    def send(self, data):
        self.socket.sendall(data)

    def ask(self, operation, body, **options):
        self.send(self.request_bytes(operation, body, **options))
        return self.answer()

    def _fill(self):
        data = self.socket.recv(65536)
        self.buffer += data
        return bool(data)

    def answer(self, has_body=True):
        """The next answer, or None if the server closed the connection instead."""
        try:
            while b"\r\n\r\n" not in self.buffer:
                if not self._fill():
                    return None
            head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
            lines = head.decode("latin-1").split("\r\n")
            headers = {
                name.strip().lower(): value.strip()
                for name, value in (line.split(":", 1) for line in lines[1:])
            }
            status = int(lines[0].split()[1])
            length = int(headers.get("content-length", "0")) if has_body else 0
            while len(self.buffer) < length:
                if not self._fill():
                    return None
            body, self.buffer = self.buffer[:length], self.buffer[length:]
            return Answer(status, headers, body)
        except (ConnectionResetError, BrokenPipeError):
            return None

    def is_closed(self):
        """Waits until the server closes; False if it sends something instead."""
        try:
            return not self.buffer and not self.socket.recv(1)
        except (ConnectionResetError, BrokenPipeError):
            return True
