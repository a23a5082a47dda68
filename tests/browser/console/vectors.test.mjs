// Vector indexes: made, searched, deleted.

import assert from "node:assert/strict";
import { test } from "node:test";
import { DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { clientOptions, open, pick } from "./harness.mjs";
import { dynamodb } from "./requests.mjs";

const client = new DynamoDBClient(clientOptions);
const SOON = { client, minDelay: 0.05, maxDelay: 0.2, maxWaitTime: 60 };

const numbers = (vector) => ({ L: vector.map((one) => ({ N: String(one) })) });
const film = (Title, Language, Year, vector) => ({
  Title: { S: Title },
  Language: { S: Language },
  Year: { N: String(Year) },
  ...(vector && { Plot: numbers(vector) }),
});
const FILMS = [
  film("Blade Runner", "en", 1982, [0.9, 0.1, 0.3]),
  film("Alien", "en", 1979, [0.8, 0.6, 0.1]),
  film("Local Hero", "en", 1983, [0.1, 0.2, 0.9]),
  film("Solaris", "ru", 1972, [0.9, 0.2, 0.3]),
  film("Untold", "en", 2026),
];
const BY_PLOT = {
  IndexName: "ByPlot",
  VectorAttribute: { AttributeName: "Plot" },
  Dimensions: 3,
  DistanceFunction: "EUCLIDEAN",
  Projection: { ProjectionType: "KEYS_ONLY" },
};

async function films(t, name, more = {}) {
  const TableName = `vectors-${name}`;
  await dynamodb("CreateTable", {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "Title", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "Title", KeyType: "HASH" }],
    ...more,
  });
  t.after(() => dynamodb("DeleteTable", { TableName }).catch(() => undefined)); // it may be gone
  await waitUntilTableExists(SOON, { TableName });
  for (const Item of FILMS) await dynamodb("PutItem", { TableName, Item });
  return TableName;
}

const indexesOf = async (TableName) => (await dynamodb("DescribeTable", { TableName })).Table.VectorIndexes;
const titles = (page) =>
  page.locator("tbody tr > :nth-child(3)").evaluateAll((found) => found.map((cell) => cell.textContent));
const run = (page) => page.getByRole("button", { name: "Run", exact: true }).click();

test("a vector index is added to a table with items, searched, and deleted", async (t) => {
  const table = await films(t, "added");
  const page = await open(t, `/tables/${table}?tab=indexes`);
  await page.getByRole("button", { name: "Create vector index" }).click();
  const form = page.getByRole("dialog");
  const create = form.getByRole("button", { name: "Create vector index" });
  await create.click();
  await form.getByText("Enter an attribute.").waitFor();
  await form.getByLabel("Vector index name").fill("ByPlot");
  await form.getByLabel("Vector attribute").fill("Plot");
  await form.getByLabel("Dimensions").fill("5000");
  await form.getByRole("button", { name: "Add to search partition" }).click();
  await form.getByRole("textbox", { name: "Search partition", exact: true }).fill("Language");
  await form.getByRole("button", { name: "Add to inline filter" }).click();
  await form.getByRole("textbox", { name: "Inline filter", exact: true }).fill("Year");
  await pick(page, "Type of inline filter", "Number");
  await create.click();
  await form.getByTestId("problem").getByText("Dimensions of vector index ByPlot exceeds the limit of 4096").waitFor();
  await form.getByLabel("Dimensions").fill("3");
  await create.click();

  const row = page.getByRole("row").filter({ hasText: "ByPlot" });
  await row.getByText("Active").waitFor();
  for (const text of ["Plot", "3", "Cosine", "Language (String)", "Year (Number)", "All attributes"])
    await row.getByRole("cell", { name: text, exact: true }).waitFor();
  const [index] = await indexesOf(table);
  assert.deepEqual(index.SearchSchema, [
    { AttributeName: "Language", SearchSchemaElementType: "HASH" },
    { AttributeName: "Year", SearchSchemaElementType: "INLINE_FILTER" },
  ]);

  await row.getByRole("radio").check();
  await page.getByRole("link", { name: "Search", exact: true }).click();
  await page.getByLabel("Vector", { exact: true }).fill("[1, 0]");
  await page.getByText("2 numbers; the index has 3.").waitFor();
  await run(page);
  await page.getByText("A search of this index needs a value of it.").waitFor();
  await page.getByLabel("Language", { exact: true }).fill("en");
  await run(page);
  await page
    .getByTestId("problem")
    .getByText("SearchVector has 2 dimensions, and vector index ByPlot has 3")
    .waitFor();
  await page.getByLabel("Vector", { exact: true }).fill("[1, 0, 0.3]");
  await page.getByLabel("Top K").fill("2");
  await run(page);
  await page.getByText(/^2 items, .* searched, 1 request\.$/).waitFor();
  await page.getByRole("columnheader", { name: "Score cosine distance" }).waitFor();
  assert.deepEqual(await titles(page), ["Blade Runner", "Alien"]);

  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByLabel("Attribute of filter 1").fill("Year");
  await pick(page, "Operator of filter 1", "< less than");
  await page.getByLabel("Value of filter 1").fill("1980");
  await run(page);
  await page.getByText(/^1 item, /).waitFor();
  assert.deepEqual(await titles(page), ["Alien"]);

  await page.goto(page.url().replace(/\/items\/.*/, `/tables/${table}?tab=indexes`));
  await row.getByRole("radio").check();
  await page.getByRole("button", { name: "Delete vector index" }).click();
  await form.getByPlaceholder("delete").fill("delete");
  await form.getByRole("button", { name: "Delete", exact: true }).click();
  await row.waitFor({ state: "detached" });
  assert.equal(await indexesOf(table), undefined);
  page.check();
});

