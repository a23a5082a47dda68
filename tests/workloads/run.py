"""Seeded random operations through the API, held against a plain model after every step; and concurrent
transactions whose invariants hold, over kill -9 too; many clients on few items; and a consumer of a stream.

./dev test workloads
(cd tests && python3 -m workloads.run --steps 20000 --seed 7)
"""

import argparse
import concurrent.futures
import json
import random
import traceback
import uuid

from harness import environment
from harness.client import Client
from harness.report import Report, add_unittests
from harness.server import Server, ServerFailure, server_for_suite
from workloads import contention, stream_consumer, test_contention, test_invariants, test_stream_consumer, transactions
from workloads.model import Model
from workloads.operations import Operations

TABLES = {
    "strings": (("pk", "S"), ("sk", "S")),
    "numbers": (("pk", "N"), ("sk", "N")),
    "binaries": (("pk", "S"), ("sk", "B")),
    "partition only": (("pk", "S"), None),
}
FULL_CHECK_EVERY = 250
CONTENTION_STEPS = 60  # of one client
SEVERAL_LOOPS = ["--threads", "3"]
TRANSACTIONS = 400  # between kills
KILLS = 4
STREAM_WRITES = 300  # at least, between kills
SHORT_SHARDS = ["--stream-shard-lifetime", "1"]


class Workload:
    """One table, one model, one source of randomness."""

    def __init__(self, name, client, seed):
        self.name, self.client, self.random = name, client, random.Random(f"{seed}-{name}")
        self.table = f"workload-{uuid.uuid4().hex[:12]}"
        partition, sort = TABLES[name]
        indexes = {"Global": ("g", "n", None), "Narrow": ("g", "n", ["a"])}
        if sort:
            indexes["Local"] = ("pk", "n", [])
        self.model = Model(partition[0], sort and sort[0], indexes)
        self.create(partition, sort, indexes)
        self.operations = Operations(self, partition[1], sort and sort[1])

    def create(self, partition, sort, indexes):
        def schema(hash_key, range_key):
            return [
                {"AttributeName": key, "KeyType": kind}
                for key, kind in ((hash_key, "HASH"), (range_key, "RANGE"))
                if key
            ]

        def index(name):
            hash_key, range_key, projected = indexes[name]
            projection = (
                {"ProjectionType": "ALL"}
                if projected is None
                else (
                    {"ProjectionType": "KEYS_ONLY"}
                    if not projected
                    else {"ProjectionType": "INCLUDE", "NonKeyAttributes": projected}
                )
            )
            return {"IndexName": name, "KeySchema": schema(hash_key, range_key), "Projection": projection}

        types = dict([partition] + ([sort] if sort else []) + [("g", "S"), ("n", "N")])
        more = {"LocalSecondaryIndexes": [index("Local")]} if sort else {}
        self.client.call(
            "CreateTable",
            TableName=self.table,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": kind} for name, kind in types.items()
            ],
            KeySchema=schema(partition[0], sort and sort[0]),
            GlobalSecondaryIndexes=[index("Global"), index("Narrow")],
            **more,
        )
        self.client.wait_active(self.table)

    def run(self, steps):
        for step in range(steps):
            self.operations.random_step()
            if step % FULL_CHECK_EVERY == FULL_CHECK_EVERY - 1:
                self.operations.check_everything()
        self.operations.check_everything()
        self.client.call("DeleteTable", TableName=self.table)


def run_workload(report, name, endpoint, seed, steps):
    client = Client(endpoint)
    workload = None
    try:
        workload = Workload(name, client, seed)
        workload.run(steps)
        report.add_pass()
    except Exception:
        last = workload.operations.history[-8:] if workload else []
        report.add_failure(
            f"{name}, seed {seed}",
            traceback.format_exc()
            + "\nlast operations:\n"
            + "\n".join(json.dumps(each)[:600] for each in last),
        )
    finally:
        client.close()


def run_engine(report, options, in_memory):
    """All tables at once on one server: on the durable engine, or on the one in memory."""
    try:
        with (
            server_for_suite(in_memory=in_memory) as server,
            concurrent.futures.ThreadPoolExecutor(len(TABLES)) as pool,
        ):
            for each in [
                pool.submit(run_workload, report, name, server.endpoint, options.seed, options.steps)
                for name in TABLES
            ]:
                each.result()
    except ServerFailure as failure:
        report.add_failure("server", failure)


def run_transactions(report, name, server, seed, rounds=1):
    try:
        with server:
            transactions.run(server, seed, TRANSACTIONS, rounds)
        report.add_pass()
    except Exception:
        report.add_failure(f"{name}, seed {seed}", traceback.format_exc() + server.log())


def run_contention(report, name, server, seed):
    try:
        with server:
            contention.run(server.endpoint, seed, CONTENTION_STEPS)
        report.add_pass()
    except Exception:
        report.add_failure(f"contention, {name}, seed {seed}", traceback.format_exc() + server.log())


def run_contentions(report, seed):
    if environment.given_endpoint():
        return run_contention(report, "given server", server_for_suite(), seed)
    for arguments in ([], ["--durability", "relaxed"], ["--in-memory"]):
        for threads in ([], SEVERAL_LOOPS):
            in_memory = "--in-memory" in arguments
            server = Server(*([] if in_memory else arguments), *threads, in_memory=in_memory)
            run_contention(report, " ".join(arguments + threads) or "durable", server, seed)


def run_stream_consumer(report, name, server, seed, kills=0):
    try:
        with server:
            stream_consumer.run(server, seed, STREAM_WRITES, kills)
        report.add_pass()
    except Exception:
        report.add_failure(f"{name}, seed {seed}", traceback.format_exc() + server.log())


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--steps", type=int, default=500 if environment.is_sanitized() else 2000)
    parser.add_argument("--seed", type=int, default=environment.seed())
    options = parser.parse_args()
    report = Report()
    add_unittests(report, test_contention, test_invariants, test_stream_consumer)
    for in_memory in ([False] if environment.given_endpoint() else [False, True]):
        run_engine(report, options, in_memory)
        server = server_for_suite(in_memory=in_memory)
        run_transactions(report, f"transactions, in_memory={in_memory}", server, options.seed)
    run_contentions(report, options.seed)
    if not environment.given_endpoint():
        run_transactions(report, "transactions over kill -9", Server(), options.seed, rounds=KILLS)
        consumed = Server(*SHORT_SHARDS, in_memory=True)
        run_stream_consumer(report, "consumer of a stream, in_memory=True", consumed, options.seed)
        consumed = Server(*SHORT_SHARDS, *SEVERAL_LOOPS)
        run_stream_consumer(report, "consumer of a stream over kill -9", consumed, options.seed, kills=2)
    report.finish()


if __name__ == "__main__":
    main()
