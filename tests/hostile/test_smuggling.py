"""Requests that two readers could cut at different places: refused, and the connection with them, so that what was
smuggled behind them is never answered."""

import re
import unittest

from hostile.case import HostileTest, read_to_end

STATUS_LINE = re.compile(rb"HTTP/1\.1 \d{3} ")
HOST = b"Host: localhost\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST / HTTP/1.1\r\n" + HOST
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"

# (name, bytes) of one request; SMUGGLED follows it.
REFUSED = [
    ("CL.TE", POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("TE.CL", POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
    ("TE twice", POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("TE twice, one unknown", POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n"),
    *[
        (f"TE {value!r}", POST + b"Transfer-Encoding: " + value + b"\r\n\r\n0\r\n\r\n")
        for value in (
            b"xchunked",
            b"chunked, identity",
            b"identity",
            b"gzip, chunked",
            b"chunked, chunked",
            b"x, chunked",
            b"chunked;a=b",
            b'"chunked"',
            b"\x0bchunked",
            b"chunked\x0b",
            b"chun ked",
            b"ch\x00unked",
            b"",
        )
    ],
    ("TE space before the colon", POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
    ("TE tab before the colon", POST + b"Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n"),
    ("TE folded", POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
    ("TE folded with a tab", POST + b"X: y\r\n\tTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("TE behind a bare CR", POST + b"X: y\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("TE behind a bare LF", POST + b"X: y\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("TE with an underscore and a CL", POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked \r\n\r\n0\r\n\r\n"),
    ("TE in HTTP/1.0", b"POST / HTTP/1.0\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("TE and CL in HTTP/1.0", b"POST / HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ("CL twice", POST + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello"),
    ("CL twice, the same", POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
    ("CL on a GET, twice", b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\ncontent-length: 44\r\n\r\n"),
    *[
        (f"CL {value!r}", POST + b"Content-Length: " + value + b"\r\n\r\nhello")
        for value in (
            b"+5",
            b"-5",
            b"5, 5",
            b"5,0",
            b"5 0",
            b"0x5",
            b"5.0",
            b"5e0",
            b"",
            b"five",
            b"5\x00",
            b"\x0b5",
            b"18446744073709551617",
            b"99999999999999999999999999",
        )
    ],
    ("CL space before the colon", POST + b"Content-Length : 5\r\n\r\nhello"),
    ("CL folded", POST + b"Content-Length:\r\n 5\r\n\r\nhello"),
    ("bare LF ends", b"POST / HTTP/1.1\nHost: localhost\nContent-Length: 5\n\nhello"),
    ("bare LF at the end of the head", POST + b"Content-Length: 5\r\n\nhello"),
    ("bare LF after the request line", b"POST / HTTP/1.1\n" + HOST + b"\r\n"),
    ("bare CR before the method", b"\r" + POST + b"Content-Length: 5\r\n\r\nhello"),
    ("bare CR ends", b"POST / HTTP/1.1\rHost: localhost\r\r"),
    ("obs-fold", POST + b"X: a\r\n b\r\n\r\n"),
    ("a blank before the first header", b"POST / HTTP/1.1\r\n " + HOST + b"\r\n"),
    ("no name", POST + b": x\r\n\r\n"),
    ("no colon", POST + b"Transfer-Encoding chunked\r\n\r\n"),
    ("NUL in a name", POST + b"X\x00Y: z\r\n\r\n"),
    ("NUL in a value", POST + b"X: \x00\r\n\r\n"),
    ("NUL in the target", b"GET /\x00 HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("NUL in the Host", b"GET / HTTP/1.1\r\nHost: localhost\x00\r\n\r\n"),
    ("blank in the target", b"GET /a b HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("no Host", b"GET / HTTP/1.1\r\n\r\n"),
    ("two Hosts", b"GET / HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n\r\n"),
    ("two Hosts, the same", b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n"),
    ("another authority", b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("another port", b"GET http://localhost:1/ HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("user in the authority", b"GET http://a@localhost/ HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("CONNECT", b"CONNECT localhost:22 HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("HTTP/1.2", b"GET / HTTP/1.2\r\n" + HOST + b"\r\n"),
    ("HTTP/0.9", b"GET /\r\n"),
    ("HTTP/01.1", b"GET / HTTP/01.1\r\n" + HOST + b"\r\n"),
    ("http/1.1", b"GET / http/1.1\r\n" + HOST + b"\r\n"),
    ("unknown Expect", POST + b"Expect: 200-ok\r\nContent-Length: 0\r\n\r\n"),
    *[
        (f"chunk {chunk!r}", CHUNKED + chunk)
        for chunk in (
            b"5\nhello\r\n0\r\n\r\n",
            b"5\r\nhello\n0\r\n\r\n",
            b"5\r\nhello0\r\n\r\n",
            b"5\r\nhell\r\n0\r\n\r\n",
            b"5\r\nhello!\r\n0\r\n\r\n",
            b"+5\r\nhello\r\n0\r\n\r\n",
            b"-5\r\nhello\r\n0\r\n\r\n",
            b"0x5\r\nhello\r\n0\r\n\r\n",
            b" 5\r\nhello\r\n0\r\n\r\n",
            b"5 \r\nhello\r\n0\r\n\r\n",
            b"5_\r\nhello\r\n0\r\n\r\n",
            b"\r\nhello\r\n0\r\n\r\n",
            b"5;a\nhello\r\n0\r\n\r\n",
            b"5;\n\r\nhello\r\n0\r\n\r\n",
            b"5;a=\x00\r\nhello\r\n0\r\n\r\n",
            b"5\rhello\r\n0\r\n\r\n",
            b"10000000000000005\r\nhello\r\n0\r\n\r\n",
            b"fffffffffffffffff\r\nhello\r\n0\r\n\r\n",
            b"0\r\nContent-Length: 50\r\n\r\n",
            b"0\r\nTransfer-Encoding: chunked\r\n\r\n",
            b"0\r\nX: y\r\n\n",
            b"0\r\nX y\r\n\r\n",
            b"0\r\nX : y\r\n\r\n",
            b"0\r\nX: y\n\r\n",
            b"0\r\n\nX: y\r\n\r\n",
        )
    ],
]

# What is unusual and not ambiguous: answered as one request, and so is what follows.
SERVED = [
    ("upgrade to h2c", b"GET / HTTP/1.1\r\n" + HOST + b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"),
    ("upgrade to WebSocket", b"GET / HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"),
    ("absolute form", b"GET http://localhost/ HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("a body on a GET", b"GET / HTTP/1.1\r\n" + HOST + b"Content-Length: %d\r\n\r\n" % len(SMUGGLED) + SMUGGLED),
    ("chunks with extensions", CHUNKED + b"5;a=b\r\nhello\r\n0;c\r\n\r\n"),
    ("a request in a chunk", CHUNKED + b"%x\r\n" % len(SMUGGLED) + SMUGGLED + b"\r\n0\r\n\r\n"),
    ("trailers", CHUNKED + b"0\r\nHost: evil.example\r\nX: y\r\n\r\n"),
    ("zeros before a length", POST + b"Content-Length: 0005\r\n\r\nhello"),
    ("zeros before a chunk", CHUNKED + b"0005\r\nhello\r\n000\r\n\r\n"),
    ("capitals", POST + b"TRANSFER-ENCODING: Chunked\r\n\r\n0\r\n\r\n"),
    ("an underscore is no dash", POST + b"Transfer_Encoding: chunked\r\nContent_Length: 50\r\n\r\n"),
]


class SmugglingTest(HostileTest):
    def exchange(self, data):
        connection = self.raw()
        connection.sendall(data)
        return read_to_end(connection)

    def test_what_is_ambiguous_is_refused(self):
        self.assertGreater(len(REFUSED), 80)
        for name, data in REFUSED:
            with self.subTest(name):
                answer = self.exchange(data + SMUGGLED)
                self.assertEqual(1, len(STATUS_LINE.findall(answer)), answer)
                self.assertIn(answer[9:12], (b"400", b"501", b"505", b"405", b"417"), answer)
                self.assertIn(b"Connection: close", answer)
        self.check_bystander()

    def test_wherever_the_bytes_are_cut(self):
        """The quick parser sees whole heads, the full one those that come in pieces."""
        for name, data in REFUSED:
            with self.subTest(name):
                connection = self.raw()
                connection.sendall(data[:20])
                self.bystander.wait_for(1)  # the server has seen these bytes
                try:
                    connection.sendall(data[20:] + SMUGGLED)
                except (BrokenPipeError, ConnectionResetError):
                    pass
                answer = read_to_end(connection)
                self.assertEqual(1, len(STATUS_LINE.findall(answer)), answer)
                self.assertIn(answer[9:12], (b"400", b"501", b"505", b"405", b"417"), answer)

    def test_what_is_only_unusual_is_one_request(self):
        last = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        for name, data in SERVED:
            with self.subTest(name):
                answers = self.exchange(data + last)
                self.assertEqual(2, len(STATUS_LINE.findall(answers)), answers)
                self.assertNotIn(b"HTTP/1.1 101", answers)
                self.assertIn(b"HTTP/1.1 200 ", answers)
        self.check_bystander()


if __name__ == "__main__":
    unittest.main()
