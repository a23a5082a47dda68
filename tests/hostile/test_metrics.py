"""Metrics with as many values as they can have, and whoever asks for all of them."""

import time

from hostile.case import TIMEOUT_S, HostileTest

AT_ONCE = 16
MINUTES = 1440
UNITS = ("Seconds", "Bytes", "Bits", "Percent", "Count", "None")


class MetricsTest(HostileTest):
    def test_a_day_of_minutes_with_all_their_values(self):
        minute = int(time.time()) // 60 * 60
        values = [i + 0.5 for i in range(150)]
        data = [
            {"MetricName": "m", "Timestamp": minute - 60 * i, "Unit": unit, "Values": values}
            for i in range(MINUTES)
            for unit in UNITS
        ]
        for first in range(0, len(data), 1000):
            put = {"Namespace": "hostile", "MetricData": data[first : first + 1000]}
            self.assertEqual(200, self.client.send("PutMetricData", put).status)
        times = {"StartTime": minute - 60 * (MINUTES - 1), "EndTime": minute + 60}
        metric = {"Namespace": "hostile", "MetricName": "m"}
        queries = [
            {"Id": f"q{i}", "MetricStat": {"Metric": metric, "Period": 60, "Stat": stat}}
            for i, stat in enumerate(("Sum", "p50", "tm99"))
        ]
        self.before_bytes = self.server.resident_bytes()
        self.forget_peak()
        answers = []

        def attack():
            client = self.new_client(timeout=300)
            for more in ({"Statistics": ["Sum"]}, {"ExtendedStatistics": ["p50"]}):
                answer = client.send("GetMetricStatistics", {**metric, **times, "Period": 60, **more})
                answers.append((answer.status, answer.status == 503 or len(answer.json["Datapoints"])))
            answer = client.send("GetMetricData", {**times, "MetricDataQueries": queries})
            answers.append((answer.status, answer.status == 503 or len(answer.json["MetricDataResults"][0]["Values"])))
            client.close()

        self.at_once(AT_ONCE, attack)
        self.check_bystander()
        self.assertLessEqual(set(answers), {(200, MINUTES), (200, MINUTES * len(UNITS)), (503, True)})
        # Where all of them were refused beside each other, one that asks alone is not.
        deadline = time.monotonic() + TIMEOUT_S
        while (200, MINUTES) not in answers and time.monotonic() < deadline:
            attack()
        self.assertIn((200, MINUTES), answers)
