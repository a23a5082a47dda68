// Tables: from making one to its end.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { clientOptions, open } from "./harness.mjs";
import { createFunction, lambda } from "./requests.mjs";

const dynamodb = new DynamoDBClient(clientOptions);
const SOON = { client: dynamodb, minDelay: 0.05, maxDelay: 0.2, maxWaitTime: 20 };

let made = 0;
function newName(what) {
  made += 1;
  return `${what}-${process.pid}-${made}`;
}

async function makeTable(t, name, more = {}) {
  await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
      ...more,
    }),
  );
  dropAfter(t, name);
  await waitUntilTableExists(SOON, { TableName: name });
}

function dropAfter(t, name) {
  t.after(async () => {
    for (const command of [
      new UpdateTableCommand({ TableName: name, DeletionProtectionEnabled: false }),
      new DeleteTableCommand({ TableName: name }),
    ])
      await dynamodb.send(command).catch(() => undefined); // it may be gone
  });
}

async function describe(name) {
  return (await dynamodb.send(new DescribeTableCommand({ TableName: name }))).Table;
}

async function recoveryOn(name) {
  await dynamodb.send(
    new UpdateContinuousBackupsCommand({
      TableName: name,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    }),
  );
}

// Picks an option of a Cloudscape select.
async function pick(page, label, option) {
  await page.getByRole("button", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
}

test("a table is created with everything that it can have", async (t) => {
  const name = newName("Music");
  dropAfter(t, name);
  const page = await open(t, "/tables");
  await page.getByRole("link", { name: "Create table" }).click();
  await page.getByRole("heading", { level: 1, name: "Create table" }).waitFor();

  // What is missing is said before anything is sent.
  await page.getByRole("button", { name: "Create table" }).click();
  await page.getByText("Something is missing above.").first().waitFor();

  await page.getByLabel("Table name").fill(name);
  await page.getByRole("textbox", { name: "Partition key", exact: true }).fill("Artist");
  await page.getByRole("textbox", { name: "Sort key", exact: true }).fill("Year");
  await pick(page, "Type of sort key", "Number");

  await page.getByRole("button", { name: "Add global index" }).click();
  await page.getByLabel("Index name").fill("ByGenre");
  await page.getByRole("textbox", { name: "Index partition key", exact: true }).fill("Genre");
  await pick(page, "Projected attributes", "Keys and certain attributes");
  await page.getByLabel("Included attributes").fill("Title\nCover");
  await page.getByRole("button", { name: "Add local index" }).click();
  await page.getByLabel("Index name").last().fill("ByTitle");
  await page.getByRole("textbox", { name: "Index sort key", exact: true }).last().fill("Title");

  await pick(page, "Stream", "New and old images");
  await page.getByLabel("Time to live").fill("expires");
  await page.getByLabel("Point-in-time recovery").check();
  await page.getByLabel("Days of recovery").fill("7");
  await page.getByRole("button", { name: "Add tag" }).click();
  await page.getByLabel("Key of tag 1").fill("team");
  await page.getByLabel("Value of tag 1").fill("music");
  await page.getByRole("button", { name: "Create table" }).click();

  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByText(`Table ${name} is created.`).waitFor();
  const table = await describe(name);
  assert.deepEqual(table.KeySchema, [
    { AttributeName: "Artist", KeyType: "HASH" },
    { AttributeName: "Year", KeyType: "RANGE" },
  ]);
  assert.deepEqual(table.GlobalSecondaryIndexes[0].Projection, {
    ProjectionType: "INCLUDE",
    NonKeyAttributes: ["Title", "Cover"],
  });
  assert.equal(table.LocalSecondaryIndexes[0].IndexName, "ByTitle");
  assert.equal(table.StreamSpecification.StreamViewType, "NEW_AND_OLD_IMAGES");
  const { TimeToLiveDescription: expiry } = await dynamodb.send(
    new DescribeTimeToLiveCommand({ TableName: name }),
  );
  assert.equal(expiry.AttributeName, "expires");
  const { ContinuousBackupsDescription: backups } = await dynamodb.send(
    new DescribeContinuousBackupsCommand({ TableName: name }),
  );
  assert.equal(backups.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus, "ENABLED");
  assert.equal(backups.PointInTimeRecoveryDescription.RecoveryPeriodInDays, 7);
  const { Tags: tags } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: table.TableArn }));
  assert.deepEqual(tags, [{ Key: "team", Value: "music" }]);
  page.check();
});

