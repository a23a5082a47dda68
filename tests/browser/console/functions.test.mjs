// Functions and their triggers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientOptions, open } from "./harness.mjs";
import { createFunction, lambda, zipOf } from "./requests.mjs";

const ECHO = "def lambda_handler(event, context):\n    print('called with', event)\n    return event\n";
const dynamodb = new DynamoDBClient(clientOptions);
const unique = (name) => `${name}-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;

async function createStream(table) {
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }),
  );
  return TableDescription.LatestStreamArn;
}

test("a function is written, created, called and deleted", async (t) => {
  const name = unique("written");
  const page = await open(t, "/functions");
  await page.getByRole("link", { name: "Create function" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create function" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByText("return {").first().waitFor();
  const made = await lambda("GET", `/2015-03-31/functions/${name}`);
  assert.equal(made.Configuration.Role, `arn:aws:iam::000000000000:role/${name}`);

  await page.getByRole("tab", { name: "Test" }).click();
  await page.getByRole("button", { name: "Invoke" }).click();
  await page.getByText("Succeeded").waitFor();
  assert.match(await page.getByRole("region", { name: "Answer" }).textContent(), /"hello": "world"/);
  assert.match(await page.getByRole("region", { name: "Log" }).textContent(), /"key1": "value1"/);

  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog");
  assert.equal(await dialog.getByRole("button", { name: "Delete" }).isDisabled(), true);
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.waitForURL("**/_console/functions");
  await assert.rejects(lambda("GET", `/2015-03-31/functions/${name}`), /404/);
  page.check();
});

test("what a function throws is shown", async (t) => {
  const name = await createFunction(
    unique("broken"),
    "def lambda_handler(event, context):\n    raise ValueError('not today')\n",
  );
  const page = await open(t, `/functions/${name}?tab=test`);
  await page.getByRole("button", { name: "Invoke" }).click();
  await page.getByText("Failed: Unhandled").waitFor();
  assert.match(await page.getByRole("region", { name: "Error" }).textContent(), /"errorMessage": "not today"/);
  page.check();
});

test("code is edited and deployed", async (t) => {
  const name = await createFunction(unique("edited"), ECHO);
  const page = await open(t, `/functions/${name}`);
  await page.getByText("called with").waitFor();
  await page.locator(".ace_content").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText("def lambda_handler(event, context):\n    return 42\n");
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByLabel("Path in the archive").fill("lib/helper.py");
  await page.getByRole("button", { name: "OK" }).click();
  await page.getByRole("button", { name: "Deploy" }).click();
  await page.getByText(`The code of ${name} was deployed.`).waitFor();
  assert.equal(await lambda("POST", `/2015-03-31/functions/${name}/invocations`, {}), 42);
  await page.getByRole("link", { name: "lib/helper.py" }).waitFor();

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download" }).click(),
  ]);
  assert.equal(file.suggestedFilename(), `${name}.zip`);
  page.check();
});

test("a zip archive is uploaded, and what is none is refused", async (t) => {
  const name = await createFunction(unique("uploaded"), ECHO);
  const page = await open(t, `/functions/${name}`);
  await page.getByRole("button", { name: "Replace" }).click();
  const dialog = page.getByRole("dialog");
  const buffer = zipOf("lambda_function.py", "def lambda_handler(event, context):\n    return 'uploaded'\n");
  await dialog.locator("input[type=file]").setInputFiles({ name: "code.zip", mimeType: "application/zip", buffer });
  await dialog.getByRole("button", { name: "Replace" }).click();
  await page.getByText("return 'uploaded'").waitFor();
  assert.equal(await lambda("POST", `/2015-03-31/functions/${name}/invocations`, {}), "uploaded");

  await page.getByRole("button", { name: "Replace" }).click();
  const broken = { name: "code.zip", mimeType: "application/zip", buffer: Buffer.from("no archive") };
  await dialog.locator("input[type=file]").setInputFiles(broken);
  await dialog.getByRole("button", { name: "Replace" }).click();
  await dialog.getByTestId("problem").getByText("InvalidParameterValueException").waitFor();
  page.check();
});

test("the configuration is changed, and only what was changed is sent", async (t) => {
  const name = await createFunction(unique("configured"), ECHO);
  const page = await open(t, `/functions/${name}?tab=configuration`);
  await page.getByLabel("Memory in MB").fill("100");
  await page.getByText("A whole number from 128 to 10240.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Save: Configuration" }).isDisabled(), true);
  await page.getByLabel("Memory in MB").fill("256");
  await page.getByRole("button", { name: "Add variable" }).click();
  await page.getByLabel("Name 1").fill("STAGE");
  await page.getByLabel("Value 1").fill("test");
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.method() === "PUT"),
    page.getByRole("button", { name: "Save: Configuration" }).click(),
  ]);
  assert.deepEqual(request.postDataJSON(), { MemorySize: 256, Environment: { Variables: { STAGE: "test" } } });
  await page.getByText("The configuration was saved.").waitFor();
  const { Configuration } = await lambda("GET", `/2015-03-31/functions/${name}`);
  assert.equal(Configuration.MemorySize, 256);
  page.check();
});

test("another account is permitted to call, and is not any more", async (t) => {
  const name = await createFunction(unique("permitted"), ECHO);
  const page = await open(t, `/functions/${name}?tab=configuration`);
  await page.getByRole("button", { name: "Add permission" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Statement id").fill("friends");
  await dialog.getByLabel("Principal").fill("111122223333");
  await dialog.getByRole("button", { name: "Add" }).click();
  const row = page.getByRole("row").filter({ hasText: "friends" });
  await row.getByText("arn:aws:iam::111122223333:root").waitFor();
  await row.getByRole("radio").check();
  await page.getByRole("button", { name: "Remove permission" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await row.waitFor({ state: "detached" });
  await assert.rejects(lambda("GET", `/2015-03-31/functions/${name}/policy`), /404/);
  page.check();
});

test("a version is published, and an alias names it", async (t) => {
  const name = await createFunction(unique("published"), ECHO);
  const page = await open(t, `/functions/${name}?tab=versions`);
  await page.getByRole("button", { name: "Publish version" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await page.getByText("The version was published.").waitFor();
  await page.getByRole("button", { name: "Create alias" }).click();
  await page.getByRole("textbox", { name: "Alias" }).fill("live");
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await page.getByText("Alias live was saved.").waitFor();
  const alias = await lambda("GET", `/2015-03-31/functions/${name}/aliases/live`);
  assert.equal(alias.FunctionVersion, "1");
  page.check();
});

test("a trigger is created, edited and deleted", async (t) => {
  const name = await createFunction(unique("triggered"), ECHO);
  const table = unique("Source");
  const arn = await createStream(table);
  const page = await open(t, `/functions/${name}?tab=triggers`);
  await page.getByText("There are no triggers.").waitFor();
  await page.getByRole("link", { name: "Create trigger" }).click();
  await page.getByRole("combobox", { name: "Stream" }).fill(arn);
  await page.getByText("All changes the stream still has").click();
  await page.getByLabel("Batch size").fill("7");
  await page.getByRole("button", { name: "Create trigger" }).click();
  await page.getByText("The trigger was created.").waitFor();
  await page.getByText("Enabled").first().waitFor();

  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByRole("textbox", { name: "Pattern 1" }).fill('{"eventName": ["REMOVE"]}');
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The trigger was saved.").waitFor();
  const list = () => lambda("GET", `/2015-03-31/event-source-mappings?FunctionName=${name}`);
  const [mapping] = (await list()).EventSourceMappings;
  assert.equal(mapping.BatchSize, 7);
  assert.equal(mapping.StartingPosition, "TRIM_HORIZON");
  assert.deepEqual(mapping.FilterCriteria, { Filters: [{ Pattern: '{"eventName": ["REMOVE"]}' }] });

  await page.getByRole("navigation").getByRole("link", { name: "Triggers" }).first().click();
  const row = page.getByRole("row").filter({ hasText: table });
  await row.getByText(name).waitFor();
  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByLabel("Type delete to confirm").fill("delete");
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await row.waitFor({ state: "detached" });
  assert.deepEqual((await list()).EventSourceMappings, []);
  page.check();
});

test("a refusal of the server is shown as it is", async (t) => {
  const page = await open(t, "/functions/nobody");
  const problem = page.getByTestId("problem");
  await problem.waitFor();
  assert.match(await problem.textContent(), /ResourceNotFoundException.*Function not found/);
  page.check();
});
