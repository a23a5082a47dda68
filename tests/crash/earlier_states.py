"""Backups, and recovery to a point in time, of a table that is written to. Its items count on in turn: write number n sets
item n % ITEMS to n. So each state of the table is known by its highest number, and a copy is a state or it is not."""

from crash import tables
from crash.load import Worker
from harness.client import ServiceError

TABLE = "ticks"
ITEMS = 8
HALVES = ("pairs", "others")  # tables that are written in transactions: they are equal at every moment
KEPT = 6  # backups, and copies, at a time
BUSY = (
    "BackupInUseException",
    "BackupNotFoundException",
    "InvalidRestoreTimeException",
    "ResourceInUseException",
    "ResourceNotFoundException",
    "TableAlreadyExistsException",
    "TableInUseException",
)


class State:
    def __init__(self):
        self.next = 0  # number of the write that was not acknowledged yet
        self.backups = {}  # ARN -> number of writes that were acknowledged when it was asked for
        self.copies = {}  # name of a table -> the same
        self.made = 0
        self.checked = 0


class Ticker(Worker):
    """One write after the other. One whose outcome is not known is made again."""

    def step(self):
        number = self.state.earlier.next
        item = {"pk": {"S": str(number % ITEMS)}, "number": {"N": str(number)}}
        if self.client.send("PutItem", {"TableName": TABLE, "Item": item}).status == 200:
            self.state.earlier.next += 1


class Keeper(Worker):
    """Makes backups and copies, and drops old ones."""

    def step(self):
        self.random.choice([self.back_up, self.restore, self.recover, self.drop_backup, self.drop_copy])()

    def call(self, operation, **request):
        """Nothing where that is not to be had now."""
        try:
            return self.client.call(operation, **request)
        except ServiceError as error:
            if error.name not in BUSY:
                raise
            return None

    def new_copy(self):
        earlier = self.state.earlier
        earlier.made += 1
        return f"copy{earlier.made}"

    def back_up(self):
        earlier = self.state.earlier
        written = earlier.next
        if len(earlier.backups) < KEPT and (made := self.call("CreateBackup", TableName=TABLE, BackupName="crash")):
            earlier.backups[made["BackupDetails"]["BackupArn"]] = written

    def restore(self):
        earlier = self.state.earlier
        if not earlier.backups or len(earlier.copies) >= KEPT:
            return
        arn, name = self.random.choice(sorted(earlier.backups)), self.new_copy()
        if self.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName=name):
            earlier.copies[name] = earlier.backups[arn]

    def recover(self):
        earlier = self.state.earlier
        if len(earlier.copies) >= KEPT:
            return
        name, written = self.new_copy(), earlier.next
        if self.call("RestoreTableToPointInTime", SourceTableName=TABLE, TargetTableName=name, UseLatestRestorableTime=True):
            earlier.copies[name] = written

    def drop_backup(self):
        self.drop(self.state.earlier.backups, lambda arn: self.client.call("DeleteBackup", BackupArn=arn))

    def drop_copy(self):
        self.drop(self.state.earlier.copies, lambda name: self.client.call("DeleteTable", TableName=name))

    def drop(self, known, delete):
        """One of those that are known, where there are enough. Whether it is there is not known from then on."""
        if len(known) < KEPT:
            return
        one = self.random.choice(sorted(known))
        written = known.pop(one)
        try:
            delete(one)
        except ServiceError:
            known[one] = written  # refused


def prepare(client):
    tables.create(client, TABLE)
    for name in (TABLE, *HALVES):
        client.call(
            "UpdateContinuousBackups",
            TableName=name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True},
        )


def state_after(writes):
    return {str(number % ITEMS): number for number in range(max(0, writes - ITEMS), writes)}


def check_copy(client, name, written):
    found = {key: int(item["number"]["N"]) for key, item in tables.scan(client, name).items()}
    writes = max(found.values(), default=-1) + 1
    if found != state_after(writes):
        yield f"{name} was never the state of {TABLE}: {found}"
    if writes < written:
        yield f"{name} has {writes} writes, though {written} were done before it was asked for"


def check_halves(client, random):
    windows = [
        client.call("DescribeContinuousBackups", TableName=name)["ContinuousBackupsDescription"][
            "PointInTimeRecoveryDescription"
        ]
        for name in HALVES
    ]
    first = max(float(window["EarliestRestorableDateTime"]) for window in windows)
    last = min(float(window["LatestRestorableDateTime"]) for window in windows)
    moment = round(random.uniform(first, last), 3)
    copies = [f"{name}-then" for name in HALVES]
    for name, copy in zip(HALVES, copies):
        client.call(
            "RestoreTableToPointInTime", SourceTableName=name, TargetTableName=copy, RestoreDateTime=moment
        )
    yield from tables.wait_for("halves", lambda: unfinished_tables(client, copies))
    halves = [tables.scan(client, copy) for copy in copies]
    if halves[0] != halves[1]:
        yield f"half a transaction at {moment}: {halves}"[:1000]
    for copy in copies:
        client.call("DeleteTable", TableName=copy)


def unfinished_tables(client, names):
    return [name for name in names if client.call("DescribeTable", TableName=name)["Table"]["TableStatus"] != "ACTIVE"]


def check(client, state, random):
    """All that was begun is finished, and is some state of the table."""
    earlier = state.earlier

    def unfinished_backups():
        listed = client.call("ListBackups", TableName=TABLE)["BackupSummaries"]
        return [backup["BackupArn"] for backup in listed if backup["BackupStatus"] != "AVAILABLE"]

    def unfinished_copies():
        names = client.call("ListTables")["TableNames"]
        return unfinished_tables(client, [name for name in names if name.startswith("copy")])

    yield from tables.wait_for("backups", unfinished_backups)
    yield from tables.wait_for("copies", unfinished_copies)
    listed = {backup["BackupArn"] for backup in client.call("ListBackups", TableName=TABLE)["BackupSummaries"]}
    lost = set(earlier.backups) - listed
    if lost:
        yield f"backups: {sorted(lost)} were acknowledged"
    for arn in listed:  # also those whose answer was lost
        earlier.made += 1
        name = f"copy{earlier.made}"
        client.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName=name)
        earlier.copies[name] = earlier.backups.get(arn, 0)
    yield from tables.wait_for("copies", unfinished_copies)
    there = {name for name in client.call("ListTables")["TableNames"] if name.startswith("copy")}
    lost = set(earlier.copies) - there
    if lost:
        yield f"copies: {sorted(lost)} were acknowledged"
    for name in there:
        yield from check_copy(client, name, earlier.copies.get(name, 0))
        client.call("DeleteTable", TableName=name)
        earlier.checked += 1
    for arn in listed:
        client.call("DeleteBackup", BackupArn=arn)
    earlier.backups, earlier.copies = {}, {}
    yield from check_halves(client, random)