test("what the server refuses is shown, and the form stays", async (t) => {
  const page = await open(t, "/tables/-/create");
  await page.getByLabel("Table name").fill("no");
  await page.getByRole("textbox", { name: "Partition key", exact: true }).fill("Id");
  await page.getByRole("button", { name: "Create table" }).click();
  const problem = page.getByTestId("problem");
  await problem.getByText("ValidationException").waitFor();
  assert.match(await problem.innerText(), /at least 3 characters|length/i);
  assert.equal(await page.getByLabel("Table name").inputValue(), "no");
  page.check();
});

test("tables are found, and several are deleted, but no protected one", async (t) => {
  const prefix = newName("Doomed");
  const names = ["a", "b", "c"].map((letter) => `${prefix}-${letter}`);
  for (const name of names) await makeTable(t, name, { DeletionProtectionEnabled: name.endsWith("c") });
  const page = await open(t, "/tables");
  await page.getByPlaceholder("Find tables").fill(prefix);
  await page.getByText("3 found").first().waitFor();
  await page.getByRole("row").filter({ hasText: names[0] }).getByText("On demand").waitFor();
  for (const name of names)
    await page.getByRole("row").filter({ hasText: name }).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();

  const modal = page.getByRole("dialog");
  await modal.getByText(`Protected, so not deleted: ${names[2]}`).waitFor();
  assert.ok(await modal.getByRole("button", { name: "Delete", exact: true }).isDisabled());
  await modal.getByPlaceholder("delete").fill("delete");
  await modal.getByRole("button", { name: "Delete", exact: true }).click();

  await page.getByText(`Table ${names[2]} was not deleted`).waitFor();
  for (const name of names.slice(0, 2)) await waitUntilTableNotExists(SOON, { TableName: name });
  assert.equal((await describe(names[2])).TableStatus, "ACTIVE");
  await page.getByText("1 found").first().waitFor();
  page.check();
});

test("an index is added to a table with items, and deleted", async (t) => {
  const name = newName("Orders");
  await makeTable(t, name);
  await dynamodb.send(
    new PutItemCommand({
      TableName: name,
      Item: { Id: { S: "1" }, Customer: { S: "c" }, Total: { N: "5" } },
    }),
  );
  const page = await open(t, `/tables/${name}?tab=indexes`);
  await page.getByRole("button", { name: "Create index" }).click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Index name").fill("ByCustomer");
  await form.getByRole("textbox", { name: "Index partition key", exact: true }).fill("Customer");
  await form.getByRole("button", { name: "Add to index sort key" }).click();
  await form.getByRole("textbox", { name: "Index sort key", exact: true }).fill("Total");
  await form.getByRole("button", { name: "Type of index sort key" }).click();
  await page.getByRole("option", { name: "Number" }).click();
  await form.getByRole("button", { name: "Create index" }).click();

  const row = page.getByRole("row").filter({ hasText: "ByCustomer" });
  await row.getByText("Active").waitFor();
  await row.getByText("Total (Number)").waitFor();
  const { Items: items } = await dynamodb.send(new ScanCommand({ TableName: name, IndexName: "ByCustomer" }));
  assert.equal(items.length, 1);

  await row.getByRole("radio").check();
  await page.getByRole("button", { name: "Delete index" }).click();
  await page.getByRole("dialog").getByPlaceholder("delete").fill("delete");
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await row.waitFor({ state: "detached" });
  assert.equal((await describe(name)).GlobalSecondaryIndexes, undefined);
  page.check();
});

test("settings are changed one by one", async (t) => {
  const name = newName("Settings");
  await makeTable(t, name);
  const page = await open(t, `/tables/${name}?tab=settings`);
  const dialog = page.getByRole("dialog");

  await page.getByRole("button", { name: "Edit capacity" }).click();
  await dialog.getByLabel("Provisioned").check();
  await dialog.getByLabel("Read capacity units").fill("11");
  await dialog.getByLabel("Write capacity units").fill("12");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("Provisioned: 11 read, 12 write").waitFor();

  await page.getByRole("button", { name: "Switch on stream" }).click();
  await dialog.getByRole("button", { name: "Switch on" }).click();
  await page.getByRole("link", { name: "Watch the stream" }).waitFor();

  await page.getByRole("button", { name: "Switch on time to live" }).click();
  await dialog.getByLabel("Attribute").fill("expires");
  await dialog.getByRole("button", { name: "Switch on" }).click();
  await page.getByRole("button", { name: "Switch off time to live" }).waitFor();

  await page.getByRole("button", { name: "Switch on deletion protection" }).click();
  await dialog.getByRole("button", { name: "Switch on" }).click();
  await page.getByText("On: the table cannot be deleted.").waitFor();

  const table = await describe(name);
  assert.equal(table.ProvisionedThroughput.ReadCapacityUnits, 11);
  assert.equal(table.StreamSpecification.StreamViewType, "NEW_AND_OLD_IMAGES");
  assert.equal(table.DeletionProtectionEnabled, true);

  await page.getByRole("button", { name: "Switch off deletion protection" }).click();
  await dialog.getByRole("button", { name: "Switch off" }).click();
  await page.getByRole("button", { name: "Switch on deletion protection" }).waitFor();
  page.check();
});

