"""Data folders that are not as they should be: one clear line, an exit code that is not zero, and nothing damaged."""

import os
import re
import shutil
import subprocess
import tempfile

from commands.case import CommandCase
from harness.client import Client
from harness.server import Server

TABLE = {
    "TableName": "abc",
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
}
SMALL_DISK = "64m"
LARGER_DISK = "256m"
MIB = 1 << 20


class DataFolderTest(CommandCase):
    def make_data(self):
        """A folder with one table of one item."""
        data = os.path.join(self.folder, "data")
        with Server(data=data) as server:
            client = Client(server.endpoint)
            client.call("CreateTable", **TABLE)
            client.wait_active("abc")
            client.call("PutItem", TableName="abc", Item={"pk": {"S": "kept"}})
        return data

    def check_kept(self, data):
        with Server(data=data) as server:
            item = Client(server.endpoint).call(
                "GetItem", TableName="abc", Key={"pk": {"S": "kept"}}, ConsistentRead=True
            )
            self.assertEqual({"Item": {"pk": {"S": "kept"}}}, item)

    def refused(self, data, says):
        self.check_refused("serve", "--listen", "127.0.0.1:0", "--data", data, says=says, code=1)

    def test_in_use(self):
        data = self.make_data()
        with Server(data=data):
            self.refused(data, says="in use")
        self.check_kept(data)

    def test_not_a_folder(self):
        path = os.path.join(self.folder, "file")
        with open(path, "w", encoding="utf-8"):
            pass
        self.refused(path, says="file")
        self.refused("/proc/nope/data", says="/proc/nope")

    def test_a_folder_of_something_else(self):
        other = os.path.join(self.folder, "other")
        os.mkdir(other)
        with open(os.path.join(other, "letter.txt"), "w", encoding="utf-8") as file:
            file.write("precious")
        self.refused(other, says="other")
        self.assertEqual(["letter.txt"], os.listdir(other))

    def test_a_newer_format(self):
        data = self.make_data()
        path = os.path.join(data, "FORMAT")
        with open(path, encoding="utf-8") as file:
            current = file.read()
        with open(path, "w", encoding="utf-8") as file:
            file.write("stator data format 999\n")
        self.refused(data, says="(?i)newer|999")
        with open(path, "w", encoding="utf-8") as file:
            file.write(current)
        self.check_kept(data)

    def test_blobs_that_are_no_folder(self):
        """It is found when much of the server runs already."""
        data = self.make_data()
        blobs = os.path.join(data, "blobs")
        shutil.rmtree(blobs)
        with open(blobs, "w", encoding="utf-8"):
            pass
        self.refused(data, says="blobs")
        os.remove(blobs)
        self.check_kept(data)

    def test_a_copy_serves_too(self):
        data = self.make_data()
        copy = os.path.join(self.folder, "copy")
        shutil.copytree(data, copy)
        self.check_kept(copy)
        self.check_kept(data)


class DiskTest(CommandCase):
    """A file system of its own, that can be full or read-only; needs the right to mount."""

    def setUp(self):
        super().setUp()
        self.disk = tempfile.mkdtemp(prefix="stator-disk-")
        if (
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", self.disk],
                stderr=subprocess.DEVNULL,
            ).returncode
            != 0
        ):
            os.rmdir(self.disk)
            self.skipTest("needs the right to mount a file system")
        self.addCleanup(os.rmdir, self.disk)
        self.addCleanup(subprocess.run, ["umount", "-l", self.disk])

    def test_read_only(self):
        data = os.path.join(self.disk, "data")
        with Server(data=data):
            pass
        subprocess.run(["mount", "-o", "remount,ro", self.disk], check=True)
        self.check_refused("serve", "--listen", "127.0.0.1:0", "--data", data, says="(?i)read-only", code=1)
        self.check_refused(
            "serve", "--listen", "127.0.0.1:0", "--data", os.path.join(self.disk, "new"), says="(?i)read-only", code=1
        )

    def test_full_at_start(self):
        with open(os.path.join(self.disk, "ballast"), "wb") as ballast:
            self.fill(ballast)
        self.check_refused(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            os.path.join(self.disk, "data"),
            says="is full: free some space",
            code=1,
        )

    def fill(self, ballast):
        try:
            while True:
                ballast.write(b"\0" * 65536)
                ballast.flush()
        except OSError:
            return  # full

    def leave_free(self, free):
        disk = os.statvfs(self.disk)
        size = (disk.f_blocks - disk.f_bfree) * disk.f_frsize + free
        subprocess.run(["mount", "-o", f"remount,size={size}", self.disk], check=True)

    def test_full_with_much_in_memory(self):
        """It is opened again, which writes that into data files, where they fit; until then reads go on."""
        subprocess.run(["mount", "-o", f"remount,size={LARGER_DISK}", self.disk], check=True)
        with Server("--memory", "1GB", data=os.path.join(self.disk, "data")) as server:
            client = Client(server.endpoint, timeout=30)
            client.call("CreateTable", **TABLE)
            client.wait_active("abc")
            written = 0

            def put():
                nonlocal written
                written += 1
                item = {"pk": {"S": str(written)}, "v": {"S": "x" * 380_000}}
                return client.send("PutItem", {"TableName": "abc", "Item": item})

            def check_read():
                key = {"pk": {"S": "1"}}
                self.assertIn("Item", client.call("GetItem", TableName="abc", Key=key, ConsistentRead=True))

            for _ in range(130):
                self.assertEqual(200, put().status)
            self.leave_free(0)
            while (refused := put()).status == 200:
                pass
            self.leave_free(64 * MIB)
            while (needed := re.search(r"the disk is full, .* until (\d+) MB are free", refused.message)) is None:
                check_read()
                refused = put()
                self.assertNotEqual(200, refused.status)
            self.assertGreater(int(needed[1]), 64 + 45)
            check_read()
            self.leave_free((int(needed[1]) + 1) * MIB)
            while put().status != 200:
                pass
            check_read()

    def test_full_under_writes(self):
        """What was acknowledged stays; what does not fit is refused; with space again the data serves."""
        data = os.path.join(self.disk, "data")
        acknowledged, refused = [], 0
        server = Server(data=data).start()
        client = Client(server.endpoint, timeout=30)
        try:
            client.call("CreateTable", **TABLE)
            client.wait_active("abc")
            for i in range(2000):
                response = client.send(
                    "PutItem",
                    {"TableName": "abc", "Item": {"pk": {"S": f"k{i}"}, "v": {"S": os.urandom(50000).hex()}}},
                )
                if response.status == 200:
                    acknowledged.append(f"k{i}")
                    continue
                self.assertIn(response.status, (500, 503, 400), response)
                refused += 1
                if refused > 20:
                    break
            self.assertGreater(refused, 0, "the disk was never full")
            self.assertTrue(server.is_running(), server.log())
            self.assertEqual(200, client.send("ListTables", {}).status)
        finally:
            server.kill()
            server.remove()
        subprocess.run(["mount", "-o", "remount,size=512m", self.disk], check=True)
        with Server(data=data) as server:
            client = Client(server.endpoint)
            for key in acknowledged:
                self.assertIn(
                    "Item",
                    client.call("GetItem", TableName="abc", Key={"pk": {"S": key}}, ConsistentRead=True),
                    key,
                )
            client.call("PutItem", TableName="abc", Item={"pk": {"S": "after"}})
