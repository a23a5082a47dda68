// Looking for items, editing them one by one and many at a time, files of them.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { clientOptions, open } from "./harness.mjs";

const dynamodb = new DynamoDBClient(clientOptions);

// A table of bands and years, with an index by genre.
async function music(t, name, count) {
  const table = `items-${name}`;
  await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "Band", AttributeType: "S" },
        { AttributeName: "Year", AttributeType: "N" },
        { AttributeName: "Genre", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "Band", KeyType: "HASH" },
        { AttributeName: "Year", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-genre",
          KeySchema: [{ AttributeName: "Genre", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
    }),
  );
  t.after(() => dynamodb.send(new DeleteTableCommand({ TableName: table })));
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 20, minDelay: 1 }, { TableName: table });
  const items = Array.from({ length: count }, (_, at) => ({
    Band: { S: `Band ${at % 10}` },
    Year: { N: String(1960 + Math.floor(at / 10)) },
    Genre: { S: ["rock", "jazz"][at % 2] },
    Rating: { N: String(at) },
  }));
  for (let at = 0; at < items.length; at += 25) {
    const writes = items.slice(at, at + 25).map((Item) => ({ PutRequest: { Item } }));
    await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [table]: writes } }));
  }
  return table;
}

const put = (TableName, Item) => dynamodb.send(new PutItemCommand({ TableName, Item }));
const get = async (TableName, Band, Year) =>
  (await dynamodb.send(new GetItemCommand({ TableName, Key: { Band: { S: Band }, Year: { N: Year } } }))).Item;
const all = async (TableName) => (await dynamodb.send(new ScanCommand({ TableName }))).Items;

