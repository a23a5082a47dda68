import { expect, test } from "vitest";
import type { Line } from "~/panels/metrics";
import { expandRow, parseAgo, parseAlarmArn, parseDashboard, parseLines } from "./widgets";
import { widgetOf } from "./widgetSource";

const ROW = ["AWS/Lambda", "Errors", "FunctionName", "one"];

test.each([
  [["AWS/Lambda", "Errors"], [], ["AWS/Lambda", "Errors"]],
  [["."], ROW, ["AWS/Lambda"]],
  [[".", "Duration", ".", "two"], ROW, ["AWS/Lambda", "Duration", "FunctionName", "two"]],
  [["..."], ROW, ROW],
  [["...", "two"], ROW, ["AWS/Lambda", "Errors", "FunctionName", "two"]],
  [[".", "Duration", "..."], ROW, ["AWS/Lambda", "Duration", "FunctionName", "one"]],
])("%j after %j is %j", (parts, before, full) => {
  expect(expandRow(parts, before)).toEqual(full);
});

test("rows are metrics and expressions, each with an id", () => {
  const lines = parseLines(
    [
      ["Shop", "Orders", "Country", "FR", { id: "a", stat: "Sum", period: 60, color: "#112233" }],
      ["...", "DE", { visible: false, color: "red;" }],
      [{ expression: "a * 2", label: "twice", id: "auto1" }],
    ],
    { stat: "p90", period: 300 },
  );
  expect(lines).toMatchObject([
    { id: "a", stat: "Sum", period: 60, color: "#112233" },
    { id: "auto2", stat: "p90", period: 300, hidden: true, color: undefined },
    { id: "auto1", expression: "a * 2", label: "twice" },
  ]);
  expect(lines[1]?.metric).toEqual({
    namespace: "Shop",
    name: "Orders",
    dimensions: [{ name: "Country", value: "DE" }],
  });
});

test("a graph that became a widget is the same graph", () => {
  const lines: Line[] = [
    {
      id: "m1",
      metric: { namespace: "Shop", name: "Orders", dimensions: [] },
      stat: "Sum",
      label: "x",
      hidden: true,
    },
    { id: "e1", expression: "m1 * 2", color: "#112233", period: 60 },
  ];
  const widget = widgetOf(
    { lines, range: { type: "relative", seconds: 60 }, area: true },
    "Title",
    "eu-west-1",
  );
  const { widgets } = parseDashboard(JSON.stringify({ widgets: [widget] }));
  expect(widgets[0]?.content).toMatchObject({
    kind: "metrics",
    title: "Title",
    region: "eu-west-1",
    area: true,
    lines,
  });
});

test("widgets keep to the grid, whatever they say", () => {
  const { widgets } = parseDashboard(
    JSON.stringify({
      widgets: [
        { type: "text", x: 20, y: -3, width: 12, height: 1e9, properties: { markdown: "# Hi" } },
        { type: "alarm", properties: { alarms: ["a", 1], title: "All" } },
        { type: "explorer" },
        null,
      ],
    }),
  );
  expect(widgets).toEqual([
    { index: 0, x: 12, y: 0, width: 12, height: 1000, content: { kind: "text", markdown: "# Hi" } },
    {
      index: 1,
      x: undefined,
      y: undefined,
      width: 6,
      height: 6,
      content: { kind: "alarms", title: "All", alarms: ["a"] },
    },
    {
      index: 2,
      x: undefined,
      y: undefined,
      width: 6,
      height: 6,
      content: { kind: "unknown", type: "explorer" },
    },
    { index: 3, x: undefined, y: undefined, width: 6, height: 6, content: { kind: "unknown", type: "" } },
  ]);
});

test("marks are numbers, bands are two of them", () => {
  const properties = {
    view: "gauge",
    annotations: {
      horizontal: [
        { value: 5, label: "five" },
        [{ value: 1 }, { value: 2 }],
        { value: "x" },
        { value: 7, visible: false },
      ],
    },
    yAxis: { left: { min: 0, max: 100, label: "%" } },
  };
  const { widgets } = parseDashboard(JSON.stringify({ widgets: [{ type: "metric", properties }] }));
  expect(widgets[0]?.content).toMatchObject({
    view: "singleValue",
    marks: [
      { value: 5, label: "five" },
      { value: 1, label: "1" },
      { value: 2, label: "2" },
    ],
    min: 0,
    max: 100,
    unit: "%",
  });
});

test.each([
  ["-PT3H", 10800],
  ["-P7D", 604800],
  ["-P1DT30M", 88200],
  ["-P", undefined],
  ["PT3H", undefined],
  [3, undefined],
])("%s is %s seconds ago", (ago, seconds) => {
  expect(parseAgo(ago)).toBe(seconds);
});

test("a body says which time it shows", () => {
  expect(parseDashboard('{"start": "-PT1H"}').range).toEqual({ type: "relative", seconds: 3600 });
  const [start, end] = ["2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z"];
  expect(parseDashboard(JSON.stringify({ start, end })).range).toEqual({ type: "absolute", start, end });
  expect(parseDashboard("").widgets).toEqual([]);
  expect(() => parseDashboard("{")).toThrow();
});

test("the name of an alarm may have colons", () => {
  expect(parseAlarmArn("arn:aws:cloudwatch:eu-west-1:000000000000:alarm:a:b/c")).toEqual({
    region: "eu-west-1",
    name: "a:b/c",
  });
  expect(parseAlarmArn("a-name")).toBeUndefined();
});
