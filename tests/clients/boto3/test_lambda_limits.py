"""Functions that ask for too much, and triggers whose server dies: nothing of the machine is lost, no record counts twice."""

import functools
import os
import unittest
import uuid

from botocore.config import Config

from clients.boto3.case import Boto3Test
from clients.boto3.test_lambda import PROBE, ROLE, LambdaCase
from harness import environment, sandbox
from harness.package import package
from harness.server import Server

STREAM = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
PRINT = """
import sys
def handler(event, context):
    line = "x" * 1023 + "\\n"
    for _ in range(event["megabytes"]):
        sys.stdout.write(line * 1024)
    sys.stdout.flush()
    return "printed"
"""
# One batch, one entry: how many records it had.
COUNT = """
import boto3, os
table = boto3.resource("dynamodb").Table(os.environ["TARGET"])
def handler(event, context):
    first = event["Records"][0]["dynamodb"]["SequenceNumber"]
    table.put_item(Item={"pk": first, "n": len(event["Records"])})
"""
# The same, and how large it was.
SIZE = COUNT.replace('len(event["Records"])}', 'len(event["Records"]), "bytes": size}').replace(
    "    first", "    import json; size = len(json.dumps(event, separators=(',', ':')))\n    first"
)
# A total per product and day, in which each record counts once however often it comes.
TOTALS = """
import boto3, os
client = boto3.client("dynamodb")
def add(image, sign, changes):
    key = {"pk": {"S": image["day"]["S"] + "/" + image["product"]["S"]}}
    changes[key["pk"]["S"]] = changes.get(key["pk"]["S"], 0) + sign * int(image["quantity"]["N"])
def handler(event, context):
    for record in event["Records"]:
        changes = {}
        if "NewImage" in record["dynamodb"]: add(record["dynamodb"]["NewImage"], 1, changes)
        if "OldImage" in record["dynamodb"]: add(record["dynamodb"]["OldImage"], -1, changes)
        writes = [{"Put": {"TableName": "seen", "Item": {"pk": {"S": record["eventID"]}},
                           "ConditionExpression": "attribute_not_exists(pk)"}}]
        for key, change in changes.items():
            writes.append({"Update": {"TableName": "totals", "Key": {"pk": {"S": key}}, "UpdateExpression": "ADD n :n",
                                      "ExpressionAttributeValues": {":n": {"N": str(change)}}}})
        try:
            client.transact_write_items(TransactItems=writes)
        except client.exceptions.TransactionCanceledException as error:
            if error.response["CancellationReasons"][0]["Code"] != "ConditionalCheckFailed":
                raise
"""


class OutputTest(LambdaCase):
    @unittest.skipIf(environment.given_endpoint(), "looks at the memory of the server")
    def test_a_handler_that_prints_100_megabytes(self):
        name = self.create(PRINT, Timeout=300, MemorySize=256)
        self.assertEqual("printed", self.invoke(name, {"megabytes": 1})[0])
        before = Boto3Test.server.resident_bytes()
        result, answer = self.invoke(name, {"megabytes": 100}, LogType="Tail")
        self.assertEqual("printed", result)
        if not environment.is_sanitized():  # a sanitizer keeps more than the server does
            self.assertLess(Boto3Test.server.resident_bytes() - before, 200 << 20)
        self.assertLessEqual(len(answer["LogResult"]), 4096 * 4 // 3 + 4)
        self.assertEqual("printed", self.invoke(name, {"megabytes": 0})[0])
        logs = self.service("logs")
        self.addCleanup(logs.delete_log_group, logGroupName=f"/aws/lambda/{name}")
        shown = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}", limit=10)["events"]
        self.assertIn("x" * 1023, [event["message"].rstrip("\n") for event in shown])

    def test_lines_that_are_longer_than_an_event(self):
        name, limit = self.create("handler = lambda event, context: print('a' * event + '\\n' + 'b' * (event + 1))"), 256 * 1024 - 26
        self.invoke(name, limit)
        logs, found = self.service("logs"), []
        self.addCleanup(logs.delete_log_group, logGroupName=f"/aws/lambda/{name}")

        def messages():
            try:
                events = logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
            except logs.exceptions.ResourceNotFoundException:  # nothing has been written yet
                return False
            found[:] = [event["message"].rstrip("\n") for event in events if event["message"][:1] in ("a", "b")]
            return len(found) >= 3

        self.wait_until(messages)
        self.assertEqual([("a", limit), ("b", limit), ("b", 1)], [(text[0], len(text)) for text in found])

    @unittest.skipUnless(sandbox.works(), sandbox.REASON)
    @unittest.skipIf(environment.given_endpoint(), "knows the data folder of its own server")
    def test_the_data_folder_is_not_there(self):
        name = self.create(PROBE, Timeout=20)
        self.assertTrue(os.listdir(Boto3Test.server.data))
        for path in (Boto3Test.server.data, f"/proc/{Boto3Test.server.pid}/root", "/proc/1/root" + Boto3Test.server.data):
            self.assertIn(self.invoke(name, {"what": "file", "path": path})[0], ("FileNotFoundError", "PermissionError"))


