"""IAM and STS with boto3: roles, users, groups, policies, keys; pages, limits, errors."""

import json
import uuid

from botocore.config import Config
from botocore.exceptions import ClientError

from clients.boto3.case import Boto3Test

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}


def policy(action="dynamodb:*", resource="*", **more):
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


def unique(kind):
    return f"{kind}-{uuid.uuid4().hex[:10]}"


class IamCase(Boto3Test):
    def setUp(self):
        self.iam, self.sts = self.service("iam"), self.service("sts")

    def assert_error(self, code, message, call, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        error = caught.exception.response["Error"]
        self.assertEqual((code, message), (error["Code"], error["Message"]))
        return caught.exception.response

    def role(self, **more):
        name = unique("role")
        made = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST), **more)["Role"]
        self.addCleanup(self.remove, "role", name)
        return made

    def user(self, **more):
        name = unique("user")
        made = self.iam.create_user(UserName=name, **more)["User"]
        self.addCleanup(self.remove, "user", name)
        return made

    def remove(self, kind, name):
        who = {f"{kind.capitalize()}Name": name}
        for each in getattr(self.iam, f"list_{kind}_policies")(**who)["PolicyNames"]:
            getattr(self.iam, f"delete_{kind}_policy")(PolicyName=each, **who)
        for each in getattr(self.iam, f"list_attached_{kind}_policies")(**who)["AttachedPolicies"]:
            getattr(self.iam, f"detach_{kind}_policy")(PolicyArn=each["PolicyArn"], **who)
        if kind == "user":
            for key in self.iam.list_access_keys(**who)["AccessKeyMetadata"]:
                self.iam.delete_access_key(AccessKeyId=key["AccessKeyId"], **who)
            for group in self.iam.list_groups_for_user(**who)["Groups"]:
                self.iam.remove_user_from_group(GroupName=group["GroupName"], **who)
        getattr(self.iam, f"delete_{kind}")(**who)


