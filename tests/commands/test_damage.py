"""Data folders that the disk has damaged: `stator check` says what is wrong, and `stator serve` never answers with wrong data."""

import glob
import os

from commands.case import CommandCase, run_stator
from crash.objects import AUTHORIZATION, S3
from harness.client import Client
from harness.server import Server

ITEMS = 300
TABLE = {
    "TableName": "abc",
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "color", "AttributeType": "S"},
    ],
    "GlobalSecondaryIndexes": [
        {
            "IndexName": "colors",
            "KeySchema": [{"AttributeName": "color", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
}


def item(number):
    return {"pk": {"S": f"item-{number}"}, "color": {"S": f"color-{number % 7}"}, "v": {"S": f"<{number}>" * 50}}


class DamageTest(CommandCase):
    """Each test damages a copy of a folder with one data file, a log with the latest writes, and an object."""

    def setUp(self):
        super().setUp()
        self.data = os.path.join(self.folder, "data")
        with Server(data=self.data) as server:
            client = Client(server.endpoint)
            client.call("CreateTable", **TABLE)
            client.wait_active("abc")
            for number in range(ITEMS):
                client.call("PutItem", TableName="abc", Item=item(number))
            s3 = S3(server.endpoint)
            s3.must("PUT", "/bucket")
            s3.must("PUT", "/bucket/object", b"the bytes of an object" * 1000)
        with Server(data=self.data) as server:  # what was in the log is in a data file now
            client = Client(server.endpoint)
            for number in range(ITEMS, ITEMS + 50):
                client.call("PutItem", TableName="abc", Item=item(number))

    def files(self, kind):
        return sorted(glob.glob(os.path.join(self.data, "db", kind)))

    def check(self):
        done = run_stator("check", "--data", self.data)
        self.assertEqual(b"", done.stderr)
        return done.returncode, done.stdout.decode()

    def check_reports(self, says):
        code, text = self.check()
        self.assertEqual(1, code, text)
        self.assertRegex(text, says)
        self.assertRegex(text, r"damaged: \d+ problems?")

    def flip(self, path, *offsets):
        with open(path, "r+b") as file:
            for offset in offsets:
                file.seek(offset)
                byte = file.read(1)[0]
                file.seek(offset)
                file.write(bytes([byte ^ 0x20]))

    def flip_text(self, path, text):
        """In the middle of a text that the file has; False if it does not."""
        with open(path, "rb") as file:
            at = file.read().find(text)
        if at < 0:
            return False
        self.flip(path, at + len(text) // 2)
        return True

    def refused(self, says):
        """`stator serve` says one line."""
        self.check_refused("serve", "--listen", "127.0.0.1:0", "--data", self.data, says=says)

    def test_sound(self):
        code, text = self.check()
        self.assertEqual((0, f"sound: 1 tables, {ITEMS + 50} items, {ITEMS + 50} records of changes, 1 blobs, 0 backups\n"), (code, text))

    def test_a_byte_of_a_data_file(self):
        damaged = [path for path in self.files("*.sst") if self.flip_text(path, item(7)["v"]["S"].encode())]
        self.assertTrue(damaged)
        name = os.path.basename(damaged[0])
        self.check_reports(name)
        server = Server(data=self.data)
        try:
            server.start()
            client = Client(server.endpoint)
            failed = 0
            for number in range(ITEMS + 50):
                answer = client.send("GetItem", {"TableName": "abc", "Key": {"pk": item(number)["pk"]}})
                if answer.status == 200:
                    self.assertEqual({"Item": item(number)}, answer.json)
                else:
                    self.assertEqual((500, "InternalServerError"), (answer.status, answer.error_type))
                    failed += 1
            self.assertGreater(failed, 0)
            self.assertEqual(500, client.send("Scan", {"TableName": "abc"}).status)
            self.assertRegex(server.log(), f"error +storage: .*{name}")
            # The other data is served.
            self.assertEqual(b"the bytes", S3(server.endpoint).must("GET", "/bucket/object")[0][:9])
        finally:
            server.kill()
            server.remove()

    def test_a_byte_of_the_log(self):
        log = self.files("*.log")[-1]
        self.assertTrue(self.flip_text(log, item(ITEMS + 3)["v"]["S"].encode()))
        self.check_reports(f"{os.path.basename(log)} is damaged at byte")
        self.refused("is damaged: restore it from a backup .*" + os.path.basename(log))

    def test_the_head_of_a_record_of_the_log(self):
        log = self.files("*.log")[-1]
        self.flip(log, 5)  # the length of the first record
        self.check_reports(f"{os.path.basename(log)} is damaged at byte 0")
        self.refused("is damaged: restore it from a backup")

    def test_a_torn_end_of_the_log_is_no_damage(self):
        """A crash leaves that: the write was not acknowledged."""
        log = self.files("*.log")[-1]
        os.truncate(log, os.path.getsize(log) - 20)
        self.assertEqual(0, self.check()[0])
        with Server(data=self.data) as server:
            self.assertIn("Item", Client(server.endpoint).call("GetItem", TableName="abc", Key={"pk": item(ITEMS)["pk"]}))

    def test_the_log_is_gone(self):
        for log in self.files("*.log"):
            os.unlink(log)
        self.check_reports("log .* is missing")
        self.refused("is damaged: restore it from a backup .*missing")

    def test_a_data_file_is_gone(self):
        path = self.files("*.sst")[0]
        os.unlink(path)
        self.check_reports(os.path.basename(path))
        self.refused(os.path.basename(path))

    def test_a_data_file_is_short(self):
        path = self.files("*.sst")[0]
        os.truncate(path, os.path.getsize(path) - 100)
        self.check_reports(os.path.basename(path))

    def test_the_list_of_files(self):
        self.flip(self.files("MANIFEST-*")[-1], 20)
        self.check_reports("MANIFEST-")
        self.refused("is damaged: restore it from a backup")

    def test_the_pointer_to_the_list(self):
        os.unlink(os.path.join(self.data, "db", "CURRENT"))
        self.check_reports("is damaged")
        self.refused("is damaged.*CURRENT")

    def test_the_format(self):
        with open(os.path.join(self.data, "FORMAT"), "w", encoding="utf-8") as file:
            file.write("nonsense\n")
        self.check_reports("FORMAT' is damaged")
        self.refused("FORMAT' is damaged")

    def test_an_object(self):
        blob = glob.glob(os.path.join(self.data, "blobs", "data", "*"))[0]
        self.flip(blob, 5000)
        self.check_reports("its checksum differs")
        server = Server(data=self.data)
        try:
            server.start()
            # The end of the answer is missing, or the answer is an error.
            try:
                status, body, _ = S3(server.endpoint).ask("GET", "/bucket/object")
            except OSError:
                status, body = 500, b""
            except Exception as error:  # http.client.IncompleteRead
                self.assertRegex(type(error).__name__, "IncompleteRead")
                status, body = 500, b""
            self.assertFalse(status == 200 and len(body) == 22000, "wrong data was served as whole")
            self.check_ranges_are_not_copied(S3(server.endpoint))
        finally:
            server.kill()
            server.remove()
        os.unlink(blob)
        self.check_reports("is missing")

    def check_ranges_are_not_copied(self, s3):
        """The copy would have a checksum of its own."""
        upload = s3.must("POST", "/bucket/copy?uploads=")[0].decode().split("<UploadId>")[1].split("<")[0]
        headers = {"Authorization": AUTHORIZATION, "X-Amz-Date": "20260101T000000Z"}
        headers |= {"x-amz-copy-source": "/bucket/object", "x-amz-copy-source-range": "bytes=4000-6000"}
        s3.connection.request("PUT", f"/bucket/copy?partNumber=1&uploadId={upload}", headers=headers)
        answer = s3.connection.getresponse()
        self.assertEqual(500, answer.status, answer.read())
        answer.read()
        s3.must("DELETE", f"/bucket/copy?uploadId={upload}")

    def test_holes_of_a_relaxed_log(self):
        """Where not every write is synced, a crash of the machine may leave holes: what is behind them is lost, and said."""
        server = Server("--durability", "relaxed", data=self.data)
        try:
            server.start()
            client = Client(server.endpoint)
            for number in range(1000, 1050):
                client.call("PutItem", TableName="abc", Item=item(number))
            server.kill()
        finally:
            server.remove()
        self.assertTrue(self.flip_text(self.files("*.log")[-1], item(1020)["v"]["S"].encode()))
        server = Server(data=self.data)
        try:
            server.start()
            self.assertRegex(server.log(), "warning +storage: .*relaxed.*damaged at byte")
        finally:
            server.kill()
            server.remove()

    def test_misuse(self):
        for arguments in (["--data", os.path.join(self.folder, "nothing")], ["--data", self.folder], ["--nonsense"]):
            done = run_stator("check", *arguments)
            self.assertEqual(2, done.returncode, done.stderr.decode())
            self.assertEqual(1, len(done.stderr.splitlines()))
        with Server(data=self.data):
            done = run_stator("check", "--data", self.data)
            self.assertEqual(2, done.returncode)
            self.assertIn(b"in use by another stator process", done.stderr)
