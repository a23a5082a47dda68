// IAM deletes nobody who has something still: keys, policies, members. So all of that goes first.

import {
  DeleteAccessKeyCommand,
  DeleteGroupCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  GetGroupCommand,
  ListAccessKeysCommand,
  ListGroupsForUserCommand,
  RemoveUserFromGroupCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { allMarked } from "./lists";
import { policiesOf, type Principal } from "./principals";

async function removePolicies(iam: IAMClient, principal: Principal): Promise<void> {
  const policies = policiesOf(iam, principal);
  for (const { PolicyArn = "" } of await policies.attached()) await policies.detach(PolicyArn);
  for (const name of await policies.inline()) await policies.remove(name);
}

export async function deleteUser(iam: IAMClient, UserName: string): Promise<void> {
  const keys = await allMarked(
    (Marker) => iam.send(new ListAccessKeysCommand({ UserName, Marker })),
    (page) => page.AccessKeyMetadata,
  );
  for (const { AccessKeyId } of keys) await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  const groups = await allMarked(
    (Marker) => iam.send(new ListGroupsForUserCommand({ UserName, Marker })),
    (page) => page.Groups,
  );
  for (const { GroupName } of groups) await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
  await removePolicies(iam, { kind: "user", name: UserName });
  await iam.send(new DeleteUserCommand({ UserName }));
}

export async function deleteGroup(iam: IAMClient, GroupName: string): Promise<void> {
  const users = await allMarked(
    (Marker) => iam.send(new GetGroupCommand({ GroupName, Marker })),
    (page) => page.Users,
  );
  for (const { UserName } of users) await iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
  await removePolicies(iam, { kind: "group", name: GroupName });
  await iam.send(new DeleteGroupCommand({ GroupName }));
}

export async function deleteRole(iam: IAMClient, RoleName: string): Promise<void> {
  await removePolicies(iam, { kind: "role", name: RoleName });
  await iam.send(new DeleteRoleCommand({ RoleName }));
}
