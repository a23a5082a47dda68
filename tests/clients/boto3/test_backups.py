"""Backups of tables, and recovery to a point in time, through boto3."""

import datetime
import time
import uuid

from boto3.dynamodb.conditions import Key

from clients.boto3.case import FAST_WAITER, Boto3Test
from harness import environment

DEADLINE_S = 30 * environment.slowness()
GLOBAL_INDEX = {
    "IndexName": "ByOwner",
    "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}
INDEXED = {
    "AttributeDefinitions": [{"AttributeName": "owner", "AttributeType": "S"}],
    "GlobalSecondaryIndexes": [GLOBAL_INDEX],
}


class BackupCase(Boto3Test):
    def until(self, question, is_expected):
        deadline = time.monotonic() + DEADLINE_S
        while not is_expected(answer := question()):
            self.assertLess(time.monotonic(), deadline, f"it stays {answer}")
            time.sleep(0.02)
        return answer

    def pass_time(self, end):
        while (now := time.time()) < end:
            time.sleep(end - now)

    def back_up(self, table_name, backup_name="backup"):
        """The ARN of a backup that is complete."""
        arn = self.client.create_backup(TableName=table_name, BackupName=backup_name)["BackupDetails"]["BackupArn"]
        self.until(lambda: self.details(arn)["BackupStatus"], lambda status: status == "AVAILABLE")
        return arn

    def details(self, arn):
        return self.client.describe_backup(BackupArn=arn)["BackupDescription"]["BackupDetails"]

    def restored(self, restore, **parameters):
        """The table that a restore makes, once it is complete."""
        name = f"restored-{uuid.uuid4().hex[:12]}"
        description = restore(TargetTableName=name, **parameters)["TableDescription"]
        self.addCleanup(self.client.delete_table, TableName=name)
        self.assertEqual("CREATING", description["TableStatus"])
        self.assertTrue(description["RestoreSummary"]["RestoreInProgress"])
        self.client.get_waiter("table_exists").wait(TableName=name, WaiterConfig=FAST_WAITER)
        table = self.resource.Table(name)
        self.assertFalse(table.restore_summary["RestoreInProgress"])
        return table

    def items(self, table):
        pages = self.client.get_paginator("scan").paginate(TableName=table.name, ConsistentRead=True)
        return sorted(item["pk"]["S"] for page in pages for item in page["Items"])

    def put_many(self, table, names):
        with table.batch_writer() as batch:
            for name in names:
                batch.put_item(Item={"pk": name, "owner": "x"})

    def switch_recovery(self, table, on=True):
        return self.client.update_continuous_backups(
            TableName=table.name,
            PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": on},
        )["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]

    def recovery(self, table):
        answer = self.client.describe_continuous_backups(TableName=table.name)
        return answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]


class BackupTest(BackupCase):
    def test_a_backup_has_the_items_of_its_moment(self):
        table = self.create_table(**INDEXED)
        before = [f"k{i:04}" for i in range(1200)]
        self.put_many(table, before)
        arn = self.client.create_backup(TableName=table.name, BackupName="before")["BackupDetails"]["BackupArn"]
        # While it is made: what comes now is not in it, what goes now is.
        self.put_many(table, [f"n{i:04}" for i in range(300)])
        with table.batch_writer() as batch:
            for name in before[::3]:
                batch.delete_item(Key={"pk": name})
        self.until(lambda: self.details(arn)["BackupStatus"], lambda status: status == "AVAILABLE")
        restored = self.restored(self.client.restore_table_from_backup, BackupArn=arn)
        self.assertEqual(before, self.items(restored))
        self.assertEqual(len(before), restored.item_count)
        self.assertEqual(arn, restored.restore_summary["SourceBackupArn"])
        self.assertEqual(table.table_arn, restored.restore_summary["SourceTableArn"])
        self.assertEqual(self.details(arn)["BackupCreationDateTime"], restored.restore_summary["RestoreDateTime"])
        found = restored.query(IndexName="ByOwner", KeyConditionExpression=Key("owner").eq("x"), Select="COUNT")
        self.assertEqual(len(before), found["Count"])
        self.assertEqual(800 + 300, len(self.items(table)))

    def test_a_restore_from_a_backup_of_a_table_that_is_gone(self):
        table = self.create_table()
        table.put_item(Item={"pk": "a", "map": {"b": b"\0\1", "set": {"x", "y"}}})
        arn = self.back_up(table.name)
        self.client.delete_table(TableName=table.name)
        self.client.get_waiter("table_not_exists").wait(TableName=table.name, WaiterConfig=FAST_WAITER)
        self.addCleanup(self.create_again, table.name)  # what create_table() wants to delete
        restored = self.restored(self.client.restore_table_from_backup, BackupArn=arn)
        self.assertEqual({"x", "y"}, restored.get_item(Key={"pk": "a"})["Item"]["map"]["set"])

    def create_again(self, name):
        self.client.create_table(
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        )

    def test_a_restore_to_the_name_of_the_table(self):
        """As a runbook does it: back up, delete, restore in its place."""
        table = self.create_table()
        self.put_many(table, ["a", "b"])
        arn = self.back_up(table.name)
        with self.assertRaises(self.client.exceptions.TableAlreadyExistsException):
            self.client.restore_table_from_backup(BackupArn=arn, TargetTableName=table.name)
        self.client.delete_table(TableName=table.name)
        self.client.get_waiter("table_not_exists").wait(TableName=table.name, WaiterConfig=FAST_WAITER)
        self.client.restore_table_from_backup(BackupArn=arn, TargetTableName=table.name)
        self.client.get_waiter("table_exists").wait(TableName=table.name, WaiterConfig=FAST_WAITER)
        self.assertEqual(["a", "b"], self.items(table))

    def test_overrides(self):
        table = self.create_table(**INDEXED)
        self.put_many(table, ["a"])
        arn = self.back_up(table.name)
        restored = self.restored(
            self.client.restore_table_from_backup,
            BackupArn=arn,
            BillingModeOverride="PROVISIONED",
            ProvisionedThroughputOverride={"ReadCapacityUnits": 7, "WriteCapacityUnits": 8},
            GlobalSecondaryIndexOverride=[
                {**GLOBAL_INDEX, "ProvisionedThroughput": {"ReadCapacityUnits": 3, "WriteCapacityUnits": 4}}
            ],
        )
        self.assertEqual("PROVISIONED", restored.billing_mode_summary["BillingMode"])
        self.assertEqual(7, restored.provisioned_throughput["ReadCapacityUnits"])
        self.assertEqual(4, restored.global_secondary_indexes[0]["ProvisionedThroughput"]["WriteCapacityUnits"])
        without = self.restored(
            self.client.restore_table_from_backup, BackupArn=arn, GlobalSecondaryIndexOverride=[]
        )
        self.assertIsNone(without.global_secondary_indexes)
        self.assertEqual("PAY_PER_REQUEST", without.billing_mode_summary["BillingMode"])
        self.assertEqual([{"AttributeName": "pk", "AttributeType": "S"}], without.attribute_definitions)
        self.assertEqual(["a"], self.items(without))

    def test_list_in_pages_and_by_time(self):
        table, other = self.create_table(), self.create_table()
        arns = []
        for i in range(5):
            arns.append(self.back_up(table.name, f"backup-{i}"))
            self.pass_time(int(time.time() * 1000) / 1000 + 0.001)  # the next one is not in the same millisecond
        foreign = self.back_up(other.name)
        pages = self.client.get_paginator("list_backups").paginate(
            TableName=table.name, PaginationConfig={"PageSize": 2}
        )
        self.assertEqual(arns, [each["BackupArn"] for page in pages for each in page["BackupSummaries"]])
        everything = self.client.get_paginator("list_backups").paginate(PaginationConfig={"PageSize": 3})
        listed = [each["BackupArn"] for page in everything for each in page["BackupSummaries"]]
        self.assertLessEqual({*arns, foreign}, set(listed))
        self.assertEqual(len(listed), len(set(listed)))
        created = self.details(arns[0])["BackupCreationDateTime"]
        hour = datetime.timedelta(hours=1)
        for lower, upper, expected in [
            (created - hour, created + hour, arns),
            (created + hour, created + 2 * hour, []),
            (created - 2 * hour, created - hour, []),
        ]:
            answer = self.client.list_backups(
                TableName=table.name, TimeRangeLowerBound=lower, TimeRangeUpperBound=upper
            )
            self.assertEqual(expected, [each["BackupArn"] for each in answer["BackupSummaries"]])

    def test_delete(self):
        table = self.create_table()
        arn = self.back_up(table.name)
        description = self.client.delete_backup(BackupArn=arn)["BackupDescription"]
        self.assertEqual("DELETED", description["BackupDetails"]["BackupStatus"])
        for call in (self.client.describe_backup, self.client.delete_backup):
            with self.assertRaises(self.client.exceptions.BackupNotFoundException):
                call(BackupArn=arn)
        self.assertEqual([], self.client.list_backups(TableName=table.name)["BackupSummaries"])

    def test_tables_that_are_not_there(self):
        with self.assertRaises(self.client.exceptions.TableNotFoundException):
            self.client.create_backup(TableName="no-such-table", BackupName="backup")
        with self.assertRaises(self.client.exceptions.TableNotFoundException):
            self.client.describe_continuous_backups(TableName="no-such-table")


class RecoveryTest(BackupCase):
    def test_on_and_off(self):
        table = self.create_table()
        self.assertEqual({"PointInTimeRecoveryStatus": "DISABLED"}, self.recovery(table))
        state = self.switch_recovery(table)
        self.assertEqual("ENABLED", state["PointInTimeRecoveryStatus"])
        self.assertLessEqual(state["EarliestRestorableDateTime"], state["LatestRestorableDateTime"])
        self.assertEqual(0, state["EarliestRestorableDateTime"].microsecond)  # SDKs can send it back
        now = datetime.datetime.now(datetime.timezone.utc)
        self.assertLess(abs((state["EarliestRestorableDateTime"] - now).total_seconds()), 60)
        self.assertEqual({"PointInTimeRecoveryStatus": "DISABLED"}, self.switch_recovery(table, on=False))
        with self.assertRaises(self.client.exceptions.PointInTimeRecoveryUnavailableException):
            self.client.restore_table_to_point_in_time(
                SourceTableName=table.name, TargetTableName="never", UseLatestRestorableTime=True
            )

    def next_second(self):
        """Waits until a whole second has begun, and returns it: SDKs send no smaller parts of a time."""
        begin = int(time.time()) + 1
        self.pass_time(begin + 0.01)  # what is written now is behind it
        return datetime.datetime.fromtimestamp(begin, datetime.timezone.utc)

    def test_a_moment_between_two_writes(self):
        table = self.create_table(**INDEXED)
        table.put_item(Item={"pk": "before", "v": 0})
        self.switch_recovery(table)
        self.put_many(table, ["changed", "deleted", "kept"])
        moment = self.next_second()
        table.update_item(
            Key={"pk": "changed"},
            UpdateExpression="SET v = :v, #o = :o",
            ExpressionAttributeNames={"#o": "owner"},
            ExpressionAttributeValues={":v": 2, ":o": "y"},
        )
        table.delete_item(Key={"pk": "deleted"})
        table.put_item(Item={"pk": "added", "owner": "x"})
        self.until(
            lambda: self.recovery(table), lambda state: state["LatestRestorableDateTime"] >= moment
        )
        restored = self.restored(
            self.client.restore_table_to_point_in_time, SourceTableName=table.name, RestoreDateTime=moment
        )
        self.assertEqual(["before", "changed", "deleted", "kept"], self.items(restored))
        self.assertEqual({"pk": "changed", "owner": "x"}, restored.get_item(Key={"pk": "changed"})["Item"])
        found = restored.query(IndexName="ByOwner", KeyConditionExpression=Key("owner").eq("x"))["Items"]
        self.assertEqual({"changed", "deleted", "kept"}, {item["pk"] for item in found})
        self.assertEqual(moment, restored.restore_summary["RestoreDateTime"])
        self.assertNotIn("SourceBackupArn", restored.restore_summary)
        latest = self.restored(
            self.client.restore_table_to_point_in_time,
            SourceTableArn=table.table_arn,
            UseLatestRestorableTime=True,
            BillingModeOverride="PAY_PER_REQUEST",
        )
        self.assertEqual(["added", "before", "changed", "kept"], self.items(latest))
        for away in (-datetime.timedelta(hours=1), datetime.timedelta(hours=1)):
            with self.assertRaises(self.client.exceptions.InvalidRestoreTimeException):
                self.client.restore_table_to_point_in_time(
                    SourceTableName=table.name, TargetTableName="never", RestoreDateTime=moment + away
                )

    def test_the_earliest_moment_can_be_restored(self):
        table = self.create_table()
        table.put_item(Item={"pk": "before"})
        self.switch_recovery(table)
        state = self.until(
            lambda: self.recovery(table),
            lambda state: state["LatestRestorableDateTime"] > state["EarliestRestorableDateTime"],
        )
        table.delete_item(Key={"pk": "before"})
        restored = self.restored(
            self.client.restore_table_to_point_in_time,
            SourceTableName=table.name,
            RestoreDateTime=state["EarliestRestorableDateTime"],
        )
        self.assertEqual(["before"], self.items(restored))

    def test_a_deleted_table_leaves_a_system_backup(self):
        table = self.create_table()
        self.switch_recovery(table)
        table.put_item(Item={"pk": "a"})
        self.client.delete_table(TableName=table.name)
        self.client.get_waiter("table_not_exists").wait(TableName=table.name, WaiterConfig=FAST_WAITER)
        self.assertEqual([], self.client.list_backups(TableName=table.name)["BackupSummaries"])
        backup = self.until(
            lambda: self.client.list_backups(TableName=table.name, BackupType="SYSTEM")["BackupSummaries"],
            lambda backups: backups and backups[0]["BackupStatus"] == "AVAILABLE",
        )[0]
        self.assertEqual("SYSTEM", backup["BackupType"])
        self.assertEqual(f"{table.name}$DeletedTableBackup", backup["BackupName"])
        kept = backup["BackupExpiryDateTime"] - backup["BackupCreationDateTime"]
        self.assertEqual(35, kept.days)
        with self.assertRaises(self.client.exceptions.ClientError) as refused:
            self.client.delete_backup(BackupArn=backup["BackupArn"])
        self.assertEqual("ValidationException", refused.exception.response["Error"]["Code"])
        self.client.restore_table_from_backup(BackupArn=backup["BackupArn"], TargetTableName=table.name)
        self.client.get_waiter("table_exists").wait(TableName=table.name, WaiterConfig=FAST_WAITER)
        self.assertEqual(["a"], self.items(table))
