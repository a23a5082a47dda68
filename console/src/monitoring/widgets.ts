// The body of a dashboard, as CloudWatch documents it, read as far as it can be drawn. It may have been written by anybody.

import type { Line } from "~/panels/metrics";
import type { TimeRange } from "~/panels/timeRange";

type Fields = Record<string, unknown>;

export interface Mark {
  value: number;
  label: string;
  color?: string;
}

export type View = "timeSeries" | "singleValue" | "table";

export type Content =
  | { kind: "text"; markdown: string }
  | { kind: "alarms"; title?: string; alarms: string[] } // ARNs
  | {
      kind: "metrics";
      title?: string;
      view: View;
      area: boolean;
      region?: string;
      lines: Line[];
      marks: Mark[];
      alarms: string[]; // whose metrics and thresholds are drawn
      unit?: string;
      min?: number;
      max?: number;
      legend: boolean;
      wholeRange: boolean; // one datapoint for all of it
    }
  | { kind: "unknown"; type: string };

export interface Widget {
  index: number; // in the body
  x?: number;
  y?: number;
  width: number;
  height: number;
  content: Content;
}

export interface Dashboard {
  widgets: Widget[];
  range?: TimeRange;
}

export const COLUMNS = 24;
const DEFAULT_SIZE = 6;
const TALLEST = 1000;
const LOWEST = 100_000;
const DEFAULT_STAT = "Average";

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function whole(value: unknown, least: number, most: number): number | undefined {
  const known = number(value);
  return known === undefined ? undefined : Math.min(Math.max(Math.round(known), least), most);
}

function color(value: unknown): string | undefined {
  return typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value) ? value : undefined;
}

// A row may leave out what is as in the row before: "." for one part, "..." for as many as there are.
export function expandRow(parts: string[], before: string[]): string[] {
  const gap = parts.indexOf("...");
  const full =
    gap < 0
      ? parts
      : [
          ...parts.slice(0, gap),
          ...before.slice(gap, before.length - (parts.length - gap - 1)),
          ...parts.slice(gap + 1),
        ];
  return full.map((part, index) => (part === "." ? (before[index] ?? part) : part));
}

// The rows of `metrics`.
export function parseLines(rows: unknown, defaults: { stat?: string; period?: number } = {}): Line[] {
  const lines: Line[] = [];
  let before: string[] = [];
  const all = list(rows);
  const named = new Set(
    all.map((row) => text(fields(list(row).find((part) => typeof part === "object")).id)),
  );
  let next = 1;
  const freeId = () => {
    while (named.has(`auto${next}`)) next += 1;
    return `auto${next++}`;
  };
  for (const row of all) {
    const parts = list(row);
    const options = fields(parts.find((part) => typeof part === "object"));
    const names = parts.filter((part) => typeof part === "string");
    const expression = text(options.expression);
    const common = {
      id: text(options.id) || freeId(),
      label: text(options.label),
      color: color(options.color),
      hidden: options.visible === false || undefined,
      period: whole(options.period, 1, 86400 * 30) ?? defaults.period,
    };
    if (expression !== undefined) {
      lines.push({ ...common, expression });
      continue;
    }
    before = expandRow(names, before);
    const [namespace, name, ...rest] = before;
    if (namespace === undefined || name === undefined) continue;
    const dimensions: { name: string; value: string }[] = [];
    for (let at = 0; at + 1 < rest.length; at += 2)
      dimensions.push({ name: rest[at] ?? "", value: rest[at + 1] ?? "" });
    const stat = text(options.stat) ?? defaults.stat ?? DEFAULT_STAT;
    lines.push({ ...common, metric: { namespace, name, dimensions }, stat });
  }
  return lines;
}

function marksOf(annotations: Fields): Mark[] {
  return list(annotations.horizontal)
    .flat() // a band is a pair of lines
    .map(fields)
    .filter(({ visible }) => visible !== false)
    .flatMap((mark) => {
      const value = number(mark.value);
      return value === undefined
        ? []
        : [{ value, label: text(mark.label) ?? String(value), color: color(mark.color) }];
    });
}

function metricsOf(properties: Fields): Content {
  const { view, stat, period, annotations, yAxis, legend } = properties;
  const left = fields(fields(yAxis).left);
  return {
    kind: "metrics",
    title: text(properties.title),
    view:
      view === "singleValue" || view === "gauge"
        ? "singleValue"
        : view === "bar" || view === "pie" || view === "table"
          ? "table"
          : "timeSeries",
    area: properties.stacked === true,
    region: text(properties.region),
    lines: parseLines(properties.metrics, { stat: text(stat), period: whole(period, 1, 86400 * 30) }),
    marks: marksOf(fields(annotations)),
    alarms: strings(fields(annotations).alarms),
    unit: text(left.label),
    min: number(left.min),
    max: number(left.max),
    legend: fields(legend).position !== "hidden",
    wholeRange: properties.setPeriodToTimeRange === true,
  };
}

function strings(value: unknown): string[] {
  return list(value).filter((one) => typeof one === "string");
}

function contentOf(type: string, properties: Fields): Content {
  if (type === "text") return { kind: "text", markdown: text(properties.markdown) ?? "" };
  if (type === "alarm")
    return { kind: "alarms", title: text(properties.title), alarms: strings(properties.alarms) };
  if (type === "metric") return metricsOf(properties);
  return { kind: "unknown", type };
}

// "-PT3H" or "-P7D": how long before now.
export function parseAgo(ago: unknown): number | undefined {
  const match =
    /^-P(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/.exec(
      text(ago) ?? "",
    );
  if (!match) return undefined;
  const [months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0));
  const total = (((months * 30 + weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds;
  return total > 0 ? total : undefined;
}

function rangeOf(start: unknown, end: unknown): TimeRange | undefined {
  const seconds = parseAgo(start);
  if (seconds !== undefined) return { type: "relative", seconds };
  const from = text(start) ?? "";
  const to = text(end) ?? "";
  return Date.parse(from) < Date.parse(to) ? { type: "absolute", start: from, end: to } : undefined;
}

// Throws if it is no JSON.
export function parseDashboard(body: string): Dashboard {
  const { widgets, start, end } = fields(JSON.parse(body || "{}"));
  return {
    range: rangeOf(start, end),
    widgets: list(widgets).map((value, index) => {
      const widget = fields(value);
      const width = whole(widget.width, 1, COLUMNS) ?? DEFAULT_SIZE;
      return {
        index,
        x: whole(widget.x, 0, COLUMNS - width),
        y: whole(widget.y, 0, LOWEST),
        width,
        height: whole(widget.height, 1, TALLEST) ?? DEFAULT_SIZE,
        content: contentOf(text(widget.type) ?? "", fields(widget.properties)),
      };
    }),
  };
}

export interface AlarmName {
  region: string;
  name: string;
}

// "arn:aws:cloudwatch:REGION:ACCOUNT:alarm:NAME".
export function parseAlarmArn(arn: string): AlarmName | undefined {
  const [prefix, , service, region, , kind, ...name] = arn.split(":");
  if (prefix !== "arn" || service !== "cloudwatch" || kind !== "alarm" || !region || name.length === 0)
    return undefined;
  return { region, name: name.join(":") };
}
