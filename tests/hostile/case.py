"""Base of the hostile tests: a server with little memory, an attack, and beside it somebody who behaves well.

What can fail: the server's memory grows beyond its setting, the bystander is refused or waits for more than a few seconds, or the
server is gone. The bounds hold on the slowest machine: they say nothing about speed.
"""

import http.client
import json
import os
import resource
import socket
import threading
import time
import unittest

from harness import environment
from harness.client import Client
from harness.server import Server
from protocol.raw import Connection

BYSTANDER_LIMIT_S = 60 * environment.slowness()  # on a machine that has much else to do
TIMEOUT_S = 120 * environment.slowness()
CONNECTION_BYTES = 8 << 10  # beside --memory (docs/security.md)
AT_ONCE = 3 if environment.is_sanitized() else 8  # clients that attack
WELL_SERVED = 20  # answers that the bystander has to get while the attack is there


class Bystander(threading.Thread):
    """Writes and reads one item, over and over, and remembers how long it waited."""

    def __init__(self, client, table):
        super().__init__(daemon=True)
        self.client, self.table = client, table
        self.answers, self.worst_s, self.failure = 0, 0.0, None
        self._ended = threading.Event()
        self._progress = threading.Condition()

    def run(self):
        key = {"pk": {"S": "bystander"}}
        while not self._ended.is_set():
            started = time.monotonic()
            try:
                self.client.call("PutItem", TableName=self.table, Item={**key, "n": {"N": str(self.answers)}})
                item = self.client.call("GetItem", TableName=self.table, Key=key)["Item"]
                assert item["n"] == {"N": str(self.answers)}, item
            except Exception as failure:  # whatever it is, the test shall say it
                self.failure = failure
            with self._progress:
                self.worst_s = max(self.worst_s, time.monotonic() - started)
                self.answers += 1
                self._progress.notify_all()
            if self.failure is not None:
                return

    def wait_for(self, count):
        """Until it has had that many more answers; False if it was not served."""
        with self._progress:
            wanted = self.answers + count
            return self._progress.wait_for(
                lambda: self.answers >= wanted or self.failure is not None, count * BYSTANDER_LIMIT_S
            )

    def stop(self):
        self._ended.set()
        self.join(2 * BYSTANDER_LIMIT_S)
        self.client.close()


class HostileTest(unittest.TestCase):
    server = None
    server_class = Server
    memory_mb = 128  # --memory. The storage is nearly empty, so its half is free for what nobody counts
    arguments = ()
    in_memory = True  # what the server keeps
    owner = {}  # who may do everything; none: whoever asks

    @classmethod
    def setUpClass(cls):
        cls.server = cls.server_class("--memory", f"{cls.memory_mb}MB", *cls.arguments, in_memory=cls.in_memory,
                                      extra_environment=cls.root_keys()).start()

    @classmethod
    def tearDownClass(cls):
        try:
            cls.server.stop()
        finally:
            cls.server.remove()

    @classmethod
    def root_keys(cls):
        return {f"STATOR_ROOT_{name.upper()}": value for name, value in cls.owner.items()}

    def new_client(self, timeout=120):
        keys = {"access_key": self.owner.get("access_key_id"), "secret_key": self.owner.get("secret_access_key")}
        return Client(self.endpoint, timeout=timeout, **keys)

    @property
    def endpoint(self):
        return self.server.endpoint

    def setUp(self):
        self.client = self.new_client()
        self.addCleanup(self.client.close)
        self.table = self.make_table("bystander")
        patient = self.new_client(BYSTANDER_LIMIT_S / environment.slowness())
        self.bystander = Bystander(patient, self.table)
        self.bystander.start()
        self.addCleanup(self.bystander.stop)
        self.assertTrue(self.bystander.wait_for(WELL_SERVED))
        self.before_bytes = self.server.resident_bytes()
        self.connections = 0
        self.forget_peak()

    def make_table(self, name):
        if name not in self.client.call("ListTables")["TableNames"]:
            self.client.call(
                "CreateTable",
                TableName=name,
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            )
            self.client.wait_active(name)
        return name

    # ---- what is measured

    def forget_peak(self):
        with open(f"/proc/{self.server.pid}/clear_refs", "w", encoding="ascii") as control:
            control.write("5")

    def peak_bytes(self):
        with open(f"/proc/{self.server.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) << 10 for line in status if line.startswith("VmHWM:"))

    @staticmethod
    def at_once(clients, attack):
        """Calls it in as many threads, and waits for all."""
        attackers = [threading.Thread(target=attack) for _ in range(clients)]
        for attacker in attackers:
            attacker.start()
        for attacker in attackers:
            attacker.join()

    def check_bystander(self):
        """While the attack is there: the server lives and serves others, and its memory is within its setting."""
        self.bystander.wait_for(WELL_SERVED)
        self.assertTrue(self.server.is_running(), f"the server is gone\n{self.server.log()}")
        self.assertIsNone(self.bystander.failure)
        self.assertLess(self.bystander.worst_s, BYSTANDER_LIMIT_S)
        growth = self.peak_bytes() - self.before_bytes
        if os.environ.get("STATOR_SHOW"):
            print(f"{self.id()}: +{growth >> 20} MB, {self.bystander.worst_s * 1000:.0f} ms", flush=True)
        if not environment.is_sanitized():  # a sanitizer keeps what was freed
            self.assertLess(growth, (self.memory_mb << 20) + self.connections * CONNECTION_BYTES)

    def storm(self, operation, body, expected, headers=None, rounds=3, clients=AT_ONCE):
        """The same request (or what `body` makes each time) from many clients, each `rounds` times. Some are told that the memory
        is in use (503), or cut off because they are slow while others wait for it; what they get instead is `expected`."""
        failures = []

        def attack():
            client = self.new_client(timeout=300)
            try:
                for _ in range(rounds):
                    answer = client.send(operation, body() if callable(body) else body, headers)
                    if answer.status not in (*expected, 503):
                        failures.append(str(answer)[:300])
            except (OSError, http.client.HTTPException):
                pass
            finally:
                client.close()

        self.at_once(clients, attack)
        self.assertEqual([], failures)
        self.check_bystander()

    # ---- what attacks are made of

    def raw(self, receive_buffer=None):
        """A plain connection, closed with the test."""
        host, port = self.endpoint.split("//")[1].rsplit(":", 1)
        connection = socket.socket()
        self.addCleanup(connection.close)
        self.connections += 1
        if receive_buffer:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.settimeout(TIMEOUT_S)
        connection.connect((host, int(port)))
        return connection

    def request_bytes(self, operation, body, **options):
        with Connection(self.endpoint) as connection:
            return connection.request_bytes(operation, body, **options)

    def json_request(self, operation, **request):
        return self.request_bytes(operation, json.dumps(request).encode())


def send_what_fits(connection, data):
    """Without waiting; returns how much the kernel took."""
    connection.setblocking(False)
    sent = 0
    try:
        while sent < len(data):
            sent += connection.send(data[sent : sent + (1 << 20)])
    except OSError:  # full, or closed by the server
        pass
    connection.settimeout(TIMEOUT_S)
    return sent


def read_to_end(connection):
    """All that comes until the server closes; fails if it does not."""
    data = b""
    try:
        while True:
            piece = connection.recv(1 << 16)
            if not piece:
                return data
            data += piece
    except (ConnectionResetError, BrokenPipeError):
        return data


def allow_open_files(count):
    """None, or why there cannot be so many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        return f"this machine lets a process open {hard} files, and {count} are needed"
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count), hard))
    return None
