"""--auth strict: who may back up tables, and restore them."""

import time
import uuid

from clients.boto3.test_iam import policy
from clients.boto3.test_strict import ACCOUNT, ARGUMENTS, OTHER_ACCOUNT, OTHER_ROOT_KEY, StrictCase, table_arn
from harness import environment

ITEM_ACTIONS = ("BatchWriteItem", "DeleteItem", "GetItem", "PutItem", "Query", "Scan", "UpdateItem")
RECOVERY_ON = {"PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True}}


def actions(*names):
    return [f"dynamodb:{name}" for name in names]


class StrictBackupsTest(StrictCase):
    def back_up(self):
        arn = self.owner.create_backup(TableName=self.table, BackupName="backup")["BackupDetails"]["BackupArn"]
        deadline = time.monotonic() + 30 * environment.slowness()
        while self.status(arn) != "AVAILABLE":
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
        return arn

    def status(self, arn):
        description = self.owner.describe_backup(BackupArn=arn)["BackupDescription"]
        return description["BackupDetails"]["BackupStatus"]

    def remove(self, name):
        self.owner.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 0.05})
        self.owner.delete_table(TableName=name)

    def test_actions_on_tables_and_backups(self):
        backup = self.back_up()
        arn = table_arn(self.table)
        nobody = self.dynamodb_of()
        for action, operation, resource, parameters in [
            ("CreateBackup", "create_backup", arn, {"TableName": self.table, "BackupName": "another"}),
            ("DescribeContinuousBackups", "describe_continuous_backups", arn, {"TableName": self.table}),
            ("UpdateContinuousBackups", "update_continuous_backups", arn, {"TableName": arn, **RECOVERY_ON}),
            ("DescribeBackup", "describe_backup", backup, {"BackupArn": backup}),
            ("ListBackups", "list_backups", "*", {"TableName": self.table}),
            ("DeleteBackup", "delete_backup", backup, {"BackupArn": backup}),
        ]:
            with self.subTest(action=action):
                message = self.assert_denied(getattr(nobody, operation), **parameters)
                self.assertIn(
                    f"is not authorized to perform: dynamodb:{action} on resource: {resource} because no "
                    "identity-based policy allows",
                    message,
                )
                others = self.dynamodb_of(policy("dynamodb:*", table_arn(self.table + "2")))
                self.assert_denied(getattr(others, operation), **parameters)
                one = self.dynamodb_of(policy(f"dynamodb:{action}", resource))
                getattr(one, operation)(**parameters)
        # As AWS's guide says, a list cannot be allowed for a table.
        lister = self.dynamodb_of(policy("dynamodb:ListBackups", arn))
        self.assert_denied(lister.list_backups, TableName=self.table)

    def test_a_backup_of_the_same_table_is_another_resource(self):
        one, other = self.back_up(), self.back_up()
        reader = self.dynamodb_of(policy("dynamodb:DescribeBackup", one))
        reader.describe_backup(BackupArn=one)
        self.assert_denied(reader.describe_backup, BackupArn=other)
        all_of_table = self.dynamodb_of(policy("dynamodb:DescribeBackup", table_arn(self.table) + "/backup/*"))
        all_of_table.describe_backup(BackupArn=other)

    def test_another_spelling_is_the_same_backup(self):
        backup = self.back_up()
        everything = policy("dynamodb:*", "*")
        but_this = {"Effect": "Deny", "Action": "dynamodb:*", "Resource": table_arn(self.table) + "/backup/*"}
        client = self.dynamodb_of(everything, {"Version": "2012-10-17", "Statement": [but_this]})
        for spelling in (backup, backup.replace("arn:aws:", "arn:aws-cn:")):
            with self.subTest(arn=spelling):
                self.assert_denied(client.describe_backup, BackupArn=spelling)
                self.assert_denied(client.delete_backup, BackupArn=spelling)
                self.assert_denied(
                    client.restore_table_from_backup, BackupArn=spelling, TargetTableName="never"
                )
        self.assertEqual("AVAILABLE", self.status(backup))

    def test_a_restore_needs_the_source_and_the_new_table(self):
        backup = self.back_up()
        self.owner.update_continuous_backups(TableName=self.table, **RECOVERY_ON)
        for action, operation, source, parameters in [
            ("RestoreTableFromBackup", "restore_table_from_backup", backup, {"BackupArn": backup}),
            (
                *("RestoreTableToPointInTime", "restore_table_to_point_in_time", table_arn(self.table)),
                {"SourceTableName": self.table, "UseLatestRestorableTime": True},
            ),
        ]:
            with self.subTest(action=action):
                name = f"strict-{uuid.uuid4().hex[:10]}"
                target = table_arn(name)
                parameters["TargetTableName"] = name
                on_source = policy(actions(action), source)
                for denied, documents in [
                    (action, [policy(actions(action, *ITEM_ACTIONS), target)]),
                    (action, [on_source, policy(actions(*ITEM_ACTIONS), target)]),
                    ("PutItem", [on_source, policy(actions(action, *(set(ITEM_ACTIONS) - {"PutItem"})), target)]),
                ]:
                    message = self.assert_denied(getattr(self.dynamodb_of(*documents), operation), **parameters)
                    self.assertIn(f"is not authorized to perform: dynamodb:{denied} on resource: ", message)
                allowed = self.dynamodb_of(on_source, policy(actions(action, *ITEM_ACTIONS), target))
                getattr(allowed, operation)(**parameters)
                self.remove(name)

    def test_backups_of_another_account(self):
        backup = self.back_up()
        self.assertIn(f":{ACCOUNT}:", backup)
        stranger = self.service("dynamodb", **OTHER_ROOT_KEY)
        for operation, parameters in [
            ("describe_backup", {}),
            ("delete_backup", {}),
            ("restore_table_from_backup", {"TargetTableName": "never"}),
        ]:
            with self.subTest(operation=operation):
                self.assert_denied(getattr(stranger, operation), BackupArn=backup, **parameters)
                own = backup.replace(ACCOUNT, OTHER_ACCOUNT)
                message = self.assert_error(
                    "BackupNotFoundException", getattr(stranger, operation), BackupArn=own, **parameters
                )
                self.assertEqual(f"Backup not found: {own}", message)
        self.assertEqual([], stranger.list_backups()["BackupSummaries"])
        self.assertEqual("AVAILABLE", self.status(backup))
