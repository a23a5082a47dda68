import { expect, test } from "vitest";
import { outcomeOf, reportOf } from "./invocation";

const encode = (text: string) => new TextEncoder().encode(text);
const REPORT = "REPORT RequestId: r-1\tDuration: 0.95 ms\tBilled Duration: 1 ms\tMax Memory Used: 11 MB\t\n";

test("an answer is shown as it is, numbers too", () => {
  const outcome = outcomeOf({
    StatusCode: 200,
    Payload: encode('{"n":12345678901234567890}'),
    LogResult: btoa(`START RequestId: r-1\nhello\n${REPORT}`),
    ExecutedVersion: "$LATEST",
  });
  expect(outcome.failure).toBeUndefined();
  expect(outcome.payload).toBe('{\n  "n": 12345678901234567890\n}');
  expect(outcome.log).toContain("hello");
  expect(outcome.report).toContainEqual(["Duration", "0.95 ms"]);
});

test("a failure has its kind", () => {
  expect(outcomeOf({ FunctionError: "Unhandled", Payload: encode("not json") })).toMatchObject({
    failure: "Unhandled",
    payload: "not json",
    log: "",
    report: [],
  });
});

test("a large answer is cut", () => {
  const { payload } = outcomeOf({ Payload: encode("x".repeat(200_010)) });
  expect(payload.endsWith("\n... 10 more characters")).toBe(true);
});

test("the report is the last one, and may be missing", () => {
  expect(reportOf(`${REPORT}REPORT RequestId: r-2\tDuration: 3 ms`)).toEqual([
    ["RequestId", "r-2"],
    ["Duration", "3 ms"],
  ]);
  expect(reportOf("REPORT")).toEqual([]);
});