class RoleTest(IamCase):
    def test_a_role_is_described(self):
        made = self.role(Path="/team/", Description="d", MaxSessionDuration=7200, Tags=[{"Key": "k", "Value": "v"}])
        name = made["RoleName"]
        self.assertEqual(f"arn:aws:iam::000000000000:role/team/{name}", made["Arn"])
        self.assertRegex(made["RoleId"], "^AROA[A-Z2-7]{17}$")
        found = self.iam.get_role(RoleName=name)["Role"]
        self.assertEqual(TRUST, found["AssumeRolePolicyDocument"])
        self.assertEqual(("d", 7200), (found["Description"], found["MaxSessionDuration"]))
        self.assertEqual([{"Key": "k", "Value": "v"}], found["Tags"])
        self.assertIn(name, [each["RoleName"] for each in self.iam.list_roles(PathPrefix="/team/")["Roles"]])
        self.assertEqual([], self.iam.list_instance_profiles_for_role(RoleName=name)["InstanceProfiles"])
        self.iam.update_role(RoleName=name, Description="other")
        self.iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(dict(TRUST, Id="x")))
        found = self.iam.get_role(RoleName=name)["Role"]
        self.assertEqual(("other", "x"), (found["Description"], found["AssumeRolePolicyDocument"]["Id"]))

    def test_errors(self):
        name = self.role()["RoleName"]
        trust = json.dumps(TRUST)
        response = self.assert_error(
            "NoSuchEntity", "The role with name nobody cannot be found.", self.iam.get_role, RoleName="nobody"
        )
        self.assertEqual(404, response["ResponseMetadata"]["HTTPStatusCode"])
        self.assert_error(
            "EntityAlreadyExists", f"Role with name {name.upper()} already exists.", self.iam.create_role,
            RoleName=name.upper(), AssumeRolePolicyDocument=trust,
        )
        self.assert_error(
            "ValidationError",
            "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the "
            "following: +=,.@_-",
            self.iam.create_role, RoleName="a/b", AssumeRolePolicyDocument=trust,
        )
        self.assert_error(
            "ValidationError",
            f"1 validation error detected: Value '{'x' * 65}' at 'roleName' failed to satisfy constraint: Member must "
            "have length less than or equal to 64",
            self.iam.create_role, RoleName="x" * 65, AssumeRolePolicyDocument=trust,
        )
        self.assert_error(
            "MalformedPolicyDocument", "This policy contains invalid Json", self.iam.create_role,
            RoleName="other", AssumeRolePolicyDocument="{",
        )
        self.assert_error(
            "MalformedPolicyDocument", "Has prohibited field Resource", self.iam.create_role,
            RoleName="other", AssumeRolePolicyDocument=json.dumps(policy("sts:AssumeRole")),
        )
        padding = 2048 - len(json.dumps(TRUST, separators=(",", ":"))) - len(',"Id":""')
        fits = json.dumps(dict(TRUST, Id="x" * padding))
        self.iam.update_assume_role_policy(RoleName=name, PolicyDocument=fits)
        for call, arguments in (
            (self.iam.create_role, {"RoleName": "other", "AssumeRolePolicyDocument": fits.replace("xx", "xxx", 1)}),
            (self.iam.update_assume_role_policy, {"RoleName": name, "PolicyDocument": fits.replace("xx", "xxx", 1)}),
        ):
            self.assert_error("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048", call, **arguments)

    def test_hostile_documents(self):
        name = self.role()["RoleName"]
        for document in ("[" * 100000, json.dumps(policy(Unknown=1)), json.dumps(policy("a"))):
            with self.assertRaises(ClientError) as caught:
                self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document)
            self.assertEqual("MalformedPolicyDocument", caught.exception.response["Error"]["Code"])
        with self.assertRaises(ClientError) as caught:
            self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument="x" * (1 << 20))
        error = caught.exception.response["Error"]
        self.assertEqual("ValidationError", error["Code"])
        self.assertIn("Member must have length less than or equal to 131072", error["Message"])
        self.assertLess(len(error["Message"]), 5000)
        self.assertEqual([], self.iam.list_role_policies(RoleName=name)["PolicyNames"])

    def test_inline_policies(self):
        name = self.role()["RoleName"]
        document = policy("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/ä <&>")
        self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(document))
        found = self.iam.get_role_policy(RoleName=name, PolicyName="p")
        self.assertEqual((name, "p", document), (found["RoleName"], found["PolicyName"], found["PolicyDocument"]))
        self.assert_error(
            "DeleteConflict", "Cannot delete entity, must delete policies first.", self.iam.delete_role, RoleName=name
        )
        padding = 10240 - len(json.dumps(policy(), separators=(",", ":"))) - len(',"Id":""')
        fits = json.dumps(dict(policy(), Id="x" * padding))
        self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=fits)
        self.assert_error(
            "LimitExceeded", f"Maximum policy size of 10240 bytes exceeded for role {name}", self.iam.put_role_policy,
            RoleName=name, PolicyName="p", PolicyDocument=fits.replace("xx", "xxx", 1),
        )
        self.iam.delete_role_policy(RoleName=name, PolicyName="p")
        self.assert_error(
            "NoSuchEntity", "The role policy with name p cannot be found.", self.iam.get_role_policy,
            RoleName=name, PolicyName="p",
        )

    def test_attached_policies(self):
        name = self.role()["RoleName"]
        basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
        for _ in range(2):
            self.iam.attach_role_policy(RoleName=name, PolicyArn=basic)
        self.iam.attach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess")
        attached = self.iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
        self.assertEqual(
            {"AWSLambdaBasicExecutionRole", "AmazonDynamoDBFullAccess"}, {each["PolicyName"] for each in attached}
        )
        self.assert_error(
            "DeleteConflict", "Cannot delete entity, must detach all policies first.", self.iam.delete_role,
            RoleName=name,
        )
        missing = "arn:aws:iam::aws:policy/NoSuchPolicy"
        self.assert_error(
            "NoSuchEntity", f"Policy {missing} does not exist or is not attachable.", self.iam.attach_role_policy,
            RoleName=name, PolicyArn=missing,
        )
        self.iam.detach_role_policy(RoleName=name, PolicyArn=basic)
        self.assert_error(
            "NoSuchEntity", f"Policy {basic} was not found.", self.iam.detach_role_policy,
            RoleName=name, PolicyArn=basic,
        )
        used = self.iam.list_entities_for_policy(PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess")
        self.assertIn(name, [each["RoleName"] for each in used["PolicyRoles"]])

    def test_pages(self):
        path = f"/{unique('path')}/"
        names = sorted(self.role(Path=path)["RoleName"] for _ in range(5))
        first = self.iam.list_roles(PathPrefix=path, MaxItems=2)
        self.assertTrue(first["IsTruncated"])
        self.assertFalse(self.iam.list_roles(PathPrefix=path, MaxItems=5)["IsTruncated"])
        pages = self.iam.get_paginator("list_roles").paginate(PathPrefix=path, PaginationConfig={"PageSize": 2})
        self.assertEqual(names, [each["RoleName"] for page in pages for each in page["Roles"]])
        self.assert_error("ValidationError", "Invalid Marker.", self.iam.list_roles, Marker="!")

    def test_tags(self):
        name = self.role()["RoleName"]
        self.iam.tag_role(RoleName=name, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}])
        self.iam.tag_role(RoleName=name, Tags=[{"Key": "A", "Value": "2"}])
        self.iam.untag_role(RoleName=name, TagKeys=["b"])
        self.assertEqual([{"Key": "A", "Value": "2"}], self.iam.list_role_tags(RoleName=name)["Tags"])
        self.assert_error(
            "InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
            self.iam.tag_role, RoleName=name, Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "1"}],
        )


