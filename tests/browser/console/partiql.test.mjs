// Statements.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientOptions, open } from "./harness.mjs";

const dynamodb = new DynamoDBClient(clientOptions);

async function numbers(t, name, count) {
  const table = `partiql-${name}`;
  await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "N" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  );
  t.after(() => dynamodb.send(new DeleteTableCommand({ TableName: table })));
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 20, minDelay: 1 }, { TableName: table });
  const writes = Array.from({ length: count }, (_, at) => ({
    PutRequest: { Item: { id: { N: String(at) }, text: { S: `text ${at}` } } },
  }));
  await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: writes } }));
  return table;
}

async function type(page, text) {
  await page.locator(".ace_content").click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(text);
}
const run = (page) => page.getByRole("button", { name: "Run", exact: true }).click();

test("a statement is run page by page, and is there the next time", async (t) => {
  const table = await numbers(t, "pages", 25);
  const page = await open(t, "/partiql");
  await type(page, `SELECT * FROM "${table}"`);
  await page.getByText("Page size and consistency").click();
  await page.getByRole("textbox", { name: "Page size" }).fill("10");
  await run(page);
  await page.getByText("(10+)").waitFor();
  await page.getByRole("button", { name: "Load more" }).click();
  await page.getByText("(20+)").waitFor();
  await page.getByRole("button", { name: "Load all" }).click();
  await page.getByText("(25)").waitFor();
  await page.reload();
  await page.locator(".ace_content").getByText(table).waitFor();
  page.check();
});

test("parameters have types", async (t) => {
  const table = await numbers(t, "parameters", 5);
  const page = await open(t, "/partiql");
  await type(page, `UPDATE "${table}" SET more = ? WHERE id = ?`);
  await page.getByRole("button", { name: "Add parameter" }).click();
  await page.getByLabel("Value of parameter 1").fill("it's");
  await page.getByRole("button", { name: "Add parameter" }).click();
  await page.getByRole("button", { name: "Type of parameter 2" }).click();
  await page.getByRole("option", { name: /^Number N/ }).click();
  await page.getByLabel("Value of parameter 2").fill("3");
  await run(page);
  await page.getByText("The statement was run and answers no items.").waitFor();
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: table, Key: { id: { N: "3" } } }));
  assert.deepEqual(Item.more, { S: "it's" });
  page.check();
});

test("a wrong statement is told as the server tells it", async (t) => {
  const page = await open(t, "/partiql");
  await type(page, "SELEKT 1");
  await run(page);
  await page.getByTestId("problem").getByText("ValidationException").waitFor();
  page.check();
});
