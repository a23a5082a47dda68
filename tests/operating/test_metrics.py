"""/metrics: what is counted is what was done, the format is Prometheus's, and the dashboard finds what it asks for."""

import io
import json
import os
import re
import threading
import time
import unittest
import urllib.error
import zipfile

import boto3
import botocore.config

from harness import environment
from harness.client import Client, ServiceError
from harness.server import Server
from operating import metrics

ROOT = {"STATOR_ROOT_ACCESS_KEY_ID": "OWNER", "STATOR_ROOT_SECRET_ACCESS_KEY": "a-long-secret"}
DASHBOARD = os.path.join(environment.ROOT, "packaging", "grafana", "stator.json")
NAME = re.compile(r"\b((?:stator|process)_[a-z_]+)\b(?=[{\[)]|$)")
WRITERS, WRITES = 4, 200
LIMIT_S = 60 * environment.slowness()
CODE = """
def handler(event, context):
    if event.get('fail'):
        raise RuntimeError('told to')
"""


def create_table(client, name):
    client.call(
        "CreateTable",
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
    )
    client.wait_active(name)


def in_threads(count, work):
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    return threads


class MetricsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server("--threads", "2").start()
        cls.client = Client(cls.server.endpoint)
        create_table(cls.client, "counted")

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()
        cls.server.remove()

    def scrape(self):
        return metrics.scrape(self.server.endpoint)

    def grown(self, before, after, name, **labels):
        return after.value(name, **labels) - before.value(name, **labels)

    def fail_with(self, error, operation, **request):
        with self.assertRaises(ServiceError) as caught:
            self.client.call(operation, **request)
        self.assertEqual(error, caught.exception.name)

    def test_counts_of_one_operation_and_table(self):
        before = self.scrape()
        item = {"pk": {"S": "a"}, "text": {"S": "x" * 3000}}
        self.client.call("PutItem", TableName="counted", Item=item)
        self.fail_with(
            "ConditionalCheckFailedException",
            "PutItem",
            TableName="counted",
            Item=item,
            ConditionExpression="attribute_not_exists(pk)",
        )
        arn = "arn:aws:dynamodb:us-east-1:000000000000:table/counted"
        for name in ("counted", arn):
            self.client.call("GetItem", TableName=name, Key={"pk": {"S": "a"}}, ConsistentRead=True)
        after = self.scrape()
        put = {"service": "dynamodb", "operation": "PutItem", "table": "counted"}
        get = {**put, "operation": "GetItem", "account": "000000000000", "region": "us-east-1"}
        self.assertEqual(1, self.grown(before, after, "stator_requests_total", result="ok", **put))
        self.assertEqual(
            1,
            self.grown(before, after, "stator_requests_total", result="ConditionalCheckFailedException", **put),
        )
        self.assertEqual(2, self.grown(before, after, "stator_requests_total", result="ok", **get))
        self.assertEqual(1, self.grown(before, after, "stator_conditional_check_failures_total", **put))
        self.assertEqual(3, self.grown(before, after, "stator_consumed_write_capacity_units_total", **put))
        self.assertEqual(2, self.grown(before, after, "stator_consumed_read_capacity_units_total", **get))
        self.assertEqual(2, self.grown(before, after, "stator_request_duration_seconds_count", **put))
        self.assertGreater(self.grown(before, after, "stator_request_duration_seconds_sum", **put), 0)
        self.assertGreater(self.grown(before, after, "stator_request_bytes_total", **put), 6000)
        self.assertGreater(self.grown(before, after, "stator_response_bytes_total", **get), 6000)

    def test_parts_of_transactions_and_batches(self):
        create_table(self.client, "second")
        before = self.scrape()
        self.client.call(
            "BatchWriteItem",
            RequestItems={
                name: [{"PutRequest": {"Item": {"pk": {"S": "b"}}}}] for name in ("counted", "second")
            },
        )
        put = {"Put": {"TableName": "counted", "Item": {"pk": {"S": "b"}}}}
        put["Put"]["ConditionExpression"] = "attribute_not_exists(pk)"
        self.fail_with("TransactionCanceledException", "TransactWriteItems", TransactItems=[put])
        after = self.scrape()
        for table in ("counted", "second"):
            self.assertEqual(
                1,
                self.grown(
                    before,
                    after,
                    "stator_consumed_write_capacity_units_total",
                    operation="BatchWriteItem",
                    table=table,
                ),
            )
        self.assertEqual(
            1,
            self.grown(
                before, after, "stator_conditional_check_failures_total", operation="TransactWriteItems"
            ),
        )

    def test_names_of_clients_are_no_labels(self):
        self.fail_with("ResourceNotFoundException", "GetItem", TableName="nothere", Key={"pk": {"S": "a"}})
        self.fail_with("UnknownOperationException", "MakeUpSomething")
        now = self.scrape()
        self.assertNotIn("nothere", now.labels("stator_requests_total", "table"))
        self.assertNotIn("MakeUpSomething", now.labels("stator_requests_total", "operation"))
        self.assertGreaterEqual(
            now.value("stator_requests_total", operation="GetItem", result="ResourceNotFoundException"), 1
        )

    def test_a_table_that_is_deleted_leaves(self):
        for _ in range(2):
            create_table(self.client, "leaves")
            self.client.call("PutItem", TableName="leaves", Item={"pk": {"S": "a"}})
            put = {"operation": "PutItem", "table": "leaves", "result": "ok"}
            self.assertEqual(1, self.scrape().value("stator_requests_total", **put))
            self.client.call("DeleteTable", TableName="leaves")
            while self.client.send("DescribeTable", {"TableName": "leaves"}).status == 200:
                pass
            self.assertNotIn("leaves", self.scrape().labels("stator_requests_total", "table"))

    def test_both_formats_say_the_same(self):
        self.client.call("PutItem", TableName="counted", Item={"pk": {"S": "c"}})
        text, open_metrics = self.scrape(), metrics.scrape_open_metrics(self.server.endpoint)
        self.assertEqual(text.names(), open_metrics.names())
        for scrape in (text, open_metrics):
            seen = [(sample.name, tuple(sorted(sample.labels.items()))) for sample in scrape.samples]
            self.assertEqual(len(seen), len(set(seen)), "a series stands there twice")

    def test_storage_and_process(self):
        before = self.scrape()
        self.client.call("PutItem", TableName="counted", Item={"pk": {"S": "d"}})
        after = self.scrape()
        self.assertGreater(self.grown(before, after, "stator_storage_log_written_bytes_total"), 0)
        self.assertGreater(self.grown(before, after, "stator_storage_log_sync_seconds_count"), 0)
        self.assertGreater(after.value("stator_storage_memtable_bytes"), 0)
        self.assertGreater(after.value("stator_data_folder_bytes"), 0)
        self.assertEqual(1, after.value("stator_storage_writable"))
        self.assertGreater(after.value("process_resident_memory_bytes"), 1 << 20)
        self.assertGreater(after.value("process_start_time_seconds"), 1_000_000_000)
        self.assertGreaterEqual(after.value("stator_connections"), 1)
        limit = after.value("stator_request_memory_limit_bytes")  # seven of the eight parts that buffers have
        self.assertAlmostEqual(limit / 7, after.value("stator_request_memory_waiting_limit_bytes"), delta=8)
        self.assertIn("stator_request_memory_waiting_bytes", after.names())
        self.assertEqual({"tables", "log", "blobs", "deleted", "other"}, after.labels("stator_data_folder_bytes", "part"))

    def test_every_metric_of_the_dashboard_is_there(self):
        self.client.call("PutItem", TableName="counted", Item={"pk": {"S": "e"}})
        with open(DASHBOARD, encoding="utf-8") as file:
            dashboard = json.load(file)
        expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
        named = {name for expression in expressions for name in NAME.findall(expression)}
        self.assertGreater(len(named), 30)
        families = set()
        for family in self.scrape().families.values():
            families.add(family.name)
            if family.type == "counter":
                families.add(family.name + "_total")
            if family.type == "histogram":
                families.update(family.name + end for end in ("_bucket", "_sum", "_count"))
        self.assertEqual(set(), named - families)

    def test_scraped_under_load_nothing_is_lost(self):
        create_table(self.client, "loaded")
        put = {"operation": "PutItem", "table": "loaded"}

        def write(writer):
            own = Client(self.server.endpoint)
            for number in range(WRITES):
                own.call("PutItem", TableName="loaded", Item={"pk": {"S": f"{writer}-{number}"}})
            own.close()

        last, scrapes = 0, 0
        writers = in_threads(WRITERS, write)
        while any(writer.is_alive() for writer in writers) or scrapes < 3:
            now = self.scrape().value("stator_requests_total", result="ok", **put)
            self.assertGreaterEqual(now, last, "a counter never falls")
            last, scrapes = now, scrapes + 1
        after = self.scrape()
        self.assertEqual(WRITERS * WRITES, after.value("stator_requests_total", result="ok", **put))
        self.assertEqual(WRITERS * WRITES, after.value("stator_request_duration_seconds_count", **put))
        self.assertEqual(WRITERS * WRITES, after.value("stator_consumed_write_capacity_units_total", **put))

    def test_functions_and_triggers(self):
        zipped = io.BytesIO()
        with zipfile.ZipFile(zipped, "w") as file:
            file.writestr("code.py", CODE)
        key = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
        functions = boto3.session.Session().client(
            "lambda",
            endpoint_url=self.server.endpoint,
            config=botocore.config.Config(retries={"max_attempts": 0}, proxies={}),
            **key,
        )
        functions.create_function(
            FunctionName="measured",
            Runtime="python3.11",
            Role="arn:aws:iam::000000000000:role/any",
            Handler="code.handler",
            Code={"ZipFile": zipped.getvalue()},
            Timeout=30,
        )
        self.client.call(
            "CreateTable",
            TableName="source",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )
        stream = self.client.wait_active("source")["LatestStreamArn"]
        functions.invoke(FunctionName="measured", Payload=b"{}")
        functions.invoke(FunctionName="measured", Payload=b'{"fail": true}')
        now, of_it = self.scrape(), {"function": "measured"}
        self.assertEqual(2, now.value("stator_function_invocations_total", **of_it))
        self.assertEqual(1, now.value("stator_function_errors_total", **of_it))
        self.assertEqual(2, now.value("stator_function_duration_seconds_count", **of_it))
        self.assertEqual(2, now.value("stator_requests_total", service="lambda", operation="Invoke", result="ok"))
        functions.put_function_concurrency(FunctionName="measured", ReservedConcurrentExecutions=0)
        with self.assertRaises(functions.exceptions.TooManyRequestsException):
            functions.invoke(FunctionName="measured", Payload=b"{}")
        self.assertEqual(1, self.scrape().value("stator_function_throttles_total", **of_it))
        # Nothing is delivered while it is throttled, so the record grows old.
        functions.create_event_source_mapping(
            FunctionName="measured", EventSourceArn=stream, StartingPosition="TRIM_HORIZON"
        )
        self.client.call("PutItem", TableName="source", Item={"pk": {"S": "a"}})
        age = "stator_event_source_mapping_iterator_age_seconds"
        self.wait_until(lambda: self.scrape().value(age, table="source", **of_it) > 0)
        functions.delete_function_concurrency(FunctionName="measured")
        self.wait_until(lambda: self.scrape().value(age, table="source", **of_it) == 0)
        functions.delete_function(FunctionName="measured")
        self.wait_until(lambda: "measured" not in self.scrape().labels("stator_function_invocations_total", "function"))

    def wait_until(self, condition):
        deadline = time.monotonic() + LIMIT_S
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)

    def test_a_signed_request_is_for_a_bucket(self):
        with self.assertRaises(urllib.error.HTTPError) as refused:
            metrics.get(
                self.server.endpoint + "/metrics",
                Authorization="AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, "
                "SignedHeaders=host, Signature=00",
            )
        self.assertIn("<Code>AuthorizationHeaderMalformed</Code>", refused.exception.read().decode())