class QuotaTest(IamCase):
    def group(self):
        made = self.iam.create_group(GroupName=unique("group"))["Group"]
        self.addCleanup(self.remove, "group", made["GroupName"])
        return made

    def policy(self, **more):
        made = self.iam.create_policy(PolicyName=unique("policy"), PolicyDocument=json.dumps(policy()), **more)["Policy"]
        self.addCleanup(self.iam.delete_policy, PolicyArn=made["Arn"])
        return made

    def test_attached_policies(self):
        arns = [self.policy()["Arn"] for _ in range(11)]
        for kind in ("Role", "User", "Group"):
            with self.subTest(kind):
                who = {f"{kind}Name": getattr(self, kind.lower())()[f"{kind}Name"]}
                attach = getattr(self.iam, f"attach_{kind.lower()}_policy")
                for arn in arns[:10] + arns[9:10]:  # one of them again
                    attach(PolicyArn=arn, **who)
                message = f"Cannot exceed quota for PoliciesPer{kind}: 10"
                self.assert_error("LimitExceeded", message, attach, PolicyArn=arns[10], **who)

    def test_texts(self):
        whole = {
            "role": {"AssumeRolePolicyDocument": json.dumps(TRUST)}, "user": {}, "group": {},
            "policy": {"PolicyDocument": json.dumps(policy())},
        }
        for kind, member, limit in (
            ("role", "RoleName", 64), ("role", "Path", 512), ("role", "Description", 1000),
            ("user", "UserName", 64), ("user", "Path", 512), ("group", "GroupName", 128), ("group", "Path", 512),
            ("policy", "PolicyName", 128), ("policy", "Path", 512), ("policy", "Description", 1000),
        ):
            with self.subTest(kind=kind, member=member):
                key = f"{kind.capitalize()}Name"
                fits = f"/{'x' * (limit - 2)}/" if member == "Path" else unique("text").ljust(limit, "x")
                create = getattr(self.iam, f"create_{kind}")
                made = create(**{key: unique(kind), **whole[kind], member: fits})[kind.capitalize()]
                if kind == "policy":
                    self.addCleanup(self.iam.delete_policy, PolicyArn=made["Arn"])
                else:
                    self.addCleanup(self.remove, kind, made[key])
                past = fits.replace("xx", "xxx", 1)
                self.assert_error(
                    "ValidationError",
                    f"1 validation error detected: Value '{past}' at '{member[0].lower()}{member[1:]}' failed to satisfy "
                    f"constraint: Member must have length less than or equal to {limit}",
                    create, **{key: unique(kind), **whole[kind], member: past},
                )

    def test_texts_of_tags(self):
        name = self.role()["RoleName"]
        self.iam.tag_role(RoleName=name, Tags=[{"Key": "ä" * 128, "Value": "ä" * 256}])
        for member, limit, tag in (("key", 128, {"Key": "ä" * 129, "Value": ""}), ("value", 256, {"Key": "k", "Value": "ä" * 257})):
            self.assert_error(
                "ValidationError",
                f"1 validation error detected: Value '{tag[member.capitalize()]}' at 'tags.1.member.{member}' failed to "
                f"satisfy constraint: Member must have length less than or equal to {limit}",
                self.iam.tag_role, RoleName=name, Tags=[tag],
            )

    def test_inline_policies(self):
        """All of one principal count together."""
        small = json.dumps(policy(), separators=(",", ":"))
        for kind, limit in (("Role", 10240), ("User", 2048), ("Group", 5120)):
            with self.subTest(kind):
                name = getattr(self, kind.lower())()[f"{kind}Name"]
                put = getattr(self.iam, f"put_{kind.lower()}_policy")
                who = {f"{kind}Name": name, "PolicyName": "large"}
                fits = json.dumps(dict(policy(), Id="x" * (limit - 2 * len(small) - len(',"Id":""'))))
                put(PolicyDocument=small, **{**who, "PolicyName": "small"})
                put(PolicyDocument=fits, **who)
                message = f"Maximum policy size of {limit} bytes exceeded for {kind.lower()} {name}"
                self.assert_error("LimitExceeded", message, put, PolicyDocument=fits.replace("xx", "xxx", 1), **who)

    def test_groups_of_a_user(self):
        groups = [self.group()["GroupName"] for _ in range(11)]
        name = self.user()["UserName"]
        for group in groups[:10] + groups[9:10]:
            self.iam.add_user_to_group(GroupName=group, UserName=name)
        self.assert_error(
            "LimitExceeded", "Cannot exceed quota for GroupsPerUser: 10", self.iam.add_user_to_group,
            GroupName=groups[10], UserName=name,
        )
        self.assertEqual(10, len(self.iam.list_groups_for_user(UserName=name)["Groups"]))

    def test_tags(self):
        tags = [{"Key": f"k{i}", "Value": "v"} for i in range(51)]
        for kind, name in (("Role", "RoleName"), ("User", "UserName"), ("Policy", "Arn")):
            with self.subTest(kind):
                who = {"PolicyArn" if kind == "Policy" else name: getattr(self, kind.lower())(Tags=tags[:50])[name]}
                tag = getattr(self.iam, f"tag_{kind.lower()}")
                tag(Tags=[{"Key": "K0", "Value": "other"}], **who)  # in place of k0
                message = f"Cannot exceed quota for TagsPer{kind}: 50"
                self.assert_error("LimitExceeded", message, tag, Tags=tags[50:], **who)
                self.assertEqual(50, len(getattr(self.iam, f"list_{kind.lower()}_tags")(**who)["Tags"]))
                with self.assertRaises(ClientError) as caught:  # of one request: tagListType in the SDK's model
                    getattr(self, kind.lower())(Tags=tags)
                error = caught.exception.response["Error"]
                self.assertEqual("ValidationError", error["Code"])
                self.assertIn("at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50", error["Message"])


