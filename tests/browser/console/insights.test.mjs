// Hot keys of a table: contributor insights, from switching them on until they are off again.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateTableCommand,
  DescribeContributorInsightsCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientOptions, open } from "./harness.mjs";

const dynamodb = new DynamoDBClient(clientOptions);

async function makeTable(TableName) {
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "Customer", AttributeType: "S" },
        { AttributeName: "Order", AttributeType: "N" },
      ],
      KeySchema: [
        { AttributeName: "Customer", KeyType: "HASH" },
        { AttributeName: "Order", KeyType: "RANGE" },
      ],
    }),
  );
  await waitUntilTableExists({ client: dynamodb, minDelay: 0.05, maxDelay: 0.2, maxWaitTime: 20 }, { TableName });
}

const key = (customer, order) => ({ Customer: { S: customer }, Order: { N: String(order) } });

// The rows below the head: what is in their cells.
async function rowsOf(table) {
  const rows = await table.locator("tbody tr").all();
  return Promise.all(rows.map(async (row) => (await row.locator("td, th").allInnerTexts()).map((text) => text.trim())));
}

test("hot keys are switched on, shown in order, and switched off", async (t) => {
  const TableName = "Orders";
  await makeTable(TableName);
  const status = async () =>
    (await dynamodb.send(new DescribeContributorInsightsCommand({ TableName }))).ContributorInsightsStatus;
  const page = await open(t, `/tables/${TableName}`);
  const dialog = page.getByRole("dialog");
  const keysOf = (title) => page.getByRole("table", { name: title });
  await page.getByRole("tab", { name: "Hot keys" }).click();
  await page.getByText("Off: keys are not counted.").waitFor();
  assert.equal(await page.getByRole("table").count(), 0);
  await page.getByRole("button", { name: "Switch on contributor insights" }).click();
  await dialog.getByText(`Switch on contributor insights of ${TableName}?`).waitFor();
  assert.equal(await dialog.getByLabel("Accessed and throttled keys").isChecked(), true);
  await dialog.getByRole("button", { name: "Switch on", exact: true }).click();
  await page.getByText("On: accessed and throttled keys").waitFor();
  assert.equal(await status(), "ENABLED");
  await keysOf("Most accessed partition keys").getByText("None").waitFor();

  // A write counts three times: ann has 3 + 3 + 1, bob 3 + 2, cat 3 units.
  for (const [customer, order] of [["cat", 1], ["bob", 1], ["ann", 1], ["ann", 2]])
    await dynamodb.send(new PutItemCommand({ TableName, Item: key(customer, order) }));
  for (const [customer, order] of [["bob", 1], ["bob", 1], ["ann", 2]])
    await dynamodb.send(new GetItemCommand({ TableName, Key: key(customer, order), ConsistentRead: true }));
  await page.getByRole("button", { name: "Refresh", exact: true }).click();
  await keysOf("Most accessed partition keys").getByText("7 of 15 units").waitFor();
  await keysOf("Most accessed items").getByText("5 of 15 units").waitFor();
  assert.deepEqual(await rowsOf(keysOf("Most accessed partition keys")), [
    ["ann", "7 of 15 units (47 %)"],
    ["bob", "5 of 15 units (33 %)"],
    ["cat", "3 of 15 units (20 %)"],
  ]);
  const items = await rowsOf(keysOf("Most accessed items"));
  assert.deepEqual(items.slice(0, 2), [
    ["bob / 1", "5 of 15 units (33 %)"],
    ["ann / 2", "4 of 15 units (27 %)"],
  ]);
  assert.deepEqual(items.slice(2).map(([name]) => name).sort(), ["ann / 1", "cat / 1"]); // both have three
  await page.getByText("Of 3 different keys").waitFor();
  await keysOf("Most throttled items").getByText("None").waitFor();

  await page.getByRole("button", { name: "Switch off contributor insights" }).click();
  await dialog.getByRole("button", { name: "Switch off", exact: true }).click();
  await page.getByText("Off: keys are not counted.").waitFor();
  await keysOf("Most accessed partition keys").waitFor({ state: "detached" });
  assert.notEqual(await status(), "ENABLED");
  page.check();
});
