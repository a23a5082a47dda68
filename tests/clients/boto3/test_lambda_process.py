"""--lambda-isolation process: functions as plain processes."""

import os
import uuid

from clients.boto3 import test_lambda
from clients.boto3.test_lambda import PROBE, LambdaCase
from clients.boto3.test_lambda_layers import LayerUseTest  # noqa: F401  (is run here, too)
from clients.boto3.test_lambda_node import ARGUMENTS as NODE_ARGUMENTS
from clients.boto3.test_lambda_node import NodeModulesTest  # noqa: F401  (is run here, too)

LEAVE = """
import subprocess, time
def handler(event, context):
    subprocess.Popen(["/usr/bin/sleep", event["seconds"]], start_new_session=True)
    time.sleep(60)
"""
ARGUMENTS = ("--lambda-isolation", "process", *NODE_ARGUMENTS)


def is_running(*words):
    """Whether some process was called so."""
    wanted = b"\0".join(word.encode() for word in words) + b"\0"
    for folder in os.listdir("/proc"):
        try:
            with open(f"/proc/{folder}/cmdline", "rb") as file:
                if file.read().endswith(wanted):
                    return True
        except OSError:
            pass
    return False


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
        name, seconds = self.create(LEAVE, Timeout=2), str(10**6 + uuid.uuid4().int % 10**6)
        result, _ = self.invoke(name, {"seconds": seconds})
        self.assertEqual("Sandbox.Timedout", result["errorType"])
        if "control groups freeze functions" not in self.server.log(10000):
            self.skipTest("the server has no control groups here")
        self.wait_until(lambda: not is_running("sleep", seconds))

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
