import { expect, test } from "vitest";
import {
  createRequest,
  fieldProblem,
  filterProblem,
  formOf,
  functionOfArn,
  isValid,
  NEW_TRIGGER,
  tableOfStream,
  updateRequest,
} from "./trigger";

const STREAM = "arn:aws:dynamodb:us-east-1:000000000000:table/Music/stream/2026-11-22T00:00:00.000";
const FORM = { ...NEW_TRIGGER, functionName: "audit", streamArn: STREAM };

test("a new trigger says what is not as by default", () => {
  expect(createRequest(FORM)).toEqual({
    FunctionName: "audit",
    EventSourceArn: STREAM,
    StartingPosition: "LATEST",
    Enabled: true,
  });
  expect(
    createRequest({
      ...FORM,
      start: "TRIM_HORIZON",
      enabled: false,
      batchSize: "10",
      retries: "0",
      partial: true,
      filters: ['{"eventName": ["INSERT"]}'],
      failure: "arn:aws:s3:::given-up",
    }),
  ).toEqual({
    FunctionName: "audit",
    EventSourceArn: STREAM,
    StartingPosition: "TRIM_HORIZON",
    Enabled: false,
    BatchSize: 10,
    MaximumRetryAttempts: 0,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    FilterCriteria: { Filters: [{ Pattern: '{"eventName": ["INSERT"]}' }] },
    DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::given-up" } },
  });
});

test("an edit sends what was changed, and empties what was taken away", () => {
  const before = formOf({
    FunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:audit",
    EventSourceArn: STREAM,
    State: "Enabled",
    BatchSize: 100,
    FilterCriteria: { Filters: [{ Pattern: "{}" }] },
    DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::x" } },
    FunctionResponseTypes: ["ReportBatchItemFailures"],
  });
  expect(updateRequest("id", before, { ...before })).toBeUndefined();
  const after = { ...before, filters: [], failure: "", partial: false, enabled: false };
  expect(updateRequest("id", before, after)).toEqual({
    UUID: "id",
    Enabled: false,
    FunctionResponseTypes: [],
    FilterCriteria: { Filters: [] },
    DestinationConfig: { OnFailure: {} },
  });
});

test("what is typed is checked", () => {
  expect(isValid(FORM)).toBe(true);
  expect(isValid({ ...FORM, functionName: " " })).toBe(false);
  expect(isValid({ ...FORM, filters: ["{"] })).toBe(false);
  expect(fieldProblem({ ...FORM, age: "30" }, "age")).toBe("-1, or 60 and more.");
  expect(fieldProblem({ ...FORM, batchSize: "0" }, "batchSize")).toBe("A whole number from 1 to 10000.");
  expect(filterProblem("[]")).toBe("A JSON object.");
  expect(filterProblem('{"eventName": ["INSERT"]}')).toBeUndefined();
});

test("names out of ARNs", () => {
  expect(tableOfStream(STREAM)).toBe("Music");
  expect(tableOfStream("arn:aws:kinesis:us-east-1:000000000000:stream/x")).toBeUndefined();
  expect(functionOfArn("arn:aws:lambda:us-east-1:000000000000:function:total:live")).toEqual({
    name: "total",
    qualifier: "live",
  });
  expect(functionOfArn(undefined)).toEqual({ name: "" });
});
