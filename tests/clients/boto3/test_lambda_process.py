"""--lambda-isolation process: functions as plain processes. And what of functions outlives a server, however they run: nothing."""

import contextlib
import os
import signal
import subprocess
import unittest
import uuid

from clients.boto3 import test_lambda
from clients.boto3.test_lambda import PROBE, ROLE, LambdaCase
from clients.boto3.test_lambda_layers import LayerUseTest  # noqa: F401  (is run here, too)
from clients.boto3.test_lambda_node import ARGUMENTS as NODE_ARGUMENTS
from clients.boto3.test_lambda_node import NodeModulesTest  # noqa: F401  (is run here, too)
from harness import environment, sandbox
from harness.package import package
from harness.server import Server

LEAVE = """
import subprocess, time
def handler(event, context):
    subprocess.Popen(["/usr/bin/sleep", event["seconds"]], start_new_session=True)
    time.sleep(60)
"""
# One in the group of the function, one in a session of its own.
STAY = """
import subprocess, time
def handler(event, context):
    for session in (False, True):
        subprocess.Popen(["/usr/bin/sleep", event["seconds"]], start_new_session=session)
    time.sleep(event["busy"])
"""
ARGUMENTS = ("--lambda-isolation", "process", *NODE_ARGUMENTS)
LAUNCHER_FAILURE = 125


def some_seconds():
    """For a sleep that is not over before its test, and that no other test has."""
    return str(10**6 + uuid.uuid4().int % 10**6)


def called(*words):
    """The processes that were called so: {pid: state}. "S" sleeps, "T" is stopped."""
    wanted = b"\0".join(word.encode() for word in words) + b"\0"
    states = {}
    for folder in os.listdir("/proc"):
        try:
            with open(f"/proc/{folder}/cmdline", "rb") as file:
                if not file.read().endswith(wanted):
                    continue
            with open(f"/proc/{folder}/stat", encoding="utf-8") as file:
                states[int(folder)] = file.read().rpartition(")")[2].split()[0]
        except OSError:
            pass
    return states


def children_of(process):
    children = []
    for thread in os.listdir(f"/proc/{process}/task"):
        with open(f"/proc/{process}/task/{thread}/children", encoding="ascii") as file:
            children += map(int, file.read().split())
    return children


def start_function(lambda_, seconds, busy):
    """Makes STAY and invokes it, without waiting for its end."""
    lambda_.create_function(
        FunctionName="stay", Runtime="python3.11", Role=ROLE, Handler="f.handler", Timeout=600,
        Code={"ZipFile": package({"f.py": STAY})},
    )
    payload = f'{{"seconds": "{seconds}", "busy": {busy}}}'.encode()
    lambda_.invoke(FunctionName="stay", InvocationType="Event", Payload=payload)


class ProcessTest(LambdaCase):
    for _name in (
        "test_answers_errors_and_logs",
        "test_handlers_that_are_not_there",
        "test_other_runtimes",
        "test_configuration_versions_and_aliases",
    ):
        locals()[_name] = getattr(test_lambda.LambdaTest, _name)

    def test_limits(self):
        name = self.create(PROBE, Timeout=2)
        result, _ = self.invoke(name, {"what": "sleep"})
        self.assertEqual("Sandbox.Timedout", result["errorType"])
        result, _ = self.invoke(self.create(PROBE, Timeout=30), {"what": "memory"})
        self.assertEqual("Runtime.OutOfMemory", result["errorType"])
        who, _ = self.invoke(name, {"what": "who"})
        self.assertEqual(os.geteuid() == 0, who["uid"] != os.geteuid())

    def test_what_a_function_leaves_behind_ends_with_it(self):
        name, seconds = self.create(LEAVE, Timeout=2), some_seconds()
        result, _ = self.invoke(name, {"seconds": seconds})
        self.assertEqual("Sandbox.Timedout", result["errorType"])
        self.wait_until(lambda: not called("/usr/bin/sleep", seconds))

    def test_the_server_is_reached_at_its_own_address(self):
        port = int(self.server.endpoint.rsplit(":", 1)[1])
        name = self.create(PROBE, Timeout=20)
        self.assertEqual("connected", self.invoke(name, {"what": "connect", "port": port})[0])
        table = self.create_table()
        code = (
            "import boto3\n"
            "def handler(event, context):\n"
            "    boto3.client('dynamodb').put_item(TableName=event['table'], Item={'pk': {'S': 'a'}})\n"
        )
        self.invoke(self.create(code, Timeout=20), {"table": table.name})
        self.assertEqual(1, table.scan()["Count"])


