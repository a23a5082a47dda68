"""IAM through boto3: other names and paths of users and groups, and what follows them."""

import json

from clients.boto3.test_iam import IamCase, policy, unique

READ_ONLY = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
ARN = "arn:aws:iam::000000000000"


class RenameTest(IamCase):
    def group(self, **more):
        name = unique("group")
        self.iam.create_group(GroupName=name, **more)
        self.addCleanup(self.remove_group, name)
        return name

    def remove_group(self, name):
        for user in self.iam.get_group(GroupName=name)["Users"]:
            self.iam.remove_user_from_group(GroupName=name, UserName=user["UserName"])
        self.remove("group", name)

    def test_a_user_with_all_that_is_his(self):
        made, group = self.user(Path="/a/", Tags=[{"Key": "k", "Value": "v"}]), self.group()
        old, new = made["UserName"], unique("renamed")
        key = self.iam.create_access_key(UserName=old)["AccessKey"]["AccessKeyId"]
        self.iam.put_user_policy(UserName=old, PolicyName="p", PolicyDocument=json.dumps(policy()))
        self.iam.attach_user_policy(UserName=old, PolicyArn=READ_ONLY)
        self.iam.add_user_to_group(GroupName=group, UserName=old)
        self.iam.update_user(UserName=old, NewUserName=new, NewPath="/b/c/")
        try:
            found = self.iam.get_user(UserName=new)["User"]
            self.assertEqual(dict(made, UserName=new, Path="/b/c/", Arn=f"{ARN}:user/b/c/{new}"), found)
            gone = f"The user with name {old} cannot be found."
            self.assert_error("NoSuchEntity", gone, self.iam.get_user, UserName=old)
            self.assert_error("NoSuchEntity", gone, self.iam.update_user, UserName=old, NewUserName=new)
            keys = self.iam.list_access_keys(UserName=new)["AccessKeyMetadata"]
            self.assertEqual([(key, new)], [(each["AccessKeyId"], each["UserName"]) for each in keys])
            self.iam.update_access_key(UserName=new, AccessKeyId=key, Status="Inactive")
            self.assertEqual(["p"], self.iam.list_user_policies(UserName=new)["PolicyNames"])
            attached = self.iam.list_attached_user_policies(UserName=new)["AttachedPolicies"]
            self.assertEqual([READ_ONLY], [each["PolicyArn"] for each in attached])
            entities = self.iam.list_entities_for_policy(PolicyArn=READ_ONLY)["PolicyUsers"]
            self.assertEqual([True, False], [name in [each["UserName"] for each in entities] for name in (new, old)])
            self.assertEqual([new], [user["UserName"] for user in self.iam.get_group(GroupName=group)["Users"]])
            # The old name is free, and nothing of his is left under it.
            self.iam.create_user(UserName=old)
            self.assertEqual([], self.iam.list_access_keys(UserName=old)["AccessKeyMetadata"])
            self.assertEqual([], self.iam.list_groups_for_user(UserName=old)["Groups"])
        finally:
            self.remove("user", new)

    def test_a_group_with_its_members(self):
        old, new, other = self.group(Path="/a/"), unique("renamed"), self.group()
        users = [self.user()["UserName"] for _ in range(3)]
        for user in users:
            self.iam.add_user_to_group(GroupName=old, UserName=user)
        self.iam.add_user_to_group(GroupName=other, UserName=users[0])
        self.iam.put_group_policy(GroupName=old, PolicyName="p", PolicyDocument=json.dumps(policy()))
        made = self.iam.get_group(GroupName=old)["Group"]
        self.iam.update_group(GroupName=old, NewGroupName=new, NewPath="/b/")
        self.addCleanup(self.iam.update_group, GroupName=new, NewGroupName=old)  # for the clean-up
        found = self.iam.get_group(GroupName=new)
        self.assertEqual(dict(made, GroupName=new, Path="/b/", Arn=f"{ARN}:group/b/{new}"), found["Group"])
        self.assertEqual(sorted(users), [user["UserName"] for user in found["Users"]])
        self.assertEqual(["p"], self.iam.list_group_policies(GroupName=new)["PolicyNames"])
        groups = self.iam.list_groups_for_user(UserName=users[0])["Groups"]
        self.assertEqual(sorted([new, other]), [group["GroupName"] for group in groups])
        gone = f"The group with name {old} cannot be found."
        self.assert_error("NoSuchEntity", gone, self.iam.get_group, GroupName=old)
        self.iam.remove_user_from_group(GroupName=new, UserName=users[0])
        self.assertEqual(sorted(users[1:]),
                         [user["UserName"] for user in self.iam.get_group(GroupName=new)["Users"]])

    def test_only_one_of_them(self):
        name = self.user(Path="/a/")["UserName"]
        self.iam.update_user(UserName=name, NewPath="/")
        self.assertEqual(("/", f"{ARN}:user/{name}"), tuple(
            self.iam.get_user(UserName=name)["User"][part] for part in ("Path", "Arn")))
        # Terraform names both, whichever of them changes.
        self.iam.update_user(UserName=name, NewUserName=name, NewPath="/b/")
        self.iam.update_user(UserName=name)
        upper = name.upper()
        self.iam.update_user(UserName=name, NewUserName=upper)
        self.assertEqual((upper, "/b/"), tuple(
            self.iam.get_user(UserName=name)["User"][part] for part in ("UserName", "Path")))

    def test_names_that_are_taken(self):
        users, groups = [[make() for _ in range(2)] for make in (lambda: self.user()["UserName"], self.group)]
        taken = users[1].upper()
        self.assert_error("EntityAlreadyExists", f"User with name {taken} already exists.",
                          self.iam.update_user, UserName=users[0], NewUserName=taken)
        self.assert_error("EntityAlreadyExists", f"Group with name {groups[1]} already exists.",
                          self.iam.update_group, GroupName=groups[0], NewGroupName=groups[1])
        self.iam.get_user(UserName=users[0])

    def test_limits(self):
        user, group = self.user()["UserName"], self.group()
        for call, who, member, most in (
            (self.iam.update_user, {"UserName": user}, "NewUserName", 64),
            (self.iam.update_group, {"GroupName": group}, "NewGroupName", 128),
        ):
            longest = unique("x").ljust(most, "x")
            call(**who, **{member: longest})
            back = {name: longest for name in who}
            call(**back, **{member: next(iter(who.values()))})
            call(**who, NewPath="/" + "p" * 510 + "/")
            for wrong in ({member: longest + "x"}, {member: "a b"}, {"NewPath": "/" + "p" * 511 + "/"},
                          {"NewPath": "x"}, {"NewPath": "/x"}):
                with self.subTest(member=member, wrong=str(wrong)[:40]):
                    with self.assertRaises(self.iam.exceptions.ClientError) as caught:
                        call(**who, **wrong)
                    self.assertEqual("ValidationError", caught.exception.response["Error"]["Code"])
