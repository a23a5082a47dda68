"""IAM's policy simulator with boto3: decisions, the statements that make them, what is missing, pages, errors.

Expected answers are those of the API reference (SimulateCustomPolicy, SimulatePrincipalPolicy) and of the AWS CLI's
examples; ids and types of policies also of public answers of the service.
"""

import json

from clients.boto3.test_iam import IamCase, policy, unique

ACCOUNT = "000000000000"
OTHER = "444455556666"
TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/Notes"
READ = {"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": TABLE}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, separators=(",", ":"))


def allow(action, resource="*", **more):
    return document({"Effect": "Allow", "Action": action, "Resource": resource, **more})


def deny(action):
    return document({"Effect": "Deny", "Action": action, "Resource": "*"})


def entry(name, kind, *values):
    return {"ContextKeyName": name, "ContextKeyType": kind, "ContextKeyValues": list(values)}


def sources(result):
    return [(each["SourcePolicyId"], each["SourcePolicyType"]) for each in result["MatchedStatements"]]


class SimulationCase(IamCase):
    def custom(self, *documents, action="dynamodb:GetItem", **more):
        """The only result of a simulation of one action."""
        answer = self.iam.simulate_custom_policy(PolicyInputList=list(documents), ActionNames=[action], **more)
        self.assertFalse(answer["IsTruncated"])
        (result,) = answer["EvaluationResults"]
        self.assertEqual(action, result["EvalActionName"])
        return result

    def principal(self, arn, action="dynamodb:GetItem", **more):
        answer = self.iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=[action], **more)
        (result,) = answer["EvaluationResults"]
        return result

    def managed(self, text):
        made = self.iam.create_policy(PolicyName=unique("policy"), PolicyDocument=text)["Policy"]
        self.addCleanup(self.iam.delete_policy, PolicyArn=made["Arn"])
        return made


