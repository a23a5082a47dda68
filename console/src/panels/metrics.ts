// What a chart draws, and how it is asked for.

import type { MetricDataQuery, MetricDataResult } from "@aws-sdk/client-cloudwatch";
import type { Window } from "./timeRange";

export interface Dimension {
  name: string;
  value: string;
}

export interface Metric {
  namespace: string;
  name: string;
  dimensions: Dimension[];
}

// A metric with a statistic, or an expression on other lines.
export interface Line {
  id: string; // what expressions call it
  metric?: Metric;
  stat?: string;
  period?: number; // seconds; none: that of the chart
  expression?: string;
  label?: string;
  color?: string;
  hidden?: boolean; // only there for expressions
  zero?: boolean; // where there is nothing, nothing happened
}

export interface Point {
  x: Date;
  y: number;
}

export interface Series {
  line: Line;
  label: string;
  color: string;
  points: Point[];
  messages: string[]; // what the server says about it
}

export const DEFAULT_STAT = "Average";
export const STATISTICS = [
  "Average",
  "Sum",
  "Minimum",
  "Maximum",
  "SampleCount",
  "p50",
  "p90",
  "p95",
  "p99",
  "p99.9",
  "tm99",
  "IQM",
];

// The first ten of Cloudscape's colours for categories.
export const COLORS = [
  "#688ae8",
  "#c33d69",
  "#2ea597",
  "#8456ce",
  "#e07941",
  "#3759ce",
  "#962249",
  "#096f64",
  "#6237a7",
  "#a84401",
];

export function queryOf(line: Line, period: number): MetricDataQuery {
  const { id: Id, metric, expression, label: Label, hidden } = line;
  const common = { Id, ...(Label && { Label }), ...(hidden && { ReturnData: false }) };
  if (!metric) return { ...common, Expression: expression ?? "", Period: line.period ?? period };
  return {
    ...common,
    MetricStat: {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: metric.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      },
      Period: line.period ?? period,
      Stat: line.stat || DEFAULT_STAT,
    },
  };
}

// The longest that one line of a chart is apart: what says where a line has a gap.
export function periodOf(line: Line, window: Window): number {
  return line.period ?? window.period;
}

// Pages of one answer, put together: a line that searches has several results of its id, in the same order on each page.
export function mergeResults(pages: MetricDataResult[][]): MetricDataResult[] {
  const merged = new Map<string, MetricDataResult>();
  for (const page of pages) {
    const seen = new Map<string, number>();
    for (const result of page) {
      const name = JSON.stringify([result.Id, result.Label]);
      const count = seen.get(name) ?? 0;
      seen.set(name, count + 1);
      const key = `${name}${count}`;
      const before = merged.get(key);
      merged.set(key, {
        ...result,
        Timestamps: [...(before?.Timestamps ?? []), ...(result.Timestamps ?? [])],
        Values: [...(before?.Values ?? []), ...(result.Values ?? [])],
      });
    }
  }
  return [...merged.values()];
}

// No point of the window is missing any more.
export function fillZeros(points: Point[], window: Window, period: number): Point[] {
  const known = new Map(points.map((point) => [point.x.getTime(), point.y]));
  const grid = period * 1000;
  const filled: Point[] = [];
  for (let time = Math.ceil(window.start.getTime() / grid) * grid; time < window.end.getTime(); time += grid)
    filled.push({ x: new Date(time), y: known.get(time) ?? 0 });
  return filled;
}

export function seriesOf(lines: Line[], results: MetricDataResult[], window: Window): Series[] {
  const series: Series[] = [];
  for (const line of lines) {
    if (line.hidden) continue;
    const own = results.filter((result) => result.Id === line.id);
    for (const result of own) {
      const points = (result.Timestamps ?? [])
        .map((x, index) => ({ x, y: result.Values?.[index] ?? NaN }))
        .filter(({ y }) => Number.isFinite(y))
        .sort((a, b) => a.x.getTime() - b.x.getTime());
      series.push({
        line,
        label: result.Label || line.id,
        // Of several results of one line only the first can have the colour of the line.
        color:
          (own.length === 1 ? line.color : undefined) ?? COLORS[series.length % COLORS.length] ?? "#688ae8",
        points: line.zero && points.length > 0 ? fillZeros(points, window, periodOf(line, window)) : points,
        messages: messagesOf(result),
      });
    }
  }
  return withStatistics(series);
}

// The server names lines by their metrics; two of the same metric differ by their statistics.
function withStatistics(series: Series[]): Series[] {
  const counts = new Map<string, number>();
  for (const { label } of series) counts.set(label, (counts.get(label) ?? 0) + 1);
  return series.map((one) => {
    const { label, line } = one;
    const isClear = counts.get(label) === 1 || line.label || !line.metric;
    return isClear ? one : { ...one, label: `${label} (${line.stat || DEFAULT_STAT})` };
  });
}

function messagesOf({ StatusCode, Messages, Id }: MetricDataResult): string[] {
  const told = (Messages ?? []).map(({ Code, Value }) => `${Id}: ${Code ?? ""}: ${Value ?? ""}`);
  if (told.length === 0 && (StatusCode === "Forbidden" || StatusCode === "InternalError"))
    return [`${Id}: ${StatusCode}`];
  return told;
}

// "Sum of AWS/DynamoDB ConsumedReadCapacityUnits (TableName=Music)".
export function describeMetric({ namespace, name, dimensions }: Metric): string {
  const of = dimensions.map((dimension) => `${dimension.name}=${dimension.value}`).join(", ");
  return `${namespace} ${name}${of ? ` (${of})` : ""}`;
}