class SizesTest(LambdaCase):
    """At each limit, and one past it."""

    def test_environment_variables(self):
        name = self.create(PROBE)

        def update(variables):
            self.lambda_.update_function_configuration(FunctionName=name, Environment={"Variables": variables})

        fits = {"AB": "x" * 2046, "CD": "ä" * 1023}  # bytes of names and values, not characters
        for variables in ({"AB": ""}, fits):
            update(variables)
        text = self.assert_refused("InvalidParameterValueException", update, variables={**fits, "AB": "x" * 2047})
        self.assertIn("exceeded the 4KB limit. String measured: {", text)
        for wrong in ("A", "1A", "A-"):
            with self.subTest(wrong):
                text = self.assert_refused("ValidationException", update, variables={wrong: ""})
                self.assertIn("[Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]", text)

    def test_payloads(self):
        name = self.create("handler = lambda event, context: 'x' * event if isinstance(event, int) else len(event)", Timeout=60)
        for kind, limit, status in (("RequestResponse", 6_291_456, 200), ("Event", 1_048_576, 202)):
            with self.subTest(kind):
                wanted = {"FunctionName": name, "InvocationType": kind}
                answer = self.lambda_.invoke(Payload=b'"%s"' % (b"x" * (limit - 2)), **wanted)
                self.assertEqual((status, None), (answer["StatusCode"], answer.get("FunctionError")))
                payload = b'"%s"' % (b"x" * (limit - 1))
                text = self.assert_refused("RequestTooLargeException", self.lambda_.invoke, Payload=payload, **wanted)
                self.assertIn(f"{limit + 1} byte payload is too large for the {kind} invocation type (limit {limit} bytes)", text)
        limit = 6_291_556
        result, answer = self.invoke(name, limit - 2)
        self.assertEqual((limit - 2, None), (len(result), answer.get("FunctionError")))
        result, answer = self.invoke(name, limit - 1)
        self.assertEqual(("Unhandled", "Function.ResponseSizeTooLarge"), (answer["FunctionError"], result["errorType"]))
        self.assertEqual(f"Response payload size exceeded maximum allowed payload size ({limit} bytes).", result["errorMessage"])

    def test_filters_of_triggers(self):
        source, name = self.create_table(StreamSpecification=STREAM), self.create(PROBE)
        mapping = {"EventSourceArn": source.latest_stream_arn, "FunctionName": name, "StartingPosition": "LATEST", "Enabled": False}

        def create(sizes):
            filters = [{"Pattern": '{"a":["%s"]}' % ("x" * (size - len('{"a":[""]}')))} for size in sizes]
            return self.lambda_.create_event_source_mapping(FilterCriteria={"Filters": filters}, **mapping)

        made = create([4096] * 5)
        self.addCleanup(self.lambda_.delete_event_source_mapping, UUID=made["UUID"])
        self.assertEqual([4096] * 5, [len(each["Pattern"]) for each in made["FilterCriteria"]["Filters"]])
        for sizes, member, limit in (
            ([20] * 6, "filterCriteria.filters", 5), ([4097], "filterCriteria.filters.1.member.pattern", 4096)
        ):
            text = self.assert_refused("ValidationException", create, sizes=sizes)
            self.assertIn(f"at '{member}' failed to satisfy constraint: Member must have length less than or equal to {limit}", text)

    def test_numbers(self):
        source, name = self.create_table(StreamSpecification=STREAM), self.create(PROBE)
        mapping = {"EventSourceArn": source.latest_stream_arn, "FunctionName": name, "StartingPosition": "LATEST", "Enabled": False}
        mapping = self.lambda_.create_event_source_mapping(**mapping)["UUID"]
        self.addCleanup(self.lambda_.delete_event_source_mapping, UUID=mapping)
        unchecked = self.service("lambda", config=Config(parameter_validation=False))
        of_mapping = functools.partial(unchecked.update_event_source_mapping, UUID=mapping)
        of_function = functools.partial(unchecked.update_function_configuration, FunctionName=name)
        for call, member, smallest, largest in (
            (of_mapping, "BatchSize", 1, 10_000),
            (of_mapping, "MaximumBatchingWindowInSeconds", 0, 300),
            (of_mapping, "ParallelizationFactor", 1, 10),
            (of_mapping, "MaximumRecordAgeInSeconds", -1, 604_800),
            (of_mapping, "MaximumRetryAttempts", -1, 10_000),
            (of_mapping, "TumblingWindowInSeconds", 0, 900),
            (of_function, "Timeout", 1, 900),
            (of_function, "MemorySize", 128, 10_240),
            (of_function, "EphemeralStorage", 512, 10_240),
        ):
            as_sent = (lambda size: {"Size": size}) if member == "EphemeralStorage" else (lambda number: number)
            place = f"{member[0].lower()}{member[1:]}" + (".size" if member == "EphemeralStorage" else "")
            for fits, past, relation in ((smallest, smallest - 1, "greater"), (largest, largest + 1, "less")):
                with self.subTest(member=member, number=fits):
                    self.assertEqual(as_sent(fits), call(**{member: as_sent(fits)})[member])
                    text = self.assert_refused("ValidationException", call, **{member: as_sent(past)})
                    constraint = f"Member must have value {relation} than or equal to {fits}"
                    self.assertIn(f"Value '{past}' at '{place}' failed to satisfy constraint: {constraint}", text)
        of_mapping(MaximumRecordAgeInSeconds=60)
        self.assert_refused("InvalidParameterValueException", of_mapping, MaximumRecordAgeInSeconds=59)

    def test_texts(self):
        name, bound = self.create(PROBE), "Member must have length less than or equal to"
        unique = uuid.uuid4().hex
        whole = {"Runtime": "python3.11", "Role": ROLE, "Handler": "f.handler", "Code": {"ZipFile": package({"f.py": PROBE})}}

        def create(FunctionName):
            self.lambda_.create_function(FunctionName=FunctionName, **whole)
            self.addCleanup(self.lambda_.delete_function, FunctionName=FunctionName)

        update = functools.partial(self.lambda_.update_function_configuration, FunctionName=name)
        alias = functools.partial(self.lambda_.create_alias, FunctionName=name, FunctionVersion="$LATEST")
        permit = functools.partial(
            self.lambda_.add_permission, FunctionName=name, Action="lambda:InvokeFunction", Principal="s3.amazonaws.com"
        )
        publish = functools.partial(self.lambda_.publish_layer_version, Content={"ZipFile": package({"x": "x"})})
        layer = functools.partial(publish, LayerName=unique)
        for call, member, limit, code in (
            (create, "FunctionName", 64, "InvalidParameterValueException"),
            (update, "Description", 256, "ValidationException"),
            (update, "Handler", 128, "ValidationException"),
            (alias, "Name", 128, "ValidationException"),
            (permit, "StatementId", 100, "ValidationException"),
            (publish, "LayerName", 140, "ValidationException"),
            (layer, "Description", 256, "ValidationException"),
            (layer, "LicenseInfo", 512, "ValidationException"),
        ):
            with self.subTest(member=member, limit=limit):
                fits = unique.ljust(limit, "x")
                call(**{member: fits})
                place = f"Value '{fits}x' at '{member[0].lower()}{member[1:]}'"
                text = self.assert_refused(code, call, **{member: fits + "x"})
                self.assertIn(f"{place} failed to satisfy constraint: {bound} {limit}", text)

    def test_policy_of_a_function(self):
        limit, name = 20_480, self.create(PROBE)

        def add(number, size):
            principal = "arn:aws:iam::000000000000:user/" + "x" * size
            statement = {"StatementId": f"s{number:02}", "Action": "lambda:InvokeFunction", "Principal": principal}
            self.lambda_.add_permission(FunctionName=name, **statement)
            return len(self.lambda_.get_policy(FunctionName=name)["Policy"])

        before, taken = add(0, 0), add(1, 0)
        rest = limit - taken - (taken - before)
        self.assertEqual(limit, add(2, rest))
        self.lambda_.remove_permission(FunctionName=name, StatementId="s02")
        text = self.assert_refused("PolicyLengthExceededException", add, number=3, size=rest + 1)
        self.assertIn(f"The final policy size ({limit + 1}) is bigger than the limit ({limit}).", text)