const pick = async (page, label, option) => {
  await page.getByRole("button", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
};
const run = (page) => page.getByRole("button", { name: "Run", exact: true }).click();
const cells = (page, column) =>
  page.locator(`tbody tr > :nth-child(${column})`).evaluateAll((found) => found.map((cell) => cell.textContent));
const edit = (table, band, year) =>
  `/items/${table}?edit=${encodeURIComponent(JSON.stringify({ Band: { S: band }, Year: { N: year } }))}`;

async function type(page, text) {
  await page.locator(".ace_content").click();
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.insertText(text);
}

test("a table is picked, its first page is shown, and more if it is asked for", async (t) => {
  const table = await music(t, "pages", 250);
  const page = await open(t, "/items");
  await page.getByRole("link", { name: table }).click();
  await page.getByText("100 of 100 items read").waitFor();
  await page.getByText("(100+)").waitFor();
  await page.getByRole("button", { name: "Load more" }).click();
  await page.getByText("200 of 200 items read").waitFor();
  await page.getByRole("button", { name: "Load all" }).click();
  await page.getByText("250 of 250 items read").waitFor();
  await page.getByText("(250)").waitFor();
  assert.equal(await page.getByRole("button", { name: "Load more" }).count(), 0);
  page.check();
});

test("a query between two years, the last first", async (t) => {
  const table = await music(t, "query", 100);
  const page = await open(t, `/items/${table}`);
  await page.getByRole("button", { name: "Query", exact: true }).click();
  await run(page);
  await page.getByText("A query needs a value of the partition key.").waitFor();
  await page.getByLabel("Band", { exact: true }).fill("Band 3");
  await pick(page, "Operator of Year", "between");
  await page.getByLabel("Value of Year", { exact: true }).fill("1963");
  await page.getByLabel("Upper value of Year").fill("1965");
  await page.getByText("Attributes, order and page size").click();
  await page.getByRole("button", { name: "Descending" }).click();
  await run(page);
  await page.getByText("3 of 3 items read").waitFor();
  assert.deepEqual(await cells(page, 3), ["1965", "1964", "1963"]);
  page.check();
});

test("an index is scanned with filters, any of which may hold", async (t) => {
  const table = await music(t, "filters", 20);
  const page = await open(t, `/items/${table}`);
  await pick(page, "Table or index", /by-genre/);
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByLabel("Attribute of filter 1").fill("Rating");
  await pick(page, "Type of filter 1", "Number");
  await page.getByLabel("Value of filter 1").fill("four");
  await run(page);
  await page.getByText("This is not a number.").waitFor();
  await page.getByLabel("Value of filter 1").fill("4");
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByLabel("Attribute of filter 2").fill("Band");
  await pick(page, "Operator of filter 2", /^begins with/);
  await page.getByLabel("Value of filter 2").fill("Band 9");
  await page.getByRole("button", { name: "Any filter" }).click();
  await run(page);
  await page.getByText("3 of 20 items read").waitFor();
  assert.deepEqual((await cells(page, 2)).sort(), ["Band 4", "Band 9", "Band 9"]);
  page.check();
});

test("an error of the server is shown as it is", async (t) => {
  const table = await music(t, "errors", 1);
  const page = await open(t, `/items/${table}`);
  await page.getByRole("button", { name: "Query", exact: true }).click();
  await page.getByLabel("Band", { exact: true }).fill("Band 0");
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByLabel("Attribute of filter 1").fill("Band");
  await page.getByLabel("Value of filter 1").fill("x");
  await run(page);
  await page.getByTestId("problem").getByText("Filter Expression can only contain non-primary key attributes").waitFor();
  await page.goto(page.url().replace(table, "not-there"));
  await page.getByTestId("problem").getByText("ResourceNotFoundException").waitFor();
  page.check();
});

test("a nested value is edited in the form, and only what was changed is saved", async (t) => {
  const table = await music(t, "edit", 0);
  const tracks = [{ M: { Title: { S: "Baba O'Riley" }, Length: { N: "308" } } }];
  await put(table, {
    Band: { S: "The Who" },
    Year: { N: "1971" },
    Tags: { SS: ["rock", "uk"] },
    Exact: { N: "12345678901234567890123456789012345678" },
    Side: { M: { Tracks: { L: tracks } } },
  });
  const page = await open(t, `/items/${table}`);
  await page.getByRole("link", { name: "The Who" }).click();
  await page.getByLabel("Value of Side.Tracks[0].Title").or(page.getByLabel("Open Side.Tracks[0]")).first().waitFor();
  const closed = page.getByLabel("Open Side.Tracks[0]");
  if (await closed.count()) await closed.click();
  await page.getByLabel("Value of Side.Tracks[0].Length").fill("30x");
  await page.getByText("This is not a number.").waitFor();
  assert.equal(await page.getByRole("button", { name: "Save changes" }).isDisabled(), true);
  await page.getByLabel("Value of Side.Tracks[0].Length").fill("309");
  await page.getByRole("button", { name: "Remove Tags[1]" }).click();
  assert.match(await page.getByTestId("changes").innerText(), /Side[\s\S]*Tags/);
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByText("The item was saved.").waitFor();
  const saved = await get(table, "The Who", "1971");
  assert.deepEqual(saved.Tags, { SS: ["rock"] });
  assert.deepEqual(saved.Side.M.Tracks.L[0].M.Length, { N: "309" });
  assert.deepEqual(saved.Exact, { N: "12345678901234567890123456789012345678" });
  page.check();
});

test("what somebody else has saved is not written over without being asked", async (t) => {
  const table = await music(t, "conflict", 1);
  const page = await open(t, edit(table, "Band 0", "1960"));
  await page.getByLabel("Value of Genre").fill("punk");
  await dynamodb.send(
    new UpdateItemCommand({
      TableName: table,
      Key: { Band: { S: "Band 0" }, Year: { N: "1960" } },
      UpdateExpression: "SET Rating = :rating",
      ExpressionAttributeValues: { ":rating": { N: "99" } },
    }),
  );
  await page.getByRole("button", { name: "Save changes" }).click();
  await page.getByRole("heading", { name: "The item has changed since it was loaded" }).waitFor();
  assert.equal((await get(table, "Band 0", "1960")).Genre.S, "rock");
  await page.getByRole("button", { name: "Save my changes over it" }).click();
  await page.getByText("The item was saved.").waitFor();
  const saved = await get(table, "Band 0", "1960");
  assert.deepEqual([saved.Genre.S, saved.Rating.N], ["punk", "99"]);
  page.check();
});

test("an item is created; its form, DynamoDB JSON and JSON are the same item", async (t) => {
  const table = await music(t, "create", 1);
  const page = await open(t, `/items/${table}`);
  await page.getByRole("button", { name: "Create item" }).click();
  await page.getByLabel("Value of Band").fill("Band 0");
  await page.getByLabel("Value of Year").fill("1960");
  await page.getByRole("button", { name: "DynamoDB JSON" }).click();
  await type(
    page,
    '{"Band":{"S":"Band 0"},"Year":{"N":"1960"},"Ids":{"NS":["1","2"]},"Big":{"N":"99999999999999999999999999999999999999"}}',
  );
  await page.getByRole("button", { name: "JSON", exact: true }).click();
  await page.locator(".ace_content").getByText("99999999999999999999999999999999999999").waitFor();
  await type(page, '{"Band":"Band 0","Year":1960,"Ids":[1,2,3],"Big":99999999999999999999999999999999999999}');
  await page.getByRole("button", { name: "Form" }).click();
  await page.getByRole("button", { name: "Type of Ids" }).getByText("Number set").waitFor();
  await page.getByTestId("size").getByText("bytes").waitFor();
  await page.locator("form, main").getByRole("button", { name: "Create item" }).last().click();
  await page.getByRole("heading", { name: "Replace the item that has this key?" }).waitFor();
  assert.equal((await get(table, "Band 0", "1960")).Genre.S, "rock");
  await page.getByRole("button", { name: "Replace" }).click();
  await page.getByText("The item was created.").waitFor();
  const saved = await get(table, "Band 0", "1960");
  assert.deepEqual(saved.Ids.NS.sort(), ["1", "2", "3"]);
  assert.equal(saved.Big.N, "9".repeat(38));
  page.check();
});

test("an attribute of many items is set, and then they are deleted", async (t) => {
  const table = await music(t, "bulk", 40);
  const page = await open(t, `/items/${table}`);
  await page.getByText("(40)").waitFor();
  await page.getByLabel("Select all items of this page").first().click();
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Set an attribute" }).click();
  await page.getByLabel("Name of the attribute").fill("size");
  await pick(page, "Type of the attribute", /^Boolean/);
  await page.getByRole("dialog").getByRole("button", { name: "true" }).click();
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await page.getByText("Changed: 40 items.").waitFor();
  assert.ok((await all(table)).every((item) => item.size.BOOL === true && item.Genre));
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("heading", { name: "Delete 40 items?" }).waitFor();
  await page.getByLabel("Type delete to confirm").fill("delete");
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("Deleted: 40 items.").waitFor();
  assert.deepEqual(await all(table), []);
  page.check();
});

test("items leave as files and come back; wrong lines are told", async (t) => {
  const table = await music(t, "files", 3);
  const page = await open(t, `/items/${table}`);
  await page.getByText("(3)").waitFor();
  const exported = async (format) => {
    await page.getByRole("button", { name: "Export" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: format }).click(),
    ]);
    return readFile(await file.path(), "utf-8");
  };
  const csv = await exported("CSV");
  assert.equal(csv.split("\r\n")[0], "Band,Year,Genre,Rating");
  const lines = await exported("DynamoDB JSON lines");
  assert.deepEqual(JSON.parse(lines.split("\n")[0]).Band.S.slice(0, 4), "Band");
  await page.getByRole("button", { name: "Import" }).click();
  const text = `${lines.replaceAll("Band ", "Copy ")}{"Band": {"S": "x"}}\n{\n`;
  await page.locator("input[type=file]").setInputFiles({ name: "x.jsonl", mimeType: "text/plain", buffer: Buffer.from(text) });
  await page.getByText("3 items can be written, 2 wrong.").waitFor();
  await page.getByText("Line 4: the key Year is missing").waitFor();
  await page.getByRole("button", { name: "Write 3 items" }).click();
  await page.getByText("Written: 3.").waitFor();
  assert.equal((await all(table)).length, 6);
  page.check();
});

