import { expect, test } from "vitest";
import {
  bulkInput,
  emptyBulk,
  isRunning,
  missingOfBulk,
  progressOf,
  reportFolder,
  writtenBytes,
} from "./bulkForm";

const form = {
  ...emptyBulk("Orders"),
  source: { ...emptyBulk("").source, bucket: "incoming", prefix: "load/" },
  reportBucket: "reports",
};

test("a bulk put as it is by default", () => {
  expect(JSON.parse(JSON.stringify(bulkInput(form)))).toEqual({
    TableName: "Orders",
    InputS3Configuration: {
      S3Bucket: "incoming",
      S3KeyPrefix: "load/",
      InputFormat: "DYNAMODB_JSON",
      InputCompressionType: "NONE",
    },
    OutputS3Configuration: { S3Bucket: "reports", OutputType: ["ERROR", "CONDITION_CHECK_FAILURE"] },
    PerformanceTier: "STANDARD",
  });
});

test("a bulk put with everything that can be said", () => {
  const input = bulkInput({
    ...form,
    source: { ...form.source, prefix: "", format: "ION", compression: "ZSTD" },
    reportPrefix: "of/load",
    errors: false,
    mostUnits: " 2048 ",
    accelerated: true,
  });
  expect(input.InputS3Configuration).toEqual({
    S3Bucket: "incoming",
    InputFormat: "ION",
    InputCompressionType: "ZSTD",
  });
  expect(input).toMatchObject({
    OutputS3Configuration: { S3KeyPrefix: "of/load", OutputType: ["CONDITION_CHECK_FAILURE"] },
    MaxWriteRequestUnits: 2048,
    PerformanceTier: "ACCELERATED",
  });
  expect(bulkInput({ ...form, mostUnits: "many" }).MaxWriteRequestUnits).toBe(0); // the server says what it may be
});

test("what is missing", () => {
  expect(missingOfBulk(form)).toEqual({});
  expect(Object.keys(missingOfBulk(emptyBulk("")))).toEqual(["table", "bucket", "reportBucket"]);
});

const BulkOperationArn = "arn:aws:dynamodb:us-east-1:000000000000:table/Orders/bulk-operation/0179-ab";

test("reports are below the prefix, with or without slashes at its end", () => {
  const output = { S3Bucket: "reports", OutputType: undefined };
  const folder = (S3KeyPrefix: string | undefined, kind?: "ERROR") =>
    reportFolder({ BulkOperationArn, OutputS3Configuration: { ...output, S3KeyPrefix } }, kind);
  expect(folder(undefined)).toBe("AWSDynamoDB/0179-ab/");
  expect(folder("of/load//", "ERROR")).toBe("of/load/AWSDynamoDB/0179-ab/ERROR/");
});

test("how far it is", () => {
  expect(progressOf({ ProcessedInputBytes: 5 })).toBeUndefined();
  expect(progressOf({ ProcessedInputBytes: 2, TotalInputBytes: 3 })).toBe(66);
  expect(progressOf({ ProcessedInputBytes: 0, TotalInputBytes: 0 })).toBe(100);
  expect(
    ["IN_PROGRESS", "CANCELLING"].map((state) => isRunning({ BulkOperationStatus: state as "IN_PROGRESS" })),
  ).toEqual([true, true]);
  expect(isRunning({ BulkOperationStatus: "COMPLETED_WITH_ERRORS" })).toBe(false);
});

test("what was written, of the table and of each index", () => {
  const usage = {
    TableName: "Orders",
    BulkPutBytes: 12,
    Table: { BulkPutBytes: 5 },
    GlobalSecondaryIndexes: { ByDay: { BulkPutBytes: 7 } },
    VectorIndexes: { ByText: { BulkPutVectorBytes: 16 } },
  };
  expect(writtenBytes({ BulkOperationUsage: [usage] })).toEqual([
    ["Orders", 5],
    ["Index ByDay", 7],
    ["Vector index ByText", 16],
  ]);
  expect(writtenBytes({})).toEqual([]);
});
