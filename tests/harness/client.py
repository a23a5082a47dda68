"""A raw DynamoDB client on http.client: what goes over the wire is what the test wrote."""

import http.client
import json
import os
import threading
import time
import urllib.parse
from decimal import Decimal

from harness import environment, sigv4

TARGET_PREFIX = "DynamoDB_20120810."
STREAMS_PREFIX = "DynamoDBStreams_20120810."
STREAMS_OPERATIONS = ("ListStreams", "DescribeStream", "GetShardIterator", "GetRecords")
METRICS_PREFIX = "GraniteServiceVersion20100801."
METRICS_OPERATIONS = (
    *("PutMetricData", "GetMetricData", "GetMetricStatistics", "ListMetrics"),
    *("DescribeInsightRules", "EnableInsightRules", "DisableInsightRules", "GetInsightRuleReport"),
    *("PutMetricAlarm", "DescribeAlarms", "DescribeAlarmsForMetric", "DeleteAlarms", "SetAlarmState"),
    *("EnableAlarmActions", "DisableAlarmActions", "DescribeAlarmHistory", "ListTagsForResource"),
    *("PutDashboard", "GetDashboard", "ListDashboards", "DeleteDashboards"),
)


def target_of(operation):
    """The X-Amz-Target of an operation, which may be one already."""
    if "." in operation:
        return operation
    if operation in METRICS_OPERATIONS:
        return METRICS_PREFIX + operation
    return (STREAMS_PREFIX if operation in STREAMS_OPERATIONS else TARGET_PREFIX) + operation


class Response:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body, parse_float=Decimal)

    @property
    def error_type(self):
        """The error's short name, or None for an answer that is not an error."""
        try:
            return self.json["__type"].rpartition("#")[2] if self.status >= 400 else None
        except (ValueError, KeyError, TypeError):
            return f"HTTP {self.status} without __type"

    @property
    def message(self):
        try:
            body = self.json
            return body.get("message", body.get("Message"))
        except ValueError:
            return None

    def __str__(self):
        return f"{self.status} {self.body.decode(errors='replace')}"


class ServiceError(Exception):
    def __init__(self, response):
        super().__init__(f"{response.error_type}: {response.message}")
        self.response = response
        self.name = response.error_type


class Client:
    """May be used from several threads; each has its own connection."""

    def __init__(self, endpoint, region=None, access_key=None, secret_key=None, timeout=120):  # timeout: of a plain build
        parts = urllib.parse.urlsplit(endpoint)
        self.endpoint = endpoint
        self.host, self.is_tls = parts.netloc, parts.scheme == "https"
        self.region = region or os.environ.get("STATOR_TEST_REGION", "us-east-1")
        self.access_key = access_key or os.environ.get("STATOR_TEST_ACCESS_KEY", "test")
        self.secret_key = secret_key or os.environ.get("STATOR_TEST_SECRET_KEY", "test")
        self.session_token = os.environ.get("STATOR_TEST_SESSION_TOKEN")
        self.timeout = timeout * environment.slowness()
        self._local = threading.local()

    def _connection(self):
        if getattr(self._local, "connection", None) is None:
            kind = http.client.HTTPSConnection if self.is_tls else http.client.HTTPConnection
            self._local.connection = kind(self.host, timeout=self.timeout)
            self._local.is_fresh = True
        return self._local.connection

    def close(self):
        if getattr(self._local, "connection", None) is not None:
            self._local.connection.close()
            self._local.connection = None

    def signed_headers(self, operation, body):
        target = target_of(operation)
        headers = sigv4.sign(
            self.host, target, body, self.access_key, self.secret_key, self.region, self.session_token
        )
        headers["Content-Type"] = "application/x-amz-json-1.0"
        return headers

    def send(self, operation, request, headers=None):
        """The answer, error or not. `request` is a JSON value or the body's bytes."""
        body = request if isinstance(request, bytes) else json.dumps(request, ensure_ascii=False, default=float).encode()
        all_headers = self.signed_headers(operation, body)
        all_headers.update(headers or {})
        while True:
            connection = self._connection()
            was_fresh, self._local.is_fresh = self._local.is_fresh, False
            try:
                connection.request("POST", "/", body, all_headers)
                answer = connection.getresponse()
                return Response(answer.status, answer.headers, answer.read())
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                # Only a kept connection that the server had closed meanwhile is worth a second try.
                self.close()
                if was_fresh:
                    raise
            except Exception:
                self.close()
                raise

    def call(self, operation, **request):
        """The JSON of a successful answer; raises ServiceError otherwise."""
        response = self.send(operation, request)
        if response.status != 200:
            raise ServiceError(response)
        return response.json

    def wait_active(self, table, timeout=300):
        deadline = time.monotonic() + timeout * environment.slowness()
        while time.monotonic() < deadline:
            description = self.call("DescribeTable", TableName=table)["Table"]
            indexes = description.get("GlobalSecondaryIndexes", [])
            if all(
                each == "ACTIVE"
                for each in [description["TableStatus"]] + [i["IndexStatus"] for i in indexes]
            ):
                return description
            time.sleep(0.01)
        raise TimeoutError(f"table {table} is still not ACTIVE")