class CustomPolicyTest(SimulationCase):
    DATED = (
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":'
        '{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}'
    )

    def test_as_the_aws_cli_shows_it(self):
        def at(time):
            return {"ContextEntries": [entry("aws:CurrentTime", "date", time)]}

        self.assertEqual(
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
            },
            self.custom(self.DATED, action="dynamodb:CreateBackup", **at("2019-04-25T11:00:00Z")),
        )
        self.assertEqual(
            {
                "EvalActionName": "dynamodb:CreateBackup",
                "EvalResourceName": "*",
                "EvalDecision": "implicitDeny",
                "MatchedStatements": [],
                "MissingContextValues": [],
            },
            self.custom(self.DATED, action="dynamodb:CreateBackup", **at("2014-04-25T11:00:00Z")),
        )

    def test_a_resource(self):
        result = self.custom(document(READ), ResourceArns=[TABLE])
        self.assertEqual((TABLE, "allowed"), (result["EvalResourceName"], result["EvalDecision"]))
        self.assertEqual({}, result["EvalDecisionDetails"])
        self.assertEqual([("PolicyInputList.1", "IAM Policy")], sources(result))
        (one,) = result["ResourceSpecificResults"]
        self.assertEqual((TABLE, "allowed"), (one["EvalResourceName"], one["EvalResourceDecision"]))
        self.assertEqual(result["MatchedStatements"], one["MatchedStatements"])
        self.assertNotIn("PermissionsBoundaryDecisionDetail", result)
        self.assertNotIn("EvalDecisionDetails", one)

    def test_several_resources_are_as_good_as_the_worst(self):
        other = TABLE + "2"
        result = self.custom(document(READ), ResourceArns=[TABLE, other])
        self.assertEqual("implicitDeny", result["EvalDecision"])
        self.assertEqual(
            [(TABLE, "allowed", 1), (other, "implicitDeny", 0)],
            [
                (each["EvalResourceName"], each["EvalResourceDecision"], len(each["MatchedStatements"]))
                for each in result["ResourceSpecificResults"]
            ],
        )
        forbidden = {"Effect": "Deny", "Action": "*", "Resource": other}
        result = self.custom(document(READ, forbidden), ResourceArns=[TABLE, other])
        self.assertEqual("explicitDeny", result["EvalDecision"])
        self.assertEqual([], result["MatchedStatements"])

    def test_only_what_denies_is_listed(self):
        result = self.custom(allow("*"), allow("dynamodb:*"), deny("dynamodb:Get*"))
        self.assertEqual("explicitDeny", result["EvalDecision"])
        self.assertEqual([("PolicyInputList.3", "IAM Policy")], sources(result))
        result = self.custom(allow("*"), allow("dynamodb:*"), deny("dynamodb:Get*"), action="dynamodb:PutItem")
        self.assertEqual(["PolicyInputList.1", "PolicyInputList.2"], [each[0] for each in sources(result)])

    def test_where_statements_stand(self):
        text = json.dumps({"Version": "2012-10-17", "Statement": [policy("s3:*")["Statement"][0], READ]}, indent=4)
        result = self.custom(text, ResourceArns=[TABLE])
        (match,) = result["MatchedStatements"]
        lines = text.splitlines()
        # Behind the statement before, up to behind its own end.
        self.assertEqual({"Line": lines.index("        },") + 1, "Column": 10}, match["StartPosition"])
        self.assertEqual({"Line": len(lines) - 2, "Column": 10}, match["EndPosition"])

    def test_missing_keys_are_those_of_all_statements(self):
        # boto3 #3111
        text = document(
            {
                "Effect": "Allow",
                "Action": "s3:ListBucket",
                "Resource": "arn:aws:s3:::example-bucket",
                "Condition": {"StringLike": {"aws:PrincipalTag/allowed_service": "s3"}},
            },
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example-bucket/${aws:username}"},
        )
        missing = ["aws:PrincipalTag/allowed_service", "aws:username"]
        self.assertEqual(missing, self.custom(text, action="s3:ListBucket")["MissingContextValues"])
        result = self.custom(text, action="s3:ListBucket", ResourceArns=["arn:aws:s3:::example-bucket"])
        self.assertEqual([], result["MissingContextValues"])
        self.assertEqual(missing, result["ResourceSpecificResults"][0]["MissingContextValues"])
        entries = [entry("AWS:PrincipalTag/allowed_service", "string", "s3"), entry("aws:username", "string", "ann")]
        result = self.custom(
            text, action="s3:GetObject", ResourceArns=["arn:aws:s3:::example-bucket/ann"], ContextEntries=entries
        )
        self.assertEqual(("allowed", []), (result["EvalDecision"], result["MissingContextValues"]))

    def test_keys_with_several_values(self):
        text = allow(
            "dynamodb:*", Condition={"ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["ann", "bob"]}}
        )
        for values, decision in ((("ann", "bob"), "allowed"), (("ann", "eve"), "implicitDeny"), ((), "allowed")):
            entries = [entry("dynamodb:LeadingKeys", "stringList", *values)]
            self.assertEqual(decision, self.custom(text, ContextEntries=entries)["EvalDecision"], values)

    def test_boundaries(self):
        result = self.custom(allow("dynamodb:*"), PermissionsBoundaryPolicyInputList=[allow("s3:*")])
        self.assertEqual("implicitDeny", result["EvalDecision"])
        self.assertEqual({"AllowedByPermissionsBoundary": False}, result["PermissionsBoundaryDecisionDetail"])
        result = self.custom(allow("dynamodb:*"), PermissionsBoundaryPolicyInputList=[allow("*")], ResourceArns=[TABLE])
        self.assertEqual("allowed", result["EvalDecision"])
        self.assertEqual([("PolicyInputList.1", "IAM Policy")], sources(result))
        for each in (result, result["ResourceSpecificResults"][0]):
            self.assertEqual({"AllowedByPermissionsBoundary": True}, each["PermissionsBoundaryDecisionDetail"])
        result = self.custom(allow("dynamodb:*"), PermissionsBoundaryPolicyInputList=[deny("*")])
        self.assertEqual("explicitDeny", result["EvalDecision"])
        self.assertEqual(
            [("PermissionsBoundaryPolicyInputList.1", "Permissions Boundary Policy")], sources(result)
        )

    def test_the_same_account_of_the_api_reference(self):
        mateo = "arn:aws:iam::111122223333:user/mateo"
        bucket = json.loads(allow(["s3:List*", "s3:Put*"], "arn:aws:s3:::production/*"))
        bucket["Statement"][0]["Principal"] = {"AWS": mateo}
        result = self.custom(
            allow("iam:*"), action="s3:PutObject", PermissionsBoundaryPolicyInputList=[allow("iam:*")],
            CallerArn=mateo, ResourceArns=["arn:aws:s3:::production/Test"],
            ResourceOwner="arn:aws:iam::111122223333:root", ResourcePolicy=json.dumps(bucket),
        )
        self.assertEqual(("allowed", {}), (result["EvalDecision"], result["EvalDecisionDetails"]))
        self.assertEqual({"AllowedByPermissionsBoundary": False}, result["PermissionsBoundaryDecisionDetail"])
        self.assertEqual([("ResourcePolicy", "Resource Policy")], sources(result))
        self.assertEqual([("ResourcePolicy", "Resource Policy")], sources(result["ResourceSpecificResults"][0]))

    def test_pages(self):
        actions = [f"dynamodb:Action{i}" for i in range(7)]
        pages = list(
            self.iam.get_paginator("simulate_custom_policy").paginate(
                PolicyInputList=[allow("*")], ActionNames=actions, PaginationConfig={"PageSize": 3}
            )
        )
        self.assertEqual([3, 3, 1], [len(page["EvaluationResults"]) for page in pages])
        self.assertEqual(actions, [each["EvalActionName"] for page in pages for each in page["EvaluationResults"]])
        whole = self.iam.simulate_custom_policy(
            PolicyInputList=[allow("*")], ActionNames=[f"a:Action{i}" for i in range(101)]
        )
        self.assertEqual((100, True), (len(whole["EvaluationResults"]), whole["IsTruncated"]))
        for marker in ("!", "MA==", "Nw==", "eA=="):  # "0", "7", "x"
            self.assert_error(
                "ValidationError", "Invalid Marker.", self.iam.simulate_custom_policy,
                PolicyInputList=[allow("*")], ActionNames=actions, Marker=marker,
            )


class PrincipalPolicyTest(SimulationCase):
    def test_all_policies_of_a_user(self):
        managed = self.managed(allow("dynamodb:Get*"))
        group = unique("group")
        self.iam.create_group(GroupName=group)
        self.addCleanup(self.iam.delete_group, GroupName=group)
        user = self.user()
        arn, name = user["Arn"], user["UserName"]
        self.assertEqual("implicitDeny", self.principal(arn)["EvalDecision"])
        self.iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=allow("dynamodb:GetItem"))
        self.assertEqual([(f"user_{name}_own", "IAM Policy")], sources(self.principal(arn)))
        self.iam.attach_user_policy(UserName=name, PolicyArn=managed["Arn"])
        self.iam.add_user_to_group(GroupName=group, UserName=name)
        self.iam.put_group_policy(GroupName=group, PolicyName="ours", PolicyDocument=allow("dynamodb:*"))
        self.addCleanup(self.iam.delete_group_policy, GroupName=group, PolicyName="ours")
        self.iam.attach_group_policy(
            GroupName=group, PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
        )
        self.addCleanup(
            self.iam.detach_group_policy, GroupName=group,
            PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess",
        )
        result = self.principal(arn, PolicyInputList=[allow("*")])
        self.assertEqual(
            [
                f"user_{name}_own", managed["PolicyName"], f"group_{group}_ours", "AmazonDynamoDBReadOnlyAccess",
                "PolicyInputList.1",
            ],
            [each[0] for each in sources(result)],
        )
        self.assertEqual("allowed", result["EvalDecision"])
        of_group = self.principal(f"arn:aws:iam::{ACCOUNT}:group/{group}")
        self.assertEqual([f"group_{group}_ours", "AmazonDynamoDBReadOnlyAccess"], [s[0] for s in sources(of_group)])
        self.assertEqual("explicitDeny", self.principal(arn, PolicyInputList=[deny("*")])["EvalDecision"])

    def test_roles_and_boundaries(self):
        boundary = self.managed(document({"Effect": "Deny", "Action": "s3:*", "Resource": "*"}, READ))
        role = self.role(Path="/team/", PermissionsBoundary=boundary["Arn"])
        arn, name = role["Arn"], role["RoleName"]
        self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=allow("*"))
        result = self.principal(arn, "s3:GetObject")
        self.assertEqual("explicitDeny", result["EvalDecision"])
        self.assertEqual([(boundary["PolicyName"], "Permissions Boundary Policy")], sources(result))
        self.assertEqual({"AllowedByPermissionsBoundary": False}, result["PermissionsBoundaryDecisionDetail"])
        result = self.principal(arn, ResourceArns=[TABLE])
        self.assertEqual("allowed", result["EvalDecision"])
        self.assertEqual([(f"role_{name}_p", "IAM Policy")], sources(result))
        # One that is given takes the place of the attached one.
        result = self.principal(arn, "s3:GetObject", PermissionsBoundaryPolicyInputList=[allow("s3:*")])
        self.assertEqual("allowed", result["EvalDecision"])

    def test_over_the_border_of_an_account(self):
        # The API reference's Arnav, who asks for Mary's bucket.
        user = self.user()
        arn = user["Arn"]
        bucket = json.loads(allow(["s3:List*", "s3:Put*"], "arn:aws:s3:::mary/*"))
        bucket["Statement"][0]["Principal"] = {"AWS": arn}
        ask = {
            "ResourceArns": ["arn:aws:s3:::mary/Test"],
            "ResourceOwner": f"arn:aws:iam::{OTHER}:root",
            "ResourcePolicy": json.dumps(bucket),
            "PermissionsBoundaryPolicyInputList": [allow("iam:*")],
        }
        result = self.principal(arn, "s3:PutObject", **ask)
        details = {
            "IAM Policy": "implicitDeny",
            "Resource Policy": "allowed",
            "Permissions Boundary Policy": "implicitDeny",
        }
        self.assertEqual(("implicitDeny", details), (result["EvalDecision"], result["EvalDecisionDetails"]))
        self.assertEqual([], result["MatchedStatements"])
        (one,) = result["ResourceSpecificResults"]
        self.assertEqual(("implicitDeny", details), (one["EvalResourceDecision"], one["EvalDecisionDetails"]))
        self.assertEqual([("ResourcePolicy", "Resource Policy")], sources(one))
        ask["PermissionsBoundaryPolicyInputList"] = [allow("s3:*")]
        result = self.principal(arn, "s3:PutObject", PolicyInputList=[allow("s3:*")], **ask)
        self.assertEqual("allowed", result["EvalDecision"])
        # The ARN of a table names its account.
        ask["ResourceArns"] = [TABLE.replace(ACCOUNT, OTHER)]
        del ask["ResourceOwner"]
        result = self.principal(arn, "s3:PutObject", PolicyInputList=[allow("s3:*")], **ask)
        self.assertEqual("implicitDeny", result["EvalDecisionDetails"]["Resource Policy"])

    def test_as_another_caller(self):
        role, bob = self.role()["Arn"], f"arn:aws:iam::{ACCOUNT}:user/Bob"
        table = json.loads(allow("dynamodb:*", TABLE))
        table["Statement"][0]["Principal"] = {"AWS": bob}
        ask = {"ResourceArns": [TABLE], "ResourcePolicy": json.dumps(table)}
        self.assertEqual("allowed", self.principal(role, CallerArn=bob, **ask)["EvalDecision"])
        self.assertEqual("implicitDeny", self.principal(role, CallerArn=role, **ask)["EvalDecision"])
        self.assert_error(
            "InvalidInput", "CallerArn must be specified if ResourcePolicy is.", self.iam.simulate_principal_policy,
            PolicySourceArn=role, ActionNames=["dynamodb:GetItem"], **ask,
        )


