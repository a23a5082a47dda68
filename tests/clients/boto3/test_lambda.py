"""Lambda with boto3: functions in their sandboxes, and triggers of streams."""

import base64
import io
import json
import os
import stat
import time
import unittest
import urllib.error
import urllib.request
import uuid
import zipfile

from botocore.exceptions import ClientError
from clients.boto3.case import Boto3Test
from harness import environment, sandbox
from harness.package import package
from harness.server import Server

ROLE = "arn:aws:iam::000000000000:role/any"
PROBE = """
import os, socket, time
def handler(event, context):
    what = event["what"]
    if what == "echo":
        print("one line")
        return event
    if what == "fail":
        raise ValueError("no")
    if what == "exit":
        os._exit(7)
    if what == "sleep":
        time.sleep(60)
    if what == "memory":
        kept = [bytearray(b"x" * (64 << 20)) for _ in range(40)]
        time.sleep(30)
        return len(kept)
    if what == "file":
        try:
            return os.listdir(event["path"])
        except OSError as error:
            return type(error).__name__
    if what == "write":
        try:
            open(event["path"], "w").write("x")
            return "written"
        except OSError as error:
            return type(error).__name__
    if what == "connect":
        try:
            socket.create_connection(("127.0.0.1", event["port"]), timeout=2).close()
            return "connected"
        except OSError as error:
            return type(error).__name__
    if what == "who":
        return {"uid": os.getuid(), "version": context.function_version, "env": os.environ.get("SEEN")}
"""
COPY = """
import boto3, os
table = boto3.resource("dynamodb").Table(os.environ["TARGET"])
def handler(event, context):
    for record in event["Records"]:
        key = record["dynamodb"]["Keys"]["pk"]["S"]
        table.update_item(Key={"pk": key}, UpdateExpression="ADD n :one", ExpressionAttributeValues={":one": 1})
"""


