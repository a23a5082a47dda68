"""S3 over raw HTTP: bad input, bodies that lie, chunks, presigned URLs, virtual hosts; nothing half-stored, no leak."""

import base64
import datetime
import hashlib
import os
import time
import unittest
import zlib

from harness.server import Server
from protocol.raw import Connection

EMPTY_SHA256 = hashlib.sha256(b"").hexdigest()
AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=00"
)
STREAMING = {"x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "content-encoding": "aws-chunked"}


def amz_date(seconds_ago=0):
    now = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(seconds=seconds_ago)
    return now.strftime("%Y%m%dT%H%M%SZ")


def head(method, path, headers, host="localhost"):
    fields = {"Host": host, "Authorization": AUTHORIZATION, "X-Amz-Date": amz_date(), **headers}
    lines = [f"{name}: {value}" for name, value in fields.items() if value is not None]
    return "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "", ""]).encode()


def md5(data):
    return base64.b64encode(hashlib.md5(data).digest()).decode()


def crc32(data):
    return base64.b64encode(zlib.crc32(data).to_bytes(4, "big")).decode()


class S3ProtocolTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().start()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.server.remove()

    def setUp(self):
        self.bucket = f"raw-{os.urandom(6).hex()}"
        self.assertEqual(200, self.ask("PUT", f"/{self.bucket}").status)

    def test_names_that_are_no_text(self):
        for path in ("/%FF", f"/{self.bucket}/%FF", f"/{self.bucket}?prefix=%FF", f"/{self.bucket}?list-type=2&start-after=%C3"):
            with self.subTest(path=path):
                answer = self.ask("GET", path)
                self.assertIn(answer.status, (400, 404), answer)
                answer.body.decode()

    def tearDown(self):
        """Whatever the test did: every file that is left belongs to an object."""
        answer = self.ask("GET", f"/{self.bucket}?list-type=2")
        for name in answer.body.decode().split("<Key>")[1:]:
            self.ask("DELETE", f"/{self.bucket}/{name.split('</Key>')[0]}")
        self.assertEqual(204, self.ask("DELETE", f"/{self.bucket}").status)
        deadline = time.monotonic() + 20
        while self.files() and time.monotonic() < deadline:
            time.sleep(0.005)  # removal goes on in the background
        self.assertEqual([], self.files())

    def files(self):
        blobs = os.path.join(self.server.data, "blobs")
        return [name for folder in ("new", "data") for name in os.listdir(os.path.join(blobs, folder))]

    def ask(self, method, path, body=b"", headers=None, host="localhost"):
        with Connection(self.server.endpoint) as connection:
            fields = {"Content-Length": str(len(body)), **(headers or {})}
            connection.send(head(method, path, fields, host) + body)
            return connection.answer(has_body=method != "HEAD")

    def assert_error(self, code, status, answer):
        self.assertIn(f"<Code>{code}</Code>".encode(), answer.body)
        self.assertEqual(status, answer.status, answer)
        for part in (b"<Message>", b"<RequestId>", b"<HostId>"):
            self.assertIn(part, answer.body)
        self.assertEqual("application/xml", answer.headers["content-type"])
        self.assertEqual(16, len(answer.headers["x-amz-request-id"]))

    def assert_no_object(self, key="k"):
        self.assert_error("NoSuchKey", 404, self.ask("GET", f"/{self.bucket}/{key}"))

    def test_bucket_names(self):
        for name in ("a%2Fb", "ab", "A-bucket", "a..b", "192.168.0.1", "-abc", "abc-", "x" * 64, "a_b"):
            with self.subTest(name):
                self.assert_error("InvalidBucketName", 400, self.ask("PUT", f"/{name}"))
        self.assert_error("NoSuchBucket", 404, self.ask("PUT", "/no-such-bucket/k", b"x"))
        self.assert_error("InvalidURI", 400, self.ask("PUT", f"/{self.bucket}/%zz", b"x"))
        self.assert_error("KeyTooLongError", 400, self.ask("PUT", f"/{self.bucket}/{'k' * 1025}", b"x"))
        self.assertEqual(200, self.ask("PUT", f"/{self.bucket}/{'k' * 1024}", b"x").status)

    def test_an_upload_cut_half_way(self):
        with Connection(self.server.endpoint) as connection:
            connection.send(head("PUT", f"/{self.bucket}/k", {"Content-Length": "1000000"}) + b"x" * 500000)
        self.assert_no_object()

    def test_what_an_sdk_says_of_its_checksum(self):
        path, body = f"/{self.bucket}/k", b"some bytes"
        alone = self.ask("PUT", path, body, {"x-amz-sdk-checksum-algorithm": "CRC32"})  # versitygw #1593, 2025-10
        self.assert_error("InvalidRequest", 400, alone)
        self.assertIn(b"no corresponding x-amz-checksum-* or x-amz-trailer headers were found.", alone.body)
        given = {"x-amz-sdk-checksum-algorithm": "crc32c", "x-amz-checksum-crc32": crc32(body)}
        other = self.ask("PUT", path, body, given)  # versitygw #1598, 2025-10
        self.assert_error("InvalidRequest", 400, other)
        self.assertIn(b"Value for x-amz-sdk-checksum-algorithm header is invalid.", other.body)
        given["x-amz-sdk-checksum-algorithm"] = "crc32"
        self.assertEqual(200, self.ask("PUT", path, body, given).status)
        empty = {"x-amz-checksum-crc32": "", "x-amz-checksum-sha1": ""}  # versitygw #1186, 2025-04
        self.assertIn(b"Expecting a single x-amz-checksum- header.", self.ask("PUT", path, body, empty).body)
        del empty["x-amz-checksum-sha1"]  # versitygw #1189, 2025-04
        self.assertIn(b"Value for x-amz-checksum-crc32 header is invalid.", self.ask("PUT", path, body, empty).body)

    def test_a_copy_has_no_body(self):
        self.ask("PUT", f"/{self.bucket}/k", b"abc")
        source = {"x-amz-copy-source": f"{self.bucket}/k"}
        answer = self.ask("PUT", f"/{self.bucket}/l", b"body", source)  # versitygw #1242, 2025-04
        self.assert_error("InvalidRequest", 400, answer)
        self.assertIn(b"Requests of this type must not include a non-empty body.", answer.body)
        self.assertEqual(200, self.ask("PUT", f"/{self.bucket}/l", headers=source).status)

    def test_digests_that_do_not_match(self):
        path, body = f"/{self.bucket}/k", b"some bytes"
        sha256 = hashlib.sha256(body).hexdigest()
        self.assert_error("BadDigest", 400, self.ask("PUT", path, body, {"Content-MD5": md5(b"other")}))
        self.assert_error("InvalidDigest", 400, self.ask("PUT", path, body, {"Content-MD5": "abc"}))
        answer = self.ask("PUT", path, body, {"x-amz-content-sha256": EMPTY_SHA256})
        self.assert_error("XAmzContentSHA256Mismatch", 400, answer)
        self.assertIn(f"<S3ComputedContentSHA256>{sha256}<".encode(), answer.body)
        self.assert_error("BadDigest", 400, self.ask("PUT", path, body, {"x-amz-checksum-crc32": crc32(b"")}))
        self.assert_error("InvalidRequest", 400, self.ask("PUT", path, body, {"x-amz-checksum-crc32": "AAA="}))
        self.assert_no_object()
        good = {"Content-MD5": md5(body), "x-amz-content-sha256": sha256, "x-amz-checksum-crc32": crc32(body)}
        self.assertEqual(200, self.ask("PUT", path, body, good).status)

    def test_chunks_and_their_trailers(self):
        path, data = f"/{self.bucket}/k", os.urandom(200_000)
        body = b"186a0;chunk-signature=00\r\n" + data[:100_000] + b"\r\n186a0\r\n" + data[100_000:] + b"\r\n0\r\n"
        headers = {**STREAMING, "x-amz-decoded-content-length": "200000", "x-amz-trailer": "x-amz-checksum-crc32"}
        trailer = f"x-amz-checksum-crc32:{crc32(data)}\r\n\r\n".encode()
        answer = self.ask("PUT", path, body + trailer, headers)
        self.assertEqual(200, answer.status, answer)
        self.assertEqual(f'"{hashlib.md5(data).hexdigest()}"', answer.headers["etag"])
        answer = self.ask("GET", path)
        self.assertEqual(data, answer.body)
        self.assertNotIn("content-encoding", answer.headers)

        wrong = f"x-amz-checksum-crc32:{crc32(b'')}\r\n\r\n".encode()
        self.assert_error("BadDigest", 400, self.ask("PUT", path, body + wrong, headers))
        self.assert_error("MalformedTrailerError", 400, self.ask("PUT", path, body + b"\r\n", headers))
        lies = {
            "a length that is too small": (body + trailer, "199999"),
            "a length that is too large": (body + trailer, "200001"),
            "a chunk that is longer than it says": (b"5\r\n123456\r\n0\r\n\r\n", "6"),
            "a chunk that is shorter": (b"7\r\n123456\r\n0\r\n\r\n", "6"),
            "no last chunk": (b"6\r\n123456\r\n", "6"),
            "no size": (b"\r\n123456\r\n0\r\n\r\n", "6"),
            "a size beyond all bounds": (b"fffffffffffffffff\r\n123456\r\n0\r\n\r\n", "6"),
            "a size line without end": (b"1" * 5000, "6"),
        }
        for lie, (text, length) in lies.items():
            with self.subTest(lie):
                fields = {**STREAMING, "x-amz-decoded-content-length": length}
                self.assert_error("IncompleteBody", 400, self.ask("PUT", path, text, fields))
        self.assertEqual(data, self.ask("GET", path).body)  # what was there stays

    def test_lengths(self):
        path = f"/{self.bucket}/k"
        chunked = {"Content-Length": None, "Transfer-Encoding": "chunked"}
        self.assert_error("MissingContentLength", 411, self.ask("PUT", path, b"0\r\n\r\n", chunked))
        too_large = {"Content-Length": str((5 << 30) + 1)}
        self.assert_error("EntityTooLarge", 400, self.ask("PUT", path, b"", too_large))
        http_chunks = b"d\r\n3\r\nabc\r\n0\r\n\r\n\r\n0\r\n\r\n"
        both = {**STREAMING, **chunked, "x-amz-decoded-content-length": "3"}
        self.assertEqual(200, self.ask("PUT", path, http_chunks, both).status)
        self.assertEqual(b"abc", self.ask("GET", path).body)

    def test_a_refused_upload_is_not_asked_for(self):
        with Connection(self.server.endpoint) as connection:
            fields = {"Content-Length": "1000", "Expect": "100-continue"}
            connection.send(head("PUT", "/no-such-bucket/k", fields))
            self.assert_error("NoSuchBucket", 404, connection.answer())
        with Connection(self.server.endpoint) as connection:
            connection.send(head("PUT", f"/{self.bucket}/k", {"Content-Length": "3", "Expect": "100-continue"}))
            self.assertEqual(100, connection.answer().status)
            connection.send(b"abc")
            self.assertEqual(200, connection.answer().status)

    def test_ranges(self):
        path = f"/{self.bucket}/k"
        self.ask("PUT", path, b"0123456789")
        cases = [
            ("bytes=0-0", 206, b"0", "bytes 0-0/10"),
            ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
            ("bytes=7-", 206, b"789", "bytes 7-9/10"),
            ("bytes=7-1000", 206, b"789", "bytes 7-9/10"),
            ("bytes=-3", 206, b"789", "bytes 7-9/10"),
            ("bytes=-1000", 206, b"0123456789", "bytes 0-9/10"),
            ("bytes=4-2", 200, b"0123456789", None),
            ("bytes=0-1,3-4", 200, b"0123456789", None),
            ("lines=1-2", 200, b"0123456789", None),
        ]
        for header, status, body, content_range in cases:
            with self.subTest(header):
                answer = self.ask("GET", path, headers={"Range": header})
                self.assertEqual((status, body), (answer.status, answer.body))
                self.assertEqual(content_range, answer.headers.get("content-range"))
        for header in ("bytes=10-", "bytes=10-20", "bytes=-0"):
            answer = self.ask("GET", path, headers={"Range": header})
            self.assert_error("InvalidRange", 416, answer)
            self.assertIn(b"<ActualObjectSize>10</ActualObjectSize>", answer.body)

    def test_presigned_urls(self):
        self.ask("PUT", f"/{self.bucket}/k", b"abc")
        query = (
            f"/{self.bucket}/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20260101%2Fus-east-1%2Fs3"
            "%2Faws4_request&X-Amz-SignedHeaders=host&X-Amz-Signature=00"
        )
        unsigned = {"Authorization": None, "X-Amz-Date": None}
        fresh = f"{query}&X-Amz-Date={amz_date(50)}&X-Amz-Expires=60"
        self.assertEqual(b"abc", self.ask("GET", fresh, headers=unsigned).body)
        old = self.ask("GET", f"{query}&X-Amz-Date={amz_date(70)}&X-Amz-Expires=60", headers=unsigned)
        self.assert_error("AccessDenied", 403, old)
        self.assertIn(b"<Message>Request has expired</Message>", old.body)
        # Without fractions (aws-sdk-js #3493, seen on AWS 2020-10).
        self.assertRegex(old.body, rb"<Expires>[0-9T:-]{19}Z</Expires><ServerTime>[0-9T:-]{19}Z</ServerTime>")
        week = f"{query}&X-Amz-Date={amz_date(604_790)}&X-Amz-Expires=604800"
        self.assertEqual(b"abc", self.ask("GET", week, headers=unsigned).body)
        for expires in ("-1", "abc", "604801"):
            answer = self.ask("GET", f"{query}&X-Amz-Date={amz_date()}&X-Amz-Expires={expires}", headers=unsigned)
            self.assert_error("AuthorizationQueryParametersError", 400, answer)

    def test_virtual_hosts_and_those_who_do_not_sign(self):
        self.ask("PUT", "/a/b", b"abc", host=f"{self.bucket}.localhost")
        for host, path in [
            (f"{self.bucket}.localhost:8000", "/a/b"),
            (f"{self.bucket}.s3.localhost.localstack.cloud:4566", "/a/b"),
            ("s3.localhost.localstack.cloud", f"/{self.bucket}/a/b"),
            ("localhost", f"/{self.bucket}/a/b"),
        ]:
            with self.subTest(host):
                self.assertEqual(b"abc", self.ask("GET", path, host=host).body)
        unsigned = {"Authorization": None}
        self.assert_error(
            "AccessDenied", 403, self.ask("GET", "/a/b", headers=unsigned, host=f"{self.bucket}.localhost")
        )
        self.assertEqual(404, self.ask("GET", f"/{self.bucket}/a/b", headers=unsigned).status)
        self.assertIn(b"healthy", self.ask("GET", "/", headers=unsigned).body)

    def test_everybody_is_told_where_a_bucket_is(self):
        unsigned = {"Authorization": None}
        for host, path in ((f"{self.bucket}.localhost", "/"), ("localhost", f"/{self.bucket}"), ("localhost", f"/{self.bucket}/")):
            with self.subTest(host=host, path=path):
                answer = self.ask("HEAD", path, headers=unsigned, host=host)
                self.assertEqual((403, "us-east-1"), (answer.status, answer.headers.get("x-amz-bucket-region")))
        for path in (f"/{self.bucket}-none", f"/{self.bucket}/a"):
            with self.subTest(path=path):
                answer = self.ask("HEAD", path, headers=unsigned)
                self.assertEqual((404, None), (answer.status, answer.headers.get("x-amz-bucket-region")))

    def test_documents(self):
        path = f"/{self.bucket}?delete"
        for document in (b"", b"<Delete>", b"<Other/>", b"<Delete/>", b"<Delete><Object/></Delete>",
                         b'<!DOCTYPE d [<!ENTITY a "b">]><Delete><Object><Key>&a;</Key></Object></Delete>',
                         b"<a>" * 100_000):
            with self.subTest(document[:40]):
                answer = self.ask("POST", path, document, {"Content-MD5": md5(document)})
                self.assert_error("MalformedXML", 400, answer)
        self.assert_error("InvalidRequest", 400, self.ask("POST", path, b"<Delete/>"))

    def test_what_is_not_there(self):
        for marker in ("lifecycle", "cors", "website", "replication", "inventory&id=x"):
            self.assert_error("NotImplemented", 501, self.ask("PUT", f"/{self.bucket}?{marker}"))
        for marker in ("abac", "metadataTable", "session"):
            self.assert_error("NotImplemented", 501, self.ask("GET", f"/{self.bucket}?{marker}"))
        # A header that is named like a part of a bucket does not ask for it.
        self.assertIn(b"<ListBucketResult", self.ask("GET", f"/{self.bucket}", headers={"website": "x"}).body)
        self.assert_error("NotImplemented", 501, self.ask("PUT", f"/{self.bucket}?versioning"))
        self.assert_error("MethodNotAllowed", 405, self.ask("POST", f"/{self.bucket}/k"))
        self.assert_error("PreconditionFailed", 412, self.ask("POST", f"/{self.bucket}", b"x"))
        for encrypted in ({"x-amz-server-side-encryption": "aws:kms"},
                          {"x-amz-server-side-encryption-customer-algorithm": "AES256"},
                          {"x-amz-server-side-encryption": "AES256", "x-amz-server-side-encryption-aws-kms-key-id": "k"}):
            self.assert_error("NotImplemented", 501, self.ask("PUT", f"/{self.bucket}/k", b"x", encrypted))
        self.assert_no_object()

    def test_parts_and_uploads_belong_together(self):
        """Seen on AWS: versitygw #1236, #1226 (2025-04)."""
        alone = self.ask("PUT", f"/{self.bucket}/k?uploadId=abc", b"x")
        self.assert_error("MethodNotAllowed", 405, alone)
        self.assertIn(b"<Method>PUT</Method><ResourceType>UPLOAD</ResourceType>", alone.body)
        for headers in ({}, {"x-amz-copy-source": f"/{self.bucket}/l"}):
            without = self.ask("PUT", f"/{self.bucket}/k?partNumber=1", b"", headers)
            self.assert_error("InvalidArgument", 400, without)
            self.assertIn(b"<Message>This operation does not accept partNumber without uploadId</Message>"
                          b"<ArgumentName>partNumber</ArgumentName>", without.body)
        self.assert_no_object()

    def test_places_that_are_none(self):
        """Seen on AWS: versitygw #1644, #1645 (2025-11)."""
        for place in ("", "abc", "eu west-1", "eu-west-x"):
            body = (f"<CreateBucketConfiguration><LocationConstraint>{place}</LocationConstraint>"
                    "</CreateBucketConfiguration>").encode()
            answer = self.ask("PUT", "/nowhere", body)
            self.assert_error("InvalidLocationConstraint", 400, answer)
            self.assertIn(f"<LocationConstraint>{place}</LocationConstraint>".encode(), answer.body)

    def test_memory_stays_bounded(self):
        """An object of 300 MB comes and goes in pieces."""
        path, piece, count = f"/{self.bucket}/large", os.urandom(1 << 20), 300
        before = self.server.resident_bytes()
        with Connection(self.server.endpoint) as connection:
            connection.send(head("PUT", path, {"Content-Length": str(count * len(piece))}))
            for _ in range(count):
                connection.send(piece)
            self.assertEqual(200, connection.answer().status)
        peak = self.server.resident_bytes()
        with Connection(self.server.endpoint) as connection:
            connection.send(head("GET", path, {}))
            digest, left = hashlib.md5(), count * len(piece)
            while b"\r\n\r\n" not in connection.buffer:
                connection._fill()
            data = connection.buffer.split(b"\r\n\r\n", 1)[1]
            while True:
                digest.update(data)
                left -= len(data)
                if left == 0:
                    break
                data = connection.socket.recv(1 << 20)
                self.assertTrue(data, f"cut off, {left} bytes before the end")
            peak = max(peak, self.server.resident_bytes())
        expected = hashlib.md5()
        for _ in range(count):
            expected.update(piece)
        self.assertEqual(expected.hexdigest(), digest.hexdigest())
        self.assertLess(peak - before, 100 << 20)


