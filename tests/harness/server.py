"""A Stator process under test, with a port and a data folder of its own."""

import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import time

from harness import environment, sandbox, sanitizer

START_TIMEOUT_S = 60 * environment.slowness()
STOP_TIMEOUT_S = 60 * environment.slowness()


class ServerFailure(Exception):
    """The server did not start, or did not end as it should; the text carries the end of its log."""


class Server:
    def __init__(self, *arguments, data=None, in_memory=False, binary=None, extra_environment=None):
        self.binary = binary or environment.server_binary()
        self.arguments = list(arguments)
        self.in_memory = in_memory
        self.folder = tempfile.mkdtemp(prefix="stator-test-")
        self.data = data or os.path.join(self.folder, "data")
        self.log_path = os.path.join(self.folder, "log")
        self.ready_path = os.path.join(self.folder, "ready")
        self.extra_environment = extra_environment or {}
        self.process = None
        self.endpoints = []

    def command(self):
        where = ["--in-memory"] if self.in_memory else ["--data", self.data]
        return [
            self.binary,
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--ready-file",
            self.ready_path,
            *where,
            *self.arguments,
        ]

    def launch(self):
        """Starts the process and does not wait until it serves."""
        if os.path.exists(self.ready_path):
            os.unlink(self.ready_path)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("STATOR_")}
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**kept, **sandbox.server_environment(), **self.extra_environment},
            )

    def start(self):
        self.launch()
        deadline = time.monotonic() + START_TIMEOUT_S
        while not os.path.exists(self.ready_path):
            if self.process.poll() is not None:
                raise ServerFailure(
                    f"{' '.join(self.command())}: exit code {self.process.returncode}\n{self.log()}"
                )
            if time.monotonic() > deadline:
                self.kill()
                raise ServerFailure(f"not ready after {START_TIMEOUT_S} s\n{self.log()}")
            time.sleep(0.002)
        with open(self.ready_path, encoding="utf-8") as ready:
            self.endpoints = [endpoint["url"] for endpoint in json.load(ready)["endpoints"]]
        return self

    @property
    def endpoint(self):
        return self.endpoints[0]

    @property
    def pid(self):
        return self.process.pid

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def resident_bytes(self):
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()

    def kill(self):
        """kill -9, as a crash does it."""
        if self.is_running():
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """A clean stop; raises if the server was gone already, hangs, or ends with an error."""
        if not self.is_running():
            raise ServerFailure(
                f"the server ended by itself, exit code {self.process.returncode}\n{self.log()}"
            )
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            self.kill()
            raise ServerFailure(f"the server did not stop within {STOP_TIMEOUT_S} s of SIGTERM\n{self.log()}")
        if code != 0:
            raise ServerFailure(f"the server stopped with exit code {code}\n{self.log()}")

    def log(self, lines=60):
        if not os.path.exists(self.log_path):
            return ""
        with open(self.log_path, errors="replace", encoding="utf-8") as log:
            return "".join(log.readlines()[-lines:])

    def remove(self):
        sanitizer.keep_report(self.log_path)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, kind, value, traceback):
        try:
            if kind is None:
                self.stop()
            elif self.is_running():
                self.kill()
        finally:
            self.remove()


class GivenServer:
    """A server that somebody else runs: tests/run.py --endpoint."""

    def __init__(self, endpoint):
        self.endpoint = endpoint
        self.endpoints = [endpoint]

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        pass

    @staticmethod
    def log(lines=60):
        return ""


def server_for_suite(*arguments, in_memory=False):
    """The server that a suite talks to: the given one, or one of its own (durable, as a user's is)."""
    endpoint = environment.given_endpoint()
    return GivenServer(endpoint) if endpoint else Server(*arguments, in_memory=in_memory)