test("items like one are found by its vector, which is read where it is not shown", async (t) => {
  const table = await films(t, "similar", { VectorIndexes: [BY_PLOT] });
  const page = await open(t, `/items/${table}`);
  await page.getByText("5 of 5 items read").waitFor();
  const similar = async (title) => {
    await page.getByRole("row").filter({ hasText: title }).getByRole("checkbox").check();
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Similar items by ByPlot" }).click();
  };
  await similar("Alien");
  await page.getByText(/^4 items, .* searched/).waitFor();
  assert.equal(await page.getByLabel("Vector", { exact: true }).inputValue(), "[0.8, 0.6, 0.1]");
  assert.deepEqual(await titles(page), ["Alien", "Solaris", "Blade Runner", "Local Hero"]);
  await page.getByRole("row").filter({ hasText: "Alien" }).getByRole("cell", { name: "0", exact: true }).waitFor();

  // The index has keys only.
  await similar("Local Hero");
  await page.getByRole("row").filter({ hasText: "Local Hero" }).getByRole("cell", { name: "0", exact: true }).waitFor();
  assert.equal(await page.getByLabel("Vector", { exact: true }).inputValue(), "[0.1, 0.2, 0.9]");
  assert.equal((await titles(page))[0], "Local Hero");

  // An item of the results is edited as others are.
  await page.getByRole("link", { name: "Solaris" }).click();
  await page.getByRole("heading", { name: "Edit item" }).waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("button", { name: "Scan", exact: true }).click();
  await run(page);
  await page.getByText("5 of 5 items read").waitFor();
  await similar("Untold");
  await page.getByText("it has no list of numbers in Plot").waitFor();
  page.check();
});

test("a table is created with a vector index, and its search is written as a program", async (t) => {
  const TableName = "vectors-created";
  t.after(() => dynamodb("DeleteTable", { TableName }).catch(() => undefined)); // it may be gone
  const page = await open(t, "/tables/-/create");
  await page.getByLabel("Table name").fill(TableName);
  await page.getByRole("textbox", { name: "Partition key", exact: true }).fill("Id");
  await page.getByRole("button", { name: "Add vector index" }).click();
  await page.getByLabel("Vector index name").fill("Everywhere");
  await pick(page, "Distance function", "Dot product");
  await page.getByLabel("Vector attribute").fill("Embedding");
  await page.getByLabel("Dimensions").fill("2");
  await pick(page, "Projected attributes", "Keys only");
  await page.getByRole("button", { name: "Distance function" }).filter({ hasText: "Dot product" }).waitFor();
  await page.getByRole("button", { name: "Create table" }).click();
  await page.getByRole("heading", { level: 1, name: TableName }).waitFor();
  const [index] = await indexesOf(TableName);
  assert.deepEqual(
    [index.VectorAttribute.AttributeName, index.Dimensions, index.DistanceFunction, index.Projection.ProjectionType],
    ["Embedding", 2, "DOT_PRODUCT", "KEYS_ONLY"],
  );
  await waitUntilTableExists(SOON, { TableName });

  await page.getByRole("link", { name: "Explore items" }).click();
  await page.getByRole("button", { name: "Vector search" }).click();
  await page.getByLabel("Vector", { exact: true }).fill("[0.5, -1");
  await page.getByRole("button", { name: "Code", exact: true }).click();
  await page.getByText("Line 1, column 9: a comma or ] is expected").waitFor();
  await page.getByLabel("Vector", { exact: true }).fill("0.5, -1");
  await page.getByRole("button", { name: "Code", exact: true }).click();
  const code = page.getByRole("dialog").locator(".ace_content");
  await code.getByText("aws dynamodb search-vectors").waitFor();
  await code.getByText(`--search-vector '[{"N":"0.5"},{"N":"-1"}]'`).waitFor();
  page.check();
});
