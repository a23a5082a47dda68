#!/usr/bin/env python3
"""Start-up time, idle memory, and a table of workloads (README.md)."""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "tests"))
from harness.client import Client  # noqa: E402
from harness.server import Server  # noqa: E402

WORKLOADS = ["get", "put", "update", "query", "batch", "mixed"]
ITEMS, ITEMS_PER_PARTITION = 10000, 100
START_ROUNDS = 10
CHECK_SECONDS = 1


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", default="build/release/stator", help="server program")
    parser.add_argument("--endpoint", help="measure this running server instead; no start-up and memory then")
    parser.add_argument("--durability", default="full", choices=["full", "relaxed", "memory"])
    parser.add_argument("--connections", default="1,16,64", help="numbers of connections (default: 1,16,64)")
    parser.add_argument("--workloads", default=",".join(WORKLOADS), help=f"of {','.join(WORKLOADS)}")
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement (default: 5)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--skip-load", action="store_true", help="start-up and memory only")
    return parser.parse_args()


def make_server(options):
    modes = {"full": {}, "relaxed": {}, "memory": {"in_memory": True}}
    arguments = ["--durability", "relaxed"] if options.durability == "relaxed" else []
    return Server(*arguments, binary=os.path.abspath(options.server), **modes[options.durability])


def start_to_first_answer(options):
    """Milliseconds from starting the program on an empty folder to its first answer."""
    server = make_server(options)
    try:
        begin = time.perf_counter()
        server.start()
        Client(server.endpoint).call("ListTables")
        return (time.perf_counter() - begin) * 1000
    finally:
        server.stop()
        server.remove()


def print_start_and_memory(options):
    times = [start_to_first_answer(options) for _ in range(START_ROUNDS)]
    print(
        f"start to first answer, empty folder: {statistics.median(times):.1f} ms median, {min(times):.1f} best of {START_ROUNDS}"
        " (the poll of the ready file adds up to 2 ms)"
    )
    with make_server(options) as server:
        Client(server.endpoint).call("ListTables")
        print(f"idle resident memory: {server.resident_bytes() / 1e6:.1f} MB")


def create_table(client, name):
    if client.send("DescribeTable", {"TableName": name}).status != 200:
        client.call(
            "CreateTable",
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in ("pk", "sk")],
            KeySchema=[
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "sk", "KeyType": "RANGE"},
            ],
        )
    client.wait_active(name)


def load_items(client):
    note = "n" * 780
    for start in range(0, ITEMS, 25):
        requests = [
            {
                "PutRequest": {
                    "Item": {
                        "pk": {"S": f"p{i // ITEMS_PER_PARTITION:05}"},
                        "sk": {"S": f"s{i:08}"},
                        "count": {"N": "0"},
                        "price": {"N": f"{i}.25"},
                        "active": {"BOOL": True},
                        "tags": {"SS": ["new", "red", "sale"]},
                        "note": {"S": note},
                        "address": {"M": {"street": {"S": "1 Main Street"}, "zip": {"N": "10115"}}},
                        "log": {"L": [{"N": "1"}, {"S": "created"}]},
                    }
                }
            }
            for i in range(start, start + 25)
        ]
        while requests:
            requests = client.call("BatchWriteItem", RequestItems={"bench": requests})[
                "UnprocessedItems"
            ].get("bench")


def run_wrk(endpoint, workload, connections, seconds, seed, check):
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "-s",
        os.path.join(HERE, "workloads.lua"),
        endpoint,
        "--",
        workload,
        str(ITEMS),
        str(ITEMS_PER_PARTITION),
        str(seed),
        "1" if check else "0",
    ]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, env=dict(os.environ, BENCH_CHECK="1" if check else "0")
    )
    output = done.stdout.decode()
    result = re.search(r"^RESULT (.*)$", output, re.MULTILINE)
    if not result:
        sys.exit(f"wrk failed:\n{output}")
    return json.loads(result[1])


def print_table(options, endpoint):
    client = Client(endpoint)
    for table in ("bench", "bench-writes"):
        create_table(client, table)
    load_items(client)
    print(f"{'connections':>11} {'workload':>9} {'requests/s':>11} {'p50 ms':>8} {'p99 ms':>8}")
    for connections in map(int, options.connections.split(",")):
        for workload in options.workloads.split(","):
            checked = run_wrk(endpoint, workload, connections, CHECK_SECONDS, options.seed, check=True)
            if checked["wrong"] or checked["errors"] or not checked["requests"]:
                print(
                    f"{connections:>11} {workload:>9}  wrong answers: {checked['wrong']} of {checked['requests']}, {checked['first_wrong']}"
                )
                continue
            result = run_wrk(endpoint, workload, connections, options.seconds, options.seed + 1, check=False)
            rate = (result["requests"] - result["errors"]) / (result["microseconds"] / 1e6)
            print(
                f"{connections:>11} {workload:>9} {rate:>11,.0f} {result['p50'] / 1000:>8.2f} {result['p99'] / 1000:>8.2f}",
                flush=True,
            )


def main():
    options = parse_arguments()
    if options.endpoint:
        print_table(options, options.endpoint)
        return
    print_start_and_memory(options)
    if not options.skip_load:
        with make_server(options) as server:
            print_table(options, server.endpoint)


if __name__ == "__main__":
    main()
