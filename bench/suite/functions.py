"""Functions: the first call of each runtime, calls of a warm one, and the time from a put to its trigger."""

import base64
import http.client
import io
import json
import threading
import time
import zipfile

from harness.client import Client
from suite import servers
from suite.output import milliseconds

PYTHON = """import time
def handler(event, context):
    now = time.time()
    for record in event.get("Records", []):
        print("latency", now - float(record["dynamodb"]["NewImage"]["at"]["N"]))
    return event
"""
NODE = "exports.handler = async (event) => event;\n"
SHELL = """#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  id=$(curl -sS -o /tmp/event -D - "$api/next" | tr -d "\\r" | sed -n "s/^Lambda-Runtime-Aws-Request-Id: //p")
  curl -sS -o /dev/null -d @/tmp/event "$api/$id/response"
done
"""
RUNTIMES = {
    "python3.11": ("main.py", PYTHON),
    "nodejs18.x": ("main.js", NODE),
    "provided.al2023": ("bootstrap", SHELL),
}
COLD_STARTS = 5
CALLERS = (1, 4)
PUTS = 200
PUT_EVERY_S = 0.02
PATIENCE_S = 60


class Lambda:
    """The REST calls that are needed here, on one connection."""

    def __init__(self, target):
        self.connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=PATIENCE_S)
        credential = "test/20260101/us-east-1/lambda/aws4_request"
        self.headers = {
            "Authorization": f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature={'0' * 64}",
            "X-Amz-Date": "20260101T000000Z",
        }

    def post(self, path, body):
        self.connection.request("POST", path, json.dumps(body), self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300 or answer.getheader("X-Amz-Function-Error"):
            raise RuntimeError(f"{path}: {answer.status} {text.decode()}")
        return json.loads(text)

    def create(self, name, runtime):
        file, code = RUNTIMES[runtime]
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as zipped:
            entry = zipfile.ZipInfo(file)
            entry.external_attr = 0o100755 << 16
            zipped.writestr(entry, code)
        self.post(
            "/2015-03-31/functions",
            {
                "FunctionName": name,
                "Runtime": runtime,
                "Handler": "main.handler",
                "Role": "arn:aws:iam::000000000000:role/bench",
                "Timeout": 30,
                "Code": {"ZipFile": base64.b64encode(archive.getvalue()).decode()},
            },
        )

    def invoke(self, name):
        """Seconds."""
        started = time.perf_counter()
        self.post(f"/2015-03-31/functions/{name}/invocations", {"some": "event"})
        return time.perf_counter() - started


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


class Unpinned(servers.Stator):
    """Functions run beside the server: they would share its CPU."""

    start = servers.Target.start


def print_functions(output, folder, program, threads, seconds):
    target = Unpinned(folder, program, "relaxed", threads)
    try:
        target.start()
        output.heading("Functions")
        output.print(
            f"{target.name}: Invoke of a function that returns its event; cold: the first call, {COLD_STARTS} functions."
            " Nothing is pinned."
        )
        output.print()
        for runtime in RUNTIMES:
            print_invocations(output, target, runtime, seconds)
        print_trigger_latency(output, target)
    finally:
        target.stop()


def print_invocations(output, target, runtime, seconds):
    client = Lambda(target)
    cold = []
    for i in range(COLD_STARTS):
        name = f"{runtime.partition('.')[0]}-{i}"
        client.create(name, runtime)
        cold.append(client.invoke(name))
    cold_ms = f"{percentile(cold, 0.5) * 1e3:.0f} ms (median; {min(cold) * 1e3:.0f} to {max(cold) * 1e3:.0f})"
    output.print(f"* {runtime}, cold: {cold_ms}")
    for callers in CALLERS:
        times = call_for(target, name, callers, seconds)
        output.print(
            f"* {runtime}, warm, {callers} at a time: {len(times) / seconds:,.0f} a second, p50"
            f" {milliseconds(percentile(times, 0.5) * 1e6)} ms, p99 {milliseconds(percentile(times, 0.99) * 1e6)} ms"
        )


def call_for(target, name, callers, seconds):
    """The times of all calls, by `callers` at once; each has its own environment before the time begins."""
    times, ready, failures = [], threading.Barrier(callers), []

    def call():
        try:
            client, own = Lambda(target), []
            client.invoke(name)
            ready.wait(PATIENCE_S)
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                own.append(client.invoke(name))
            times.extend(own)
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=call) for _ in range(callers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    return times


def print_trigger_latency(output, target):
    client, functions = Client(target.endpoint), Lambda(target)
    client.call(
        "CreateTable",
        TableName="triggering",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    client.wait_active("triggering")
    arn = client.call("DescribeTable", TableName="triggering")["Table"]["LatestStreamArn"]
    functions.create("triggered", "python3.11")
    functions.post(
        "/2015-03-31/event-source-mappings",
        {"FunctionName": "triggered", "EventSourceArn": arn, "StartingPosition": "TRIM_HORIZON", "BatchSize": 1},
    )
    put(client, 8)  # until the environments are warm
    wait_for_latencies(client, 8)
    put(client, PUTS)
    latencies = wait_for_latencies(client, 8 + PUTS)[8:]
    client.close()
    output.print(
        f"* from a put to the begin of the function that its stream triggers: p50"
        f" {milliseconds(percentile(latencies, 0.5) * 1e6)} ms, p99 {milliseconds(percentile(latencies, 0.99) * 1e6)} ms"
        f" ({PUTS} puts, one every {PUT_EVERY_S * 1e3:.0f} ms)"
    )


def put(client, count):
    for i in range(count):
        item = {"pk": {"S": f"{time.time()}"}, "at": {"N": f"{time.time():.6f}"}}
        client.call("PutItem", TableName="triggering", Item=item)
        time.sleep(PUT_EVERY_S)  # the pace of the puts that are measured


def wait_for_latencies(client, count):
    """What the function printed, in seconds, in the order of time."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        latencies, start = [], {}
        while True:
            answer = client.send(
                "Logs_20140328.FilterLogEvents",
                {"logGroupName": "/aws/lambda/triggered", "filterPattern": "latency", **start},
                {"Content-Type": "application/x-amz-json-1.1"},
            )
            page = answer.json if answer.status == 200 else {"events": []}  # no such group yet
            latencies += [float(event["message"].split()[1]) for event in page["events"]]
            if "nextToken" not in page:
                break
            start = {"nextToken": page["nextToken"]}
        if len(latencies) >= count:
            return latencies
        if time.monotonic() > deadline:
            raise RuntimeError(f"{len(latencies)} of {count} triggers after {PATIENCE_S} s")
        time.sleep(0.1)
