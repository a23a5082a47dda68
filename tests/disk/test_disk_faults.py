"""A sync that fails: writes are refused with the reason until the disk works or the server is started again. A disk that hangs,
and RocksDB that stalls: writes are answered with an error that clients retry."""

import concurrent.futures
import time

from commands.case import run_stator
from disk.case import TABLE, DiskCase, key, sync_faults_library
from harness import environment
from harness.client import Client

REASON = "takes no writes: writing failed"
WRITERS = 12
TRANSACTIONS, TRANSACTION_ITEMS, ITEM_BYTES = 24, 10, 390_000  # together more than may wait for the disk (64 MB)
STALL_BYTES = 100_000
QUEUE_TIME_S = 5  # max_queued_time of src/storage/rocksdb/rocksdb_engine.h


def every_kind_of_write(name):
    """(operation, request), each of which would write an item or a table of this name."""
    put = {"TableName": TABLE, "Item": key(name)}
    return [
        ("PutItem", put),
        (
            "UpdateItem",
            {
                "TableName": TABLE,
                "Key": key(name),
                "UpdateExpression": "ADD n :one",
                "ExpressionAttributeValues": {":one": {"N": "1"}},
            },
        ),
        ("DeleteItem", {"TableName": TABLE, "Key": key("safe")}),
        ("BatchWriteItem", {"RequestItems": {TABLE: [{"PutRequest": {"Item": key(name)}}]}}),
        ("TransactWriteItems", {"TransactItems": [{"Put": put}]}),
        ("ExecuteStatement", {"Statement": f"INSERT INTO \"{TABLE}\" VALUE {{'pk': '{name}'}}"}),
        (
            "CreateTable",
            {
                "TableName": name,
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            },
        ),
        ("DeleteTable", {"TableName": TABLE}),
    ]


class FailingSyncTest(DiskCase):
    def break_disk(self, client):
        """Returns the writes whose outcome nobody knows: they met the failure."""
        self.assertEqual(200, self.put(client, "safe").status)
        self.begin("fail")
        unsure = []

        def is_refused():
            response = self.put(client, f"unsure{len(unsure)}")
            # In relaxed mode the write is answered, and a sync in the background fails.
            self.assertIn(response.error_type, (None, "InternalServerError"), response)
            if REASON in (response.message or ""):
                return True
            unsure.append(f"unsure{len(unsure)}")
            return False

        self.until(is_refused)
        return unsure

    def check_refusals(self, client):
        for operation, request in every_kind_of_write("refused"):
            with self.subTest(operation=operation):
                response = client.send(operation, request)
                self.assertEqual((500, "InternalServerError"), (response.status, response.error_type), response)
                self.assertIn(REASON, response.message)
        statements = [{"Statement": f"INSERT INTO \"{TABLE}\" VALUE {{'pk': 'refused'}}"}]
        answer = client.call("BatchExecuteStatement", Statements=statements)
        self.assertEqual("InternalServerError", answer["Responses"][0]["Error"]["Code"])
        self.assertIn(REASON, answer["Responses"][0]["Error"]["Message"])
        self.check_reads(client)

    def check_reads(self, client):
        self.assertTrue(self.exists(client, "safe"))
        self.assertFalse(self.exists(client, "refused"))
        self.assertEqual([TABLE], client.call("ListTables")["TableNames"])

    def test_writes_are_refused_until_the_disk_works_again(self):
        for durability in ("full", "relaxed"):
            with self.subTest(durability=durability):
                self.data += durability
                server, client = self.start("--durability", durability)
                unsure = self.break_disk(client)
                self.check_refusals(client)
                self.end("fail")
                self.until_put(client, "after")
                self.check_reads(client)
                known = {name: self.exists(client, name) for name in unsure}
                server.kill()
                with self.server() as restarted:
                    again = Client(restarted.endpoint)
                    self.check_reads(again)
                    self.assertTrue(self.exists(again, "after"))
                    # What was read after the failure stays so.
                    self.assertEqual(known, {name: self.exists(again, name) for name in unsure})
                    again.close()

    def test_a_restart_recovers(self):
        server, client = self.start()
        self.break_disk(client)
        server.stop()
        self.end("fail")
        with self.server() as restarted:
            again = Client(restarted.endpoint)
            self.check_reads(again)
            self.assertEqual(200, self.put(again, "after").status)
            again.close()

    def test_a_start_on_a_failing_disk_says_why(self):
        server, client = self.start()
        self.break_disk(client)
        server.kill()
        done = run_stator(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            self.data,
            extra_environment={"LD_PRELOAD": sync_faults_library(), "DISK_FAULTS": self.faults},
        )
        self.assertEqual(1, done.returncode)
        self.assertRegex(done.stderr.decode(), r"(?m)^stator: .*Input/output error")


