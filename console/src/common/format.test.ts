import { expect, test } from "vitest";
import {
  capitalized,
  formatBytes,
  formatCount,
  formatDuration,
  formatMilliseconds,
  formatTime,
} from "./format";

test.each([
  [undefined, "-"],
  [0, "0 bytes"],
  [1, "1 byte"],
  [1023, "1023 bytes"],
  [1024, "1.0 KB"],
  [1536, "1.5 KB"],
  [10 * 1024, "10 KB"],
  [400 * 1024 * 1024, "400 MB"],
  [5 * 1024 ** 5, "5120 TB"],
])("%s bytes are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test("counts have commas", () => {
  expect(formatCount(1234567)).toBe("1,234,567");
  expect(formatCount(undefined)).toBe("-");
});

test("times are UTC", () => {
  expect(formatTime(new Date("2026-11-22T18:47:11.123Z"))).toBe("2026-11-22 18:47:11 UTC");
  expect(formatTime(0)).toBe("1970-01-01 00:00:00 UTC");
  expect(formatTime(Number.NaN)).toBe("-");
  expect(formatMilliseconds(1)).toBe("1970-01-01 00:00:00.001");
});

test.each([
  [0, "0 s"],
  [90, "1 min 30 s"],
  [3600, "1 h"],
  [90061, "1 d 1 h"],
])("%s seconds are %s", (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test("a word gets a capital letter", () => {
  expect(capitalized("user")).toBe("User");
  expect(capitalized("")).toBe("");
});
