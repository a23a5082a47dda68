"""Lambda: layers."""

import io
import stat
import urllib.request
import uuid
import zipfile

from clients.boto3.test_lambda import LambdaCase
from harness.package import package

USE = "import shared\ndef handler(event, context): return shared.VALUE\n"
READ = "def handler(event, context): return open('/opt/' + event['name']).read()\n"
LOOP = (
    "#!/bin/sh\n"
    'api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"\n'
    "while true; do\n"
    '  id=$(curl -sS -o /tmp/e -D - "$api/next" | tr -d "\\r" | sed -n "s/^Lambda-Runtime-Aws-Request-Id: //p")\n'
    '  curl -sS -o /dev/null -d @/tmp/e "$api/$id/response"\n'
    "done\n"
)


class LayerCase(LambdaCase):
    def publish(self, files, name=None, **more):
        name = name or f"layer-{uuid.uuid4().hex[:10]}"
        made = self.lambda_.publish_layer_version(LayerName=name, Content={"ZipFile": package(files)}, **more)
        self.addCleanup(self.lambda_.delete_layer_version, LayerName=name, VersionNumber=made["Version"])
        return made


class LayerUseTest(LayerCase):
    """Also of plain processes."""

    def test_modules_come_from_layers(self):
        name = f"layer-{uuid.uuid4().hex[:10]}"
        one, two = (self.publish({"python/shared.py": f"VALUE = {number}"}, name) for number in (1, 2))
        self.assertEqual((1, 2), (one["Version"], two["Version"]))
        function = self.create(USE, Layers=[one["LayerVersionArn"]], Timeout=20)
        self.assertEqual(1, self.invoke(function, {})[0])
        changed = self.lambda_.update_function_configuration(FunctionName=function, Layers=[two["LayerVersionArn"]])
        self.assertEqual(
            [{"Arn": two["LayerVersionArn"], "CodeSize": two["Content"]["CodeSize"]}], changed["Layers"]
        )
        self.assertEqual(2, self.invoke(function, {})[0])
        site = self.publish({"python/lib/python3.11/site-packages/shared.py": "VALUE = 'site'"})
        self.lambda_.update_function_configuration(FunctionName=function, Layers=[site["LayerVersionArn"]])
        self.assertEqual("site", self.invoke(function, {})[0])
        node = self.publish({"nodejs/node_modules/shared/index.js": "exports.value = 'node';"})
        code = "exports.run = async () => require('shared').value;"
        function = self.create({"i.js": code}, "nodejs20.x", "i.run", Layers=[node["LayerVersionArn"]], Timeout=20)
        self.assertEqual("node", self.invoke(function, {})[0])

    def test_a_runtime_comes_from_a_layer(self):
        info = zipfile.ZipInfo("bootstrap")
        info.external_attr = (stat.S_IFREG | 0o755) << 16
        layer = self.publish({info: LOOP})
        function = self.create({"x": ""}, "provided.al2023", "x", Layers=[layer["LayerVersionArn"]], Timeout=20)
        self.assertEqual({"a": 1}, self.invoke(function, {"a": 1})[0])


