// How series become lines on a plane.

import type { Point, Series } from "./metrics";

const MOST_SEGMENTS = 200;

// A line is interrupted where points are missing; a dot is a segment of one point.
export function segments(points: Point[], period: number): Point[][] {
  const apart = period * 1000 * 1.5;
  const all: Point[][] = [];
  let last: Point | undefined;
  for (const point of points) {
    const current = all[all.length - 1];
    if (current && last && point.x.getTime() - last.x.getTime() <= apart) current.push(point);
    else all.push([point]);
    last = point;
  }
  return all.length > MOST_SEGMENTS ? [points] : all;
}

// A single point is drawn as a short stroke, `size` up and down; its value comes first, and is what a person sees who points at it.
export function visible(segment: Point[], size: number): Point[] {
  const [point, ...more] = segment;
  if (!point || more.length > 0) return segment;
  return [point, { x: point.x, y: point.y + size }, { x: point.x, y: point.y - size }];
}

export interface Area {
  label: string;
  color: string;
  points: Point[];
  total: Point[]; // with all areas below
}

// Areas need a value at every time that one of them has: what is missing counts as nothing.
export function stacked(series: Series[]): Area[] {
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x.getTime())))].sort(
    (a, b) => a - b,
  );
  const dates = times.map((time) => new Date(time)); // charts want the very same of all areas
  const sums = times.map(() => 0);
  return series.map(({ label, color, points }) => {
    const known = new Map(points.map(({ x, y }) => [x.getTime(), y]));
    const own = dates.map((x) => ({ x, y: known.get(x.getTime()) ?? 0 }));
    own.forEach(({ y }, index) => (sums[index] = (sums[index] ?? 0) + y));
    const total = own.map(({ x }, index) => ({ x, y: sums[index] ?? 0 }));
    return { label, color, points: own, total };
  });
}

// Of the axis at the left: with zero, and with all that is there.
export function yDomainOf(lines: Point[][], marks: number[], min?: number, max?: number): [number, number] {
  let low = Math.min(0, ...marks);
  let high = Math.max(0, ...marks);
  for (const points of lines)
    for (const { y } of points) {
      low = Math.min(low, y);
      high = Math.max(high, y);
    }
  if (low === high) high = low + 1;
  else high += (high - low) * 0.05; // so that the highest is below the edge
  return min !== undefined && max !== undefined && min < max ? [min, max] : [min ?? low, max ?? high];
}

const SUFFIXES: [number, string][] = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];

// As short as an axis needs it: 1500 -> "1.5k", 0.000012 -> "1.2e-5".
export function formatAxis(value: number): string {
  const size = Math.abs(value);
  for (const [unit, suffix] of SUFFIXES)
    if (size >= unit) return `${Number((value / unit).toPrecision(4))}${suffix}`;
  if (size !== 0 && size < 1e-4) return value.toExponential(1).replace(".0e", "e");
  return String(Number(value.toPrecision(4)));
}

// As exact as somebody who points at it wants it.
export function formatValue(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-6 || size >= 1e15)) return value.toExponential(4);
  return Number(value.toPrecision(8)).toLocaleString("en-US", { maximumFractionDigits: 9 });
}

export interface Summary {
  last: number;
  min: number;
  max: number;
}

export function summaryOf(points: Point[]): Summary | undefined {
  const last = points[points.length - 1];
  if (!last) return undefined;
  let min = last.y;
  let max = last.y;
  for (const { y } of points) {
    min = Math.min(min, y);
    max = Math.max(max, y);
  }
  return { last: last.y, min, max };
}
