"""--auth strict: the policy simulator says what requests get, and who may ask it."""

import json

from clients.boto3.test_iam import policy
from clients.boto3.test_strict import ACCOUNT, ARGUMENTS, KEY, StrictCase, table_arn


class SimulationTest(StrictCase):
    def simulate(self, arn, action, **more):
        answer = self.iam.simulate_principal_policy(
            PolicySourceArn=arn, ActionNames=[action], ResourceArns=[table_arn(self.table)], **more
        )
        return answer["EvaluationResults"][0]["EvalDecision"]

    def test_it_says_what_requests_get(self):
        own_rows = policy(
            "dynamodb:GetItem", table_arn(self.table),
            Condition={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["${aws:username}"]}},
        )
        denied = policy("dynamodb:DeleteItem", table_arn(self.table))
        denied["Statement"][0]["Effect"] = "Deny"
        name, keys = self.user(own_rows, denied, policy("dynamodb:DeleteItem"), policy("dynamodb:Query", "*"))
        client = self.service("dynamodb", **keys)
        arn = f"arn:aws:iam::{ACCOUNT}:user/{name}"

        def entries(leading_key):
            values = {"aws:username": ("string", name), "dynamodb:LeadingKeys": ("stringList", leading_key)}
            return [
                {"ContextKeyName": key, "ContextKeyType": kind, "ContextKeyValues": [value]}
                for key, (kind, value) in values.items()
            ]

        for row, allowed in ((name, True), ("a", False)):
            decision = self.simulate(arn, "dynamodb:GetItem", ContextEntries=entries(row))
            self.assertEqual("allowed" if allowed else "implicitDeny", decision)
            ask = {"TableName": self.table, "Key": {"pk": {"S": row}}}
            if allowed:
                client.get_item(**ask)
            else:
                self.assertIn("because no identity-based policy", self.assert_denied(client.get_item, **ask))
        self.assertEqual("explicitDeny", self.simulate(arn, "dynamodb:DeleteItem"))
        message = self.assert_denied(client.delete_item, TableName=self.table, Key=KEY)
        self.assertIn("with an explicit deny in an identity-based policy", message)
        self.assertEqual("implicitDeny", self.simulate(arn, "dynamodb:Scan"))
        self.assert_denied(client.scan, TableName=self.table)

    def test_who_may_ask(self):
        target = self.iam.create_user(UserName=self.user()[0] + "-target")["User"]["Arn"]
        ask = {"ActionNames": ["dynamodb:GetItem"]}
        of_principal = {"PolicySourceArn": target}
        given = {"PolicyInputList": [json.dumps(policy())]}
        for action, operation, resource, parameters in (
            ("SimulatePrincipalPolicy", "simulate_principal_policy", target, {**of_principal, **ask}),
            ("SimulateCustomPolicy", "simulate_custom_policy", "*", {**given, **ask}),
            ("GetContextKeysForPrincipalPolicy", "get_context_keys_for_principal_policy", target, of_principal),
            ("GetContextKeysForCustomPolicy", "get_context_keys_for_custom_policy", "*", given),
        ):
            with self.subTest(operation=operation):
                nobody = self.service("iam", **self.user(policy("iam:List*"))[1])
                message = self.assert_error("AccessDenied", getattr(nobody, operation), **parameters)
                self.assertIn(f"perform: iam:{action} on resource: {resource} because no identity", message)
                allowed = self.service("iam", **self.user(policy(f"iam:{action}", resource))[1])
                getattr(allowed, operation)(**parameters)
