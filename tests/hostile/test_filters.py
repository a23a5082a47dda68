"""Log events as large as they can be, and filter patterns that look at each byte as often as they may."""

import json
import random
import time

from hostile.case import HostileTest

EVENT_BYTES = 1_000_000
LOGS = "Logs_20140328."


class FiltersTest(HostileTest):
    def put_event(self, stream, message):
        group = {"logGroupName": "hostile", "logStreamName": stream}
        self.client.send(LOGS + "CreateLogGroup", {"logGroupName": "hostile"})  # it may be there
        self.assertEqual(200, self.client.send(LOGS + "CreateLogStream", group).status)
        event = {"timestamp": int(time.time() * 1000), "message": message}
        self.assertEqual(200, self.client.send(LOGS + "PutLogEvents", {**group, "logEvents": [event]}).status)

    def filter(self, stream, pattern, status):
        body = {"logGroupName": "hostile", "logStreamNames": [stream], "filterPattern": pattern}
        self.storm(LOGS + "FilterLogEvents", json.dumps(body).encode(), (status,), rounds=1, clients=3)

    def test_regular_expressions(self):
        bits = random.Random(1).choices("01", k=EVENT_BYTES)
        self.put_event("bits", "".join(bits))
        counts = ".{0,900}" * 8
        for pattern, status in (
            ("%[01]*1[01]{400}x%", 200),  # no table for it fits into memory
            ("%1.{0,150}x%", 200),
            ("[a = %[01]*1[01]{200}x% || a = %[01]*0[01]{200}x%]", 200),
            (f"%1{counts}x%", 400),
            (f"[a = %1{counts}x%]", 400),
            (f"{{ $.a = %1{counts}x% }}", 400),
            ("[" + " && ".join(["a = %[01]{9}x%"] * 20) + "]", 400),
        ):
            with self.subTest(pattern=pattern):
                self.filter("bits", pattern, status)

    def test_columns_that_are_not_closed(self):
        self.put_event("open", "[ " * (EVENT_BYTES // 2))
        for pattern in ("[a, b]", "[a, ..., b]", '[..., a = "x"]'):
            self.filter("open", pattern, 200)
