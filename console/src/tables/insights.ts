// Contributor insights: their rules, and reports as series of charts.

import type { GetInsightRuleReportOutput } from "@aws-sdk/client-cloudwatch";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { COLORS, type Series } from "~/panels/metrics";
import { windowOf, type TimeRange, type Window } from "~/panels/timeRange";

export interface Rule {
  name: string;
  title: string;
  unit: string;
}

const KINDS: Record<string, { title: string; unit: string }> = {
  PKC: { title: "Most accessed partition keys", unit: "Units" },
  SKC: { title: "Most accessed items", unit: "Units" },
  PKT: { title: "Most throttled partition keys", unit: "Requests" },
  SKT: { title: "Most throttled items", unit: "Requests" },
};

// By their names, DynamoDBContributorInsights-PKC-...; what is accessed comes first.
export function rulesOf(names: string[]): Rule[] {
  return Object.entries(KINDS).flatMap(([kind, about]) =>
    names.filter((name) => name.split("-")[1] === kind).map((name) => ({ name, ...about })),
  );
}

// What insights can be switched on for: the table, "", and its global indexes.
export function placesOf(table: TableDescription): string[] {
  return ["", ...(table.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName ?? "")];
}

const LONGEST_KEY = 60;

export function keyText(keys: string[]): string {
  return keys
    .map((key) => (key.length > LONGEST_KEY ? `${key.slice(0, LONGEST_KEY)}…` : key || "(empty)"))
    .join(" / ");
}

// On whole minutes: the server has none that are finer.
export function reportWindow(range: TimeRange, now: Date): Window {
  const window = windowOf(range, now);
  return window.period % 60 === 0 ? window : windowOf(range, now, 60);
}

export function seriesOfReport({ Contributors = [] }: GetInsightRuleReportOutput): Series[] {
  return Contributors.map(({ Keys = [], Datapoints = [] }, index) => ({
    line: { id: `k${index}` },
    label: keyText(Keys),
    color: COLORS[index % COLORS.length] ?? "#688ae8",
    points: Datapoints.flatMap(({ Timestamp, ApproximateValue }) =>
      Timestamp && ApproximateValue !== undefined ? [{ x: Timestamp, y: ApproximateValue }] : [],
    ),
    messages: [],
  }));
}

// Of all that was counted: "27 of 90 units (30 %)".
export function shareText(value: number, total: number, unit: string): string {
  const share = total > 0 ? Math.round((100 * value) / total) : 0;
  return `${round(value)} of ${round(total)} ${unit.toLowerCase()} (${share} %)`;
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
