import { expect, test } from "vitest";
import { formatTick, isTimeRange, periodFor, windowOf } from "./timeRange";

const NOW = new Date("2026-11-22T18:45:30Z");
const DAY = 86400;

function ago(seconds: number) {
  return new Date(NOW.getTime() - seconds * 1000);
}

test.each([
  [3600, 60],
  [3 * 3600, 60],
  [12 * 3600, 300],
  [DAY, 300],
  [7 * DAY, 3600],
  [30 * DAY, 6 * 3600],
  [455 * DAY, DAY],
])("of %d seconds the period is %d", (span, period) => {
  expect(periodFor(ago(span), NOW, NOW)).toBe(period);
});

test("what is old is kept in longer periods only", () => {
  expect(periodFor(ago(20 * DAY), ago(20 * DAY - 3600), NOW)).toBe(300);
  expect(periodFor(ago(70 * DAY), ago(70 * DAY - 3600), NOW)).toBe(3600);
});

test("a window is of whole periods, with the one that is not over", () => {
  expect(windowOf({ type: "relative", seconds: 3600 }, NOW)).toEqual({
    start: new Date("2026-11-22T17:45:00Z"),
    end: new Date("2026-11-22T18:46:00Z"),
    period: 60,
  });
  const day = { type: "absolute", start: "2026-11-21T00:00:00Z", end: "2026-11-22T00:00:00Z" } as const;
  expect(windowOf(day, NOW, 3600)).toEqual({
    start: new Date(day.start),
    end: new Date(day.end),
    period: 3600,
  });
});

test("a window is never empty", () => {
  const { start, end } = windowOf({ type: "relative", seconds: 60 }, new Date("2026-11-22T00:00:00Z"), DAY);
  expect(end.getTime() - start.getTime()).toBe(DAY * 1000);
});

test.each([
  [{ type: "relative", seconds: 60 }, true],
  [{ type: "relative", seconds: -1 }, false],
  [{ type: "absolute", start: "2026-11-21", end: "2026-11-22" }, true],
  [{ type: "absolute", start: "2026-11-22", end: "2026-11-21" }, false],
  [{ type: "absolute", start: "x", end: "y" }, false],
  [null, false],
])("is %j a range: %s", (value, is) => {
  expect(isTimeRange(value)).toBe(is);
});

test("ticks have the day where it matters", () => {
  const time = new Date("2026-11-22T09:05:00Z");
  const of = (seconds: number) => windowOf({ type: "relative", seconds }, NOW);
  expect(formatTick(time, of(3600))).toBe("09:05");
  expect(formatTick(time, of(7 * DAY))).toBe("11-22\n09:05");
  expect(formatTick(time, of(30 * DAY))).toBe("11-22");
});
