"""The servers that are measured: Stator in its modes, its peers, and the ceiling. Each is started once, loaded, and held by
SIGSTOP while another one is measured."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

from harness.client import Client

PEERS_FOLDER = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "peers")
START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 20
SETTLE_LIMIT_S = 5
SETTLED_S, SETTLED_TICKS = 0.2, 1  # so little CPU time in so long is idle
SERVER_CPU, DRIVER_CPU = 0, 1
MODES = ("memory", "relaxed", "durable")
MODE_ARGUMENTS = {"memory": ["--in-memory"], "relaxed": ["--durability", "relaxed"], "durable": []}


class Unavailable(Exception):
    """A peer that cannot be run here; the text says what is missing."""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def pin(pid, cpu):
    """All threads of the process, and what they start, stay on this CPU."""
    for thread in os.listdir(f"/proc/{pid}/task"):
        os.sched_setaffinity(int(thread), {cpu})


def without_settings():
    return {name: value for name, value in os.environ.items() if not name.startswith("STATOR_")}


class Target:
    """A server on a port of its own. `name` is how figures call it."""

    name = ""
    has_tables = True
    workloads = None  # that it can answer; None: all
    compiles_as_it_runs = False
    is_tls = False
    has_streams = False
    has_background_work = True  # threads beside the event loops that need their CPU

    def __init__(self, folder):
        self.folder = tempfile.mkdtemp(prefix=f"{self.name.replace(' ', '-')}-", dir=folder)
        self.port = 0
        self.process = None
        self.seen = set()  # workloads that it has run

    @property
    def pid(self):
        return self.process.pid

    @property
    def endpoint(self):
        return f"{'https' if self.is_tls else 'http'}://127.0.0.1:{self.port}"

    def command(self, port):
        raise NotImplementedError

    def start(self):
        self.port = free_port()
        with open(os.path.join(self.folder, "log"), "ab") as log:
            self.process = subprocess.Popen(
                self.command(self.port),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=self.environment(),
            )
        self.wait_until_answering()

    @staticmethod
    def environment():
        return without_settings()

    def wait_until_answering(self):
        deadline = time.monotonic() + START_TIMEOUT_S
        while True:
            try:
                client = Client(self.endpoint, timeout=10)
                client.call("ListTables")
                return client.close()
            except OSError as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise Unavailable(f"{self.name} does not answer: {self.log()}") from error
                time.sleep(0.01)

    def measure(self, driver, workload, connections, seconds, warm_up):
        return driver.load(self, [(workload, connections)], seconds=seconds, warm_up=warm_up)

    def log(self):
        with open(os.path.join(self.folder, "log"), errors="replace", encoding="utf-8") as log:
            return log.read()[-2000:]

    @contextlib.contextmanager
    def real_time(self):
        """Meanwhile all its threads go before whatever else runs on their CPUs, the kernel's threads too. False where that
        may not be."""
        threads = [int(thread) for thread in os.listdir(f"/proc/{self.pid}/task")]
        try:
            for thread in threads:
                os.sched_setscheduler(thread, os.SCHED_FIFO | os.SCHED_RESET_ON_FORK, os.sched_param(1))
        except PermissionError:
            yield False
            return
        try:
            yield True
        finally:
            for thread in threads:
                os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))

    def pause(self):
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self):
        os.kill(self.pid, signal.SIGCONT)

    def resident_bytes(self):
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGESIZE")

    def cpu_ticks(self):
        with open(f"/proc/{self.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def settle(self):
        """Lets what earlier writes left to do, such as compaction, come to an end; for SETTLE_LIMIT_S at most."""
        deadline, before = time.monotonic() + SETTLE_LIMIT_S, self.cpu_ticks()
        while time.monotonic() < deadline:
            time.sleep(SETTLED_S)
            now = self.cpu_ticks()
            if now - before <= SETTLED_TICKS:
                return
            before = now

    def end(self):
        """Ends the process, and keeps the folder."""
        if self.process is not None and self.process.poll() is None:
            self.resume()
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def stop(self):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


class Stator(Target):
    has_streams = True

    def __init__(self, folder, program, mode, threads, arguments=(), pinned=True):
        self.name = f"stator {mode}"
        super().__init__(folder)
        self.program, self.mode, self.threads, self.arguments = program, mode, threads, arguments
        self.has_background_work = mode != "memory"
        self.pinned = pinned and threads == 1 and os.cpu_count() > DRIVER_CPU

    @property
    def data_folder(self):
        return os.path.join(self.folder, "data")

    def command(self, port):
        arguments = [self.program, "serve", "--listen", f"127.0.0.1:{port}", "--threads", str(self.threads)]
        if self.mode != "memory":
            arguments += ["--data", self.data_folder]
        return [*arguments, *MODE_ARGUMENTS[self.mode], *self.arguments]

    def start(self):
        super().start()
        if self.pinned:
            pin(self.pid, SERVER_CPU)


class Dynalite(Target):
    name = "dynalite"
    compiles_as_it_runs = True
    workloads = {
        *("get", "put", "update", "mixed", "zipfian", "query", "batch_write", "batch_read", "scan", "get_4k", "put_4k"),
        *("scan_all", "add_hot", "add_distinct", "load"),
    }

    def __init__(self, folder):
        super().__init__(folder)
        self.program = os.path.join(PEERS_FOLDER, "node_modules", ".bin", "dynalite")
        if not os.path.exists(self.program):
            raise Unavailable("dynalite is not installed: npm --prefix bench/peers ci")

    def command(self, port):
        at_once = ["--createTableMs", "0", "--deleteTableMs", "0", "--updateTableMs", "0"]
        return [self.program, "--host", "127.0.0.1", "--port", str(port), *at_once]


class DynamoDbLocal(Target):
    name = "dynamodb-local"
    has_streams = True
    compiles_as_it_runs = True

    def __init__(self, folder):
        home = os.environ.get("DYNAMODB_LOCAL_HOME")
        if not home:
            raise Unavailable("DYNAMODB_LOCAL_HOME does not name the folder of DynamoDBLocal.jar")
        self.jar = os.path.join(os.path.abspath(home), "DynamoDBLocal.jar")
        self.library = os.path.join(os.path.abspath(home), "DynamoDBLocal_lib")
        if not os.path.exists(self.jar):
            raise Unavailable("DYNAMODB_LOCAL_HOME: there is no DynamoDBLocal.jar")
        if not shutil.which("java"):
            raise Unavailable("DynamoDB Local needs java on the PATH")
        super().__init__(folder)

    def command(self, port):
        # Shared, as without that each access key would see tables of its own.
        options = ["-inMemory", "-sharedDb", "-port", str(port)]
        return ["java", f"-Djava.library.path={self.library}", "-jar", self.jar, *options]

    @staticmethod
    def environment():
        return dict(without_settings(), DDB_LOCAL_TELEMETRY="0")


class Ceiling(Target):
    name = "ceiling"
    has_tables = False
    has_background_work = False
    workloads = {"get", "query"}

    def __init__(self, folder, program, threads):
        super().__init__(folder)
        self.program, self.threads = program, threads

    def command(self, port):
        return [self.program, "--port", str(port), "--threads", str(self.threads)]

    def start(self):
        super().start()
        if self.threads == 1 and os.cpu_count() > DRIVER_CPU:
            pin(self.pid, SERVER_CPU)


class Floor(Target):
    """RocksDB alone, with group commit: a program that runs while it is measured, with a thread for each connection."""

    name = "rocksdb"
    has_tables = False
    workloads = {"get", "put"}

    def __init__(self, folder, program):
        super().__init__(folder)
        self.program = program

    def measure(self, driver, workload, connections, seconds, warm_up):
        command = [self.program, "--folder", os.path.join(self.folder, workload), "--workload", workload]
        keys = driver.items if workload == "get" else driver.write_keys
        command += ["--clients", str(connections), "--keys", str(keys), "--seed", str(driver.seed)]
        command += ["--seconds", str(seconds), "--warm-up", str(warm_up)]
        if os.cpu_count() > DRIVER_CPU:
            command += ["--cpu", str(SERVER_CPU)]
        return driver.result(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE))

    def start(self):
        pass

    pause = resume = settle = start


PEERS = {"dynalite": Dynalite, "dynamodb-local": DynamoDbLocal}


class ResidentSampler(threading.Thread):
    """The highest resident memory of a process, from construction until stop()."""

    INTERVAL_S = 0.05

    def __init__(self, target):
        super().__init__(daemon=True)
        self.target, self.highest = target, target.resident_bytes()
        self._done = threading.Event()
        self.start()

    def run(self):
        while not self._done.wait(self.INTERVAL_S):
            self.highest = max(self.highest, self.target.resident_bytes())

    def stop(self):
        self._done.set()
        self.join()
        return max(self.highest, self.target.resident_bytes())
