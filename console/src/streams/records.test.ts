import { expect, test } from "vitest";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import { cause, changedNames, matches, recordJson } from "./records";

const RECORD: _Record = {
  eventID: "e",
  eventName: "MODIFY",
  dynamodb: {
    ApproximateCreationDateTime: new Date(1_795_376_309_000),
    Keys: { Id: { S: "one" } },
    OldImage: { Id: { S: "one" }, Price: { N: "1" } },
    NewImage: { Id: { S: "one" }, Price: { N: "2" }, Blob: { B: new Uint8Array([1]) } },
    SequenceNumber: "100000000000000000043",
  },
};

test("what changed", () => {
  expect(changedNames(RECORD)).toBe("Blob, Price");
  expect(changedNames({ ...RECORD, eventName: "INSERT" })).toBe("");
  expect(changedNames({ ...RECORD, dynamodb: { NewImage: {} } })).toBe("");
});

test("who did it", () => {
  expect(cause(RECORD)).toBeUndefined();
  expect(cause({ userIdentity: { Type: "Service", PrincipalId: "dynamodb.amazonaws.com" } })).toBe(
    "Time to live",
  );
});

test("records are found by their event, keys and attributes", () => {
  expect(matches(RECORD, "", "")).toBe(true);
  expect(matches(RECORD, "INSERT", "")).toBe(false);
  expect(matches(RECORD, "MODIFY", "ONE")).toBe(true);
  expect(matches(RECORD, "", "price")).toBe(true);
  expect(matches(RECORD, "", "nothing")).toBe(false);
});

test("a record as JSON", () => {
  expect(recordJson(RECORD)).toEqual({
    eventID: "e",
    eventName: "MODIFY",
    dynamodb: {
      ApproximateCreationDateTime: 1_795_376_309,
      Keys: { Id: { S: "one" } },
      OldImage: { Id: { S: "one" }, Price: { N: "1" } },
      NewImage: { Id: { S: "one" }, Price: { N: "2" }, Blob: { B: "AQ==" } },
      SequenceNumber: "100000000000000000043",
    },
  });
});
