"""`stator backup` and `stator restore`."""

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time

from commands.case import TIMEOUT_S, CommandCase, run_stator
from crash.objects import S3
from harness import environment
from harness.client import Client
from harness.server import Server

TABLE = {
    "TableName": "pairs",
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "round", "AttributeType": "N"},
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "rounds",
            "KeySchema": [{"AttributeName": "round", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}
PAIRS = 10
SMALL_DISK = "8m"
WAITING_BYTES = 20 << 20  # more than goes at once


class Writer(threading.Thread):
    """Moves pairs of items on, in transactions, and an object after them. `acknowledged`: the last round of each pair."""

    def __init__(self, server, number):
        super().__init__()
        self.client, self.s3 = Client(server.endpoint), S3(server.endpoint)
        self.number, self.stopping = number, threading.Event()
        self.acknowledged = [0] * PAIRS

    def run(self):
        for round_ in range(1, 1_000_000):
            for pair in range(PAIRS):
                if self.stopping.is_set():
                    return
                items = [
                    {"pk": {"S": f"{self.number}-{pair}-{half}"}, "round": {"N": str(round_)}, "fill": {"S": "x" * 500}}
                    for half in "ab"
                ]
                self.client.call(
                    "TransactWriteItems", TransactItems=[{"Put": {"TableName": "pairs", "Item": item}} for item in items]
                )
                self.acknowledged[pair] = round_
            # Replaced again and again, so that the file of the one before is to be removed.
            self.s3.must("PUT", f"/bucket/{self.number}", f"{round_} ".encode() * 1000)


class BackupTest(CommandCase):
    def setUp(self):
        super().setUp()
        self.data = os.path.join(self.folder, "data")
        self.backup = os.path.join(self.folder, "backup")
        self.restored = os.path.join(self.folder, "restored")

    def prepare(self, server):
        client = Client(server.endpoint)
        client.call("CreateTable", **TABLE)
        client.wait_active("pairs")
        S3(server.endpoint).must("PUT", "/bucket")
        return client

    def make_data(self):
        with Server(data=self.data) as server:
            self.prepare(server).call("PutItem", TableName="pairs", Item={"pk": {"S": "kept"}})
            S3(server.endpoint).must("PUT", "/bucket/kept", b"kept" * 10_000)

    def succeed(self, *arguments):
        done = run_stator(*arguments)
        self.assertEqual((0, b""), (done.returncode, done.stderr))
        return done.stdout.decode()

    def fail(self, *arguments, says):
        self.check_refused(*arguments, says=says)

    def check_kept(self, data):
        self.assertRegex(self.succeed("check", "--data", data), "^sound: 1 tables, 1 items")
        with Server(data=data) as server:
            found = Client(server.endpoint).call("GetItem", TableName="pairs", Key={"pk": {"S": "kept"}})
            self.assertEqual({"Item": {"pk": {"S": "kept"}}}, found)
            self.assertEqual(b"kept" * 10_000, S3(server.endpoint).must("GET", "/bucket/kept")[0])

    def test_while_nobody_serves(self):
        self.make_data()
        self.assertRegex(self.succeed("backup", self.backup, "--data", self.data), r"^backup of \S+ in \S+: \d+ files, \d+ bytes\n$")
        shutil.rmtree(self.data)
        self.fail("serve", "--listen", "127.0.0.1:0", "--data", self.backup, says="is a backup")
        self.assertEqual(2, run_stator("check", "--data", self.backup).returncode)
        self.succeed("restore", self.backup, "--data", self.restored)
        self.check_kept(self.restored)
        # The backup is still one.
        self.succeed("restore", self.backup, "--data", self.restored + "2")
        self.check_kept(self.restored + "2")

    def test_files_that_wait_to_be_deleted(self):
        """A crash left them: they are neither damage nor part of a backup, and the next start takes them up."""
        self.make_data()
        waiting = [os.path.join(self.data, *name) for name in (("db", "000004.sst.deleted"), ("blobs", "deleted", "0" * 32))]
        os.makedirs(os.path.dirname(waiting[1]), exist_ok=True)
        for path in waiting:
            with open(path, "wb") as file:
                file.truncate(WAITING_BYTES)
        self.assertRegex(self.succeed("check", "--data", self.data), "^sound: 1 tables, 1 items")
        self.succeed("backup", self.backup, "--data", self.data)
        self.assertEqual([WAITING_BYTES] * 2, [os.path.getsize(path) for path in waiting])
        self.succeed("restore", self.backup, "--data", self.restored)
        for folder, _, names in os.walk(self.restored):
            for name in names:
                self.assertLess(os.path.getsize(os.path.join(folder, name)), WAITING_BYTES, name)
        with Server(data=self.data):
            deadline = time.monotonic() + TIMEOUT_S
            while any(os.path.exists(path) for path in waiting):
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.01)
        self.check_kept(self.data)

    def test_under_load(self):
        """What was acknowledged before is there, and what is there was there at one moment."""
        with Server(data=self.data) as server:
            self.prepare(server)
            writers = [Writer(server, number) for number in range(3)]
            for writer in writers:
                writer.start()
            try:
                for attempt in range(3):
                    while not all(min(writer.acknowledged) > 3 * (attempt + 1) for writer in writers):
                        time.sleep(0.01)
                    before = [list(writer.acknowledged) for writer in writers]
                    backup, restored = f"{self.backup}{attempt}", f"{self.restored}{attempt}"
                    self.succeed("backup", backup, "--data", self.data)
                    after = [list(writer.acknowledged) for writer in writers]
                    self.succeed("restore", backup, "--data", restored)
                    self.assertRegex(self.succeed("check", "--data", restored), "^sound")
                    self.check_moment(restored, before, after)
            finally:
                for writer in writers:
                    writer.stopping.set()
                for writer in writers:
                    writer.join()
        self.assertRegex(self.succeed("check", "--data", self.data), "^sound")

    def check_moment(self, data, before, after):
        with Server(data=data) as server:
            client, s3 = Client(server.endpoint), S3(server.endpoint)
            for number, acknowledged in enumerate(before):
                rounds = []
                for pair in range(PAIRS):
                    keys = [{"pk": {"S": f"{number}-{pair}-{half}"}} for half in "ab"]
                    halves = [client.call("GetItem", TableName="pairs", Key=key)["Item"]["round"]["N"] for key in keys]
                    self.assertEqual(halves[0], halves[1], "half a transaction")
                    rounds.append(int(halves[0]))
                    self.assertLessEqual(acknowledged[pair], rounds[pair])
                    self.assertLessEqual(rounds[pair], after[number][pair] + 1)
                # A writer does one after the other: at one moment some are one round further than the rest.
                self.assertEqual(sorted(rounds, reverse=True), rounds)
                self.assertLessEqual(rounds[0] - rounds[-1], 1)
                body = s3.must("GET", f"/bucket/{number}")[0]
                self.assertIn(int(body.split()[0]), (rounds[-1], rounds[-1] - 1))
                self.assertEqual(1, len(set(body.split())))
                entries = client.call(
                    "Query",
                    TableName="pairs",
                    IndexName="rounds",
                    KeyConditionExpression="round = :r",
                    ExpressionAttributeValues={":r": {"N": str(rounds[0])}},
                )
                self.assertIn(f"{number}-0-a", [entry["pk"]["S"] for entry in entries["Items"]])

    def test_nothing_is_overwritten(self):
        self.make_data()
        os.mkdir(self.backup)
        self.succeed("backup", self.backup, "--data", self.data)  # an empty folder is as good as none
        self.fail("backup", self.backup, "--data", self.data, says="is there already: choose a new name")
        self.fail("restore", self.backup, "--data", self.data, says="is there already: choose a new name")
        self.check_kept(self.data)
        self.assertEqual({"data", "backup"}, set(os.listdir(self.folder)))

    def test_mistakes(self):
        self.fail("backup", self.backup, "--data", os.path.join(self.folder, "none"), says="there is no folder")
        self.fail("restore", self.folder, "--data", self.restored, says="is no backup")
        self.assertEqual(2, run_stator("backup", "--data", self.folder).returncode)
        self.assertEqual(2, run_stator("restore", self.folder).returncode)
        self.assertEqual([], os.listdir(self.folder))
        os.makedirs(os.path.join(self.backup, "BACKUP"))
        self.fail("restore", self.backup, "--data", self.restored, says="cannot read .*/BACKUP: Is a directory")

    def test_a_damaged_backup(self):
        self.make_data()
        self.succeed("backup", self.backup, "--data", self.data)
        files = [os.path.join(folder, name) for folder, _, names in os.walk(self.backup) for name in names]
        self.assertGreater(len(files), 4)
        for path in files:
            with open(path, "r+b") as file:
                content = file.read()
                file.seek(len(content) // 2)
                file.write(bytes([content[len(content) // 2] ^ 1]) if content else b"x")
            self.fail("restore", self.backup, "--data", self.restored, says="is damaged")
            self.assertEqual({"data", "backup"}, set(os.listdir(self.folder)))
            with open(path, "wb") as file:
                file.write(content)
        os.unlink(os.path.join(self.backup, "db", "CURRENT"))
        self.fail("restore", self.backup, "--data", self.restored, says="CURRENT' is missing")

    def test_damaged_data_is_not_backed_up(self):
        self.make_data()
        with Server(data=self.data):
            pass  # what was in the log is in a data file now
        for name in os.listdir(os.path.join(self.data, "db")):
            if name.endswith(".sst"):
                with open(os.path.join(self.data, "db", name), "r+b") as file:
                    file.seek(40)
                    file.write(b"?!?!")
        self.fail("backup", self.backup, "--data", self.data, says="no backup was made: .* is damaged")
        self.assertEqual(["data"], os.listdir(self.folder))

    def test_damaged_objects_are_not_backed_up(self):
        """Neither those of objects nor of parts of uploads, with a server or without."""
        self.make_data()
        with Server(data=self.data) as server:
            s3 = S3(server.endpoint)
            upload = s3.must("POST", "/bucket/upload?uploads=")[0].decode().split("<UploadId>")[1].split("<")[0]
            s3.must("PUT", f"/bucket/upload?partNumber=1&uploadId={upload}", b"part" * 1000)
            self.check_damaged_files_are_found()
        self.check_damaged_files_are_found()
        self.succeed("backup", self.backup, "--data", self.data)

    def check_damaged_files_are_found(self):
        folder = os.path.join(self.data, "blobs", "data")
        self.assertEqual(2, len(os.listdir(folder)))
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                content = file.read()
            for damaged in (content[:100] + b"?" + content[101:], content[:-1], content + b"?"):
                with open(path, "wb") as file:
                    file.write(damaged)
                self.fail("backup", self.backup, "--data", self.data, says=f"no backup was made: .* is damaged.*{name} is not what it was")
                self.assertEqual(["data"], os.listdir(self.folder))
            with open(path, "wb") as file:
                file.write(content)

    def halted_backup(self):
        """One that copies, and is stopped (SIGSTOP) while it does."""
        while True:
            process = subprocess.Popen(
                [environment.server_binary(), "backup", self.backup, "--data", self.data],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            while process.poll() is None and not os.path.exists(self.backup + ".unfinished"):
                time.sleep(0.0005)
            process.send_signal(signal.SIGSTOP)
            if os.path.exists(self.backup + ".unfinished"):
                return process
            # It was faster than this.
            process.kill()
            process.communicate()
            shutil.rmtree(self.backup)

    def test_interrupted(self):
        """A signal leaves nothing; what kill -9 leaves is replaced."""
        self.make_data()
        with Server(data=self.data) as server:
            S3(server.endpoint).must("PUT", "/bucket/large", os.urandom(60_000_000))
            for ending in (signal.SIGINT, signal.SIGKILL):
                process = self.halted_backup()
                process.send_signal(ending)
                process.send_signal(signal.SIGCONT)
                _, errors = process.communicate(timeout=TIMEOUT_S)
                self.assertFalse(os.path.exists(self.backup))
                if ending == signal.SIGINT:
                    self.assertEqual((1, b"stator: no backup was made: interrupted\n"), (process.returncode, errors))
                    self.assertFalse(os.path.exists(self.backup + ".unfinished"))
            S3(server.endpoint).must("DELETE", "/bucket/large")
            self.succeed("backup", self.backup, "--data", self.data)
        self.succeed("restore", self.backup, "--data", self.restored)
        self.check_kept(self.restored)
        self.assertEqual({"data", "backup", "restored"}, set(os.listdir(self.folder)))

    def test_a_full_disk(self):
        self.make_data()
        small = os.path.join(self.folder, "small")
        os.mkdir(small)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "none", small], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("this user cannot mount a small disk")
        try:
            with Server(data=self.data) as server:
                S3(server.endpoint).must("PUT", "/bucket/large", b"x" * 20_000_000)
                self.fail("backup", os.path.join(small, "b"), "--data", self.data, says="no backup was made: the disk of .* is full")
            self.assertEqual([], os.listdir(small))
        finally:
            subprocess.run(["umount", small], check=True)

    def test_the_server_stops_meanwhile(self):
        self.make_data()
        server = Server(data=self.data)
        try:
            server.start()
            S3(server.endpoint).must("PUT", "/bucket/large", os.urandom(60_000_000))
            process = self.halted_backup()
            server.stop()
            process.send_signal(signal.SIGCONT)
            _, errors = process.communicate(timeout=TIMEOUT_S)
            self.assertEqual((1, 1), (process.returncode, len(errors.splitlines())), errors)
            self.assertFalse(os.path.exists(self.backup))
        finally:
            server.remove()

    def test_a_long_name(self):
        """Longer than an address of a Unix socket may be."""
        outer = tempfile.mkdtemp(dir=self.folder)
        self.data = os.path.join(outer, "n" * 200, "data")
        os.mkdir(os.path.dirname(self.data))
        with Server(data=self.data) as server:
            self.prepare(server).call("PutItem", TableName="pairs", Item={"pk": {"S": "kept"}})
            S3(server.endpoint).must("PUT", "/bucket/kept", b"kept" * 10_000)
            self.succeed("backup", self.backup, "--data", self.data)
        self.succeed("restore", self.backup, "--data", self.restored)
        self.check_kept(self.restored)