class StrangersTest(LambdaCase):
    """Who lets everybody do everything does not let everybody run programs."""

    def setUp(self):
        pass

    def test_functions_are_refused_to_those_whom_nobody_knows(self):
        for arguments, is_refused in ((("--insecure",), True), (("--insecure", "--insecure-lambda"), False)):
            with Server(*arguments, in_memory=True) as server:
                self.lambda_ = self.service("lambda", endpoint_url=server.endpoint)
                whole = {
                    "FunctionName": "f", "Runtime": "python3.11", "Role": ROLE, "Handler": "f.handler",
                    "Code": {"ZipFile": package({"f.py": "handler = lambda event, context: 42"})}, "Timeout": 60,
                }
                if is_refused:
                    text = self.assert_refused("InvalidParameterValueException", self.lambda_.create_function, **whole)
                    self.assertIn("--insecure-lambda", text)
                else:
                    self.lambda_.create_function(**whole)
                    self.assertEqual(b"42", self.lambda_.invoke(FunctionName="f")["Payload"].read())


class WindowOfBatchesTest(LambdaCase):
    def test_a_batching_window_gathers_records(self):
        source, target = self.create_table(StreamSpecification=STREAM), self.create_table()
        name = self.create(COUNT, Environment={"Variables": {"TARGET": target.name}}, Timeout=60, MemorySize=256)
        mapping = self.lambda_.create_event_source_mapping(
            EventSourceArn=source.latest_stream_arn, FunctionName=name, StartingPosition="TRIM_HORIZON",
            BatchSize=1000, MaximumBatchingWindowInSeconds=5 * environment.slowness(),
        )
        self.addCleanup(self.lambda_.delete_event_source_mapping, UUID=mapping["UUID"])
        with source.batch_writer() as batch:
            for i in range(40):
                batch.put_item(Item={"pk": str(i)})
        self.wait_until(lambda: sum(item["n"] for item in target.scan()["Items"]) == 40)
        stream = self.service("dynamodbstreams").describe_stream(StreamArn=source.latest_stream_arn)
        self.assertLessEqual(target.scan()["Count"], len(stream["StreamDescription"]["Shards"]))

    def test_a_batch_fits_into_a_payload(self):
        """However many records it may have: items that are small as they are stored, and some megabytes as JSON."""
        source, target = self.create_table(StreamSpecification=STREAM), self.create_table()
        wide = {f"{i:x}": None for i in range(75_000)}
        for number in range(8):
            source.put_item(Item={"pk": "one", "number": number, **wide})
        name = self.create(SIZE, Environment={"Variables": {"TARGET": target.name}}, Timeout=60, MemorySize=512)
        mapping = self.lambda_.create_event_source_mapping(
            EventSourceArn=source.latest_stream_arn, FunctionName=name, StartingPosition="TRIM_HORIZON", BatchSize=100,
        )
        self.addCleanup(self.lambda_.delete_event_source_mapping, UUID=mapping["UUID"])
        self.wait_until(lambda: sum(item["n"] for item in target.scan()["Items"]) == 8)
        batches = target.scan()["Items"]
        self.assertLess(len(batches), 8)
        self.assertLessEqual(max(item["bytes"] for item in batches), 6_291_456)


