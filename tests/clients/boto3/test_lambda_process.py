"""--lambda-isolation process: functions as plain processes."""

import os

from clients.boto3 import test_lambda
from clients.boto3.test_lambda import PROBE, LambdaCase
from clients.boto3.test_lambda_layers import LayerUseTest  # noqa: F401  (is run here, too)
from clients.boto3.test_lambda_node import ARGUMENTS as NODE_ARGUMENTS
from clients.boto3.test_lambda_node import NodeModulesTest  # noqa: F401  (is run here, too)

ARGUMENTS = ("--lambda-isolation", "process", *NODE_ARGUMENTS)


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
