// The stream of a table, as it happens.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { clientOptions, open } from "./harness.mjs";

const dynamodb = new DynamoDBClient(clientOptions);

async function createTable(StreamViewType) {
  const TableName = `Followed-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "Id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "Id", KeyType: "HASH" }],
      StreamSpecification: StreamViewType && { StreamEnabled: true, StreamViewType },
    }),
  );
  return TableName;
}

const put = (TableName, id, more = {}) =>
  dynamodb.send(new PutItemCommand({ TableName, Item: { Id: { S: id }, ...more } }));
const rowOf = (page, text) => page.getByRole("row").filter({ hasText: text });

test("changes show up as they happen, with what changed", async (t) => {
  const table = await createTable("NEW_AND_OLD_IMAGES");
  await put(table, "before");
  const page = await open(t, `/streams/${table}`);
  await page.getByText("Following 4 shards").waitFor();
  await put(table, "one", { Price: { N: "12345678901234567890123456789012345678" }, Tag: { S: "<b>x</b>" } });
  await rowOf(page, "INSERT").waitFor();
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { Id: { S: "one" } },
      UpdateExpression: "SET Price = :p",
      ExpressionAttributeValues: { ":p": { N: "2" } },
    }),
  );
  await rowOf(page, "MODIFY").click();
  const change = rowOf(page, "Changed").filter({ hasText: "12345678901234567890123456789012345678" });
  await change.waitFor();
  assert.equal(await change.locator("del").textContent(), "12345678901234567890123456789012345678");
  await page.getByRole("cell", { name: '"<b>x</b>"' }).first().waitFor();
  await dynamodb.send(new DeleteItemCommand({ TableName: table, Key: { Id: { S: "one" } } }));
  await rowOf(page, "REMOVE").waitFor();
  assert.equal(await page.getByText('"before"').count(), 0);
  page.check();
});

test("the last 24 hours are read from their beginning, found and saved", async (t) => {
  const table = await createTable("NEW_IMAGE");
  for (let index = 0; index < 25; index += 1) await put(table, `item ${index}`);
  const page = await open(t, `/streams/${table}`);
  await page.getByRole("button", { name: "Last 24 hours" }).click();
  await page.getByText("(25)").waitFor();
  await page.getByLabel("Find records").fill("item 24");
  await page.getByText("(1)").waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save" }).click(),
  ]);
  const lines = (await readFile(await file.path(), "utf-8")).trim().split("\n").map((line) => JSON.parse(line));
  assert.equal(lines.length, 25);
  assert.deepEqual(
    lines.map(({ dynamodb: { NewImage } }) => NewImage.Id.S).sort(),
    Array.from({ length: 25 }, (_, index) => `item ${index}`).sort(),
  );
  page.check();
});

test("following is stopped, and goes on where it was", async (t) => {
  const table = await createTable("KEYS_ONLY");
  const page = await open(t, `/streams/${table}`);
  await page.getByText("Following 4 shards").waitFor();
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("Stopped").waitFor();
  await put(table, "meanwhile");
  await page.getByRole("button", { name: "Go on" }).click();
  await rowOf(page, "meanwhile").click();
  await page.getByText("The stream has no such images: KEYS_ONLY.").waitFor();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByText("Nothing has happened yet.").waitFor();
  page.check();
});

test("a table without a stream says so", async (t) => {
  const page = await open(t, `/streams/${await createTable()}`);
  await page.getByText("The table has no stream").waitFor();
  page.check();
});