class TotalsAfterCrashTest(LambdaCase):
    """Totals that a function keeps of a stream are right, also when the server is killed in the middle."""

    def setUp(self):
        pass

    def test_totals_are_right(self):
        with Server() as server:
            services = self.connect(server)
            for name in ("orders", "totals", "seen"):
                services["dynamodb"].create_table(
                    TableName=name,
                    BillingMode="PAY_PER_REQUEST",
                    AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
                    KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
                    StreamSpecification=STREAM if name == "orders" else {"StreamEnabled": False},
                )
            services["lambda"].create_function(
                FunctionName="totals", Runtime="python3.11", Role=ROLE, Handler="f.handler", Timeout=60, MemorySize=256,
                Code={"ZipFile": package({"f.py": TOTALS})},
            )
            table = services["dynamodb"].describe_table(TableName="orders")["Table"]
            services["lambda"].create_event_source_mapping(
                EventSourceArn=table["LatestStreamArn"], FunctionName="totals", StartingPosition="TRIM_HORIZON", BatchSize=3
            )
            self.order(services, range(0, 60))
            self.wait_until(lambda: services["dynamodb"].scan(TableName="seen", Select="COUNT")["Count"] > 15)
            server.kill()
            server.start()
            services = self.connect(server)
            self.order(services, range(60, 80))
            for i in range(0, 80, 4):  # another quantity
                services["dynamodb"].update_item(
                    TableName="orders", Key={"pk": {"S": str(i)}}, UpdateExpression="SET quantity = :n",
                    ExpressionAttributeValues={":n": {"N": "1000"}},
                )
            for i in range(1, 80, 4):
                services["dynamodb"].delete_item(TableName="orders", Key={"pk": {"S": str(i)}})
            wanted = {}
            for order in services["dynamodb"].scan(TableName="orders")["Items"]:
                key = f"{order['day']['S']}/{order['product']['S']}"
                wanted[key] = wanted.get(key, 0) + int(order["quantity"]["N"])
            self.assertEqual(6, len(wanted))
            self.wait_until(lambda: self.totals(services) == wanted)

    def connect(self, server):
        return {name: self.service(name, endpoint_url=server.endpoint) for name in ("dynamodb", "lambda")}

    @staticmethod
    def order(services, numbers):
        for i in numbers:
            item = {"pk": {"S": str(i)}, "day": {"S": f"2026-01-0{i % 3 + 1}"}, "product": {"S": f"p{i % 2}"}, "quantity": {"N": str(i + 1)}}
            services["dynamodb"].put_item(TableName="orders", Item=item)

    @staticmethod
    def totals(services):
        return {each["pk"]["S"]: int(each["n"]["N"]) for each in services["dynamodb"].scan(TableName="totals")["Items"]}
