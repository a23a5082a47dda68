// Users, groups, roles and policies, as a person works with them; what the server then has is asked by the SDK.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetGroupCommand,
  GetPolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserTagsCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { clientOptions, open } from "./harness.mjs";

const iam = new IAMClient(clientOptions);
const READ_ONLY = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess";
const ALLOW = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "dynamodb:GetItem", Resource: "*" }] };

const unique = (what) => `${what}-${randomBytes(5).toString("hex")}`;

async function userOf() {
  const UserName = unique("user");
  await iam.send(new CreateUserCommand({ UserName }));
  return UserName;
}

function row(page, text) {
  return page.getByRole("row").filter({ hasText: text });
}

test("a user is made and deleted with all that is his", async (t) => {
  const name = unique("ann");
  const page = await open(t, "/identity/users");
  await page.getByRole("button", { name: "Create user" }).click();
  await page.getByLabel("User name").fill("not valid!");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByText("ValidationError").waitFor();
  await page.getByLabel("User name").fill(name);
  await page.keyboard.press("Enter");
  await page.getByText(`User ${name} was created.`).waitFor();

  const group = unique("group");
  await iam.send(new CreateGroupCommand({ GroupName: group }));
  await iam.send(new AddUserToGroupCommand({ GroupName: group, UserName: name }));
  await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn: READ_ONLY }));
  await iam.send(
    new PutUserPolicyCommand({ UserName: name, PolicyName: "own", PolicyDocument: JSON.stringify(ALLOW) }),
  );
  await iam.send(new CreateAccessKeyCommand({ UserName: name }));

  await page.getByPlaceholder("Find users").fill(name);
  await row(page, name).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText(`User ${name} was deleted.`).waitFor();
  await assert.rejects(iam.send(new GetUserCommand({ UserName: name })), { name: "NoSuchEntityException" });
  page.check();
});

test("several users are deleted at once", async (t) => {
  const prefix = unique("team");
  const names = [`${prefix}-1`, `${prefix}-2`];
  for (const UserName of names) await iam.send(new CreateUserCommand({ UserName }));
  const page = await open(t, "/identity/users");
  await page.getByPlaceholder("Find users").fill(prefix);
  for (const name of names) await row(page, name).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Delete 2 users?").waitFor();
  await dialog.getByLabel("Type delete to confirm").fill("delete");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("The users were deleted.").waitFor();
  for (const UserName of names)
    await assert.rejects(iam.send(new GetUserCommand({ UserName })), { name: "NoSuchEntityException" });
  page.check();
});

test("a group is made, and deleted with its members in it", async (t) => {
  const name = unique("group");
  const user = await userOf();
  const page = await open(t, "/identity/groups");
  await page.getByRole("button", { name: "Create group" }).click();
  await page.getByLabel("Group name").fill(name);
  await page.getByRole("button", { name: "Path" }).click();
  await page.getByRole("textbox", { name: "Path" }).fill("/team/");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByText(`Group ${name} was created.`).waitFor();
  await iam.send(new AddUserToGroupCommand({ GroupName: name, UserName: user }));
  await page.getByPlaceholder("Find groups").fill(name);
  await row(page, name).getByText(`:group/team/${name}`).waitFor();
  await row(page, name).getByRole("radio").check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText(`Group ${name} was deleted.`).waitFor();
  await assert.rejects(iam.send(new GetGroupCommand({ GroupName: name })), { name: "NoSuchEntityException" });
  await iam.send(new GetUserCommand({ UserName: user }));
  page.check();
});

