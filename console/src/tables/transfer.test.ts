import { expect, test } from "vitest";
import { exportInput, NO_EXPORT } from "./exportForm";
import { emptyTable } from "./form";
import { importInput, NO_SOURCE } from "./importForm";
import { restoreInput } from "./restore";

test("an export of all items, now", () => {
  expect(exportInput("arn:t", { ...NO_EXPORT, bucket: "b", from: "left over" })).toEqual({
    TableArn: "arn:t",
    S3Bucket: "b",
    ExportFormat: "DYNAMODB_JSON",
    ExportType: "FULL_EXPORT",
  });
});

test("an export of a period", () => {
  const form = {
    ...NO_EXPORT,
    type: "INCREMENTAL_EXPORT" as const,
    from: "2026-11-20 12:00",
    to: "2026-11-20 13:00",
  };
  expect(exportInput("arn:t", form).IncrementalExportSpecification).toEqual({
    ExportFromTime: new Date("2026-11-20T12:00:00Z"),
    ExportToTime: new Date("2026-11-20T13:00:00Z"),
    ExportViewType: "NEW_AND_OLD_IMAGES",
  });
  expect(() => exportInput("arn:t", { ...form, to: "" })).toThrow("nothing is no moment");
});

test("an import of a CSV", () => {
  const source = { ...NO_SOURCE, bucket: "b", prefix: "songs", format: "CSV" as const, delimiter: ";" };
  expect(importInput({ ...source, header: "Artist\nSong\n" }, emptyTable())).toMatchObject({
    S3BucketSource: { S3Bucket: "b", S3KeyPrefix: "songs" },
    InputFormat: "CSV",
    InputFormatOptions: { Csv: { Delimiter: ";", HeaderList: ["Artist", "Song"] } },
  });
  expect(importInput(source, emptyTable()).InputFormatOptions).toEqual({ Csv: { Delimiter: ";" } });
  expect(importInput({ ...source, format: "ION" }, emptyTable()).InputFormatOptions).toBeUndefined();
});

test("a restore as it was, and as another one", () => {
  const form = { target: "T2", withIndexes: true, capacity: undefined };
  expect(restoreInput(form)).toEqual({ TargetTableName: "T2" });
  const capacity = { mode: "PROVISIONED" as const, read: "1", write: "2", mostRead: "", mostWrite: "" };
  expect(restoreInput({ ...form, withIndexes: false, capacity })).toEqual({
    TargetTableName: "T2",
    BillingModeOverride: "PROVISIONED",
    ProvisionedThroughputOverride: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
    GlobalSecondaryIndexOverride: [],
    LocalSecondaryIndexOverride: [],
    VectorIndexOverride: [],
  });
});
