"""Lambda: what becomes of batches and events that fail, and windows with a state."""

import json
import uuid

from botocore.exceptions import ClientError

from clients.boto3.test_lambda import ROLE, LambdaCase
from harness.package import package
from harness.server import Server

STREAM = {"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"}
FAIL = """
def handler(event, context):
    raise ValueError("no")
"""
# Adds up what a window brings, and keeps the sum at its end; what it is told besides is kept, too.
SUM = """
import boto3, json, os
table = boto3.resource("dynamodb").Table(os.environ["TARGET"])
def handler(event, context):
    state = event["state"]
    told = {name: event[name] for name in event if name not in ("Records", "state")}
    if event["isFinalInvokeForWindow"]:
        key = event["shardId"] + " " + event["window"]["start"]
        table.put_item(Item={"pk": key, "n": state.get("n", 0), "told": json.dumps(told), "records": len(event["Records"])})
        return {}
    count = state.get("n", 0) + len(event["Records"])
    large = "x" * 1_100_000 if os.environ.get("LARGE") else ""
    return {"state": {"n": count, "large": large}}
"""
STORE = """
import boto3
def handler(event, context):
    boto3.client("dynamodb").put_item(TableName="target", Item={"pk": {"S": event["pk"]}})
"""
KEEP = """
import boto3, json, os
def handler(event, context):
    boto3.resource("dynamodb").Table(os.environ["TARGET"]).put_item(Item={"pk": "told", "event": json.dumps(event)})
"""


class DeliveryCase(LambdaCase):
    def bucket(self):
        s3, name = self.service("s3"), f"failed-{uuid.uuid4().hex[:12]}"
        s3.create_bucket(Bucket=name)

        def remove():
            for each in s3.list_objects_v2(Bucket=name).get("Contents", []):
                s3.delete_object(Bucket=name, Key=each["Key"])
            s3.delete_bucket(Bucket=name)

        self.addCleanup(remove)
        return name

    def records(self, bucket, count):
        """[(key, body)] once there are so many."""
        s3 = self.service("s3")
        self.wait_until(lambda: s3.list_objects_v2(Bucket=bucket)["KeyCount"] >= count)
        keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket)["Contents"]]
        return [(key, json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())) for key in keys]

    def trigger(self, function, table, **more):
        stream = self.client.describe_table(TableName=table.name)["Table"]["LatestStreamArn"]
        made = self.lambda_.create_event_source_mapping(
            EventSourceArn=stream, FunctionName=function, StartingPosition="TRIM_HORIZON", **more
        )
        self.addCleanup(self.lambda_.delete_event_source_mapping, UUID=made["UUID"])
        return made["UUID"], stream


