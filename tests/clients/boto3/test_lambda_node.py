"""--lambda-node-modules: what functions for Node.js may import."""

import os
import unittest
import uuid

from clients.boto3.test_lambda import LambdaCase
from harness import environment

NODE_MODULES = os.path.join(environment.ROOT, "tests", "clients", "javascript", "node_modules")
HAS_SDK = os.path.isdir(os.path.join(NODE_MODULES, "@aws-sdk", "client-dynamodb"))
ARGUMENTS = ("--lambda-node-modules", NODE_MODULES) if HAS_SDK else ()
PUT = """
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
export const handler = async (event) => {
  await client.send(new PutItemCommand({ TableName: event.table, Item: { pk: { S: event.pk } } }));
  return "put";
};
"""


@unittest.skipUnless(HAS_SDK, "needs the AWS SDK for JavaScript: ./dev setup")
class NodeModulesTest(LambdaCase):
    def test_modules_import_the_sdk(self):
        table = self.create_table()
        required = PUT.replace("import {", "const {").replace('} from "@aws-sdk/client-dynamodb"', '} = require("@aws-sdk/client-dynamodb")')
        required = required.replace("export const handler =", "exports.handler =")
        for file, code in (("f.mjs", PUT), ("f.js", required)):
            name = self.create({file: code}, "nodejs20.x", Timeout=60, MemorySize=512)
            key = uuid.uuid4().hex
            result, answer = self.invoke(name, {"table": table.name, "pk": key})
            self.assertEqual("put", result)
            self.assertEqual({"pk": key}, table.get_item(Key={"pk": key})["Item"])