class ContextKeysTest(SimulationCase):
    TEXT = allow(
        "dynamodb:*", "arn:aws:dynamodb:us-west-2:123456789012:table/${aws:username}",
        Condition={"DateGreaterThan": {"aws:CurrentTime": "2015-08-16T12:00:00Z"}},
    )

    def test_of_given_policies(self):
        answer = self.iam.get_context_keys_for_custom_policy(PolicyInputList=[self.TEXT, self.TEXT])
        self.assertEqual(["aws:username", "aws:CurrentTime"], answer["ContextKeyNames"])
        answer = self.iam.get_context_keys_for_custom_policy(PolicyInputList=[allow("*")])
        self.assertEqual([], answer["ContextKeyNames"])

    def test_of_a_principal(self):
        user = self.user()
        self.iam.put_user_policy(UserName=user["UserName"], PolicyName="p", PolicyDocument=self.TEXT)
        ask = self.iam.get_context_keys_for_principal_policy
        self.assertEqual(["aws:username", "aws:CurrentTime"], ask(PolicySourceArn=user["Arn"])["ContextKeyNames"])
        more = allow("*", Condition={"Bool": {"aws:SecureTransport": "true"}})
        self.assertEqual(
            ["aws:username", "aws:CurrentTime", "aws:SecureTransport"],
            ask(PolicySourceArn=user["Arn"], PolicyInputList=[more])["ContextKeyNames"],
        )
        self.assert_error(
            "NoSuchEntity", "The user with name nobody cannot be found.", ask,
            PolicySourceArn=f"arn:aws:iam::{ACCOUNT}:user/nobody",
        )
        self.assert_error(
            "InvalidInput", "Syntax errors in policy.", self.iam.get_context_keys_for_custom_policy,
            PolicyInputList=["{"],
        )