test("a policy is made from a template, with a description", async (t) => {
  const name = unique("policy");
  const page = await open(t, "/identity/policies");
  await page.getByRole("button", { name: "Create policy" }).click();
  await page.getByLabel("Policy name").fill(name);
  await page.getByLabel("Description").fill("Reads only.");
  const create = page.getByRole("dialog").getByRole("button", { name: "Create", exact: true });
  assert.equal(await create.isDisabled(), true); // there is no document yet
  await page.getByText("Choose a template").click();
  await page.getByRole("option", { name: "Read one table" }).click();
  await create.click();
  await page.getByText(`Policy ${name} was created.`).waitFor();
  const PolicyArn = `arn:aws:iam::000000000000:policy/${name}`;
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  assert.equal(Policy.Description, "Reads only.");
  page.check();
});

test("the secret of an access key is shown once, and works", async (t) => {
  const user = await userOf();
  const page = await open(t, `/identity/users/${user}?tab=keys`);
  await page.getByRole("button", { name: "Create access key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("The secret is shown this once.").waitFor();
  const waiting = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download .csv" }).click();
  const csv = await readFile(await (await waiting).path(), "utf-8");
  const [id, secret] = csv.split("\r\n")[1].split(",");
  assert.equal(secret.length, 40);
  assert.equal(await dialog.getByText(secret).count(), 0);
  await dialog.getByRole("button", { name: "Show" }).click();
  await dialog.getByText(secret).waitFor();
  await dialog.getByRole("button", { name: "Done" }).click();
  await row(page, id).getByRole("radio").check();
  assert.equal(await page.getByText(secret).count(), 0);

  await page.getByRole("button", { name: "Deactivate" }).click();
  await row(page, "Inactive").waitFor();
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: user }));
  assert.deepEqual(AccessKeyMetadata.map(({ AccessKeyId, Status }) => [AccessKeyId, Status]), [[id, "Inactive"]]);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByLabel("Type delete to confirm").fill("delete");
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("There are no access keys.").waitFor();
  page.check();
});

test("policies are attached, written and detached", async (t) => {
  const user = await userOf();
  const page = await open(t, `/identity/users/${user}`);
  await page.getByRole("button", { name: "Attach policies" }).click();
  await page.getByText("Choose policies").click();
  await page.getByRole("option", { name: "AmazonDynamoDBReadOnlyAccess" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Attach", exact: true }).click();
  await row(page, READ_ONLY).waitFor();

  await page.getByRole("button", { name: "Create inline policy" }).click();
  await page.getByLabel("Policy name").fill("own-items");
  await page.getByText("Choose a template").click();
  await page.getByRole("option", { name: "Only the caller's own items" }).click();
  await page.getByRole("button", { name: "Save policy" }).click();
  await page.getByText("Policy own-items was created.").waitFor();
  const { PolicyDocument } = await iam.send(new GetUserPolicyCommand({ UserName: user, PolicyName: "own-items" }));
  assert.match(decodeURIComponent(PolicyDocument), /dynamodb:LeadingKeys/);

  await page.getByRole("link", { name: "own-items" }).click();
  await page.getByRole("dialog").getByText("dynamodb:BatchGetItem").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();

  await row(page, READ_ONLY).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Detach" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Detach" }).click();
  await page.getByText("No policy is attached.").waitFor();
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: user }));
  assert.deepEqual(AttachedPolicies, []);
  page.check();
});

test("what the server says of a wrong policy is shown", async (t) => {
  const user = await userOf();
  const page = await open(t, `/identity/users/${user}`);
  await page.getByRole("button", { name: "Create inline policy" }).click();
  await page.getByLabel("Policy name").fill("wrong");
  const editor = page.getByRole("dialog").locator(".ace_text-input");
  await editor.fill('{"Statement": [');
  await page.getByText(/JSON/).first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Save policy" }).isDisabled(), true);
  await editor.press("Control+a");
  await editor.fill('{"Version": "2012-10-17", "Statement": [{"Effect": "Maybe"}]}');
  await page.getByRole("button", { name: "Save policy" }).click();
  await page.getByText("MalformedPolicyDocument").waitFor();
  page.check();
});

