"""Smithy RPC v2 CBOR, by CloudWatch: bodies written and read byte by byte."""

import gzip
import struct
import time

from protocol.case import ProtocolTest

PATH = "/service/GraniteServiceVersion20100801/operation/"
BODY_LIMIT_BYTES = 1 << 20


def head(major, number):
    for size, code in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if number < 24:
            return bytes([major << 5 | number])
        if number < 1 << 8 * size:
            return bytes([major << 5 | code]) + number.to_bytes(size, "big")
    raise ValueError(number)


def encode(value):
    """A time is a tuple of its seconds."""
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, int):
        return head(0, value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, tuple):
        return b"\xc1" + encode(value[0])
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(encode, value))
    return head(5, len(value)) + b"".join(encode(name) + encode(each) for name, each in value.items())


def decode(data):
    """The first value, and what is behind it. Lengths are known before."""
    major, code, data = data[0] >> 5, data[0] & 31, data[1:]
    size = 1 << code - 24 if code > 23 else 0
    number, data = int.from_bytes(data[:size], "big") if size else code, data[size:]
    if major == 7:
        return struct.unpack(">f" if size == 4 else ">d", number.to_bytes(size, "big"))[0], data
    if major == 3:
        return data[:number].decode(), data[number:]
    if major == 6:
        seconds, data = decode(data)
        return (seconds,), data
    if major < 2:
        return number if major == 0 else -1 - number, data
    values = []
    for _ in range(number * (2 if major == 5 else 1)):
        value, data = decode(data)
        values.append(value)
    return (dict(zip(values[::2], values[1::2])) if major == 5 else values), data


class RpcV2Test(ProtocolTest):
    def post(self, operation, body, headers=None, omit=()):
        """The answer, and what its body says."""
        fields = {"Smithy-Protocol": "rpc-v2-cbor", "Content-Type": "application/cbor", **(headers or {})}
        leave_out = {"x-amz-target", *omit} - {name.lower() for name in fields}
        answer = self.ask("PutMetricData", body, headers=fields, omit=leave_out, path=PATH + operation)
        self.assertEqual("rpc-v2-cbor", answer.headers.get("smithy-protocol"), answer)
        self.assertRegex(answer.headers["x-amzn-requestid"], "^[0-9a-f-]{36}$")
        if not answer.body:
            self.assertNotIn("content-type", answer.headers)
            return answer, None
        self.assertEqual("application/cbor", answer.headers["content-type"])
        value, rest = decode(answer.decoded_body())
        self.assertEqual(b"", rest)
        return answer, value

    def check_refused(self, operation, body, kind, **options):
        answer, error = self.post(operation, body, **options)
        self.assertEqual(400, answer.status)
        self.assertEqual(kind, error["__type"].rpartition("#")[2])
        return answer, error

    def test_what_was_put_is_there(self):
        minute = int(time.time()) // 60 * 60 - 60
        datum = {"MetricName": "Trees", "Timestamp": (minute,), "Value": 2.5, "Unit": "Count"}
        whole = {"MetricName": "Trees", "Timestamp": (minute + 0.25,), "Value": 7, "Unit": "Count"}
        body = encode({"Namespace": "Garden", "MetricData": [datum, whole], "Unknown": [{"a": [1]}]})
        self.assertEqual(200, self.post("PutMetricData", body)[0].status)
        self.assertEqual(200, self.post("PutMetricData", gzip.compress(body), {"Content-Encoding": "gzip"})[0].status)
        answer, found = self.post(
            "GetMetricStatistics",
            encode(
                {
                    "Namespace": "Garden",
                    "MetricName": "Trees",
                    "StartTime": (minute,),
                    "EndTime": (minute + 60,),
                    "Period": 60,
                    "Statistics": ["Sum", "SampleCount"],
                }
            ),
        )
        self.assertEqual(200, answer.status, found)
        point = {"Timestamp": (minute,), "SampleCount": 4.0, "Sum": 19.0, "Unit": "Count"}
        self.assertEqual({"Label": "Trees", "Datapoints": [point]}, found)

    def test_errors_have_the_names_of_both_worlds(self):
        answer, error = self.check_refused("PutMetricData", b"", "MissingRequiredParameterException")
        self.assertEqual("MissingParameter;Sender", answer.headers["x-amzn-query-error"])
        self.assertEqual("The parameter Namespace is required.", error["message"])

    def test_what_is_no_request(self):
        for body in (b"\xff", b"\x80", b"\xa1", b"\xa0\x00", b"\xbf", b"\xbb" + b"\xff" * 8, b"\xa1\x61\xff\x00"):
            with self.subTest(body=body):
                answer, _ = self.check_refused("PutMetricData", body, "SerializationException")
                self.assertEqual("MalformedInput;Sender", answer.headers["x-amzn-query-error"])
        _, error = self.check_refused("ListMetrics", encode({"Namespace": 1}), "SerializationException")
        self.assertEqual("NUMBER_VALUE cannot be converted to String", error["message"])

    def test_other_operations_are_unknown(self):
        for operation in ("Frobnicate", "", "com.amazonaws.cloudwatch.ListMetrics"):
            with self.subTest(operation=operation):
                self.check_refused(operation, b"\xff", "UnknownOperationException")
        self.check_refused(
            "ListMetrics", b"", "UnknownOperationException", headers={"X-Amz-Target": "GraniteServiceVersion20100801.x"}
        )

    def test_without_signature(self):
        self.check_refused("ListMetrics", b"", "MissingAuthenticationTokenException", omit=("authorization",))
        self.check_refused("ListMetrics", b"\xff", "SerializationException", omit=("authorization",))

    def test_without_its_header_nobody_is_there(self):
        answer = self.ask("ListMetrics", b"", omit=("x-amz-target", "content-type"), path=PATH + "ListMetrics")
        self.assertEqual(404, answer.status)

    def test_bodies_at_the_limit_and_one_past_it(self):
        start = encode({"Namespace": "Nobody", "Unknown": ""})[:-1] + b"\x7a"
        for size, status in ((BODY_LIMIT_BYTES, 200), (BODY_LIMIT_BYTES + 1, 413)):
            filling = size - len(start) - 4
            body = start + filling.to_bytes(4, "big") + b"x" * filling
            self.assertEqual(status, self.post("ListMetrics", body)[0].status)

    def test_deep_and_wide(self):
        self.check_refused("ListMetrics", b"\x81" * (BODY_LIMIT_BYTES - 1) + b"\x00", "SerializationException")
        self.check_refused("ListMetrics", b"\x9f" * BODY_LIMIT_BYTES, "SerializationException")
        structures = b"\xa0" * 1_000_000
        body = encode({"Namespace": "N", "MetricData": []})[:-1] + head(4, len(structures)) + structures
        _, error = self.check_refused("PutMetricData", body, "InvalidParameterValueException")
        self.assertEqual("The collection MetricData must not have a size greater than 1000.", error["message"].split("\n")[0])
