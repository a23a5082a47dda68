"""The XML documents of S3: lists as long as they may be and longer, and documents made to become large in memory."""

import base64
import hashlib
import http.client

from harness import environment
from hostile.case import TIMEOUT_S, HostileTest
from protocol.raw import Connection
from protocol.test_s3 import head

AT_ONCE = 3 if environment.is_sanitized() else 8
COMPLETE_LIMIT_BYTES = 4 << 20
DELETE_LIMIT_BYTES = 2 << 20
TAGGING_LIMIT_BYTES = 256 << 10


def md5(data):
    return base64.b64encode(hashlib.md5(data).digest()).decode()


def part(number):
    return f"<Part><PartNumber>{number}</PartNumber><ETag>&quot;{'0' * 32}&quot;</ETag></Part>"


def complete(content):
    return f"<CompleteMultipartUpload>{content}</CompleteMultipartUpload>".encode()


def deletion(keys):
    return f"<Delete>{''.join(f'<Object><Key>{key}</Key></Object>' for key in keys)}</Delete>".encode()


def filled(opening, piece, closing, size):
    """As many pieces as fit; a piece is called with its number."""
    parts, length = [opening], len(opening) + len(closing)
    while length + len(more := piece(len(parts))) <= size:
        parts.append(more)
        length += len(more)
    return "".join([*parts, closing]).encode()


def growing_documents(root, size):
    """Each has all the bytes that it may have, and would take many times that if it were held."""
    uri = "u" * (size // 2)
    return {
        "elements": filled(f"<{root}>", lambda i: "<a/>", f"</{root}>", size),
        "elements of different names": filled(f"<{root}>", lambda i: f"<a{i}/>", f"</{root}>", size),
        "elements in one of the list": filled(f"<{root}><Part>", lambda i: "<a/>", f"</Part></{root}>", size),
        "attributes": filled(f"<{root}", lambda i: f" a{i}=''", "/>", size),
        "attributes of many elements": filled(f"<{root}>", lambda i: f"<a a{i}=''/>", f"</{root}>", size),
        "attributes of a long namespace": filled(
            f'<{root} xmlns:x="{uri}"', lambda i: f" x:a{i}=''", "/>", size
        ),
        "elements of a long namespace": filled(f'<{root} xmlns="{uri}">', lambda i: "<a/>", f"</{root}>", size),
        "one comment": filled(f"<{root}><!--", lambda i: "xxxxxxxx", f"--></{root}>", size),
        "depth": filled("", lambda i: "<a>", "", size),
        "one text": filled(f"<{root}><Part><ETag>", lambda i: "&lt;", f"</ETag></Part></{root}>", size),
    }


class DocumentTest(HostileTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ask("PUT", "/documents")

    @classmethod
    def ask(cls, method, path, body=b"", headers=None):
        fields = {"Content-Length": str(len(body)), "Content-MD5": md5(body), **(headers or {})}
        with Connection(cls.server.endpoint) as connection:
            connection.socket.settimeout(TIMEOUT_S)
            connection.send(head(method, path, fields) + body)
            return connection.answer()

    def assert_code(self, code, answer):
        self.assertIn(f"<Code>{code}</Code>".encode(), answer.body)

    def storm(self, requests, codes):
        """All from several clients at once. Somebody may be told to slow down."""
        failures = []

        def attack():
            for name, arguments in requests.items():
                try:
                    answer = self.ask(*arguments)
                except (OSError, http.client.HTTPException):
                    continue
                if answer is not None and not any(f"<Code>{c}<".encode() in answer.body for c in (*codes, "SlowDown")):
                    failures.append(f"{name}: {answer}"[:300])

        self.at_once(AT_ONCE, attack)
        self.assertEqual([], failures)
        self.check_bystander()

    def begin_upload(self, key):
        answer = self.ask("POST", f"/documents/{key}?uploads")
        return answer.body.decode().split("<UploadId>")[1].split("</UploadId>")[0]

    def test_as_many_parts_as_an_upload_may_have_and_one_more(self):
        path = f"/documents/long?uploadId={self.begin_upload('long')}"
        self.assertEqual(200, self.ask("PUT", f"{path}&partNumber=1", b"x").status)
        for numbers, code in (
            (range(1, 10_001), "InvalidPart"),  # the ETag is another
            (range(2, 10_001), "InvalidPart"),
            (range(10_000, 0, -1), "InvalidPart"),
            ([*range(1, 10_001), 10_000], "MalformedXML"),
            ([10_001], "MalformedXML"),
            ([], "MalformedXML"),
        ):
            with self.subTest(code=code, count=len(numbers)):
                document = complete("".join(part(number) for number in numbers))
                self.assert_code(code, self.ask("POST", path, document))
        document = complete("".join(part(number) for number in range(1, 10_001)))
        self.storm({"parts": ("POST", path, document)}, ("InvalidPart",))

    def test_as_many_keys_as_a_deletion_may_have_and_one_more(self):
        path = "/documents?delete"
        answer = self.ask("POST", path, deletion(f"key{i}" for i in range(1000)))
        self.assertEqual((200, 1000), (answer.status, answer.body.count(b"<Deleted>")))
        answer = self.ask("POST", path, deletion(["same"] * 1000))
        self.assertEqual((200, 1000), (answer.status, answer.body.count(b"<Deleted>")))
        self.assert_code("MalformedXML", self.ask("POST", path, deletion(f"key{i}" for i in range(1001))))
        self.assertEqual(200, self.ask("POST", path, deletion(["k" * 1024])).status)
        for long_key in ("k" * 1025, "ü" * 513, "k" * 200_000):
            self.assert_code("KeyTooLongError", self.ask("POST", path, deletion(["short", long_key])))
        self.check_bystander()

    def test_documents_that_would_grow(self):
        upload = f"/documents/grow?uploadId={self.begin_upload('grow')}"
        for method, path, root, size in (
            ("POST", upload, "CompleteMultipartUpload", COMPLETE_LIMIT_BYTES),
            ("POST", "/documents?delete", "Delete", DELETE_LIMIT_BYTES),
            ("PUT", "/documents?tagging", "Tagging", TAGGING_LIMIT_BYTES),
        ):
            documents = growing_documents(root, size)
            requests = {f"{name} of {root}": (method, path, document) for name, document in documents.items()}
            self.storm(requests, ("MalformedXML",))

    def test_a_document_in_chunks_of_a_byte(self):
        """Each chunk is a piece for the parser, and what is one token must not be looked at again with each of them."""
        upload = f"/documents/chunks?uploadId={self.begin_upload('chunks')}"
        document = complete("<!--" + "x" * 1_000_000 + "-->")
        chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in document) + b"0\r\n\r\n"
        headers = {
            "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "x-amz-decoded-content-length": str(len(document)),
            "Content-MD5": md5(document),
        }
        self.storm({"chunks": ("POST", upload, chunks, headers)}, ("MalformedXML",))

    def test_more_tags_than_there_may_be(self):
        def tags(count):
            each = "".join(f"<Tag><Key>k{i}</Key><Value>v</Value></Tag>" for i in range(count))
            return f"<Tagging><TagSet>{each}</TagSet></Tagging>".encode()

        for count, status in ((50, 204), (51, 400), (600, 400), (5000, 400)):
            with self.subTest(count=count):
                self.assertEqual(status, self.ask("PUT", "/documents?tagging", tags(count)).status)
        self.check_bystander()
