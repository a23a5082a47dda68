"""Metrics and alarms. What is reported of two metrics in one request is there of both or of none, and nothing that was acknowledged is
lost; so with alarms."""

import time

from crash.load import Worker
from harness.client import Client, ServiceError

PREFIX = "GraniteServiceVersion20100801."
NAMESPACE = "Crash"
NAMES = ("left", "right")
METRICS = 3
ALARMS = 5


class State:
    def __init__(self):
        self.sums = {number: (0, 0) for number in range(METRICS)}  # acknowledged; sent
        self.alarms = {}  # name -> thresholds of which one it has; None: it is not there

    def kept(self):
        return sum(int(acknowledged) for acknowledged, _ in self.sums.values())


def metric(number, name):
    return {
        "Namespace": NAMESPACE,
        "MetricName": name,
        "Dimensions": [{"Name": "number", "Value": str(number)}],
    }


class Reporter(Worker):
    def step(self):
        if self.random.random() < 0.2:
            return self.change_alarm()
        number = self.random.randrange(METRICS)
        sums = self.state.metrics.sums
        acknowledged, sent = sums[number]
        sums[number] = acknowledged, sent + 1
        data = [
            {"MetricName": name, "Dimensions": metric(number, name)["Dimensions"], "Value": 1, "StorageResolution": 1}
            for name in NAMES
        ]
        self.must("PutMetricData", Namespace=NAMESPACE, MetricData=data)
        sums[number] = acknowledged + 1, sent + 1

    def change_alarm(self):
        alarms = self.state.metrics.alarms
        name = f"alarm{self.random.randrange(ALARMS)}"
        before = alarms.get(name, {None})
        wanted = None if self.random.random() < 0.2 else float(self.random.randrange(10**6))
        alarms[name] = {*before, wanted}
        if wanted is None:
            self.must("DeleteAlarms", AlarmNames=[name])
        else:
            self.put_alarm(name, wanted)
        alarms[name] = {wanted}

    def must(self, operation, **request):
        """One whose answer is empty; what is to be deleted may not be there."""
        response = self.client.send(PREFIX + operation, request)
        if response.status >= 400 and response.error_type != "ResourceNotFound":
            raise ServiceError(response)

    def put_alarm(self, name, threshold):
        self.must(
            "PutMetricAlarm",
            AlarmName=name,
            **metric(0, "left"),
            Statistic="Sum",
            Period=10,
            EvaluationPeriods=1,
            Threshold=threshold,
            ComparisonOperator="GreaterThanThreshold",
        )


def sum_of(client, number, name):
    now = int(time.time())
    answer = client.call(
        PREFIX + "GetMetricStatistics",
        **metric(number, name),
        StartTime=now - 12 * 3600,
        EndTime=now + 3600,
        Period=3600,
        Statistics=["Sum"],
    )
    return sum(point["Sum"] for point in answer["Datapoints"])


def check(endpoint, state):
    client = Client(endpoint)
    for number, (acknowledged, sent) in state.sums.items():
        left, right = (sum_of(client, number, name) for name in NAMES)
        if left != right:
            yield f"metric {number}: half a request: {left} of one, {right} of the other"
        if not acknowledged <= left <= sent:
            yield f"metric {number}: {left} were kept, {acknowledged} acknowledged, {sent} sent"
        state.sums[number] = left, left
    found = {each["AlarmName"]: each["Threshold"] for each in client.call(PREFIX + "DescribeAlarms")["MetricAlarms"]}
    for name, allowed in state.alarms.items():
        if found.get(name) not in allowed:
            yield f"{name} has {found.get(name)}, allowed are {allowed}"
        state.alarms[name] = {found.get(name)}
    client.close()
