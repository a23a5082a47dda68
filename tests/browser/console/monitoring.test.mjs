// Metrics, alarms and dashboards.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { clientOptions, open } from "./harness.mjs";
import { cloudwatch } from "./requests.mjs";

const unique = (name) => `${name}-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;
const legend = (page) => page.getByRole("group", { name: "Legend" });

// Ten minutes of orders of two countries: 3 and 4 a minute.
async function orders() {
  const Namespace = unique("Shop");
  const now = Math.floor(Date.now() / 1000);
  const MetricData = Array.from({ length: 10 }, (_, minute) =>
    [
      ["FR", 3],
      ["DE", 4],
    ].map(([country, Value]) => ({
      MetricName: "Orders",
      Dimensions: [{ Name: "Country", Value: country }],
      Timestamp: now - 60 * minute,
      Unit: "Count",
      Value,
    })),
  ).flat();
  await cloudwatch("PutMetricData", { Namespace, MetricData });
  return Namespace;
}

function graphOf(namespace) {
  const line = (id, country) => ({
    id,
    metric: {
      namespace,
      name: "Orders",
      dimensions: [{ name: "Country", value: country }],
    },
    stat: "Average",
  });
  return {
    lines: [line("m1", "FR"), line("m2", "DE")],
    range: { type: "relative", seconds: 3600 },
  };
}

const explorer = (graph) => `/monitoring/metrics?graph=${encodeURIComponent(JSON.stringify(graph))}`;

async function alarmOf(Namespace, more = {}) {
  const AlarmName = unique("alarm");
  await cloudwatch("PutMetricAlarm", {
    AlarmName,
    Namespace,
    MetricName: "Orders",
    Dimensions: [{ Name: "Country", Value: "FR" }],
    Statistic: "Average",
    Period: 60,
    Unit: "Count",
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    Threshold: 5,
    ComparisonOperator: "GreaterThanThreshold",
    AlarmActions: ["arn:aws:lambda:us-east-1:000000000000:function:none"],
    ...more,
  });
  return AlarmName;
}

async function described(name) {
  const { MetricAlarms } = await cloudwatch("DescribeAlarms", {
    AlarmNames: [name],
  });
  return MetricAlarms[0];
}

const bodyOf = async (name) =>
  JSON.parse((await cloudwatch("GetDashboard", { DashboardName: name })).DashboardBody);

test("metrics are found, drawn and added up; the address keeps the graph", async (t) => {
  const namespace = await orders();
  const page = await open(t, "/monitoring/metrics");
  await page.getByPlaceholder("Find metrics").fill(namespace);
  await page.locator("thead").getByRole("checkbox").first().check();
  await page.getByRole("button", { name: "Add to graph (2)" }).click();
  await legend(page).getByRole("button", { name: /FR/ }).waitFor();
  await page.getByRole("tab", { name: "Graphed metrics (2)" }).click();
  await page.getByRole("button", { name: "Add expression" }).click();
  await page.getByRole("menuitem", { name: "Sum of all metrics" }).click();
  await legend(page)
    .getByRole("button", { name: /e1\s*7$/ })
    .waitFor();
  await page.getByLabel("Label of e1").fill("of both");
  await page.getByLabel("Label of e1").press("Enter");
  await page.reload();
  await legend(page)
    .getByRole("button", { name: /of both\s*7$/ })
    .waitFor();
  page.check();
});

test("a line is doubled, and has the statistic that is typed", async (t) => {
  const graph = graphOf(await orders());
  const page = await open(t, explorer({ ...graph, lines: [graph.lines[0]] }));
  await page.getByRole("tab", { name: "Graphed metrics (1)" }).click();
  await page.getByRole("button", { name: "Duplicate m1" }).click();
  await page.getByLabel("Statistic of m2").fill("SampleCount");
  await page.getByLabel("Statistic of m2").press("Enter");
  await legend(page)
    .getByRole("button", { name: /\(SampleCount\)\s*1$/ })
    .waitFor();
  await legend(page)
    .getByRole("button", { name: /\(Average\)\s*3$/ })
    .waitFor();
  await page.getByLabel("Draw m1").uncheck();
  await legend(page)
    .getByRole("button", { name: /Average/ })
    .waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Remove all" }).click();
  await page.getByText("Pick metrics below, or add an expression.").waitFor();
  page.check();
});

test("what the server says of an expression is shown", async (t) => {
  const graph = graphOf(await orders());
  const page = await open(
    t,
    explorer({
      ...graph,
      lines: [...graph.lines, { id: "e1", expression: "m1 +" }],
    }),
  );
  await page.getByTestId("problem").getByText("Error in expression 'e1'").waitFor();
  page.check();
});

test("a graph becomes an alarm", async (t) => {
  const graph = graphOf(await orders());
  const name = unique("made/here");
  const page = await open(
    t,
    explorer({
      ...graph,
      lines: [graph.lines[0], { id: "e1", expression: "m1 * 2" }],
    }),
  );
  await page.getByRole("link", { name: "Create alarm" }).click();
  await page.getByRole("button", { name: "Create alarm" }).click();
  await page.getByText("An alarm needs a name.").waitFor();
  await page.getByLabel("Alarm name").fill(name);
  await page.getByRole("textbox", { name: "Threshold" }).fill("1.5");
  await page.getByLabel("Evaluation periods").fill("3");
  await page.getByRole("button", { name: "Missing data is" }).click();
  await page.getByRole("option", { name: /not breaching/ }).click();
  await page.getByRole("button", { name: "Create alarm" }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  await legend(page).getByRole("button", { name: "Threshold 1.5" }).waitFor();
  const alarm = await described(name);
  assert.equal(alarm.Threshold, 1.5);
  assert.equal(alarm.EvaluationPeriods, 3);
  assert.equal(alarm.TreatMissingData, "notBreaching");
  assert.deepEqual(
    alarm.Metrics.map(({ Id, ReturnData }) => [Id, ReturnData]),
    [
      ["m1", false],
      ["e1", true],
    ],
  );
  page.check();
});

test("an alarm is changed, and keeps what the form does not have", async (t) => {
  const name = await alarmOf(await orders());
  const page = await open(t, `/monitoring/alarms/${name}`);
  await page.getByRole("link", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Threshold" }).fill("7");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Average of Orders > 7 for 2 of 3 datapoints within 3 min").first().waitFor();
  const { Threshold, Unit, DatapointsToAlarm, AlarmActions } = await described(name);
  assert.deepEqual([Threshold, Unit, DatapointsToAlarm, AlarmActions.length], [7, "Count", 2, 1]);
  page.check();
});

test("a state is set, and the history has it", async (t) => {
  const name = await alarmOf(await orders(), { ActionsEnabled: false });
  const page = await open(t, `/monitoring/alarms/${name}`);
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Set state" }).click();
  await page.getByLabel("Reason").fill("because");
  await page.getByRole("dialog").getByRole("button", { name: "Set state" }).click();
  await page
    .getByRole("row")
    .filter({ hasText: /updated from .* to ALARM/i })
    .waitFor();
  const { AlarmHistoryItems } = await cloudwatch("DescribeAlarmHistory", {
    AlarmName: name,
    HistoryItemType: "StateUpdate",
  });
  assert.ok(AlarmHistoryItems.some(({ HistoryData }) => HistoryData.includes("because")));
  page.check();
});

test("actions of alarms are disabled, and several alarms deleted", async (t) => {
  const namespace = await orders();
  const names = [await alarmOf(namespace), await alarmOf(namespace)];
  const page = await open(t, "/monitoring/alarms");
  const row = (name) => page.getByRole("row").filter({ hasText: name });
  for (const name of names) await row(name).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Actions", exact: true }).first().click();
  await page.getByRole("menuitem", { name: "Disable actions" }).click();
  for (const name of names) await row(name).getByText("1 disabled").waitFor();
  assert.equal((await described(names[1])).ActionsEnabled, false);
  await page.getByRole("button", { name: "Actions", exact: true }).first().click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("2 alarms were deleted.").waitFor();
  assert.equal(await described(names[0]), undefined);
  page.check();
});

test("a dashboard is created, has text that is nothing but text, and is deleted", async (t) => {
  const name = unique("board");
  const markdown =
    "# Coffee\n<img src=x onerror=alert(1)> [bad](javascript:alert(1)) and [good](https://example.com/)";
  const page = await open(t, "/monitoring/dashboards");
  await page.getByRole("button", { name: "Create dashboard" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create" }).click();
  await page.getByText("There are no widgets.").waitFor();
  await page.getByRole("button", { name: "Add widget" }).click();
  await page.getByRole("menuitem", { name: "Text" }).click();
  await page.getByLabel("Markdown").fill(markdown);
  await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  const widget = page.getByTestId("widget");
  await widget.getByRole("heading", { name: "Coffee" }).waitFor();
  assert.equal(await widget.locator("img").count(), 0);
  assert.deepEqual(await widget.getByRole("link").evaluateAll((all) => all.map(({ href }) => href)), [
    "https://example.com/",
  ]);
  assert.equal((await bodyOf(name)).widgets[0].properties.markdown, markdown);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL("**/monitoring/dashboards");
  await assert.rejects(bodyOf(name), /404|ResourceNotFound|does not exist/);
  page.check();
});

test("a graph is put on a dashboard beside what is there", async (t) => {
  const namespace = await orders();
  const name = unique("board");
  const alarm = await alarmOf(namespace);
  const AlarmArn = (await described(alarm)).AlarmArn;
  const widgets = [
    {
      type: "alarm",
      x: 0,
      y: 0,
      width: 6,
      height: 4,
      properties: { title: "Watched", alarms: [AlarmArn] },
    },
    {
      type: "metric",
      x: 6,
      y: 0,
      width: 6,
      height: 4,
      properties: {
        title: "Now",
        view: "singleValue",
        region: "us-east-1",
        metrics: [[namespace, "Orders", "Country", "DE"]],
      },
    },
  ];
  await cloudwatch("PutDashboard", {
    DashboardName: name,
    DashboardBody: JSON.stringify({ start: "-PT1H", widgets }),
  });
  const page = await open(t, explorer(graphOf(namespace)));
  await page.getByRole("button", { name: "Add to dashboard" }).click();
  await page.getByRole("combobox", { name: "Dashboard" }).fill(name);
  await page.getByLabel("Title of the widget").fill("Both");
  await page.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  const widget = (title) => page.getByTestId("widget").filter({ hasText: title });
  await widget("Watched").getByRole("link", { name: alarm }).waitFor();
  await widget("Now").getByTitle("4", { exact: true }).waitFor();
  await legend(widget("Both"))
    .getByRole("button", { name: /DE.*4$/ })
    .waitFor();
  const body = await bodyOf(name);
  assert.equal(body.start, "-PT1H");
  assert.deepEqual(body.widgets.slice(0, 2), widgets);
  assert.equal(body.widgets[2].properties.metrics.length, 2);
  page.check();
});

test("a body that is wrong is not saved, and nobody's change is overwritten", async (t) => {
  const name = unique("board");
  const put = (widgets) =>
    cloudwatch("PutDashboard", {
      DashboardName: name,
      DashboardBody: JSON.stringify({ widgets }),
    });
  await put([]);
  const page = await open(t, `/monitoring/dashboards/${name}`);
  await page.getByRole("button", { name: "Edit source" }).click();
  const editor = page.locator(".ace_text-input");
  const write = async (text) => {
    await editor.focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(text);
  };
  await write('{"widgets": [{"type": "text", "properties": {}}]}');
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByTestId("problem").getByText("/widgets/0/properties").waitFor();
  await put([{ type: "text", properties: { markdown: "somebody else's" } }]);
  await write('{"widgets": []}');
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The dashboard was changed since it was loaded").waitFor();
  assert.equal((await bodyOf(name)).widgets.length, 1);
  page.check();
});

test("a table shows what it consumes, and its graphs lead to the explorer", async (t) => {
  const TableName = unique("Music");
  const dynamodb = new DynamoDBClient(clientOptions);
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "Artist", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "Artist", KeyType: "HASH" }],
    }),
  );
  await dynamodb.send(new PutItemCommand({ TableName, Item: { Artist: { S: "Nina Simone" } } }));
  await dynamodb.send(new ScanCommand({ TableName }));
  const page = await open(t, `/tables/${TableName}?tab=metrics`);
  await legend(page)
    .getByRole("button", { name: /^Consumed/ })
    .first()
    .waitFor();
  await legend(page)
    .getByRole("button", { name: /^PutItem/ })
    .first()
    .waitFor();
  await page.getByRole("link", { name: "Open Latency in metrics" }).click();
  await page.getByRole("heading", { level: 1, name: "Metrics" }).waitFor();
  await legend(page).getByRole("button", { name: /^Scan/ }).waitFor();
  page.check();
});