class LayerTest(LayerCase):
    def test_a_later_layer_hides_an_earlier_one(self):
        first, second = self.publish({"a": "first", "b": "first"}), self.publish({"b": "second", "c/d": "deep"})
        arns = [first["LayerVersionArn"], second["LayerVersionArn"]]
        for order, b in ((arns, "second"), (arns[::-1], "first")):
            function = self.create(READ, Layers=order, Timeout=20)
            read = [self.invoke(function, {"name": name})[0] for name in ("a", "b", "c/d")]
            self.assertEqual(["first", b, "deep"], read)

    def test_versions(self):
        about = {"Description": "things", "LicenseInfo": "MIT", "CompatibleRuntimes": ["python3.11"]}
        made = self.publish({"x": "1"}, **about)
        name, arn = made["LayerArn"].rsplit(":")[-1], made["LayerArn"]
        self.publish({"x": "2"}, name)
        self.assertEqual(f"{arn}:1", made["LayerVersionArn"])
        got = self.lambda_.get_layer_version(LayerName=arn, VersionNumber=1)
        self.assertEqual(about, {key: got[key] for key in about})
        self.assertEqual(made["Content"]["CodeSha256"], got["Content"]["CodeSha256"])
        with urllib.request.urlopen(got["Content"]["Location"]) as answer:
            self.assertEqual(b"1", zipfile.ZipFile(io.BytesIO(answer.read())).read("x"))
        client = self.lambda_
        listed = client.list_layer_versions(LayerName=name)["LayerVersions"]
        self.assertEqual([2, 1], [each["Version"] for each in listed])
        page = client.list_layer_versions(LayerName=name, MaxItems=1)
        rest = client.list_layer_versions(LayerName=name, Marker=page["NextMarker"])
        self.assertEqual([2, 1], [each["Version"] for each in page["LayerVersions"] + rest["LayerVersions"]])
        listed = client.list_layer_versions(LayerName=name, CompatibleRuntime="python3.11")["LayerVersions"]
        self.assertEqual([1], [each["Version"] for each in listed])
        latest = {each["LayerName"]: each["LatestMatchingVersion"]["Version"] for each in client.list_layers()["Layers"]}
        self.assertEqual(2, latest[name])

    def test_functions_keep_what_was_deleted(self):
        made = self.publish({"python/shared.py": "VALUE = 'kept'"})
        name, arn = made["LayerArn"].rsplit(":")[-1], made["LayerVersionArn"]
        function = self.create(USE, Layers=[arn], Timeout=20)
        self.lambda_.delete_layer_version(LayerName=name, VersionNumber=1)
        self.assertEqual("kept", self.invoke(function, {})[0])
        missing = self.assert_refused(
            "ResourceNotFoundException", self.lambda_.get_layer_version, LayerName=name, VersionNumber=1
        )
        self.assertIn("The resource you requested does not exist.", missing)
        self.assertEqual([], self.lambda_.list_layer_versions(LayerName=name)["LayerVersions"])
        update = self.lambda_.update_function_configuration
        text = self.assert_refused("InvalidParameterValueException", update, FunctionName=function, Layers=[arn])
        self.assertIn(f"Layer version {arn} does not exist.", text)
        self.assertEqual(2, self.publish({"x": "x"}, name)["Version"])

    def test_limits(self):
        made = [self.publish({"x": "x"})["LayerVersionArn"] for _ in range(6)]
        function = self.create("handler = len", Layers=made[:5])
        update = self.lambda_.update_function_configuration
        text = self.assert_refused("InvalidParameterValueException", update, FunctionName=function, Layers=made)
        self.assertIn("Cannot reference more than 5 layers.", text)
        again = self.publish({"x": "y"}, made[0].rsplit(":")[-2])["LayerVersionArn"]
        text = self.assert_refused("InvalidParameterValueException", update, FunctionName=function, Layers=[made[0], again])
        self.assertIn("Two different versions of the same layer are not allowed", text)
        self.assertNotIn("Layers", update(FunctionName=function, Layers=[]))

    def test_code_and_layers_have_250_megabytes_together(self):
        limit, code = 262_144_000, "handler = lambda event, context: 7"
        arn = self.publish({"zero": bytes(200_000_000)})["LayerVersionArn"]
        rest = limit - 200_000_000 - len(code)
        function = self.create({"f.py": code, "zero": bytes(rest)}, Layers=[arn], Timeout=60)
        text = (
            "Function code combined with layers exceeds the maximum allowed size of 262144000 bytes. The actual size is"
            " 262144001 bytes."
        )
        more = package({"f.py": code, "zero": bytes(rest + 1)})
        update = self.lambda_.update_function_code
        self.assertIn(text, self.assert_refused("InvalidParameterValueException", update, FunctionName=function, ZipFile=more))
        self.lambda_.update_function_configuration(FunctionName=function, Layers=[])
        update(FunctionName=function, ZipFile=more)
        update = self.lambda_.update_function_configuration
        self.assertIn(text, self.assert_refused("InvalidParameterValueException", update, FunctionName=function, Layers=[arn]))

    def test_a_version_is_found_by_its_arn(self):
        made = self.publish({"x": "x"})
        found = self.lambda_.get_layer_version_by_arn(Arn=made["LayerVersionArn"])
        for member in ("LayerArn", "LayerVersionArn", "Version", "CreatedDate"):
            self.assertEqual(made[member], found[member])
        self.assertIn("Layers", self.lambda_.list_layers())
        find = self.lambda_.get_layer_version_by_arn
        self.assert_refused("ResourceNotFoundException", find, Arn=made["LayerArn"] + ":99")
        self.assert_refused("ValidationException", find, Arn=made["LayerArn"])
