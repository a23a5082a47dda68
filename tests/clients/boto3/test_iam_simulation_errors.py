"""What IAM's policy simulator refuses: its parameters, their limits, and what would take too long."""

import json

from botocore.config import Config
from botocore.exceptions import ClientError

from clients.boto3.test_iam_simulation import (
    ACCOUNT,
    OTHER,
    READ,
    TABLE,
    SimulationCase,
    allow,
    document,
    entry,
)


class ErrorTest(SimulationCase):
    def setUp(self):
        super().setUp()
        self.iam = self.service("iam", config=Config(parameter_validation=False))

    def refused(self, code, message, **change):
        ask = {"PolicyInputList": [allow("*")], "ActionNames": ["dynamodb:GetItem"], **change}
        self.assert_error(code, message, self.iam.simulate_custom_policy, **ask)

    def test_inputs(self):
        arn = "ResourceNames are not in a valid ARN format: {}."
        option = "EC2-VPC-EBS"
        ec2 = [f"arn:aws:ec2:us-east-1::{kind}/x" for kind in ("instance", "image", "security-group", "volume")]
        user = f"arn:aws:iam::{ACCOUNT}:user/ann"
        invalid_action = "Invalid action name: {}. It must have a service prefix and no wildcards."
        unclear = "Invalid Entity Arn: {} does not clearly define entity type and name."
        for message, change in (
            (invalid_action.format("GetItem"), {"ActionNames": ["s3:GetObject", "GetItem"]}),
            (invalid_action.format("s3:*"), {"ActionNames": ["s3:*"]}),
            (arn.format("14a050d4"), {"ResourceArns": [TABLE, "14a050d4"]}),
            (arn.format("arn:aws:s3:::"), {"ResourceArns": ["arn:aws:s3:::"]}),
            (f"'{ACCOUNT}' is not a valid as a Resource Owner.", {"ResourceOwner": ACCOUNT}),
            (f"'{user}' is not a valid as a Resource Owner.", {"ResourceOwner": user}),
            (unclear.format("arn:aws:sts::1:x"), {"CallerArn": "arn:aws:sts::1:x"}),
            (unclear.format(user + "/"), {"CallerArn": user + "/"}),
            ("Only one permissions boundary policy can be simulated.",
             {"PermissionsBoundaryPolicyInputList": [allow("*"), allow("*")]}),
            ("Syntax errors in policy.", {"PolicyInputList": [allow("*"), "{"]}),
            ("Policy document should not specify a principal.",
             {"PolicyInputList": [document({**READ, "Principal": "*"})]}),
            ("Syntax errors in policy.", {"ResourcePolicy": document(READ), "CallerArn": user}),
            ("CallerArn must be specified if ResourcePolicy is.",
             {"ResourcePolicy": document({**READ, "Principal": "*"})}),
            ("Invalid resource handling option: EC2.", {"ResourceHandlingOption": "EC2"}),
            (f"The resource handling option {option} requires a resource of the type network-interface.",
             {"ResourceHandlingOption": option, "ResourceArns": ec2}),
        ):
            with self.subTest(change=change):
                self.refused("InvalidInput", message, **change)
        complete = [*ec2, "arn:aws:ec2:us-east-1::network-interface/x"]
        result = self.custom(allow("*"), ResourceArns=complete, ResourceHandlingOption=option)
        self.assertEqual("allowed", result["EvalDecision"])

    def test_context_entries(self):
        wrong = "Invalid value of the context key a:key: {} is not of the type {}."
        good = {
            "string": "any", "numeric": "-1.5e3", "boolean": "True", "ip": "10.0.0.1", "binary": "AA==",
            "date": "2026-01-31T12:00:00Z",
        }
        for kind, value in good.items():
            self.custom(allow("*"), ContextEntries=[entry("a:key", kind, value)])
            self.custom(allow("*"), ContextEntries=[entry("a:key", kind + "List", value, value)])
            self.refused(
                "InvalidInput", f"The context key a:key of the type {kind} has more than one value.",
                ContextEntries=[entry("a:key", kind, value, value)],
            )
            if kind != "string":
                for each in (kind, kind + "List"):
                    self.refused(
                        "InvalidInput", wrong.format("#", each), ContextEntries=[entry("a:key", each, "#")]
                    )
        self.refused(
            "InvalidInput", "The context key A:KEY is given twice.",
            ContextEntries=[entry("a:key", "string", "x"), entry("A:KEY", "string", "x")],
        )
        self.refused(
            "InvalidInput", "Context entries must have a name.", ContextEntries=[{"ContextKeyValues": ["x"]}]
        )

    def test_shapes(self):
        detected = "1 validation error detected: Value '{}' at '{}' failed to satisfy constraint: Member must {}"
        one_of = (
            "satisfy enum value set: [string, stringList, numeric, numericList, boolean, booleanList, ip, ipList, "
            "binary, binaryList, date, dateList]"
        )
        self.refused(
            "ValidationError", detected.format("text", "contextEntries.1.member.contextKeyType", one_of),
            ContextEntries=[entry("a:key", "text", "x")],
        )
        self.refused(
            "ValidationError",
            detected.format(
                "[s3]", "actionNames",
                "satisfy constraint: [Member must have length less than or equal to 128, Member must have length "
                "greater than or equal to 3]",
            ),
            ActionNames=["s3"],
        )
        self.refused(
            "ValidationError", detected.format("1001", "maxItems", "have value less than or equal to 1000"),
            MaxItems=1001,
        )
        action = "a:" + "x" * 126
        self.assertEqual("allowed", self.custom(allow("*"), action=action)["EvalDecision"])
        pad = 131072 - len(allow("*")) - len(',"Id":""')
        longest = json.dumps({**json.loads(allow("*")), "Id": "x" * pad}, separators=(",", ":"))
        self.assertEqual(131072, len(longest))
        self.assertEqual("allowed", self.custom(longest)["EvalDecision"])
        for text, rule in (
            (longest.replace("xx", "xxx", 1), "Member must have length less than or equal to 131072"),
            (
                allow("*", "arn:aws:s3:::#").replace("#", "\u0100"),
                r"Member must satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u00FF]+",
            ),
        ):
            with self.assertRaises(ClientError) as caught:
                self.iam.simulate_custom_policy(PolicyInputList=[text], ActionNames=["s3:GetObject"])
            error = caught.exception.response["Error"]
            self.assertEqual("ValidationError", error["Code"])
            self.assertIn(rule, error["Message"])

    def test_sources(self):
        ask = {"ActionNames": ["s3:GetObject"]}
        session = f"arn:aws:sts::{ACCOUNT}:assumed-role/r/s"
        self.assert_error(
            "InvalidInput", f"Invalid Entity Arn: {session} does not clearly define entity type and name.",
            self.iam.simulate_principal_policy, PolicySourceArn=session, **ask,
        )
        self.assert_error(
            "InvalidInput",
            f"Invalid Policy Source Arn: caller's account {ACCOUNT} does not have access to policies in account "
            f"{OTHER}",
            self.iam.simulate_principal_policy, PolicySourceArn=f"arn:aws:iam::{OTHER}:role/r", **ask,
        )
        for arn in (f"arn:aws:iam::{ACCOUNT}:role/nobody", self.role()["Arn"].replace("role/", "role/path/")):
            response = self.assert_error(
                "NoSuchEntity", f"The role with name {arn.rpartition('/')[2]} cannot be found.",
                self.iam.simulate_principal_policy, PolicySourceArn=arn, **ask,
            )
            self.assertEqual(404, response["ResponseMetadata"]["HTTPStatusCode"])

    def test_what_is_too_large(self):
        large = (
            "This simulation is too large: simulate fewer or smaller policies, resources and context entries at a "
            "time."
        )
        wide = document(*[{"Effect": "Allow", "Action": "*", "Resource": "*"}] * 2000)
        tables = [f"{TABLE}{i}" for i in range(60)]
        self.refused("InvalidInput", large, PolicyInputList=[wide], ResourceArns=tables)
        self.refused(
            "InvalidInput", large, PolicyInputList=[wide], ContextEntries=[entry("a:key", "string", "x" * 100_000)]
        )
        # Pages end early.
        pages = list(
            self.iam.get_paginator("simulate_custom_policy").paginate(
                PolicyInputList=[wide], ActionNames=[f"a:Action{i}" for i in range(15)]
            )
        )
        self.assertEqual(15, sum(len(page["EvaluationResults"]) for page in pages))
        self.assertGreater(len(pages), 1)