class LambdaCase(Boto3Test):
    def setUp(self):
        self.lambda_ = self.service("lambda")

    def create(self, code, runtime="python3.11", handler="f.handler", **more):
        name = f"fn-{uuid.uuid4().hex[:12]}"
        files = code if isinstance(code, dict) else {"f.py": code}
        self.lambda_.create_function(
            FunctionName=name, Runtime=runtime, Role=ROLE, Handler=handler, Code={"ZipFile": package(files)}, **more
        )
        self.addCleanup(self.lambda_.delete_function, FunctionName=name)
        return name

    def invoke(self, name, payload, **more):
        answer = self.lambda_.invoke(FunctionName=name, Payload=json.dumps(payload).encode(), **more)
        return json.loads(answer["Payload"].read()), answer

    def assert_refused(self, code, call, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        self.assertEqual(code, caught.exception.response["Error"]["Code"])
        return str(caught.exception)

    def wait_until(self, condition):
        for _ in range(1200 * environment.slowness()):
            if condition():
                return
            time.sleep(0.1)
        self.fail("it did not happen")


class LambdaTest(LambdaCase):
    def test_answers_errors_and_logs(self):
        name = self.create(PROBE, Timeout=30)
        result, answer = self.invoke(name, {"what": "echo"}, LogType="Tail")
        self.assertEqual({"what": "echo"}, result)
        request_id = answer["ResponseMetadata"]["RequestId"]  # a UUID: terraform-provider-aws #43395, 2025-07
        self.assertEqual(str(uuid.UUID(request_id)), request_id)
        tail = base64.b64decode(answer["LogResult"]).decode()
        self.assertRegex(tail, r"(?s)START RequestId.*one line.*END RequestId.*REPORT RequestId")
        self.assertIn(f"START RequestId: {request_id} ", tail)
        result, answer = self.invoke(name, {"what": "fail"})
        self.assertEqual("Unhandled", answer["FunctionError"])
        self.assertEqual(("ValueError", "no"), (result["errorType"], result["errorMessage"]))
        result, _ = self.invoke(name, {"what": "exit"})
        self.assertEqual("Runtime.ExitError", result["errorType"])
        self.assertIn("exit status 7", result["errorMessage"])
        result, _ = self.invoke(name, {"what": "echo"})
        self.assertEqual({"what": "echo"}, result)
        logs, group = self.service("logs"), f"/aws/lambda/{name}"
        self.wait_until(lambda: logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"])
        self.wait_until(
            lambda: len(logs.filter_log_events(logGroupName=group, filterPattern="REPORT")["events"]) == 4
        )

    @unittest.skipUnless(sandbox.works(), sandbox.REASON)
    def test_sandbox(self):
        name = self.create(PROBE, Timeout=2)
        who, _ = self.invoke(name, {"what": "who"})
        self.assertNotEqual(0, who["uid"])
        for path in ("/etc/shadow", "/" + "root", "/sys", "/var/lib"):
            self.assertIn(
                self.invoke(name, {"what": "file", "path": path})[0],
                ("FileNotFoundError", "PermissionError", "NotADirectoryError"),
            )
        for path in ("/var/task/x", "/usr/x", "/x", "/dev/x", "/etc/x"):
            self.assertIn(self.invoke(name, {"what": "write", "path": path})[0], ("OSError", "PermissionError"))
        self.assertEqual("written", self.invoke(name, {"what": "write", "path": "/tmp/x"})[0])
        port = int(self.server.endpoint.rsplit(":", 1)[1])
        if port not in (4566, 8000):
            self.assertEqual("ConnectionRefusedError", self.invoke(name, {"what": "connect", "port": port})[0])
        for port in (4566, 8000):
            self.assertEqual("connected", self.invoke(name, {"what": "connect", "port": port})[0])
        result, _ = self.invoke(name, {"what": "sleep"})
        self.assertEqual("Sandbox.Timedout", result["errorType"])
        self.assertIn("Task timed out after 2.00 seconds", result["errorMessage"])
        hungry = self.create(PROBE, Timeout=30)
        result, _ = self.invoke(hungry, {"what": "memory"})
        self.assertEqual("Runtime.OutOfMemory", result["errorType"])

    def test_handlers_that_are_not_there(self):
        for handler, kind, text in (
            ("g.handler", "Runtime.ImportModuleError", "Unable to import module 'g': No module named 'g'"),
            ("f.nothing", "Runtime.HandlerNotFound", "Handler 'nothing' missing on module 'f'"),
        ):
            result, answer = self.invoke(self.create(PROBE, handler=handler), {})
            self.assertEqual("Unhandled", answer["FunctionError"])
            self.assertEqual((kind, text), (result["errorType"], result["errorMessage"]))

    def test_other_runtimes(self):
        node = self.create(
            {"i.js": "exports.run = async (event) => ({ twice: event.n * 2 });"}, "nodejs18.x", "i.run", Timeout=20
        )
        self.assertEqual({"twice": 42}, self.invoke(node, {"n": 21})[0])
        script = (
            "#!/bin/sh\n"
            'api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"\n'
            "while true; do\n"
            '  id=$(curl -sS -o /tmp/e -D - "$api/next" | tr -d "\\r" | sed -n "s/^Lambda-Runtime-Aws-Request-Id: //p")\n'
            '  curl -sS -o /dev/null -d @/tmp/e "$api/$id/response"\n'
            "done\n"
        )
        info = zipfile.ZipInfo("bootstrap")
        info.external_attr = (stat.S_IFREG | 0o755) << 16
        self.assertEqual(
            {"a": 1}, self.invoke(self.create({info: script}, "provided.al2023", "x", Timeout=20), {"a": 1})[0]
        )

    def test_configuration_versions_and_aliases(self):
        name = self.create(PROBE, Environment={"Variables": {"SEEN": "1"}}, Timeout=20)
        self.assertEqual("1", self.invoke(name, {"what": "who"})[0]["env"])
        version = self.lambda_.publish_version(FunctionName=name)["Version"]
        self.lambda_.update_function_configuration(
            FunctionName=name, Environment={"Variables": {"SEEN": "2"}}, Description="new"
        )
        self.assertEqual("2", self.invoke(name, {"what": "who"})[0]["env"])
        self.lambda_.create_alias(FunctionName=name, Name="live", FunctionVersion=version)
        who, answer = self.invoke(name, {"what": "who"}, Qualifier="live")
        self.assertEqual(("1", "1", "1"), (who["env"], who["version"], answer["ExecutedVersion"]))
        with self.assertRaisesRegex(ClientError, r"the following aliases reference it: \[live\]"):
            self.lambda_.delete_function(FunctionName=name, Qualifier=version)
        self.lambda_.update_function_code(FunctionName=name, ZipFile=package({"f.py": "handler = lambda e, c: 7"}))
        self.assertEqual(7, self.invoke(name, {})[0])
        found = self.lambda_.get_function(FunctionName=name)["Configuration"]
        self.assertEqual(("new", "Active"), (found["Description"], found["State"]))
        arn = found["FunctionArn"]
        self.lambda_.tag_resource(Resource=arn, Tags={"a": "1", "b": "2"})
        self.lambda_.untag_resource(Resource=arn, TagKeys=["a"])
        self.assertEqual({"b": "2"}, self.lambda_.list_tags(Resource=arn)["Tags"])
        full = {**{f"k{i}": "" for i in range(49)}, "b": "2"}
        self.lambda_.tag_resource(Resource=arn, Tags=full)
        for tags in ({"c": "3"}, {**full, "c": "3"}):
            with self.assertRaises(self.lambda_.exceptions.InvalidParameterValueException):
                self.lambda_.tag_resource(Resource=arn, Tags=tags)
        self.assertEqual(full, self.lambda_.list_tags(Resource=arn)["Tags"])
        self.lambda_.add_permission(
            FunctionName=name, StatementId="s", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com"
        )
        policy = json.loads(self.lambda_.get_policy(FunctionName=name)["Policy"])
        self.assertEqual({"Service": "s3.amazonaws.com"}, policy["Statement"][0]["Principal"])
        self.lambda_.remove_permission(FunctionName=name, StatementId="s")
        self.lambda_.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
        self.assert_refused("TooManyRequestsException", self.lambda_.invoke, FunctionName=name)
        self.lambda_.delete_function_concurrency(FunctionName=name)
        names = [f["FunctionName"] for p in self.lambda_.get_paginator("list_functions").paginate() for f in p["Functions"]]
        self.assertIn(name, names)
        self.assertEqual(204, self.lambda_.invoke(FunctionName=name, InvocationType="DryRun")["StatusCode"])
        self.assertEqual(202, self.lambda_.invoke(FunctionName=name, InvocationType="Event")["StatusCode"])

    def test_lists_come_in_pages(self):
        """All three take MaxItems and Marker (the SDK's model of Lambda)."""
        name = self.create("handler = len")
        versions = ["$LATEST"]
        for number in range(11):  # "10" comes after "9", not after "1"
            self.lambda_.update_function_configuration(FunctionName=name, Description=str(number))
            versions.append(self.lambda_.publish_version(FunctionName=name)["Version"])
        aliases = [f"alias{number}" for number in range(5)]
        for alias in aliases:
            self.lambda_.create_alias(FunctionName=name, Name=alias, FunctionVersion="1")
        qualifiers = ["$LATEST", "1", *aliases]
        for qualifier in qualifiers:
            self.lambda_.put_function_event_invoke_config(FunctionName=name, Qualifier=qualifier, MaximumRetryAttempts=1)
        for size in (1, 2, 5):
            pages = {"FunctionName": name, "PaginationConfig": {"PageSize": size}}

            def listed(operation, member, field):
                found = [page[member] for page in self.lambda_.get_paginator(operation).paginate(**pages)]
                self.assertEqual(size, max(len(page) for page in found))
                return [each[field] for page in found for each in page]

            self.assertEqual(versions, listed("list_versions_by_function", "Versions", "Version"))
            self.assertEqual(aliases, listed("list_aliases", "Aliases", "Name"))
            arns = listed("list_function_event_invoke_configs", "FunctionEventInvokeConfigs", "FunctionArn")
            self.assertEqual(qualifiers, [arn.rpartition(":")[2] for arn in arns])

    def test_request_ids(self):
        """The answer's is that of the invocation: "Request IDs appear in function logs" (invocation-async)."""
        name = self.create("def handler(e, c): return c.aws_request_id")
        used, answer = self.invoke(name, {}, LogType="Tail")
        self.assertEqual(used, answer["ResponseMetadata"]["RequestId"])
        self.assertRegex(used, r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
        self.assertIn(f"START RequestId: {used} ", base64.b64decode(answer["LogResult"]).decode())
        later = self.lambda_.invoke(FunctionName=name, InvocationType="Event")["ResponseMetadata"]["RequestId"]
        logs = self.service("logs")
        group = {"logGroupName": f"/aws/lambda/{name}", "filterPattern": f'"{later}"'}
        self.wait_until(lambda: logs.filter_log_events(**group)["events"])
        with self.assertRaises(ClientError) as caught:
            self.lambda_.get_function(FunctionName="none")
        self.assertEqual(36, len(caught.exception.response["ResponseMetadata"]["RequestId"]))

    def test_errors(self):
        name = self.create(PROBE)
        missing = self.assert_refused("ResourceNotFoundException", self.lambda_.invoke, FunctionName="nothing")
        self.assertIn("Function not found: arn:aws:lambda:us-east-1:000000000000:function:nothing", missing)
        create = self.lambda_.create_function
        whole = {"FunctionName": name, "Runtime": "python3.9", "Role": ROLE, "Handler": "f.h", "Code": {"ZipFile": package({"f.py": ""})}}
        self.assertIn("Function already exist", self.assert_refused("ResourceConflictException", create, **whole))
        self.assert_refused("InvalidParameterValueException", create, **{**whole, "Runtime": "python9"})
        self.assert_refused("ValidationException", create, **{**whole, "Role": "me"})
        self.assert_refused("InvalidRequestContentException", self.lambda_.invoke, FunctionName=name, Payload=b"{")
        for variables, answer in (
            ({"AWS_REGION": "a", "PLAIN": "b", "AWS_ACCESS_KEY": "c"}, "Reserved keys used in this request: AWS_REGION, AWS_ACCESS_KEY"),
            ({"A1": "x" * 5000}, 'exceeded the 4KB limit. String measured: {"A1":"' + "x" * 5000 + '"}'),
        ):
            settings = {**whole, "FunctionName": "z", "Environment": {"Variables": variables}}
            self.assertIn(answer, self.assert_refused("InvalidParameterValueException", create, **settings))
        link = zipfile.ZipInfo("l")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        for files in ({"../f.py": ""}, {"/f.py": ""}, {link: "/etc/passwd"}):
            text = self.assert_refused(
                "InvalidParameterValueException", create, **{**whole, "FunctionName": "z", "Code": {"ZipFile": package(files)}}
            )
            self.assertIn("Could not unzip uploaded file", text)
        empty = {**whole, "FunctionName": "z", "Code": {"ZipFile": package({})}}  # aws-genai-llm-chatbot #444, 2024-04
        text = self.assert_refused("InvalidParameterValueException", create, **empty)
        self.assertIn("Uploaded file must be a non-empty zip", text)
        text = self.assert_refused("ValidationException", create, **{**whole, "Architectures": ["arm32"]})
        expected = "[Member must satisfy enum value set: [x86_64, arm64], Member must not be null]"
        self.assertIn(expected, text)  # cfn-lint #4428, 2026-03
        update = {"FunctionName": name, "ZipFile": whole["Code"]["ZipFile"], "Architectures": ["arm64"]}
        self.assertEqual(["arm64"], self.lambda_.update_function_code(**update)["Architectures"])
        mapping = {"FunctionName": name, "StartingPosition": "LATEST", "EventSourceArn": "x"}  # the SDK's model
        text = self.assert_refused("ValidationException", self.lambda_.create_event_source_mapping, **mapping)
        self.assertIn("Value 'x' at 'eventSourceArn' failed to satisfy constraint: Member must satisfy regular", text)
        mapping["EventSourceArn"] = "arn:aws:dynamodb:us-east-1:000000000000:table/T/stream/2026-01-01T00:00:00.000"
        mapping["DestinationConfig"] = {"OnFailure": {"Destination": "x"}}
        text = self.assert_refused("ValidationException", self.lambda_.create_event_source_mapping, **mapping)
        self.assertIn("Value 'x' at 'destinationConfig.onFailure.destination' failed to satisfy", text)
        bomb = package({"zero": bytes(262_144_001)})
        text = self.assert_refused("InvalidParameterValueException", create, **{**whole, "FunctionName": "z", "Code": {"ZipFile": bomb}})
        self.assertIn("Unzipped size must be smaller than 262144000 bytes", text)

    def test_code_from_a_bucket(self):
        s3, bucket = self.service("s3"), f"code-{uuid.uuid4().hex[:12]}"
        s3.create_bucket(Bucket=bucket)
        # Stored, not compressed: larger than what a request may carry.
        large = io.BytesIO()
        with zipfile.ZipFile(large, "w") as archive:
            archive.writestr("f.py", "import os\ndef handler(e, c): return os.path.getsize('data')")
            archive.writestr("data", os.urandom(1 << 20) * 24)
        for key, body in (("a.zip", package({"f.py": "handler = lambda e, c: 'a'"})), ("large.zip", large.getvalue()), ("bad", b"x")):
            s3.put_object(Bucket=bucket, Key=key, Body=body)
        name = f"fn-{uuid.uuid4().hex[:12]}"
        settings = {"FunctionName": name, "Runtime": "python3.11", "Role": ROLE, "Handler": "f.handler", "Timeout": 30}
        failed = "Error occurred while GetObject. S3 Error Code: "
        for code, text in (
            ({"S3Bucket": bucket, "S3Key": "no"}, failed + "NoSuchKey. S3 Error Message: The specified key does not exist."),
            ({"S3Bucket": bucket + "-no", "S3Key": "a.zip"}, failed + "NoSuchBucket. S3 Error Message: The specified bucket does not exist"),
            ({"S3Bucket": bucket, "S3Key": "a.zip", "S3ObjectVersion": "1"}, failed + "InvalidArgument. S3 Error Message: Invalid version id specified"),
            ({"S3Bucket": bucket, "S3Key": "bad"}, "Could not unzip uploaded file"),
            ({}, "Please provide a source for function code."),
        ):
            refused = self.assert_refused("InvalidParameterValueException", self.lambda_.create_function, Code=code, **settings)
            self.assertIn(text, refused)
        elsewhere = self.service("lambda", region_name="eu-west-1")
        refused = self.assert_refused(
            "InvalidParameterValueException", elsewhere.create_function, Code={"S3Bucket": bucket, "S3Key": "a.zip"}, **settings
        )
        self.assertIn("PermanentRedirect. S3 Error Message: The bucket is in this region: us-east-1.", refused)
        made = self.lambda_.create_function(Code={"S3Bucket": bucket, "S3Key": "a.zip"}, **settings)
        self.addCleanup(self.lambda_.delete_function, FunctionName=name)
        self.assertEqual("a", self.invoke(name, {})[0])
        changed = self.lambda_.update_function_code(FunctionName=name, S3Bucket=bucket, S3Key="large.zip")
        self.assertNotEqual(made["CodeSha256"], changed["CodeSha256"])
        self.assertEqual(24 << 20, self.invoke(name, {})[0])
        for key in ("a.zip", "large.zip", "bad"):
            s3.delete_object(Bucket=bucket, Key=key)
        s3.delete_bucket(Bucket=bucket)

    def test_code_can_be_downloaded(self):
        name, zipped = self.create("handler = len"), package({"f.py": "handler = len"})
        code = self.lambda_.get_function(FunctionName=name)["Code"]
        self.assertEqual("S3", code["RepositoryType"])
        with urllib.request.urlopen(code["Location"]) as answer:
            downloaded = answer.read()
        self.assertEqual(
            zipfile.ZipFile(io.BytesIO(zipped)).read("f.py"), zipfile.ZipFile(io.BytesIO(downloaded)).read("f.py")
        )
        path, _, signature = code["Location"].rpartition("=")
        for forged in (path + "=" + "0" * len(signature), code["Location"].replace("expires=", "expires=9"), path.partition("?")[0]):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(forged)
            self.assertEqual(403, caught.exception.code)
            self.assertIn(b"<Code>AccessDenied</Code>", caught.exception.read())

    def trigger(self, function, table, **more):
        stream = self.client.describe_table(TableName=table.name)["Table"]["LatestStreamArn"]
        made = self.lambda_.create_event_source_mapping(EventSourceArn=stream, FunctionName=function, **more)
        self.addCleanup(self.lambda_.delete_event_source_mapping, UUID=made["UUID"])
        return made["UUID"]

    def test_trigger_delivers_and_filters(self):
        stream = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
        source, target = self.create_table(StreamSpecification=stream), self.create_table()
        name = self.create(COPY, Environment={"Variables": {"TARGET": target.name}}, Timeout=30, MemorySize=256)
        source.put_item(Item={"pk": "before"})
        pattern = json.dumps({"eventName": ["INSERT"], "dynamodb": {"NewImage": {"n": {"N": [{"numeric": [">", 4]}]}}}})
        uuid_ = self.trigger(
            name, source, StartingPosition="TRIM_HORIZON", BatchSize=7, ParallelizationFactor=2,
            FilterCriteria={"Filters": [{"Pattern": pattern}]},
        )
        for i in range(10):
            source.put_item(Item={"pk": f"k{i}", "n": i})
        self.wait_until(lambda: len(target.scan()["Items"]) == 5)
        self.assertEqual({f"k{i}": 1 for i in range(5, 10)}, {i["pk"]: int(i["n"]) for i in target.scan()["Items"]})
        self.assertEqual("Enabled", self.lambda_.get_event_source_mapping(UUID=uuid_)["State"])
        self.lambda_.update_event_source_mapping(UUID=uuid_, Enabled=False)
        self.assertEqual("Disabled", self.lambda_.get_event_source_mapping(UUID=uuid_)["State"])
        listed = self.lambda_.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
        self.assertEqual([uuid_], [each["UUID"] for each in listed])

    def test_a_trigger_says_how_its_last_call_ended(self):
        source = self.create_table(StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
        code = 'def handler(event, context):\n    if event["Records"][0]["dynamodb"]["Keys"]["pk"]["S"] == "bad": raise ValueError("bad")\n'
        mapping = self.trigger(self.create(code, Timeout=30), source, StartingPosition="TRIM_HORIZON", BatchSize=1)

        def result():
            return self.lambda_.get_event_source_mapping(UUID=mapping)["LastProcessingResult"]

        self.assertEqual("No records processed", result())
        source.put_item(Item={"pk": "good"})
        self.wait_until(lambda: result() == "OK")
        source.put_item(Item={"pk": "bad"})  # again and again
        self.wait_until(lambda: result() == "PROBLEM: Function call failed")
        listed = self.lambda_.list_event_source_mappings(EventSourceArn=source.latest_stream_arn)["EventSourceMappings"]
        self.assertEqual(["PROBLEM: Function call failed"], [each["LastProcessingResult"] for each in listed])

    def test_trigger_gives_up_and_goes_on(self):
        stream = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
        source, target = self.create_table(StreamSpecification=stream), self.create_table()
        code = COPY.replace("        table.update", '        if key == "bad": raise ValueError(key)\n        table.update')
        name = self.create(code, Environment={"Variables": {"TARGET": target.name}}, Timeout=30, MemorySize=256)
        self.trigger(
            name, source, StartingPosition="LATEST", BatchSize=1, MaximumRetryAttempts=1, BisectBatchOnFunctionError=True
        )
        for key in ("a", "bad", "b"):
            source.put_item(Item={"pk": key})
        self.wait_until(lambda: {each["pk"] for each in target.scan()["Items"]} == {"a", "b"})


class TriggerAfterCrashTest(Boto3Test):
    """A server that is killed while a trigger works: nothing is skipped."""

    wait_until = LambdaCase.wait_until

    def test_nothing_is_skipped(self):
        with Server() as server:
            services = self.connect(server)
            for name, stream in (("source", True), ("target", False)):
                specification = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"} if stream else {"StreamEnabled": False}
                services["dynamodb"].create_table(
                    TableName=name,
                    BillingMode="PAY_PER_REQUEST",
                    AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                    KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                    StreamSpecification=specification,
                )
            services["lambda"].create_function(
                FunctionName="copy", Runtime="python3.11", Role=ROLE, Handler="f.handler", Timeout=30, MemorySize=256,
                Code={"ZipFile": package({"f.py": COPY})}, Environment={"Variables": {"TARGET": "target"}},
            )
            table = services["dynamodb"].describe_table(TableName="source")["Table"]
            services["lambda"].create_event_source_mapping(
                EventSourceArn=table["LatestStreamArn"], FunctionName="copy", StartingPosition="TRIM_HORIZON", BatchSize=5
            )
            for i in range(100):
                services["dynamodb"].put_item(TableName="source", Item={"pk": {"S": str(i)}})
            self.wait_until(lambda: self.copied(services) > 10)
            server.kill()
            server.start()
            services = self.connect(server)
            self.wait_until(lambda: self.copied(services) == 100)

    def connect(self, server):
        return {name: self.service(name, endpoint_url=server.endpoint) for name in ("dynamodb", "lambda")}

    def copied(self, services):
        return services["dynamodb"].scan(TableName="target", Select="COUNT")["Count"]
