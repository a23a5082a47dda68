// A graph as a text, so that it can be in an address.

import type { Dimension, Line, Metric } from "./metrics";
import { isTimeRange, type TimeRange } from "./timeRange";

export interface Graph {
  lines: Line[];
  range: TimeRange;
  period?: number; // none: as the range wants it
  area?: boolean;
}

export const DEFAULT_RANGE: TimeRange = { type: "relative", seconds: 3 * 3600 };
const MOST_LINES = 500; // that one request may have

export function graphText(graph: Graph): string {
  return JSON.stringify(graph);
}

type Fields = Record<string, unknown>;

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function periodOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : undefined;
}

function metricOf(value: unknown): Metric | undefined {
  const { namespace, name, dimensions } = fieldsOf(value);
  if (typeof namespace !== "string" || typeof name !== "string" || !Array.isArray(dimensions))
    return undefined;
  const all = dimensions
    .map(fieldsOf)
    .map((one): Dimension => ({ name: String(one.name), value: String(one.value) }));
  return { namespace, name, dimensions: all };
}

function lineOf(value: unknown): Line | undefined {
  const fields = fieldsOf(value);
  const id = textOf(fields.id);
  const metric = metricOf(fields.metric);
  const expression = typeof fields.expression === "string" ? fields.expression : undefined;
  if (!id || (!metric && expression === undefined)) return undefined;
  const line: Line = {
    id,
    metric,
    expression: metric ? undefined : expression,
    stat: textOf(fields.stat),
    period: periodOf(fields.period),
    label: textOf(fields.label),
    // It becomes a part of a style.
    color: /^#[0-9a-f]{6}$/i.test(String(fields.color)) ? String(fields.color) : undefined,
    hidden: fields.hidden === true || undefined,
    zero: fields.zero === true || undefined,
  };
  return Object.fromEntries(Object.entries(line).filter(([, part]) => part !== undefined)) as unknown as Line;
}

// An address may come from anybody: what is not a graph is none.
export function parseGraph(text: string | null): Graph {
  try {
    const { lines, range, period, area } = fieldsOf(JSON.parse(text ?? "null"));
    return {
      lines: Array.isArray(lines)
        ? lines
            .map(lineOf)
            .filter((line) => line !== undefined)
            .slice(0, MOST_LINES)
        : [],
      range: isTimeRange(range) ? range : DEFAULT_RANGE,
      period: periodOf(period),
      area: area === true || undefined,
    };
  } catch {
    return { lines: [], range: DEFAULT_RANGE };
  }
}

// The next free one of m1, m2 and so on.
export function freeId(lines: Line[], letter: "m" | "e"): string {
  const taken = new Set(lines.map(({ id }) => id));
  let number = 1;
  while (taken.has(`${letter}${number}`)) number += 1;
  return `${letter}${number}`;
}