test("a user has groups, a boundary and tags", async (t) => {
  const user = await userOf();
  const group = unique("group");
  await iam.send(new CreateGroupCommand({ GroupName: group }));
  const page = await open(t, `/identity/users/${user}?tab=groups`);
  await page.getByRole("button", { name: "Add groups" }).click();
  await page.getByText("Choose groups").click();
  await page.getByRole("option", { name: group }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("link", { name: group }).waitFor();
  const { Groups } = await iam.send(new ListGroupsForUserCommand({ UserName: user }));
  assert.deepEqual(Groups.map(({ GroupName }) => GroupName), [group]);

  await page.getByRole("tab", { name: "Permissions" }).click();
  await page.getByRole("button", { name: "Set boundary" }).click();
  await page.getByText("Choose a policy").click();
  await page.getByRole("option", { name: "PowerUserAccess" }).click();
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await page.getByRole("link", { name: "arn:aws:iam::aws:policy/PowerUserAccess" }).waitFor();

  await page.getByRole("tab", { name: "Tags" }).click();
  await page.getByRole("button", { name: "Add tag" }).click();
  await page.getByLabel("Key of tag 1").fill("team");
  await page.getByLabel("Value of tag 1").fill("data");
  await page.getByRole("button", { name: "Save tags" }).click();
  await page.getByText("The tags were saved.").waitFor();
  const { Tags } = await iam.send(new ListUserTagsCommand({ UserName: user }));
  assert.deepEqual(Tags, [{ Key: "team", Value: "data" }]);

  await page.getByRole("tab", { name: "Groups" }).click();
  await page.getByRole("link", { name: group }).click();
  await page.getByRole("heading", { level: 1, name: group }).waitFor();
  await page.getByRole("link", { name: user }).waitFor();
  page.check();
});

test("a role is made that functions run as, trusts somebody else, and is deleted", async (t) => {
  const name = unique("role");
  const page = await open(t, "/identity/roles");
  await page.getByRole("button", { name: "Create role" }).click();
  await page.getByLabel("Role name").fill(name);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByText(`Role ${name} was created.`).waitFor();
  await page.getByPlaceholder("Find roles").fill(name);
  await row(page, name).getByText("lambda.amazonaws.com").waitFor();
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("tab", { name: "Trust policy" }).click();
  await page.getByText("Choose a template").click();
  await page.getByRole("option", { name: "An account" }).click();
  await page.getByRole("button", { name: "Save trust policy" }).click();
  await page.getByText("The trust policy was saved.").waitFor();
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: name }));
  assert.match(decodeURIComponent(Role.AssumeRolePolicyDocument), /arn:aws:iam::000000000000:root/);

  await page.getByRole("link", { name: "Roles" }).first().click();
  await page.getByPlaceholder("Find roles").fill(name);
  await row(page, name).getByRole("radio").check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText(`Role ${name} was deleted.`).waitFor();
  await assert.rejects(iam.send(new GetRoleCommand({ RoleName: name })), { name: "NoSuchEntityException" });
  page.check();
});

test("a policy gets a new version, and an old one is put in force again", async (t) => {
  const name = unique("policy");
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: name, PolicyDocument: JSON.stringify(ALLOW), Path: "/team/" }),
  );
  const page = await open(t, "/identity/policies");
  await page.getByPlaceholder("Find policies").fill(name);
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByText("dynamodb:GetItem").waitFor();
  const editor = page.locator(".ace_text-input");
  await editor.press("Control+a");
  await editor.fill(JSON.stringify(ALLOW).replace("GetItem", "PutItem"));
  await page.getByRole("button", { name: "Save as new version" }).click();
  await page.getByRole("heading", { name: "Version v2" }).waitFor();
  const version = async () => (await iam.send(new GetPolicyCommand({ PolicyArn: Policy.Arn }))).Policy.DefaultVersionId;
  assert.equal(await version(), "v2");
  await page.getByRole("tab", { name: "Versions" }).click();
  await row(page, "v1").getByRole("radio").check();
  await page.getByRole("button", { name: "Put in force" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Put in force" }).click();
  await page.getByText("Version v1 is in force.").waitFor();
  assert.equal(await version(), "v1");

  await page.getByRole("link", { name: "Policies" }).first().click();
  await page.getByPlaceholder("Find policies").fill(name);
  await row(page, name).getByRole("radio").check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText(`Policy ${name} was deleted.`).waitFor();
  await assert.rejects(version(), { name: "NoSuchEntityException" });
  page.check();
});