test("the request is written as a program", async (t) => {
  const table = await music(t, "code", 1);
  const page = await open(t, `/items/${table}`);
  await page.getByRole("button", { name: "Query", exact: true }).click();
  await page.getByLabel("Band", { exact: true }).fill("O'Brien");
  await page.getByRole("button", { name: "Code", exact: true }).click();
  const code = page.getByRole("dialog").locator(".ace_content");
  await code.getByText("aws dynamodb query").waitFor();
  await code.getByText(`{":Band":{"S":"O'\\''Brien"}}`).waitFor();
  await page.getByRole("button", { name: "Python (boto3)" }).click();
  await code.getByText('get_paginator("query")').waitFor();
  page.check();
});

test("what was picked is not picked any more in what is found next", async (t) => {
  const table = await music(t, "picked", 5);
  const page = await open(t, `/items/${table}`);
  await page.getByText("(5)").waitFor();
  await page.getByLabel("Select all items of this page").first().click();
  await page.getByText("(5/5)").waitFor();
  await run(page);
  await page.getByText("(5)").waitFor();
  page.check();
});

test("what was typed is not lost without being asked", async (t) => {
  const table = await music(t, "unsaved", 1);
  const page = await open(t, edit(table, "Band 0", "1960"));
  await page.getByLabel("Value of Genre").fill("punk");
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("heading", { name: "Leave without saving?" }).waitFor();
  await page.getByRole("button", { name: "Discard changes" }).click();
  await page.getByText("1 of 1 item read").waitFor();
  assert.equal((await get(table, "Band 0", "1960")).Genre.S, "rock");
  page.check();
});

test("items of which only a part is asked for are not edited by half a key", async (t) => {
  const table = await music(t, "projection", 2);
  const page = await open(t, `/items/${table}`);
  await page.getByText("Attributes, order and page size").click();
  await page.getByRole("textbox", { name: "Attributes" }).fill("Band, Rating");
  await run(page);
  await page.getByText("2 of 2 items read").waitFor();
  await page.getByRole("columnheader", { name: "Year" }).waitFor({ state: "detached" });
  assert.equal(await page.getByRole("link", { name: "Band 0" }).count(), 0);
  page.check();
});

test("what is in items is never more than text", async (t) => {
  const table = await music(t, "hostile", 0);
  const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
  const item = { Band: { S: hostile }, Year: { N: "1" }, [hostile]: { M: { [hostile]: { S: hostile } } } };
  await put(table, { ...item, constructor: { S: "x".repeat(5000) } });
  const page = await open(t, `/items/${table}`);
  await page.getByRole("link", { name: hostile }).click();
  await page.getByRole("heading", { name: "Edit item" }).waitFor();
  await page.getByLabel("Value of constructor").waitFor();
  assert.equal(await page.getByLabel(`Value of ${hostile}.${hostile}`).inputValue(), hostile);
  assert.equal(await page.locator("img[src=x]").count(), 0);
  assert.equal(await page.title(), "Edit item | Stator");
  page.check();
});
