"""CloudWatch Logs with boto3: pages, tokens, errors."""

import json
import time
import uuid

from botocore.exceptions import ClientError

from clients.boto3.case import Boto3Test

FIRST_FROM_TAIL = 1_704_067_200_000  # 2024-01-01, in milliseconds


class LogsTest(Boto3Test):
    def setUp(self):
        self.logs = self.service("logs")
        self.group = f"/test/{uuid.uuid4().hex[:12]}"
        self.logs.create_log_group(logGroupName=self.group, tags={"a": "1"})
        self.addCleanup(self.logs.delete_log_group, logGroupName=self.group)
        self.now = int(time.time() * 1000)

    def put(self, stream, messages):
        events = [{"timestamp": self.now + i, "message": message} for i, message in enumerate(messages)]
        return self.logs.put_log_events(logGroupName=self.group, logStreamName=stream, logEvents=events)

    def create_stream(self, name):
        self.logs.create_log_stream(logGroupName=self.group, logStreamName=name)

    def test_pages_forward_and_backward(self):
        self.create_stream("s")
        self.put("s", [str(i) for i in range(5)])
        where = {"logGroupName": self.group, "logStreamName": "s", "limit": 2}
        page = self.logs.get_log_events(**where, startFromHead=True)
        seen = [event["message"] for event in page["events"]]
        while True:
            token = page["nextForwardToken"]
            page = self.logs.get_log_events(**where, nextToken=token)
            seen += [event["message"] for event in page["events"]]
            if page["nextForwardToken"] == token:
                break
        self.assertEqual(["0", "1", "2", "3", "4"], seen)
        page = self.logs.get_log_events(**where)
        self.assertEqual(["3", "4"], [event["message"] for event in page["events"]])
        page = self.logs.get_log_events(**where, nextToken=page["nextBackwardToken"])
        self.assertEqual(["1", "2"], [event["message"] for event in page["events"]])

    def test_filter_pages_over_streams(self):
        for name in ("a", "b", "c"):
            self.create_stream(name)
            self.put(name, [f"{name}{i} {'ERROR' if i % 2 else 'fine'}" for i in range(10)])
        pages = self.logs.get_paginator("filter_log_events").paginate(
            logGroupName=self.group, filterPattern="ERROR", PaginationConfig={"PageSize": 4}
        )
        events = [event for page in pages for event in page["events"]]
        self.assertEqual(15, len({event["eventId"] for event in events}))
        self.assertEqual(sorted(events, key=lambda each: each["timestamp"]), events)

    def test_filter_from_the_latest_event_on(self):
        def ask_for_the_latest(params, **unused):  # of 2026-06, so this boto3 does not know it
            params["body"] = json.dumps(json.loads(params["body"]) | {"startFromHead": False}).encode()

        self.create_stream("a")
        self.put("a", [str(i) for i in range(7)])
        self.logs.meta.events.register("before-call.cloudwatch-logs.FilterLogEvents", ask_for_the_latest)
        pages = self.logs.get_paginator("filter_log_events").paginate(
            logGroupName=self.group, startTime=FIRST_FROM_TAIL, PaginationConfig={"PageSize": 3}
        )
        self.assertEqual(list("6543210"), [event["message"] for page in pages for event in page["events"]])
        for wrong in ({"startTime": FIRST_FROM_TAIL - 1}, {}):
            with self.assertRaises(self.logs.exceptions.InvalidParameterException) as caught:
                self.logs.filter_log_events(logGroupName=self.group, **wrong)
            self.assertIn("on or after Jan 1, 2024 00:00:00 UTC", str(caught.exception))

    def test_filters_of_json_events_and_regular_expressions(self):
        self.create_stream("a")
        self.put("a", ['{"level": "ERROR", "n": 4}', '{"level": "ERROR", "n": 3}', "ERROR in plain text"])
        for pattern, expected in (
            ('{ $.level = "ERR*" && $.n > 3 }', ['{"level": "ERROR", "n": 4}']),
            ("{ $.user NOT EXISTS && $.n < 4 }", ['{"level": "ERROR", "n": 3}']),
            ("%^ERROR.*text$%", ["ERROR in plain text"]),
        ):
            found = self.logs.filter_log_events(logGroupName=self.group, filterPattern=pattern)["events"]
            self.assertEqual(expected, [event["message"] for event in found], pattern)
        for pattern in ("{ $.level = }", "%(a)%", "[a, b"):
            with self.assertRaises(self.logs.exceptions.InvalidParameterException):
                self.logs.filter_log_events(logGroupName=self.group, filterPattern=pattern)

    def test_pages_of_streams_and_groups(self):
        names = [f"s{i}" for i in range(7)]
        for name in names:
            self.create_stream(name)
        self.put("s3", ["x"])
        paginator = self.logs.get_paginator("describe_log_streams")
        for extra, wanted in (
            ({}, names),
            ({"descending": True}, names[::-1]),
            ({"orderBy": "LastEventTime"}, [n for n in names if n != "s3"] + ["s3"]),
        ):
            pages = paginator.paginate(
                logGroupName=self.group, PaginationConfig={"PageSize": 3}, **extra
            )
            found = [stream["logStreamName"] for page in pages for stream in page["logStreams"]]
            self.assertEqual(wanted, found, extra)
        pages = self.logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=self.group)
        self.assertEqual([self.group], [g["logGroupName"] for page in pages for g in page["logGroups"]])

    def test_tags_and_retention(self):
        arn = self.logs.describe_log_groups(logGroupNamePrefix=self.group)["logGroups"][0]["arn"][:-2]
        self.logs.tag_resource(resourceArn=arn, tags={"b": "2"})
        self.logs.untag_resource(resourceArn=arn, tagKeys=["a"])
        self.assertEqual({"b": "2"}, self.logs.list_tags_for_resource(resourceArn=arn)["tags"])
        # The ARN of all streams names no group: seen on AWS (boto/boto3#4104, 2024-04; gruntwork-io/cloud-nuke#1150).
        for wrong in (arn + ":*", "arn:aws:s3:::bucket"):
            with self.assertRaisesRegex(ClientError, "ValidationException.*: Invalid resourceArn$"):
                self.logs.list_tags_for_resource(resourceArn=wrong)
        self.logs.put_retention_policy(logGroupName=self.group, retentionInDays=30)
        group = self.logs.describe_log_groups(logGroupNamePrefix=self.group)["logGroups"][0]
        self.assertEqual(30, group["retentionInDays"])

    def test_limits_of_a_batch(self):
        self.create_stream("s")
        day, limit = 24 * 3600 * 1000, 1_048_576
        half = limit // 2 - 26  # that each event counts more than its message

        def put(*events):
            sent = [{"timestamp": self.now + millis, "message": message} for millis, message in events]
            return self.logs.put_log_events(logGroupName=self.group, logStreamName="s", logEvents=sent)

        for fits, past, message in (
            ([(0, "x")] * 10_000, [(0, "x")], "at 'logEvents' failed to satisfy constraint: Member must have length less than or equal to 10000"),
            ([(0, "x" * half), (0, "x" * (half - 27))], [(0, "xx")], f"Upload too large: {limit + 1} bytes exceeds limit of {limit}"),
            ([(-day, "x"), (0, "x")], [(1, "x")], "The batch of log events in a single PutLogEvents request cannot span more than 24 hours."),
        ):
            with self.subTest(message):
                self.assertNotIn("rejectedLogEventsInfo", put(*fits))
                with self.assertRaises(self.logs.exceptions.InvalidParameterException) as caught:
                    put(*fits, *past)
                self.assertIn(message, str(caught.exception))
        put((0, "x" * half), (0, "x" * half))

    def test_limits_of_texts(self):
        group = {"logGroupName": self.group}

        def create_group(logGroupName):
            self.logs.create_log_group(logGroupName=logGroupName)
            self.addCleanup(self.logs.delete_log_group, logGroupName=logGroupName)

        def find(**more):
            self.logs.filter_log_events(**group, **more)

        def create_stream(logStreamName):
            self.logs.create_log_stream(**group, logStreamName=logStreamName)

        for call, member, limit in (
            (create_group, "logGroupName", 512), (create_stream, "logStreamName", 512), (find, "filterPattern", 1024),
        ):
            with self.subTest(member):
                fits = self.group.replace("/", "").ljust(limit, "x")
                call(**{member: fits})
                with self.assertRaises(self.logs.exceptions.InvalidParameterException) as caught:
                    call(**{member: fits + "x"})
                self.assertIn(f"at '{member}' failed to satisfy constraint: Member must have length less than or equal to {limit}", str(caught.exception))
        names = [f"s{i}" for i in range(101)]
        for name in names[:100]:
            self.create_stream(name)
        find(logStreamNames=names[:100])
        with self.assertRaises(self.logs.exceptions.InvalidParameterException) as caught:
            find(logStreamNames=names)
        self.assertIn("at 'logStreamNames' failed to satisfy constraint: Member must have length less than or equal to 100", str(caught.exception))

    def test_limits_of_tags(self):
        arn = self.logs.describe_log_groups(logGroupNamePrefix=self.group)["logGroups"][0]["arn"][:-2]
        errors, many = self.logs.exceptions, {f"k{i}": "v" for i in range(51)}
        with self.assertRaises(errors.InvalidParameterException) as caught:
            self.logs.tag_resource(resourceArn=arn, tags=many)
        self.assertIn("at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50", str(caught.exception))
        full = {"a": "other", **{f"k{i}": "v" for i in range(49)}}
        self.logs.tag_resource(resourceArn=arn, tags=full)  # in place of a
        with self.assertRaises(errors.TooManyTagsException) as caught:
            self.logs.tag_resource(resourceArn=arn, tags={"one": "more"})
        self.assertIn("A resource can have no more than 50 tags.", str(caught.exception))
        self.assertEqual(full, self.logs.list_tags_for_resource(resourceArn=arn)["tags"])
        self.logs.untag_resource(resourceArn=arn, tagKeys=["k0"])
        self.logs.tag_resource(resourceArn=arn, tags={"ä" * 128: "ä" * 256})
        for wrong, limit in (({"ä" * 129: ""}, 128), ({"k1": "ä" * 257}, 256)):
            with self.assertRaises(errors.InvalidParameterException) as caught:
                self.logs.tag_resource(resourceArn=arn, tags=wrong)
            self.assertIn(f"Member must have length less than or equal to {limit}", str(caught.exception))

    def test_limits_of_pages(self):
        self.create_stream("s")
        group = {"logGroupName": self.group}
        for call, limit, where in (
            (self.logs.get_log_events, 10_000, {**group, "logStreamName": "s"}),
            (self.logs.filter_log_events, 10_000, group),
            (self.logs.describe_log_streams, 50, group),
            (self.logs.describe_log_groups, 50, {}),
        ):
            with self.subTest(call.__name__):
                call(limit=limit, **where)
                with self.assertRaises(self.logs.exceptions.InvalidParameterException) as caught:
                    call(limit=limit + 1, **where)
                self.assertIn(f"at 'limit' failed to satisfy constraint: Member must have value less than or equal to {limit}", str(caught.exception))

    def test_errors(self):
        errors = self.logs.exceptions
        with self.assertRaises(errors.ResourceAlreadyExistsException) as caught:
            self.logs.create_log_group(logGroupName=self.group)
        self.assertIn("The specified log group already exists", str(caught.exception))
        with self.assertRaises(errors.ResourceNotFoundException) as caught:
            self.put("nowhere", ["x"])
        self.assertIn("The specified log stream does not exist.", str(caught.exception))
        self.create_stream("s")
        with self.assertRaises(errors.InvalidParameterException) as caught:
            self.logs.put_log_events(
                logGroupName=self.group,
                logStreamName="s",
                logEvents=[
                    {"timestamp": self.now + 1, "message": "x"},
                    {"timestamp": self.now, "message": "y"},
                ],
            )
        self.assertIn("must be in chronological order", str(caught.exception))
        limit = 1048576 - 26  # since 2025-04
        self.put("s", ["x" * limit])
        with self.assertRaises(errors.InvalidParameterException) as caught:
            self.put("s", ["x" * (limit + 1)])
        self.assertIn("Log event too large: 1048577 bytes exceeds limit of 1048576", str(caught.exception))
        with self.assertRaises(errors.InvalidParameterException) as caught:
            self.logs.filter_log_events(logGroupName=self.group, filterPattern="a-b")
        self.assertIn("Invalid character(s) in term 'a-b'", str(caught.exception))
