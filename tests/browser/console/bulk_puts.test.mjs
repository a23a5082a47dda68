// Bulk puts: started, watched, cancelled, and what they report.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { clientOptions, open, pick } from "./harness.mjs";
import { dynamodb } from "./requests.mjs";

const client = new DynamoDBClient(clientOptions);
const s3 = new S3Client({ ...clientOptions, forcePathStyle: true });
const SOON = { client, minDelay: 0.05, maxDelay: 0.2, maxWaitTime: 60 };

// A table, and a bucket of its own with one object.
async function loaded(t, name, Key, Body) {
  const TableName = `bulk-${name}`;
  await dynamodb("CreateTable", {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
  });
  t.after(() => dynamodb("DeleteTable", { TableName }).catch(() => undefined)); // it may be gone
  await waitUntilTableExists(SOON, { TableName });
  await s3.send(new CreateBucketCommand({ Bucket: TableName }));
  await s3.send(new PutObjectCommand({ Bucket: TableName, Key, Body }));
  return TableName;
}

async function fill(form, label, text) {
  await form.getByLabel(label, { exact: true }).fill(text);
  await form.getByLabel(label, { exact: true }).press("Escape"); // what is suggested
}

const line = (Id, more = {}) => `${JSON.stringify({ Item: { Id: { S: Id } }, ...more })}\n`;
const arnIn = (page) => new URL(page.url()).searchParams.get("arn");
const describe = async (arn) =>
  (await dynamodb("DescribeBulkOperation", { BulkOperationArn: arn })).BulkOperationDescription;
const count = async (TableName) => (await dynamodb("Scan", { TableName, Select: "COUNT" })).Count;

test("items of a bucket are put into a table; what was not written is reported", async (t) => {
  const once = { ConditionExpression: "attribute_not_exists(Id)" };
  const text = line("there", once) + line("new", once) + '{"Item": {"x": {"S": "no key"}}}\n';
  const table = await loaded(t, "reported", "load/1.json", text);
  await dynamodb("PutItem", { TableName: table, Item: { Id: { S: "there" }, kept: { BOOL: true } } });
  const page = await open(t, `/tables/${table}?tab=backups`);
  await page.getByText("There are no bulk puts.").waitFor();
  await page.getByRole("button", { name: "Start bulk put" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Start", exact: true }).click();
  await form.getByText("Enter a bucket.").nth(1).waitFor();
  await fill(form, "Bucket", table);
  await form.getByLabel("Prefix", { exact: true }).fill("load/");
  await fill(form, "Bucket of the reports", table);
  await form.getByLabel("Prefix of the reports").fill("reports");
  await form.getByLabel("Most write units a second").fill("5");
  await form.getByRole("button", { name: "Start", exact: true }).click();
  await form.getByTestId("problem").getByText("maxWriteRequestUnits").waitFor();
  await form.getByLabel("Most write units a second").fill("");
  await form.getByRole("button", { name: "Start", exact: true }).click();

  await page.getByRole("heading", { level: 1, name: "Bulk put" }).waitFor();
  await page.getByText("Completed with errors").waitFor();
  const job = await describe(arnIn(page));
  assert.deepEqual([job.ProcessedItemCount, job.FailedItemCount], [3, 1]);
  assert.equal(await count(table), 2);
  await page.getByText("5 bytes", { exact: true }).waitFor(); // that were written

  await page.getByRole("link", { name: "Lines that failed" }).click();
  await page.getByRole("link", { name: "00000000.json" }).waitFor();
  assert.equal(
    new URL(page.url()).searchParams.get("prefix"),
    `reports/AWSDynamoDB/${job.BulkOperationArn.split("/").at(-1)}/ERROR/`,
  );
  await page.goBack();
  await page.getByRole("link", { name: "Conditions that did not hold" }).click();
  await page.getByRole("link", { name: "00000000.json" }).click();
  await page.getByRole("tab", { name: "Preview" }).click();
  await page.locator(".ace_content").getByText("ExistingItem").waitFor();

  await page.goto(page.url().replace(/\/buckets\/.*/, `/tables/${table}?tab=backups`));
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: `${table}/load/` }) });
  await row.getByText("Completed with errors").waitFor();
  for (const cell of ["100 %", "3", "1"]) await row.getByRole("cell", { name: cell, exact: true }).waitFor();
  page.check();
});

test("a bucket or a table that is not there is told in the server's words", async (t) => {
  const table = await loaded(t, "nowhere", "x.json", line("1"));
  const page = await open(t, "/tables/-/imports");
  await page.getByRole("button", { name: "Start bulk put" }).click();
  const form = page.getByRole("dialog");
  await fill(form, "Table", "bulk-nothing");
  await fill(form, "Bucket", "no-such-bucket-here");
  await fill(form, "Bucket of the reports", table);
  await form.getByRole("button", { name: "Start", exact: true }).click();
  await form.getByTestId("problem").getByText("ResourceNotFoundException").waitFor();
  await fill(form, "Table", table);
  await form.getByRole("button", { name: "Start", exact: true }).click();
  const failure = page.getByTestId("failure");
  await failure.getByText("S3NoSuchBucket").waitFor();
  const job = await describe(arnIn(page));
  await failure.getByText(job.FailureMessage).waitFor();
  assert.ok(await page.getByRole("button", { name: "Cancel bulk put" }).isDisabled());

  await page.goto(page.url().replace(/\/tables\/.*/, "/tables/-/imports"));
  const row = page.getByRole("row").filter({ has: page.getByRole("link", { name: table, exact: true }) });
  await row.getByText("Failed", { exact: true }).click();
  await page.getByText("S3NoSuchBucket").waitFor();
  page.check();
});

test("one that runs is cancelled, and what it has written stays", async (t) => {
  // 300 write units an item, at 1,024 a second: two minutes of them.
  const ITEMS = 400;
  const text = Buffer.from(JSON.stringify({ Item: { Id: { S: "0000" }, text: { S: "x".repeat(300 * 1000) } } }) + "\n");
  const whole = Buffer.alloc(text.length * ITEMS);
  for (let at = 0; at < ITEMS; at += 1) {
    text.write(String(at).padStart(4, "0"), text.indexOf('{"S":"') + 6);
    text.copy(whole, at * text.length);
  }
  const table = await loaded(t, "cancelled", "load/long.json.gz", gzipSync(whole, { level: 1 }));
  const page = await open(t, `/tables/${table}?tab=backups`);
  await page.getByRole("button", { name: "Start bulk put" }).click();
  const form = page.getByRole("dialog");
  await fill(form, "Bucket", table);
  await form.getByLabel("Prefix", { exact: true }).fill("load/");
  await pick(page, "Compression", "GZIP");
  await fill(form, "Bucket of the reports", table);
  await form.getByLabel("Most write units a second").fill("1024");
  await form.getByRole("button", { name: "Start", exact: true }).click();
  await page.getByText("In progress").waitFor();
  await page.getByRole("button", { name: "Cancel bulk put" }).click();
  await form.getByRole("button", { name: "Cancel it" }).click();
  await page.getByText("Cancelled", { exact: true }).waitFor();
  await page.getByTestId("failure").getByText("UserCancelled").waitFor();
  assert.ok(await page.getByRole("button", { name: "Cancel bulk put" }).isDisabled());
  const job = await describe(arnIn(page));
  assert.equal(job.BulkOperationStatus, "CANCELLED");
  assert.ok(job.ProcessedItemCount < ITEMS, `${job.ProcessedItemCount}`);
  page.check();
});