class ManagedPolicyTest(IamCase):
    def test_versions(self):
        made = self.iam.create_policy(PolicyName=unique("policy"), PolicyDocument=json.dumps(policy("a:v1")))["Policy"]
        arn = made["Arn"]
        self.assertEqual(("v1", 0, True), (made["DefaultVersionId"], made["AttachmentCount"], made["IsAttachable"]))
        for number in range(2, 6):
            self.iam.create_policy_version(
                PolicyArn=arn, PolicyDocument=json.dumps(policy(f"a:v{number}")), SetAsDefault=number == 3
            )
        self.assert_error(
            "LimitExceeded",
            "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing "
            "version.",
            self.iam.create_policy_version, PolicyArn=arn, PolicyDocument=json.dumps(policy("a:v6")),
        )
        self.assertEqual("v3", self.iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"])
        version = self.iam.get_policy_version(PolicyArn=arn, VersionId="v3")["PolicyVersion"]
        self.assertEqual((policy("a:v3"), True), (version["Document"], version["IsDefaultVersion"]))
        self.assert_error(
            "DeleteConflict", "Cannot delete the default version of a policy.", self.iam.delete_policy_version,
            PolicyArn=arn, VersionId="v3",
        )
        self.iam.set_default_policy_version(PolicyArn=arn, VersionId="v5")
        self.assert_error(
            "NoSuchEntity", f"Policy {arn} version v9 does not exist or is not attachable.",
            self.iam.get_policy_version, PolicyArn=arn, VersionId="v9",
        )
        self.assertEqual(
            ["v5", "v4", "v3", "v2", "v1"],
            [each["VersionId"] for each in self.iam.list_policy_versions(PolicyArn=arn)["Versions"]],
        )
        for number in range(1, 5):
            self.iam.delete_policy_version(PolicyArn=arn, VersionId=f"v{number}")
        role = self.role()["RoleName"]
        self.iam.attach_role_policy(RoleName=role, PolicyArn=arn)
        self.assertEqual(1, self.iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"])
        self.assert_error(
            "DeleteConflict", "Cannot delete a policy attached to entities.", self.iam.delete_policy, PolicyArn=arn
        )
        self.iam.detach_role_policy(RoleName=role, PolicyArn=arn)
        self.iam.delete_policy(PolicyArn=arn)
        self.assert_error("NoSuchEntity", f"Policy {arn} was not found.", self.iam.get_policy, PolicyArn=arn)

    def test_limits_and_errors(self):
        name = unique("policy")
        padding = 6144 - len(json.dumps(policy(), separators=(",", ":"))) - len(',"Id":""')
        fits = json.dumps(dict(policy(), Id="x" * padding))
        arn = self.iam.create_policy(PolicyName=name, PolicyDocument=fits)["Policy"]["Arn"]
        self.addCleanup(self.iam.delete_policy, PolicyArn=arn)
        self.assert_error(
            "EntityAlreadyExists", f"A policy called {name} already exists. Duplicate names are not allowed.",
            self.iam.create_policy, PolicyName=name, PolicyDocument=fits,
        )
        self.assert_error(
            "LimitExceeded", "Cannot exceed quota for PolicySize: 6144", self.iam.create_policy,
            PolicyName="other", PolicyDocument=fits.replace("xx", "xxx", 1),
        )
        old = dict(policy(), Version="2008-10-17")
        self.assert_error(
            "MalformedPolicyDocument", "Policy document must be version 2012-10-17 or greater.",
            self.iam.create_policy, PolicyName="other", PolicyDocument=json.dumps(old),
        )

    def test_policies_of_aws(self):
        found = self.iam.list_policies(Scope="AWS")["Policies"]
        self.assertIn("AdministratorAccess", [each["PolicyName"] for each in found])
        arn = "arn:aws:iam::aws:policy/AdministratorAccess"
        version = self.iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]
        self.assertEqual(policy("*"), version["Document"])
        with self.assertRaises(ClientError):
            self.iam.delete_policy(PolicyArn=arn)


class UserTest(IamCase):
    def test_users_groups_and_keys(self):
        user = self.user()
        name, group = user["UserName"], unique("group")
        self.assertRegex(user["UserId"], "^AIDA")
        self.iam.create_group(GroupName=group)
        self.iam.add_user_to_group(GroupName=group, UserName=name)
        self.assertEqual([name], [each["UserName"] for each in self.iam.get_group(GroupName=group)["Users"]])
        self.assert_error(
            "DeleteConflict", "Cannot delete entity, must remove users from group first.", self.iam.delete_group,
            GroupName=group,
        )
        self.assert_error(  # the same for the user: userplex #17, 2016-04
            "DeleteConflict", "Cannot delete entity, must remove users from group first.", self.iam.delete_user,
            UserName=name,
        )
        self.iam.remove_user_from_group(GroupName=group, UserName=name)
        self.iam.delete_group(GroupName=group)

        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        self.assertRegex(key["AccessKeyId"], "^AKIA[A-Z2-7]{16}$")
        self.assertEqual(40, len(key["SecretAccessKey"]))
        self.iam.create_access_key(UserName=name)
        self.assert_error(
            "LimitExceeded", "Cannot exceed quota for AccessKeysPerUser: 2", self.iam.create_access_key, UserName=name
        )
        self.iam.update_access_key(UserName=name, AccessKeyId=key["AccessKeyId"], Status="Inactive")
        states = {k["AccessKeyId"]: k["Status"] for k in self.iam.list_access_keys(UserName=name)["AccessKeyMetadata"]}
        self.assertEqual("Inactive", states[key["AccessKeyId"]])
        self.assert_error(
            "DeleteConflict", "Cannot delete entity, must delete access keys first.", self.iam.delete_user,
            UserName=name,
        )
        self.iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        self.assert_error(
            "NoSuchEntity", f"The Access Key with id {key['AccessKeyId']} cannot be found.",
            self.iam.delete_access_key, UserName=name, AccessKeyId=key["AccessKeyId"],
        )

    def test_keys_are_who_they_belong_to(self):
        name = self.user()["UserName"]
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        sts = self.service(
            "sts", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"]
        )
        self.assertEqual(f"arn:aws:iam::000000000000:user/{name}", sts.get_caller_identity()["Arn"])


class StsTest(IamCase):
    def test_caller_identity(self):
        found = self.sts.get_caller_identity()
        self.assertEqual(
            ("000000000000", "000000000000", "arn:aws:iam::000000000000:root"),
            (found["UserId"], found["Account"], found["Arn"]),
        )

    def test_assume_role(self):
        role = self.role(MaxSessionDuration=3600)
        made = self.sts.assume_role(RoleArn=role["Arn"], RoleSessionName="me@home", DurationSeconds=900)
        user = made["AssumedRoleUser"]
        self.assertEqual(f"{role['RoleId']}:me@home", user["AssumedRoleId"])
        credentials = made["Credentials"]
        session = self.service(
            "sts",
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )
        self.assertEqual(user["Arn"], session.get_caller_identity()["Arn"])
        self.assertEqual("000000000000", self.sts.get_access_key_info(AccessKeyId=credentials["AccessKeyId"])["Account"])
        self.assert_error(
            "ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
            self.sts.assume_role, RoleArn=role["Arn"], RoleSessionName="me", DurationSeconds=3601,
        )
        self.assert_error(
            "ValidationError",
            "1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must "
            r"satisfy regular expression pattern: [\w+=,.@-]*",
            self.sts.assume_role, RoleArn=role["Arn"], RoleSessionName="a b",
        )

    def test_limits_of_sessions(self):
        role = self.role(MaxSessionDuration=43200)["Arn"]
        sts = self.service("sts", config=Config(parameter_validation=False))

        def document(size):
            empty = json.dumps(dict(policy(), Id=""), separators=(",", ":"))
            return empty.replace('"Id":""', f'"Id":"{"x" * (size - len(empty))}"')

        def arns(count):
            return [{"arn": f"arn:aws:iam::aws:policy/p{i}"} for i in range(count)]

        def assume(**more):
            return sts.assume_role(**{"RoleArn": role, "RoleSessionName": "me", **more})

        length, value = "Member must have length", "Member must have value"
        for call, member, fits, past, text in (
            (assume, "RoleSessionName", "xx", "x", f"{length} greater than or equal to 2"),
            (assume, "RoleSessionName", "x" * 64, "x" * 65, f"{length} less than or equal to 64"),
            (assume, "ExternalId", "xx", "x", f"{length} greater than or equal to 2"),
            (assume, "ExternalId", "x" * 1224, "x" * 1225, f"{length} less than or equal to 1224"),
            (assume, "DurationSeconds", 900, 899, f"{value} greater than or equal to 900"),
            (assume, "DurationSeconds", 43200, 43201, f"{value} less than or equal to 43200"),
            (assume, "Policy", document(2048), document(2049), f"{length} less than or equal to 2048"),
            (assume, "PolicyArns", arns(10), arns(11), f"{length} less than or equal to 10"),
            (sts.get_session_token, "DurationSeconds", 900, 899, f"{value} greater than or equal to 900"),
            (sts.get_session_token, "DurationSeconds", 129600, 129601, f"{value} less than or equal to 129600"),
        ):
            with self.subTest(member=member, text=text):
                made = call(**{member: fits})
                if member == "Policy":
                    self.assertEqual(100, made["PackedPolicySize"])
                with self.assertRaises(ClientError) as caught:
                    call(**{member: past})
                error = caught.exception.response["Error"]
                self.assertEqual("ValidationError", error["Code"])
                self.assertIn(f"at '{member[0].lower()}{member[1:]}' failed to satisfy constraint: {text}", error["Message"])

    def test_session_token(self):
        credentials = self.sts.get_session_token()["Credentials"]
        self.assertRegex(credentials["AccessKeyId"], "^ASIA")