class PlacesTest(unittest.TestCase):
    def status_of(self, url, **headers):
        try:
            metrics.get(url, **headers)
        except urllib.error.HTTPError as error:
            return error.code
        return 200

    def metrics_url(self, server):
        with open(server.ready_path, encoding="utf-8") as file:
            return json.load(file).get("metrics")

    def test_who_asks_nobody_tells_everybody(self):
        with Server(in_memory=True) as server:
            self.assertEqual(200, self.status_of(server.endpoint + "/metrics"))
            self.assertEqual(403, self.status_of(server.endpoint + "/metrics", Host="evil.example"))
            self.assertEqual(403, self.status_of(server.endpoint + "/metrics", Origin="https://evil.example"))

    def test_strict_tells_nobody(self):
        with Server("--auth", "strict", in_memory=True, extra_environment=ROOT) as server:
            self.assertIn(self.status_of(server.endpoint + "/metrics"), (403, 404))
            self.assertIsNone(self.metrics_url(server))

    def test_an_address_of_their_own(self):
        arguments = ("--auth", "strict", "--tls-self-signed", "--metrics-listen", "127.0.0.1:0")
        with Server(*arguments, in_memory=True, extra_environment=ROOT) as server:
            url = self.metrics_url(server)
            self.assertTrue(url.startswith("http://127.0.0.1:"), url)
            self.assertEqual(1, metrics.scrape(url.removesuffix("/metrics")).value("stator_build_info"))
            self.assertEqual(404, self.status_of(url.removesuffix("/metrics")))
            self.assertEqual(403, self.status_of(url, Host="evil.example"))
