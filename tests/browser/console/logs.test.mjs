// Log groups, streams and events.

import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./harness.mjs";
import { createFunction, logs } from "./requests.mjs";

const unique = (name) => `/${name}/${process.pid}-${Math.random().toString(36).slice(2, 8)}`;

async function createGroup(name, ...streams) {
  await logs("CreateLogGroup", { logGroupName: name });
  for (const logStreamName of streams) await logs("CreateLogStream", { logGroupName: name, logStreamName });
  return name;
}

const write = (logGroupName, logStreamName, messages, from = Date.now() - 60_000) =>
  logs("PutLogEvents", {
    logGroupName,
    logStreamName,
    logEvents: messages.map((message, index) => ({ timestamp: from + index, message })),
  });

test("a group is created, kept for a while and deleted", async (t) => {
  const name = unique("made");
  const page = await open(t, "/logs");
  await page.getByRole("button", { name: "Create log group" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "For ever" }).click();
  await page.getByRole("option", { name: "7 days", exact: true }).click();
  await dialog.getByRole("button", { name: "Create" }).click();
  const row = page.getByRole("row").filter({ hasText: name });
  await row.getByText("7 days").waitFor();
  const found = await logs("DescribeLogGroups", { logGroupNamePrefix: name });
  assert.equal(found.logGroups[0].retentionInDays, 7);

  await row.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByLabel("Type delete to confirm").fill("delete");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await row.waitFor({ state: "detached" });
  assert.deepEqual((await logs("DescribeLogGroups", { logGroupNamePrefix: name })).logGroups, []);
  page.check();
});

test("from a group to a stream to its events", async (t) => {
  const name = await createGroup(unique("walked"), "2026/11/22/[$LATEST]one", "two");
  await write(name, "2026/11/22/[$LATEST]one", ["hello <img src=x onerror=alert(1)>", '{"n": 12345678901234567890}']);
  const page = await open(t, "/logs");
  await page.getByPlaceholder("Find log groups").fill(name);
  await page.getByRole("link", { name }).click();
  await page.getByRole("link", { name: "2026/11/22/[$LATEST]one" }).click();
  const events = page.getByRole("log");
  await events.getByText("hello <img src=x onerror=alert(1)>").waitFor();
  await events.getByText('{"n"').click();
  assert.equal(
    await events.getByRole("region", { name: "Event" }).textContent(),
    '{\n  "n": 12345678901234567890\n}',
  );
  page.check();
});

test("events are searched over all streams, and followed", async (t) => {
  const name = await createGroup(unique("searched"), "a", "b");
  await write(name, "a", ["ERROR out of coffee", "debug nothing"]);
  await write(name, "b", ["ERROR out of tea"]);
  const page = await open(t, `/logs/${encodeURIComponent(name)}?tab=events`);
  const events = page.getByRole("log");
  await events.getByText("debug nothing").waitFor();
  await page.getByLabel("Filter pattern").fill("ERROR");
  await page.keyboard.press("Enter");
  await events.getByText("debug nothing").waitFor({ state: "detached" });
  await events.getByText("ERROR out of tea").waitFor();
  await page.getByRole("checkbox", { name: "Follow" }).click();
  await write(name, "b", ["ERROR out of milk", "debug more"], Date.now());
  await events.getByText("ERROR out of milk").waitFor();
  assert.equal(await events.getByText("debug").count(), 0);
  page.check();
});

test("a wrong pattern is refused by the server, and said", async (t) => {
  const name = await createGroup(unique("wrong"), "a");
  const page = await open(t, `/logs/${encodeURIComponent(name)}?tab=events`);
  await page.getByText("There are no such events.").waitFor();
  await page.getByLabel("Filter pattern").fill("{ $.a = ");
  await page.keyboard.press("Enter");
  await page.getByTestId("problem").getByText("InvalidParameterException").waitFor();
  page.check();
});

test("a long stream is read from its end, and older events when asked for", async (t) => {
  const name = await createGroup(unique("long"), "s");
  await write(name, "s", Array.from({ length: 700 }, (_, index) => `line ${index}.`));
  const page = await open(t, `/logs/${encodeURIComponent(name)}/s`);
  const events = page.getByRole("log");
  await events.getByText("line 699.").waitFor();
  assert.equal(await events.getByText("line 0.").count(), 0);
  await page.getByRole("button", { name: "Load older events" }).click();
  await events.getByText("line 0.").waitFor({ state: "attached" });
  await page.getByText("700 events").waitFor();
  page.check();
});

test("the output of a function is on its page", async (t) => {
  const name = await createFunction(
    `printed-${process.pid}-${Math.random().toString(36).slice(2, 8)}`,
    "def lambda_handler(event, context):\n    print('hello from inside')\n",
  );
  const page = await open(t, `/functions/${name}?tab=test`);
  await page.getByRole("button", { name: "Invoke" }).click();
  await page.getByText("Succeeded").waitFor();
  await page.getByRole("tab", { name: "Logs" }).click();
  await page.getByRole("log").getByText("hello from inside").waitFor();
  page.check();
});