test("a resource policy is written from a template and deleted", async (t) => {
  const name = newName("Policy");
  await makeTable(t, name);
  const page = await open(t, `/tables/${name}?tab=settings`);
  const dialog = page.getByRole("dialog");
  await page.getByText("There is no policy.").waitFor();
  await page.getByRole("button", { name: "Edit resource policy" }).click();
  await dialog.getByRole("button", { name: "Begin with a template" }).click();
  await page.getByRole("option", { name: "Nobody may delete the table" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("region", { name: "Resource policy" }).getByText("KeepTable").waitFor();
  await page.getByRole("button", { name: "Delete policy" }).click();
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("There is no policy.").waitFor();
  page.check();
});

test("a backup outlives its table, and is restored", async (t) => {
  const name = newName("Kept");
  await makeTable(t, name);
  await dynamodb.send(
    new PutItemCommand({ TableName: name, Item: { Id: { S: "1" }, State: { S: "open" } } }),
  );
  const page = await open(t, `/tables/${name}?tab=backups`);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Create backup" }).click();
  await dialog.getByLabel("Backup name").fill("before");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("row").filter({ hasText: "before" }).getByText("Available").waitFor();

  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Delete table" }).click();
  await dialog.getByLabel("Make a backup first").check();
  await dialog.getByPlaceholder("delete").fill("delete");
  await dialog.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Tables" }).waitFor();
  await waitUntilTableNotExists(SOON, { TableName: name });

  await page.getByRole("button", { name: "Imports and backups" }).click();
  await page.getByRole("menuitem", { name: "Backups" }).click();
  await page.getByPlaceholder("Find backups").fill(name);
  await page.getByText(`${name}-final`).waitFor();
  await page.getByRole("row").filter({ hasText: "before" }).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Restore backup" }).click();
  await dialog.getByText("As it was at").waitFor(); // what is in the backup
  assert.equal(await dialog.getByLabel("New table").inputValue(), `${name}-restored`);
  await dialog.getByLabel("New table").fill(name);
  await dialog.getByRole("button", { name: "Restore", exact: true }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await page.getByRole("heading", { name: "Restored" }).waitFor();
  await waitUntilTableExists(SOON, { TableName: name });
  const { Item: item } = await dynamodb.send(
    new GetItemCommand({ TableName: name, Key: { Id: { S: "1" } } }),
  );
  assert.equal(item.State.S, "open");
  page.check();
});

test("recovery brings a table back as it was, and a moment that is none is refused", async (t) => {
  const name = newName("Past");
  await makeTable(t, name);
  dropAfter(t, `${name}-restored`);
  await dynamodb.send(new PutItemCommand({ TableName: name, Item: { Id: { S: "1" } } }));
  const page = await open(t, `/tables/${name}?tab=backups`);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Switch on point-in-time recovery" }).click();
  await dialog.getByRole("button", { name: "Switch on" }).click();
  await page.getByRole("button", { name: "Restore", exact: true }).click();
  await dialog.getByLabel("At a certain moment").check();
  await dialog.getByLabel("Moment", { exact: true }).fill("yesterday");
  await dialog.getByText("This is no moment.").waitFor();
  await dialog.getByRole("button", { name: "Restore", exact: true }).click();
  await dialog.getByText("yesterday is no moment").waitFor();
  await dialog.getByLabel("At the latest moment").check();
  await dialog.getByRole("button", { name: "Restore", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: `${name}-restored` }).waitFor();
  await waitUntilTableExists(SOON, { TableName: `${name}-restored` });
  assert.equal((await describe(`${name}-restored`)).ItemCount, 1);
  page.check();
});

test("a table is exported to a bucket, and imported from there", async (t) => {
  const name = newName("Moved");
  const bucket = newName("exports").toLowerCase();
  const s3 = new S3Client({ ...clientOptions, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await makeTable(t, name);
  dropAfter(t, `${name}-again`);
  await recoveryOn(name);
  await dynamodb.send(new PutItemCommand({ TableName: name, Item: { Id: { S: "1" } } }));
  const page = await open(t, `/tables/${name}?tab=backups`);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "Export to S3" }).click();
  await dialog.getByLabel("Bucket").fill(bucket);
  await dialog.getByLabel("Bucket").press("Escape");
  await dialog.getByLabel("Prefix").fill("orders");
  await dialog.getByRole("button", { name: "Export" }).click();
  const row = page.getByRole("row").filter({ hasText: bucket });
  await row.getByText("Completed").waitFor();
  const id = (await row.getByRole("rowheader").innerText()).trim();
  const folder = await row.getByRole("link", { name: bucket }).getAttribute("href");
  assert.equal(new URL(folder, "http://x").searchParams.get("prefix"), `orders/AWSDynamoDB/${id}/`);

  await page.goto(page.url().replace(/\/tables\/.*/, "/tables/-/import"));
  await page.getByLabel("Bucket").fill(bucket);
  await page.getByLabel("Bucket").press("Escape");
  await page.getByLabel("Prefix").fill(`orders/AWSDynamoDB/${id}/data/`);
  await pick(page, "Compression", "GZIP");
  await page.getByLabel("Table name").fill(`${name}-again`);
  await page.getByRole("textbox", { name: "Partition key", exact: true }).fill("Id");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Imports" }).waitFor();
  const job = page.getByRole("row").filter({ hasText: `${name}-again` });
  await job.getByText("Completed").waitFor();
  await job.getByText("1 of 1").waitFor();
  assert.equal((await describe(`${name}-again`)).ItemCount, 1);
  page.check();
});

test("an import that fails says why", async (t) => {
  const name = newName("Songs");
  const bucket = newName("imports").toLowerCase();
  const s3 = new S3Client({ ...clientOptions, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await s3.send(
    new PutObjectCommand({ Bucket: bucket, Key: "songs.csv", Body: "Artist,Song\nQueen,Help\n,Nobody\n" }),
  );
  dropAfter(t, name);
  const page = await open(t, "/tables/-/import");
  await page.getByLabel("Bucket").fill(bucket);
  await page.getByLabel("Bucket").press("Escape");
  await pick(page, "Format", "CSV");
  await page.getByLabel("Table name").fill(name);
  await page.getByRole("textbox", { name: "Partition key", exact: true }).fill("Artist");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const job = page.getByRole("row").filter({ hasText: name });
  await job.getByText("Failed").click();
  await page.getByText("ItemValidationError").waitFor();
  await job.getByText("1 of 2").waitFor();
  page.check();
});

test("a table is the beginning of another one", async (t) => {
  const name = newName("Pattern");
  await makeTable(t, name, {
    AttributeDefinitions: [
      { AttributeName: "Id", AttributeType: "S" },
      { AttributeName: "Rank", AttributeType: "N" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "ByRank",
        KeySchema: [{ AttributeName: "Rank", KeyType: "HASH" }],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
  });
  dropAfter(t, `${name}-2`);
  const page = await open(t, `/tables/${name}`);
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Create one like this" }).click();
  await page.getByLabel("Table name").fill(`${name}-2`);
  assert.equal(await page.getByRole("textbox", { name: "Partition key", exact: true }).inputValue(), "Id");
  await page.getByRole("button", { name: "Create table" }).click();
  await page.getByRole("heading", { level: 1, name: `${name}-2` }).waitFor();
  const { GlobalSecondaryIndexes: indexes } = await describe(`${name}-2`);
  assert.equal(indexes[0].IndexName, "ByRank");
  assert.equal(indexes[0].Projection.ProjectionType, "KEYS_ONLY");
  page.check();
});

test("triggers of the table are shown, and lead to their functions", async (t) => {
  const name = newName("Watched");
  await makeTable(t, name, { StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" } });
  const { LatestStreamArn: stream } = await describe(name);
  const called = await createFunction(name, "def lambda_handler(event, context):\n    return None\n");
  await lambda("POST", "/2015-03-31/event-source-mappings", {
    EventSourceArn: stream,
    FunctionName: called,
    StartingPosition: "TRIM_HORIZON",
    BatchSize: 7,
    Enabled: false,
  });
  const page = await open(t, `/tables/${name}?tab=triggers`);
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: called, exact: true }) });
  await row.getByText("Disabled").waitFor();
  await row.getByRole("cell", { name: "7", exact: true }).waitFor();
  await row.getByRole("link", { name: called, exact: true }).click();
  await page.waitForURL(`**/_console/functions/${called}`);
  page.check();
});

test("a table that is not there says so, and leads to backups", async (t) => {
  const page = await open(t, "/tables/Nowhere?tab=settings");
  await page.getByTestId("problem").getByText("ResourceNotFoundException").waitFor();
  await page.getByRole("link", { name: "backups", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Backups" }).waitFor();
  page.check();
});
