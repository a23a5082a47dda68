"""What the CLI does on its own: paging, output formats, generated requests, waiters."""

import os
import subprocess
import unittest
import uuid

from harness import environment
from harness.awscli import run_shell


class AwsCliTest(unittest.TestCase):
    server = None  # set by run.py

    def run_ok(self, script):
        result = run_shell(script, self.server.endpoint)
        self.assertEqual(0, result.code, f"{script}\n{result.errors}")
        return result

    def create_table(self):
        name = f"cli-{uuid.uuid4().hex[:12]}"
        self.run_ok(
            f"awslocal dynamodb create-table --table-name {name} --billing-mode PAY_PER_REQUEST "
            "--attribute-definitions AttributeName=pk,AttributeType=S --key-schema AttributeName=pk,KeyType=HASH "
            f"&& awslocal dynamodb wait table-exists --table-name {name}"
        )
        self.addCleanup(
            run_shell, f"awslocal dynamodb delete-table --table-name {name}", self.server.endpoint
        )
        return name

    def test_items_shorthand_and_pages(self):
        table = self.create_table()
        self.run_ok(
            "".join(
                f"awslocal dynamodb put-item --table-name {table} --item 'pk={{S=k{i}}},n={{N={i}}}'\n"
                for i in range(4)
            )
        )
        scan = self.run_ok(
            f"awslocal dynamodb scan --table-name {table} --page-size 2 --consistent-read"
        ).json
        self.assertEqual(["0", "1", "2", "3"], sorted(item["n"]["N"] for item in scan["Items"]))
        first = self.run_ok(
            f"awslocal dynamodb scan --table-name {table} --max-items 3 --consistent-read"
        ).json
        rest = self.run_ok(
            f"awslocal dynamodb scan --table-name {table} --consistent-read --starting-token {first['NextToken']}"
        ).json
        self.assertEqual(3, len(first["Items"]))
        self.assertEqual(1, len(rest["Items"]))
        text = self.run_ok(
            f"awslocal dynamodb scan --table-name {table} --select COUNT --query Count --output text"
        )
        self.assertEqual("4", text.output.strip())

    def test_a_backup_and_a_restore(self):
        table = self.create_table()
        self.run_ok(f"awslocal dynamodb put-item --table-name {table} --item '{{\"pk\": {{\"S\": \"a\"}}}}'")
        arn = self.run_ok(
            f"awslocal dynamodb create-backup --table-name {table} --backup-name cli "
            "--query BackupDetails.BackupArn --output text"
        ).output.strip()
        restored = f"{table}-restored"
        self.run_ok(
            "for i in $(seq 100); do\n"
            f'  status=$(awslocal dynamodb describe-backup --backup-arn "{arn}" '
            "--query BackupDescription.BackupDetails.BackupStatus --output text)\n"
            '  [ "$status" = AVAILABLE ] && break\n'
            "done\n"
            f'awslocal dynamodb restore-table-from-backup --backup-arn "{arn}" --target-table-name {restored} '
            "&& "
            f"awslocal dynamodb wait table-exists --table-name {restored}"
        )
        self.addCleanup(
            run_shell, f"awslocal dynamodb delete-table --table-name {restored}", self.server.endpoint
        )
        scan = self.run_ok(f"awslocal dynamodb scan --table-name {restored} --consistent-read").json
        self.assertEqual([{"pk": {"S": "a"}}], scan["Items"])
        listed = self.run_ok(f"awslocal dynamodb list-backups --table-name {table} --max-items 1").json
        self.assertEqual([arn], [backup["BackupArn"] for backup in listed["BackupSummaries"]])

    def test_an_export_and_an_import(self):
        table = self.create_table()
        imported, bucket = f"{table}-imported", table
        self.run_ok(f"awslocal dynamodb put-item --table-name {table} --item '{{\"pk\": {{\"S\": \"a\"}}}}'")
        self.run_ok(
            f"awslocal s3 mb s3://{bucket}\n"
            f"awslocal dynamodb update-continuous-backups --table-name {table} "
            "--point-in-time-recovery-specification PointInTimeRecoveryEnabled=true"
        )
        self.addCleanup(run_shell, f"awslocal s3 rb --force s3://{bucket}", self.server.endpoint)
        table_arn = f"arn:aws:dynamodb:us-east-1:000000000000:table/{table}"
        export = self.run_ok(
            f"awslocal dynamodb export-table-to-point-in-time --table-arn {table_arn} --s3-bucket {bucket} "
            "--query ExportDescription.ExportArn --output text"
        ).output.strip()
        self.run_ok(self.until_done("export", export))
        listed = self.run_ok(f"awslocal dynamodb list-exports --table-arn {table_arn} --max-results 1").json
        self.assertEqual([export], [each["ExportArn"] for each in listed["ExportSummaries"]])
        parameters = (
            f'{{"TableName": "{imported}", "BillingMode": "PAY_PER_REQUEST", '
            '"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}], '
            '"KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}'
        )
        arn = self.run_ok(
            "awslocal dynamodb import-table --input-format DYNAMODB_JSON --input-compression-type GZIP "
            f"--s3-bucket-source S3Bucket={bucket},S3KeyPrefix=AWSDynamoDB/{export.rsplit('/', 1)[1]}/data/ "
            f"--table-creation-parameters '{parameters}' --query ImportTableDescription.ImportArn --output text"
        ).output.strip()
        self.addCleanup(
            run_shell, f"awslocal dynamodb delete-table --table-name {imported}", self.server.endpoint
        )
        self.run_ok(self.until_done("import", arn))
        scan = self.run_ok(f"awslocal dynamodb scan --table-name {imported} --consistent-read").json
        self.assertEqual([{"pk": {"S": "a"}}], scan["Items"])
        listed = self.run_ok(f"awslocal dynamodb list-imports --table-arn {arn.split('/import/')[0]}").json
        self.assertEqual([arn], [each["ImportArn"] for each in listed["ImportSummaryList"]])

    def until_done(self, what, arn):
        return (
            "for i in $(seq 100); do\n"
            f'  awslocal dynamodb describe-{what} --{what}-arn "{arn}" --output text | grep -q COMPLETED && exit 0\n'
            "done\nexit 1"
        )

    def test_roles_as_tutorials_make_them(self):
        name = f"cli-{uuid.uuid4().hex[:12]}"
        trust = (
            '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": '
            '"lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}'
        )
        role = self.run_ok(
            f"awslocal iam create-role --role-name {name} --assume-role-policy-document '{trust}'"
        ).json["Role"]
        self.assertEqual(f"arn:aws:iam::000000000000:role/{name}", role["Arn"])
        policy = trust.replace("sts:AssumeRole", "dynamodb:*").replace(
            '"Principal": {"Service": "lambda.amazonaws.com"}', '"Resource": "*"'
        )
        self.run_ok(
            f"awslocal iam put-role-policy --role-name {name} --policy-name p --policy-document '{policy}'"
        )
        arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
        self.run_ok(f"awslocal iam attach-role-policy --role-name {name} --policy-arn {arn}")
        found = self.run_ok(f"awslocal iam get-role-policy --role-name {name} --policy-name p").json
        self.assertEqual("dynamodb:*", found["PolicyDocument"]["Statement"][0]["Action"])
        self.run_ok(
            f"awslocal iam wait role-exists --role-name {name}\n"
            f"awslocal iam detach-role-policy --role-name {name} --policy-arn {arn}\n"
            f"awslocal iam delete-role-policy --role-name {name} --policy-name p\n"
            f"awslocal iam delete-role --role-name {name}"
        )
        gone = run_shell(f"awslocal iam get-role --role-name {name}", self.server.endpoint)
        self.assertEqual(
            f"An error occurred (NoSuchEntity) when calling the GetRole operation: The role with name {name} cannot "
            "be found.",
            gone.errors.strip(),
        )
        identity = self.run_ok("awslocal sts get-caller-identity").json
        self.assertEqual("arn:aws:iam::000000000000:root", identity["Arn"])

    def test_the_policy_simulator(self):
        # The example of the AWS CLI.
        policy = (
            '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":'
            '{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}'
        )
        answer = self.run_ok(
            f"awslocal iam simulate-custom-policy --policy-input-list '{policy}' --action-names dynamodb:CreateBackup "
            "--context-entries \"ContextKeyName='aws:CurrentTime',ContextKeyValues='2019-04-25T11:00:00Z',"
            'ContextKeyType=date"'
        ).json
        self.assertEqual(
            [
                {
                    "EvalActionName": "dynamodb:CreateBackup",
                    "EvalResourceName": "*",
                    "EvalDecision": "allowed",
                    "MatchedStatements": [
                        {
                            "SourcePolicyId": "PolicyInputList.1",
                            "SourcePolicyType": "IAM Policy",
                            "StartPosition": {"Line": 1, "Column": 38},
                            "EndPosition": {"Line": 1, "Column": 167},
                        }
                    ],
                    "MissingContextValues": [],
                }
            ],
            answer["EvaluationResults"],
        )
        keys = self.run_ok(f"awslocal iam get-context-keys-for-custom-policy --policy-input-list '{policy}'").json
        self.assertEqual({"ContextKeyNames": ["aws:CurrentTime"]}, keys)

    def test_errors_go_to_stderr(self):
        result = run_shell(
            "awslocal dynamodb describe-table --table-name no-such-table", self.server.endpoint
        )
        self.assertNotEqual(0, result.code)
        self.assertIn(
            "An error occurred (ResourceNotFoundException) when calling the DescribeTable operation: "
            "Requested resource not found: Table: no-such-table not found",
            result.errors,
        )

    def test_the_wrapper_needs_no_configuration(self):
        """Without any AWS variable: dummy credentials and the default region are filled in."""
        variables = {
            "PATH": "/usr/bin:/bin",
            "HOME": "/nonexistent",
            "PORT": self.server.endpoint.rsplit(":", 1)[1],
        }
        done = subprocess.run(
            [environment.AWSLOCAL, "dynamodb", "list-tables"],
            env=variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            timeout=60 * environment.slowness(),
        )
        self.assertEqual(b"", done.stderr)
        self.assertEqual(0, done.returncode)
        self.assertTrue(os.access(environment.AWSLOCAL, os.X_OK))