class FailureDestinationTest(DeliveryCase):
    def test_what_is_given_up_goes_to_a_bucket(self):
        source, bucket = self.create_table(StreamSpecification=STREAM), self.bucket()
        name = self.create(FAIL, Timeout=30)
        source.put_item(Item={"pk": "a"})
        destination = {"OnFailure": {"Destination": f"arn:aws:s3:::{bucket}"}}
        mapping, stream = self.trigger(name, source, MaximumRetryAttempts=1, DestinationConfig=destination)
        shown = self.lambda_.get_event_source_mapping(UUID=mapping)
        self.assertEqual(destination["OnFailure"], shown["DestinationConfig"]["OnFailure"])
        ((key, body),) = self.records(bucket, 1)
        info = body["DDBStreamBatchInfo"]
        day = r"\d{4}/\d\d/\d\d/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}"
        self.assertRegex(key, f"^aws/lambda/{mapping}/{info['shardId']}/{day}$")
        context = body["requestContext"]
        self.assertEqual(("RetryAttemptsExhausted", 2), (context["condition"], context["approximateInvokeCount"]))
        self.assertTrue(context["functionArn"].endswith(f":function:{name}"))
        self.assertEqual(
            {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}, body["responseContext"]
        )
        self.assertEqual((1, stream), (info["batchSize"], info["streamArn"]))
        self.assertEqual(info["startSequenceNumber"], info["endSequenceNumber"])
        self.assertRegex(info["approximateArrivalOfFirstRecord"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        records = json.loads(body["payload"])["Records"]
        self.assertEqual([{"pk": {"S": "a"}}], [each["dynamodb"]["Keys"] for each in records])


    def test_halves_of_a_batch_are_no_retries(self):
        source, target, bucket = self.create_table(StreamSpecification=STREAM), self.create_table(), self.bucket()
        code = (
            "import boto3, os\n"
            "table = boto3.resource('dynamodb').Table(os.environ['TARGET'])\n"
            "def handler(event, context):\n"
            "    keys = [each['dynamodb']['Keys']['pk']['S'] for each in event['Records']]\n"
            "    if 'bad' in keys: raise ValueError(keys)\n"
            "    for key in keys: table.put_item(Item={'pk': key})\n"
        )
        name = self.create(code, Environment={"Variables": {"TARGET": target.name}}, Timeout=30, MemorySize=256)
        keys = {"a", "b", "bad", "c", "d"}
        for key in sorted(keys):
            source.put_item(Item={"pk": key})
        self.trigger(
            name, source, MaximumRetryAttempts=0, BisectBatchOnFunctionError=True,
            DestinationConfig={"OnFailure": {"Destination": f"arn:aws:s3:::{bucket}"}},
        )
        ((_, body),) = self.records(bucket, 1)
        self.assertEqual(1, body["DDBStreamBatchInfo"]["batchSize"])
        self.wait_until(lambda: {each["pk"] for each in target.scan()["Items"]} == keys - {"bad"})


class TumblingWindowTest(DeliveryCase):
    def sum_of(self, target):
        return sum(int(each["n"]) for each in target.scan()["Items"])

    def test_windows_have_a_state_and_an_end(self):
        source, target = self.create_table(StreamSpecification=STREAM), self.create_table()
        name = self.create(SUM, Environment={"Variables": {"TARGET": target.name}}, Timeout=30, MemorySize=256)
        for i in range(40):
            source.put_item(Item={"pk": f"k{i}"})
        mapping, stream = self.trigger(name, source, TumblingWindowInSeconds=2, BatchSize=3)
        self.assertEqual(2, self.lambda_.get_event_source_mapping(UUID=mapping)["TumblingWindowInSeconds"])
        self.wait_until(lambda: self.sum_of(target) == 40)
        for item in target.scan()["Items"]:
            told = json.loads(item["told"])
            self.assertEqual(item["pk"], f"{told['shardId']} {told['window']['start']}")
            self.assertEqual((True, False, 0), (told["isFinalInvokeForWindow"], told["isWindowTerminatedEarly"], item["records"]))
            self.assertEqual(stream, told["eventSourceARN"])
            self.assertRegex(told["window"]["end"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d[02468]Z$")

    def test_a_state_that_is_too_large_ends_its_window(self):
        source, target = self.create_table(StreamSpecification=STREAM), self.create_table()
        variables = {"TARGET": target.name, "LARGE": "yes"}
        name = self.create(SUM, Environment={"Variables": variables}, Timeout=30, MemorySize=256)
        source.put_item(Item={"pk": "a"})
        self.trigger(name, source, TumblingWindowInSeconds=900)
        self.wait_until(lambda: self.sum_of(target) == 1)
        self.assertTrue(json.loads(target.scan()["Items"][0]["told"])["isWindowTerminatedEarly"])

    def test_an_answer_without_a_state_is_a_failure(self):
        source, bucket = self.create_table(StreamSpecification=STREAM), self.bucket()
        name = self.create("handler = lambda event, context: {}", Timeout=30)
        source.put_item(Item={"pk": "a"})
        destination = {"OnFailure": {"Destination": f"arn:aws:s3:::{bucket}"}}
        self.trigger(name, source, TumblingWindowInSeconds=900, MaximumRetryAttempts=0, DestinationConfig=destination)
        ((_, body),) = self.records(bucket, 1)
        self.assertIsNone(body["responseContext"]["functionError"])
        self.assertEqual({}, json.loads(body["payload"])["state"])


class WindowAfterCrashTest(LambdaCase):
    """A server that is killed within a window: each record is in one sum."""

    def setUp(self):
        pass

    def test_states_outlive_the_server(self):
        with Server() as server:
            services = self.connect(server)
            for name in ("source", "target"):
                services["dynamodb"].create_table(
                    TableName=name,
                    BillingMode="PAY_PER_REQUEST",
                    AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                    KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                    StreamSpecification=STREAM if name == "source" else {"StreamEnabled": False},
                )
            services["lambda"].create_function(
                FunctionName="sum", Runtime="python3.11", Role=ROLE, Handler="f.handler", Timeout=30, MemorySize=256,
                Code={"ZipFile": package({"f.py": SUM})}, Environment={"Variables": {"TARGET": "target"}},
            )
            table = services["dynamodb"].describe_table(TableName="source")["Table"]
            services["lambda"].create_event_source_mapping(
                EventSourceArn=table["LatestStreamArn"], FunctionName="sum", StartingPosition="TRIM_HORIZON", BatchSize=5,
                TumblingWindowInSeconds=4,
            )
            for i in range(60):
                services["dynamodb"].put_item(TableName="source", Item={"pk": {"S": str(i)}})
            logs = services["logs"]
            self.wait_until(lambda: self.started(logs) > 3)
            server.kill()
            server.start()
            services = self.connect(server)
            self.wait_until(lambda: self.sum_of(services) == 60)

    def connect(self, server):
        return {name: self.service(name, endpoint_url=server.endpoint) for name in ("dynamodb", "lambda", "logs")}

    def started(self, logs):
        try:
            return len(logs.filter_log_events(logGroupName="/aws/lambda/sum", filterPattern="START")["events"])
        except ClientError:
            return 0

    def sum_of(self, services):
        return sum(int(each["n"]["N"]) for each in services["dynamodb"].scan(TableName="target")["Items"])


class EventAfterCrashTest(LambdaCase):
    """A server that is killed while events wait: each of them is worked on."""

    def setUp(self):
        pass

    def test_events_outlive_the_server(self):
        with Server() as server:
            services = self.connect(server)
            services["dynamodb"].create_table(
                TableName="target",
                BillingMode="PAY_PER_REQUEST",
                AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            )
            # The first time it never ends.
            services["lambda"].create_function(
                FunctionName="slow", Runtime="python3.11", Role=ROLE, Handler="f.handler", Timeout=900, MemorySize=256,
                Code={"ZipFile": package({"f.py": "import time\ndef handler(e, c):\n  print('here')\n  time.sleep(900)"})},
            )
            for number in range(3):
                payload = json.dumps({"pk": str(number)}).encode()
                services["lambda"].invoke(FunctionName="slow", InvocationType="Event", Payload=payload)
            server.kill()
            server.start()
            services = self.connect(server)
            services["lambda"].update_function_code(FunctionName="slow", ZipFile=package({"f.py": STORE}))
            # What the restart began with the old code goes with the server, and is begun again.
            server.kill()
            server.start()
            services = self.connect(server)

            def stored():
                return {each["pk"]["S"] for each in services["dynamodb"].scan(TableName="target")["Items"]}

            self.wait_until(lambda: stored() == {"0", "1", "2"})

    def connect(self, server):
        return {name: self.service(name, endpoint_url=server.endpoint) for name in ("dynamodb", "lambda")}


class EventInvokeTest(DeliveryCase):
    def test_destinations(self):
        bucket, target = self.bucket(), self.create_table()
        failing, working = self.create(FAIL, Timeout=30), self.create("handler = lambda event, context: event['n'] * 2")
        keeper = self.create(KEEP, Environment={"Variables": {"TARGET": target.name}}, Timeout=30, MemorySize=256)
        keeper_arn = self.lambda_.get_function(FunctionName=keeper)["Configuration"]["FunctionArn"]
        put = self.lambda_.put_function_event_invoke_config
        destination = {"OnFailure": {"Destination": f"arn:aws:s3:::{bucket}"}}
        put(FunctionName=failing, MaximumRetryAttempts=0, DestinationConfig=destination)
        put(FunctionName=working, DestinationConfig={"OnSuccess": {"Destination": keeper_arn}})
        for name in (failing, working):
            self.lambda_.invoke(FunctionName=name, InvocationType="Event", Payload=b'{"n": 21}')
        ((key, body),) = self.records(bucket, 1)
        self.assertRegex(key, rf"^aws/lambda/async/{failing}/\d{{4}}/\d\d/\d\d/\d{{4}}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{{36}}$")
        context = body["requestContext"]
        self.assertEqual(("RetriesExhausted", 1), (context["condition"], context["approximateInvokeCount"]))
        self.assertEqual({"n": 21}, body["requestPayload"])
        self.assertEqual("Unhandled", body["responseContext"]["functionError"])
        self.assertEqual("ValueError", body["responsePayload"]["errorType"])
        self.wait_until(lambda: target.scan()["Items"])
        event = json.loads(target.scan()["Items"][0]["event"])
        self.assertEqual(("Success", 42), (event["requestContext"]["condition"], event["responsePayload"]))

    def test_configurations(self):
        name = self.create("handler = len")
        client, settings = self.lambda_, {"FunctionName": name}
        arn = client.get_function(**settings)["Configuration"]["FunctionArn"]
        missing = self.assert_refused("ResourceNotFoundException", client.get_function_event_invoke_config, **settings)
        self.assertIn(f"The function {arn}:$LATEST doesn't have an EventInvokeConfig", missing)
        self.assert_refused("ResourceNotFoundException", client.delete_function_event_invoke_config, **settings)
        self.assert_refused("InvalidParameterValueException", client.put_function_event_invoke_config, **settings)
        for wrong in ({"MaximumRetryAttempts": 3}, {"MaximumEventAgeInSeconds": 21601}):
            self.assert_refused("ValidationException", client.put_function_event_invoke_config, **settings, **wrong)
        for wrong in ({"OnSuccess": {"Destination": "arn:aws:s3:::b"}}, {"OnFailure": {"Destination": arn}}):
            self.assert_refused(
                "InvalidParameterValueException", client.put_function_event_invoke_config, DestinationConfig=wrong, **settings
            )
        put = client.put_function_event_invoke_config(MaximumRetryAttempts=2, MaximumEventAgeInSeconds=60, **settings)
        self.assertEqual((f"{arn}:$LATEST", 2, 60), (put["FunctionArn"], put["MaximumRetryAttempts"], put["MaximumEventAgeInSeconds"]))
        client.update_function_event_invoke_config(MaximumRetryAttempts=0, **settings)
        got = client.get_function_event_invoke_config(**settings)
        self.assertEqual((0, 60), (got["MaximumRetryAttempts"], got["MaximumEventAgeInSeconds"]))
        put = client.put_function_event_invoke_config(MaximumRetryAttempts=1, **settings)
        self.assertNotIn("MaximumEventAgeInSeconds", put)
        listed = client.list_function_event_invoke_configs(**settings)["FunctionEventInvokeConfigs"]
        self.assertEqual([f"{arn}:$LATEST"], [each["FunctionArn"] for each in listed])
        client.delete_function_event_invoke_config(**settings)
        self.assertEqual([], client.list_function_event_invoke_configs(**settings)["FunctionEventInvokeConfigs"])


class AccountTest(LambdaCase):
    def test_settings(self):
        before = self.lambda_.get_account_settings()["AccountUsage"]
        self.create("handler = len")
        settings = self.lambda_.get_account_settings()
        self.assertEqual(before["FunctionCount"] + 1, settings["AccountUsage"]["FunctionCount"])
        self.assertGreater(settings["AccountUsage"]["TotalCodeSize"], before["TotalCodeSize"])
        self.assertEqual(262144000, settings["AccountLimit"]["CodeSizeUnzipped"])
        self.assertGreater(settings["AccountLimit"]["ConcurrentExecutions"], 0)
