import { expect, test } from "vitest";
import { keyText, placesOf, reportWindow, rulesOf, seriesOfReport, shareText } from "./insights";

test("rules are known by their names, those of what is accessed first", () => {
  const names = ["PKC", "PKT", "SKC", "SKT"].map((kind) => `DynamoDBContributorInsights-${kind}-Music-1`);
  expect(rulesOf(names).map(({ name, unit }) => [name.split("-")[1], unit])).toEqual([
    ["PKC", "Units"],
    ["SKC", "Units"],
    ["PKT", "Requests"],
    ["SKT", "Requests"],
  ]);
  expect(rulesOf(["DynamoDBContributorInsights-XYZ-PKC-1"])).toEqual([]);
});

test("insights are of the table and its global indexes", () => {
  expect(placesOf({})).toEqual([""]);
  expect(
    placesOf({
      GlobalSecondaryIndexes: [{ IndexName: "ByGenre" }],
      LocalSecondaryIndexes: [{ IndexName: "ByYear" }],
    }),
  ).toEqual(["", "ByGenre"]);
});

test("keys are one text, and not a long one", () => {
  expect(keyText(["Nina Simone", "Feeling"])).toBe("Nina Simone / Feeling");
  expect(keyText(["x".repeat(60)])).toBe("x".repeat(60));
  expect(keyText(["x".repeat(61)])).toBe(`${"x".repeat(60)}…`);
  expect(keyText([""])).toBe("(empty)");
});

test("a report has periods of whole minutes", () => {
  const now = new Date("2026-11-22T10:00:30Z");
  const window = reportWindow({ type: "relative", seconds: 3600 }, now);
  expect(window.period % 60).toBe(0);
  expect(window.end.getTime()).toBeGreaterThanOrEqual(now.getTime());
});

test("contributors are series, in their order", () => {
  const at = new Date(60_000);
  const series = seriesOfReport({
    Contributors: [
      {
        Keys: ["a"],
        ApproximateAggregateValue: 3,
        Datapoints: [{ Timestamp: at, ApproximateValue: 3 }],
      },
      { Keys: ["b", "1"], ApproximateAggregateValue: 1, Datapoints: [] },
    ],
  });
  expect(series.map(({ label, points }) => [label, points])).toEqual([
    ["a", [{ x: at, y: 3 }]],
    ["b / 1", []],
  ]);
  expect(series[0]?.color).not.toBe(series[1]?.color);
  expect(seriesOfReport({})).toEqual([]);
});

test("shares of what was counted", () => {
  expect(shareText(27, 90, "Units")).toBe("27 of 90 units (30 %)");
  expect(shareText(0.5, 1.25, "Units")).toBe("0.5 of 1.3 units (40 %)");
  expect(shareText(0, 0, "Requests")).toBe("0 of 0 requests (0 %)");
});
