import { expect, test } from "vitest";
import { rangeOf, rangeProblem } from "./range";

test("ranges in milliseconds", () => {
  expect(rangeOf(null, 5)).toEqual({});
  expect(rangeOf({ type: "relative", amount: 2, unit: "hour" }, 7_200_001)).toEqual({ from: 1 });
  const startDate = "1970-01-01T01:00:00+01:00";
  expect(rangeOf({ type: "absolute", startDate, endDate: "1970-01-01T00:00:01Z" }, 0)).toEqual({
    from: 0,
    to: 1000,
  });
});

test("ranges that are none", () => {
  const absolute = (startDate: string, endDate: string) =>
    rangeProblem({ type: "absolute", startDate, endDate });
  expect(absolute("", "")).toBe("Give a beginning and an end.");
  expect(absolute("2026-01-02T00:00:00Z", "2026-01-01T00:00:00Z")).toBe("The end is after the beginning.");
  expect(absolute("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")).toBeUndefined();
  expect(rangeProblem(null)).toBeUndefined();
  expect(rangeProblem({ type: "relative", amount: 0, unit: "hour" })).toBe("Longer than nothing.");
});