class KilledServerTest(LambdaCase):
    """kill -9 of a server, whose functions have processes that would live on."""

    def setUp(self):
        pass

    def kill_server_of(self, isolation, busy):
        seconds = some_seconds()
        server = Server("--lambda-isolation", isolation, in_memory=True).start()
        self.addCleanup(server.remove)
        self.addCleanup(server.kill)
        start_function(self.service("lambda", endpoint_url=server.endpoint), seconds, busy)
        stopped = not busy and "control groups freeze functions" not in server.log(10000)
        wanted = ["T", "T"] if stopped else ["S", "S"]
        self.wait_until(lambda: list(called("/usr/bin/sleep", seconds).values()) == wanted)
        server.kill()
        self.wait_until(lambda: not called("/usr/bin/sleep", seconds))

    def test_plain_processes_end_with_it(self):
        for busy in (0, 600):
            with self.subTest(busy=busy):
                self.kill_server_of("process", busy)

    @unittest.skipUnless(sandbox.works(), sandbox.REASON)
    def test_sandboxes_end_with_it(self):
        for busy in (0, 600):
            with self.subTest(busy=busy):
                self.kill_server_of("bubblewrap", busy)


class LauncherTest(LambdaCase):
    """What the server starts itself as, between it and a function."""

    def setUp(self):
        self.seconds = some_seconds()

    def launch(self, script, server=None, inherited=None):
        words = ["function-launcher", str(server or os.getpid()), "0", "64", "-", "/bin/sh", "-c", script, "sh", self.seconds]
        descriptors = [] if inherited is None else [inherited]
        launcher = subprocess.Popen(
            [environment.server_binary(), *words], stdin=subprocess.DEVNULL, pass_fds=descriptors
        )
        self.addCleanup(launcher.wait)
        self.addCleanup(launcher.terminate)
        return launcher

    def sleeping(self):
        return len(called("sleep", self.seconds))

    def test_it_ends_as_its_program_does(self):
        for script, status in (("exit 0", 0), ("exit 7", 7), ("kill -SEGV $$", -11), ("kill -KILL $$", -9)):
            self.assertEqual(status, self.launch(script).wait())

    def test_nothing_starts_where_the_server_is_gone_already(self):
        self.assertEqual(LAUNCHER_FAILURE, self.launch("exit 0", server=os.getppid()).wait())

    def test_what_the_program_leaves_ends_with_it(self):
        for end, status in (("exit 3", 3), ("kill -KILL $$", -9)):
            script = "setsid sleep $1 & sleep $1 & " + end
            self.assertEqual(status, self.launch(script).wait())
            self.assertEqual(0, self.sleeping())

    def test_it_ends_when_the_server_wants_it(self):
        launcher = self.launch("setsid sleep $1 & sleep $1 & wait")
        self.wait_until(lambda: self.sleeping() == 2)
        for process in called("sleep", self.seconds):  # as functions are frozen without control groups
            os.kill(process, signal.SIGSTOP)
        launcher.terminate()
        self.assertEqual(-9, launcher.wait())
        self.assertEqual(0, self.sleeping())

    def test_its_program_ends_with_it(self):
        launcher = self.launch("exec sleep $1")
        self.wait_until(self.sleeping)
        launcher.kill()
        self.wait_until(lambda: not self.sleeping())

    @unittest.skipUnless(sandbox.works(), sandbox.REASON)
    def test_bubblewrap_half_set_up_ends_with_it(self):
        """Its two processes are there, and the inner one waits for the outer one, which waits for ever."""
        gate, held = os.pipe()
        self.addCleanup(os.close, held)
        script = (
            "exec /usr/bin/bwrap --unshare-all --unshare-user --die-with-parent --new-session --info-fd 9 "
            f'--userns-block-fd {gate} --ro-bind / / --proc /proc -- sleep "$1" 9> /dev/null'
        )
        launcher = self.launch(script, inherited=gate)
        os.close(gate)
        self.wait_until(lambda: self.sleeping() == 2)
        launcher.terminate()
        self.assertEqual(-9, launcher.wait())
        self.assertEqual(0, self.sleeping())


class KilledLauncherTest(LambdaCase):
    """kill -9 of the process between a server and a function: the server ends what is left."""

    def setUp(self):
        pass

    def kill_launcher(self, isolation):
        seconds = some_seconds()
        with contextlib.ExitStack() as stack:
            server = Server("--lambda-isolation", isolation, in_memory=True).start()
            stack.callback(server.remove)
            stack.callback(server.stop)
            start_function(self.service("lambda", endpoint_url=server.endpoint), seconds, 600)
            self.wait_until(lambda: len(called("/usr/bin/sleep", seconds)) == 2)
            launchers = children_of(server.pid)
            self.assertEqual(1, len(launchers))
            os.kill(launchers[0], signal.SIGKILL)
            self.wait_until(lambda: not called("/usr/bin/sleep", seconds))
            self.wait_until(lambda: not set(launchers) & set(children_of(server.pid)))

    def test_plain_processes(self):
        self.kill_launcher("process")

    @unittest.skipUnless(sandbox.works(), sandbox.REASON)
    def test_sandboxes(self):
        self.kill_launcher("bubblewrap")