class HangingDiskTest(DiskCase):
    def hang_with_one_write(self, pool, client):
        """The write that is in the disk's hands; nobody else's is."""
        first = pool.submit(self.put, client, "first")
        self.await_held("log")
        return first

    @staticmethod
    def timed(call, *arguments):
        """(answer, seconds). Nobody is told that he has waited for too long before QUEUE_TIME_S are over, and nobody who found the
        line full waits: so the seconds say which of the two limits it was. A slow machine makes them more, never less."""
        begun = time.monotonic()
        return call(*arguments), time.monotonic() - begun

    def test_who_waits_behind_a_hanging_sync_is_answered(self):
        server, client = self.start()
        self.assertEqual(200, self.put(client, "safe").status)
        with concurrent.futures.ThreadPoolExecutor(WRITERS + 1) as pool, self.during("hold.log"):
            first = self.hang_with_one_write(pool, client)
            waiting = {f"waiting{i}": None for i in range(WRITERS)}
            for name in waiting:
                waiting[name] = pool.submit(self.timed, self.put, client, name)
            for future in waiting.values():
                answer, seconds = future.result()
                self.check_retryable(answer)
                self.assertGreaterEqual(seconds, QUEUE_TIME_S)
            self.assertTrue(self.exists(client, "safe"))
            self.assertFalse(self.exists(client, "first"))
            for operation, request in every_kind_of_write("late"):
                with self.subTest(operation=operation):
                    self.check_retryable(client.send(operation, request))
            self.assertFalse(first.done())
            self.end("hold.log")
            self.assertEqual(200, first.result().status)
            for name in [*waiting, "late"]:
                self.assertFalse(self.exists(client, name), name)
            self.assertTrue(self.exists(client, "safe"))
            self.until_put(client, "after")

    def test_more_than_may_wait_for_the_disk_is_answered_at_once(self):
        server, client = self.start("--memory", "2GB")
        self.assertEqual(200, self.put(client, "safe").status)
        value = "x" * ITEM_BYTES

        def transact(number):
            """One commit, while a batch is several, of which some may wait and some not."""
            items = [{**key(f"t{number}-{i}"), "v": {"S": value}} for i in range(TRANSACTION_ITEMS)]
            puts = [{"Put": {"TableName": TABLE, "Item": item}} for item in items]
            own = Client(server.endpoint)
            try:
                return own.send("TransactWriteItems", {"TransactItems": puts})
            finally:
                own.close()

        with concurrent.futures.ThreadPoolExecutor(TRANSACTIONS + 1) as pool, self.during("hold.log"):
            first = self.hang_with_one_write(pool, client)

            def is_refused_at_once():
                sent = [pool.submit(self.timed, transact, number) for number in range(TRANSACTIONS)]
                answers = [future.result() for future in sent]
                for number, (answer, _) in enumerate(answers):
                    self.check_retryable(answer)
                    self.assertFalse(self.exists(client, f"t{number}-0"))
                # A sanitized server may not have read so much before the first of it has waited for too long.
                return min(seconds for _, seconds in answers) < QUEUE_TIME_S or environment.is_sanitized()

            self.until(is_refused_at_once)
            self.assertFalse(first.done())
            self.end("hold.log")
            self.assertEqual(200, first.result().status)
        self.assertEqual(200, transact(0).status)

    def check_retryable(self, response):
        self.assertEqual((400, "ThrottlingException"), (response.status, response.error_type), response)


class StallTest(DiskCase):
    """RocksDB stops writes where memtables cannot be written to the disk."""

    def test_a_stall_is_answered(self):
        for durability in ("full", "relaxed"):
            with self.subTest(durability=durability):
                self.data += durability
                server, client = self.start("--durability", durability, "--memory", "16MB")
                with self.during("hold.sst"):
                    written, response = 0, None
                    while response is None or response.status == 200:
                        response = self.put(client, f"k{written}", "x" * STALL_BYTES)
                        written += response.status == 200
                        self.assertLess(written, 2000, "RocksDB never stalled")
                    self.assertEqual("ThrottlingException", response.error_type, response)
                    self.assertTrue(self.exists(client, "k0"))  # reads go on
                self.until_put(client, "after")
                self.assertFalse(self.exists(client, f"k{written}"))
                for i in range(written):
                    self.assertTrue(self.exists(client, f"k{i}"), i)
                server.stop()
