"""What functions for Node.js may import without bringing it along: the AWS SDK, where ./dev has put it."""

import os
import tempfile
import unittest
import uuid

from clients.boto3.test_lambda import ROLE, LambdaCase
from harness import environment
from harness.package import package
from harness.server import Server

# Beside the folder of the program that is tested (build/release/stator).
NODE_MODULES = os.path.join(os.path.dirname(environment.server_binary()), "..", "lib", "stator", "node_modules")
HAS_SDK = os.path.isdir(os.path.join(NODE_MODULES, "@aws-sdk", "client-dynamodb"))
ARGUMENTS = ()
PUT = """
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
export const handler = async (event) => {
  await client.send(new PutItemCommand({ TableName: event.table, Item: { pk: { S: event.pk } } }));
  return "put";
};
"""
READ = """
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
export const handler = async (event) => {
  const { Item } = await table.send(new GetCommand({ TableName: event.table, Key: { pk: event.pk } }));
  const { Buckets } = await new S3Client({}).send(new ListBucketsCommand({}));
  return { Item, endpoint: process.env.AWS_ENDPOINT_URL, buckets: Array.isArray(Buckets ?? []) };
};
"""
REPORT = """
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
const client = new CloudWatchClient({});
export const handler = async (event) => {
  await client.send(new PutMetricDataCommand({ Namespace: event.space, MetricData: [{ MetricName: "m", Value: 1 }] }));
  return "reported";
};
"""
WRITE = """
const fs = require("fs");
const path = require("path");
exports.handler = async () => {
  const folder = path.dirname(require.resolve("@aws-sdk/client-dynamodb/package.json"));
  try {
    fs.writeFileSync(path.join(folder, "package.json"), "{}");
    return "written";
  } catch (error) {
    return error.code;
  }
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

    def test_a_document_client_reads_a_table_at_the_endpoint_of_the_environment(self):
        table = self.create_table()
        table.put_item(Item={"pk": "a", "n": 42})
        name = self.create({"f.mjs": READ}, "nodejs20.x", Timeout=60, MemorySize=512)
        result, _ = self.invoke(name, {"table": table.name, "pk": "a"})
        self.assertEqual({"pk": "a", "n": 42}, result["Item"])
        self.assertRegex(result["endpoint"], "^http://(localhost|127.0.0.1):")
        self.assertTrue(result["buckets"])

    def test_a_function_reports_a_metric(self):
        name = self.create({"f.mjs": REPORT}, "nodejs20.x", Timeout=60, MemorySize=512)
        space = f"node/{uuid.uuid4().hex[:12]}"
        self.assertEqual("reported", self.invoke(name, {"space": space})[0])
        listed = self.service("cloudwatch").list_metrics(Namespace=space)["Metrics"]
        self.assertEqual([{"Namespace": space, "MetricName": "m", "Dimensions": []}], listed)

    def test_modules_cannot_be_changed(self):
        name = self.create({"f.js": WRITE}, "nodejs20.x", Timeout=60)
        self.assertIn(self.invoke(name, {})[0], ("EROFS", "EACCES"))

    def test_another_folder_takes_their_place(self):
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            os.makedirs(os.path.join(folder, "mine"))
            with open(os.path.join(folder, "mine", "index.js"), "w", encoding="utf-8") as module:
                module.write("exports.value = 42;")
            with Server("--lambda-node-modules", folder) as server:
                lambda_ = self.service("lambda", endpoint_url=server.endpoint)
                code = package({"f.js": 'exports.handler = async () => require("mine").value;'})
                lambda_.create_function(
                    FunctionName="f", Runtime="nodejs20.x", Role=ROLE, Handler="f.handler", Code={"ZipFile": code}, Timeout=60
                )
                self.assertEqual(b"42", lambda_.invoke(FunctionName="f")["Payload"].read())
