import { expect, test } from "vitest";
import { COLORS, describeMetric, fillZeros, mergeResults, queryOf, seriesOf, type Line } from "./metrics";

const METRIC = { namespace: "Shop", name: "Orders", dimensions: [{ name: "Country", value: "FR" }] };
const WINDOW = { start: new Date(0), end: new Date(180_000), period: 60 };

function minute(index: number) {
  return new Date(index * 60_000);
}

test("a metric is asked for with the period of the chart, unless it has its own", () => {
  expect(queryOf({ id: "m1", metric: METRIC, stat: "Sum" }, 300)).toEqual({
    Id: "m1",
    MetricStat: {
      Metric: {
        Namespace: "Shop",
        MetricName: "Orders",
        Dimensions: [{ Name: "Country", Value: "FR" }],
      },
      Period: 300,
      Stat: "Sum",
    },
  });
  expect(queryOf({ id: "m1", metric: METRIC, period: 60 }, 300).MetricStat).toMatchObject({
    Period: 60,
    Stat: "Average",
  });
});

test("an expression is one, and what is hidden is not returned", () => {
  expect(queryOf({ id: "e1", expression: "m1 * 2", label: "twice", hidden: true }, 60)).toEqual({
    Id: "e1",
    Expression: "m1 * 2",
    Label: "twice",
    Period: 60,
    ReturnData: false,
  });
});

test("pages of the same line are one", () => {
  const first = { Id: "a", Label: "x", Timestamps: [minute(0)], Values: [1] };
  const second = { Id: "a", Label: "x", Timestamps: [minute(1)], Values: [2] };
  const other = { Id: "a", Label: "x", Timestamps: [minute(0)], Values: [7] };
  expect(mergeResults([[first, other], [second]])).toEqual([
    { Id: "a", Label: "x", Timestamps: [minute(0), minute(1)], Values: [1, 2] },
    other,
  ]);
});

test("zeros are where nothing is", () => {
  expect(fillZeros([{ x: minute(1), y: 5 }], WINDOW, 60).map(({ y }) => y)).toEqual([0, 5, 0]);
});

test("series are in the order of the lines, each with a colour", () => {
  const lines: Line[] = [
    { id: "m1", metric: METRIC, hidden: true },
    { id: "s", expression: "SEARCH(...)", color: "#111111" },
    { id: "m2", metric: METRIC, color: "#222222", zero: true },
  ];
  const results = [
    { Id: "m2", Label: "two", Timestamps: [minute(2), minute(0)], Values: [2, 1] },
    { Id: "s", Label: "first", Timestamps: [], Values: [] },
    { Id: "s", Label: "second", Timestamps: [minute(0)], Values: [NaN] },
  ];
  const series = seriesOf(lines, results, WINDOW);
  expect(series.map(({ label, color }) => [label, color])).toEqual([
    ["first", COLORS[0]],
    ["second", COLORS[1]],
    ["two", "#222222"],
  ]);
  expect(series[1]?.points).toEqual([]);
  expect(series[2]?.points.map(({ y }) => y)).toEqual([1, 0, 2]);
});

test("what the server says of a line is kept", () => {
  const results = [
    { Id: "a", StatusCode: "Forbidden" as const },
    { Id: "b", Messages: [{ Code: "ArithmeticError", Value: "one was divided by zero" }] },
  ];
  const told = seriesOf([{ id: "a" }, { id: "b" }], results, WINDOW).map(({ messages }) => messages);
  expect(told).toEqual([["a: Forbidden"], ["b: ArithmeticError: one was divided by zero"]]);
});

test("a metric is described with all that names it", () => {
  expect(describeMetric(METRIC)).toBe("Shop Orders (Country=FR)");
});

test("lines of the same metric are told apart by their statistics", () => {
  const lines: Line[] = [
    { id: "m1", metric: METRIC },
    { id: "m2", metric: METRIC, stat: "p99" },
    { id: "m3", metric: METRIC, label: "Orders" },
  ];
  const series = seriesOf(
    lines,
    lines.map(({ id }) => ({ Id: id, Label: "Orders" })),
    WINDOW,
  );
  expect(series.map(({ label }) => label)).toEqual(["Orders (Average)", "Orders (p99)", "Orders"]);
});