test("a policy of AWS is read, not changed", async (t) => {
  const page = await open(t, "/identity/policies");
  await page.getByRole("button", { name: "Of AWS" }).click();
  await page.getByRole("link", { name: "AmazonDynamoDBReadOnlyAccess" }).click();
  await page.getByText("application-autoscaling:DescribeScalableTargets").waitFor();
  assert.equal(await page.getByRole("button", { name: "Save as new version" }).count(), 0);
  page.check();
});

test("who is not there is said to be not there", async (t) => {
  const page = await open(t, "/identity/roles/nobody");
  await page.getByText("NoSuchEntity").first().waitFor();
  page.check();
});

async function addToken(page, label, text) {
  await page.getByRole("combobox", { name: label }).fill(text);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: `Remove ${text}` }).waitFor();
}

test("what a user may do is simulated, with values for the conditions", async (t) => {
  const user = await userOf();
  const own = {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "dynamodb:GetItem",
        Resource: "arn:aws:dynamodb:*:*:table/Notes",
        Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["ann"] } },
      },
    ],
  };
  await iam.send(new PutUserPolicyCommand({ UserName: user, PolicyName: "own", PolicyDocument: JSON.stringify(own) }));
  const page = await open(t, `/identity/users/${user}`);
  await page.getByRole("link", { name: "Simulate" }).click();
  await page.getByRole("heading", { level: 1, name: "Policy simulator" }).waitFor();
  await page.getByText(user).first().waitFor();
  await addToken(page, "Actions", "dynamodb:GetItem");
  await addToken(page, "Actions", "dynamodb:Scan");
  await addToken(page, "Resources", "arn:aws:dynamodb:us-east-1:000000000000:table/Notes");
  await page.getByRole("button", { name: "Find keys in the policies" }).click();
  await page.getByLabel("Value of context key 1").fill("bob");
  await page.getByRole("button", { name: "Simulate" }).click();
  await page.getByText("0 of 2 allowed").waitFor();
  await page.getByLabel("Value of context key 1").fill("ann");
  await page.getByRole("button", { name: "Simulate" }).click();
  await page.getByText("1 of 2 allowed").waitFor();
  await row(page, "dynamodb:GetItem").getByText("Allowed").waitFor();
  await row(page, "dynamodb:Scan").getByText("Denied: nothing allows it").waitFor();
  page.check();
});

test("a policy is tried before anybody has it", async (t) => {
  const page = await open(t, "/identity/simulator");
  await page.getByRole("button", { name: "A policy that I write" }).click();
  const policy = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "s3:*", Resource: "*" },
      { Sid: "Never", Effect: "Deny", Action: "s3:DeleteBucket", Resource: "*" },
    ],
  };
  await page.locator(".ace_text-input").first().fill(JSON.stringify(policy));
  await page.getByRole("combobox", { name: "Actions" }).fill("s3:GetObject, s3:DeleteBucket ");
  await page.getByRole("button", { name: "Remove s3:DeleteBucket" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Simulate" }).click();
  await page.getByText("1 of 2 allowed").waitFor();
  await row(page, "s3:DeleteBucket").getByText("Denied by a statement").waitFor();
  await row(page, "s3:DeleteBucket").getByRole("button", { name: "PolicyInputList.1" }).click();
  await page.getByText('"Sid": "Never"').last().waitFor();
  page.check();
});
