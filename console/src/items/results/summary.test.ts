import { expect, test } from "vitest";
import { summaryOf } from "./summary";

test("what was found, and what it took", () => {
  const answer = { rows: [], bytes: 0, scanned: 1200, units: 12.5, requests: 2, next: {} };
  expect(summaryOf(answer)).toBe("0 of 1,200 items read, 12.5 read units, 2 requests. There may be more.");
  expect(summaryOf({ ...answer, scanned: undefined, units: undefined, requests: 1, next: undefined })).toBe(
    "0 items, 1 request.",
  );
  expect(
    summaryOf({ ...answer, scanned: undefined, units: undefined, searchedBytes: 2048, next: undefined }),
  ).toBe("0 items, 2.0 KB searched, 2 requests.");
});
