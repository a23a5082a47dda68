"""What systemd is told (sd_notify): when requests are served, when settings are being read again, when the server stops."""

import os
import signal
import socket
import tempfile
import time
import unittest

from harness import environment
from harness.server import Server, ServerFailure
from operating import metrics

LIMIT_S = 60 * environment.slowness()


class Manager:
    """systemd's end of NOTIFY_SOCKET. `name`: a path, or '@' and an abstract name."""

    def __init__(self, name):
        self.name = name
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(name.replace("@", "\0"))
        self.socket.settimeout(LIMIT_S)

    def next(self):
        return dict(line.split("=", 1) for line in self.socket.recv(4096).decode().splitlines())

    def nothing_more(self):
        self.socket.setblocking(False)
        try:
            return self.socket.recv(4096) is None
        except BlockingIOError:
            return True


class ServiceManagerTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="stator-manager-")
        self.addCleanup(folder.cleanup)
        self.file = os.path.join(folder.name, "stator.toml")
        self.configure("")
        self.path = os.path.join(folder.name, "notify")

    def configure(self, text):
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(text)

    def manager(self, name):
        manager = Manager(name)
        self.addCleanup(manager.socket.close)
        return manager

    def serve(self, manager, *arguments):
        return Server("--config", self.file, *arguments, in_memory=True, extra_environment={"NOTIFY_SOCKET": manager.name})

    def test_from_start_to_stop(self):
        for name in (self.path, "@" + self.path):
            with self.subTest(name):
                manager = self.manager(name)
                server = self.serve(manager)
                server.launch()
                self.addCleanup(server.remove)
                self.addCleanup(server.kill)
                self.assertEqual({"STATUS": "opening the data"}, manager.next())
                ready = manager.next()
                url = ready["STATUS"].removeprefix("serving on ")
                self.assertEqual({"READY": "1", "STATUS": "serving on " + url}, ready)
                self.assertIn("healthy", metrics.get(url + "/")[1])
                server.stop()
                self.assertEqual({"STOPPING": "1", "STATUS": "stopping"}, manager.next())
                self.assertTrue(manager.nothing_more())

    def test_reload(self):
        manager = self.manager(self.path)
        with self.serve(manager) as server:
            manager.next()
            serving = manager.next()["STATUS"]
            for settings, adds in (
                ("slow_request = 5\n", ""),
                ("no_such = 1\n", "; the old settings stay, see the log"),
                ("slow_request = 6\n", ""),
            ):
                self.configure(settings)
                before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
                os.kill(server.pid, signal.SIGHUP)
                begins, ends = manager.next(), manager.next()
                self.assertEqual("1", begins["RELOADING"])
                after = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
                self.assertTrue(before <= int(begins["MONOTONIC_USEC"]) <= after, begins)
                self.assertEqual({"READY": "1", "STATUS": serving + adds}, ends)

    def test_a_start_that_fails_is_never_ready(self):
        manager = self.manager(self.path)
        with Server(in_memory=True) as other:
            taken = other.endpoint.removeprefix("http://")
            server = self.serve(manager, "--listen", taken)
            self.addCleanup(server.remove)
            with self.assertRaises(ServerFailure):
                server.start()
        self.assertEqual(["STATUS", "STOPPING"], [next(iter(manager.next())) for _ in range(2)])
        self.assertTrue(manager.nothing_more())

    def test_a_socket_that_is_not_there(self):
        with Server(in_memory=True, extra_environment={"NOTIFY_SOCKET": self.path}) as server:
            self.assertIn("healthy", metrics.get(server.endpoint + "/")[1])
            self.assertIn("the service manager cannot be told: No such file or directory", server.log())


if __name__ == "__main__":
    unittest.main()
