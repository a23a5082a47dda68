import { expect, test } from "vitest";
import { momentText, parseMoment } from "./moment";

test.each([
  ["2026-11-22 18:47:11", "2026-11-22T18:47:11.000Z"],
  ["2026-11-22 18:47", "2026-11-22T18:47:00.000Z"],
  ["2026-11-22T18:47:11Z", "2026-11-22T18:47:11.000Z"],
  [" 2026-11-22 18:47:11 UTC ", "2026-11-22T18:47:11.000Z"],
])("%s is %s", (text, iso) => expect(parseMoment(text)?.toISOString()).toBe(iso));

test.each(["", "now", "2026-11-22", "2026-02-30 00:00:00", "2026-11-22 25:00:00", "22.11.2026 18:47"])(
  "%s is no moment",
  (text) => expect(parseMoment(text)).toBeUndefined(),
);

test("a moment is read as it was written", () => {
  const date = new Date("2026-11-22T18:47:11.500Z");
  expect(momentText(date)).toBe("2026-11-22 18:47:11");
  expect(momentText(undefined)).toBe("");
  expect(momentText(new Date(Number.NaN))).toBe("");
});
