import { expect, test } from "vitest";
import { formatAxis, formatValue, segments, stacked, summaryOf, visible, yDomainOf } from "./chartData";
import type { Series } from "./metrics";

function at(minute: number, y = 1) {
  return { x: new Date(minute * 60_000), y };
}

function series(...values: number[]): Series {
  const points = values.map((y, minute) => at(minute, y));
  return { line: { id: "a" }, label: "a", color: "#000", points, messages: [] };
}

test("a line is interrupted where a period has no point", () => {
  const all = [at(0), at(1), at(3), at(5), at(6)];
  expect(segments(all, 60)).toEqual([[at(0), at(1)], [at(3)], [at(5), at(6)]]);
  expect(segments(all, 300)).toEqual([all]);
  expect(segments([], 60)).toEqual([]);
});

test("more pieces than can be drawn are one line", () => {
  const all = Array.from({ length: 500 }, (_, index) => at(2 * index));
  expect(segments(all, 60)).toEqual([all]);
});

test("the axis has zero, all values and all marks", () => {
  expect(yDomainOf([series(2, 10).points], [])).toEqual([0, 10.5]);
  expect(yDomainOf([series(2, 10).points], [20])).toEqual([0, 21]);
  expect(yDomainOf([series(-5, 5).points], [])).toEqual([-5, 5.5]);
  expect(yDomainOf([], [])).toEqual([0, 1]);
  expect(yDomainOf([series(2).points], [], 1, 4)).toEqual([1, 4]);
});

test.each([
  [0, "0"],
  [0.25, "0.25"],
  [1500, "1.5k"],
  [2_000_000, "2M"],
  [-3_500_000_000, "-3.5G"],
  [0.000012, "1.2e-5"],
  [0.30000000000000004, "0.3"],
])("%d at an axis is %s", (value, text) => {
  expect(formatAxis(value)).toBe(text);
});

test.each([
  [1234567, "1,234,567"],
  [0.0330481234567, "0.033048123"],
  [1e20, "1.0000e+20"],
  [0, "0"],
])("%d is %s", (value, text) => {
  expect(formatValue(value)).toBe(text);
});

test("a summary has the last, the least and the greatest", () => {
  expect(summaryOf(series(3, 1, 2).points)).toEqual({ last: 2, min: 1, max: 3 });
  expect(summaryOf([])).toBeUndefined();
});

test("areas have a value wherever one has, and add up", () => {
  const [first, second] = stacked([
    { ...series(), points: [at(0, 1), at(2, 3)] },
    { ...series(), points: [at(1, 10), at(2, 20)] },
  ]);
  expect(first?.points).toEqual([at(0, 1), at(1, 0), at(2, 3)]);
  expect(second?.total).toEqual([at(0, 1), at(1, 10), at(2, 23)]);
});

test("a single point is a stroke, with its value first", () => {
  expect(visible([at(0, 5)], 1)).toEqual([at(0, 5), at(0, 6), at(0, 4)]);
  const two = [at(0), at(1)];
  expect(visible(two, 1)).toBe(two);
});
