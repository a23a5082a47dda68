// Bulk puts: what a person fills in, the request that it makes, and what the server says of one.

import type { BulkOperationDescription, StartBulkPutItemsCommandInput } from "@aws-sdk/client-dynamodb";
import { lastOfArn } from "./arn";
import { whole } from "./fields";
import { NO_SOURCE, type SourceForm } from "./importForm";

export interface BulkForm {
  table: string;
  source: SourceForm; // no CSV
  reportBucket: string;
  reportPrefix: string;
  errors: boolean; // are reported
  conditions: boolean; // those that did not hold are reported
  mostUnits: string; // a second; no limit where it is empty
  accelerated: boolean;
}

export function emptyBulk(table: string): BulkForm {
  return {
    table,
    source: NO_SOURCE,
    reportBucket: "",
    reportPrefix: "",
    errors: true,
    conditions: true,
    mostUnits: "",
    accelerated: false,
  };
}

export function bulkInput(form: BulkForm): StartBulkPutItemsCommandInput {
  const { source } = form;
  return {
    TableName: form.table,
    InputS3Configuration: {
      S3Bucket: source.bucket,
      S3KeyPrefix: source.prefix || undefined,
      InputFormat: source.format === "ION" ? "ION" : "DYNAMODB_JSON",
      InputCompressionType: source.compression,
    },
    OutputS3Configuration: {
      S3Bucket: form.reportBucket,
      S3KeyPrefix: form.reportPrefix || undefined,
      OutputType: [
        ...(form.errors ? (["ERROR"] as const) : []),
        ...(form.conditions ? (["CONDITION_CHECK_FAILURE"] as const) : []),
      ],
    },
    MaxWriteRequestUnits: form.mostUnits.trim() ? whole(form.mostUnits) : undefined,
    PerformanceTier: form.accelerated ? "ACCELERATED" : "STANDARD",
  };
}

// What keeps the form from being sent. The rest is for the server to say.
export function missingOfBulk(form: BulkForm): { table?: string; bucket?: string; reportBucket?: string } {
  return {
    ...(form.table === "" && { table: "Enter a table." }),
    ...(form.source.bucket === "" && { bucket: "Enter a bucket." }),
    ...(form.reportBucket === "" && { reportBucket: "Enter a bucket." }),
  };
}

type Described = Pick<
  BulkOperationDescription,
  | "BulkOperationArn"
  | "BulkOperationStatus"
  | "BulkOperationUsage"
  | "OutputS3Configuration"
  | "ProcessedInputBytes"
  | "TotalInputBytes"
>;

// Is there more to come by itself?
export function isRunning({ BulkOperationStatus: status }: Described): boolean {
  return status === "IN_PROGRESS" || status === "CANCELLING";
}

// Percent of the input that was read; undefined while its size is not known.
export function progressOf({ ProcessedInputBytes: read = 0, TotalInputBytes: total }: Described) {
  if (total === undefined) return undefined;
  return total === 0 ? 100 : Math.min(100, Math.floor((100 * read) / total));
}

// Where its reports are in the bucket: `kind` is one of them, or all.
export function reportFolder(
  { BulkOperationArn, OutputS3Configuration: output }: Described,
  kind?: "ERROR" | "CONDITION_CHECK_FAILURE",
): string {
  const prefix = (output?.S3KeyPrefix ?? "").replace(/\/+$/, "");
  return `${prefix ? `${prefix}/` : ""}AWSDynamoDB/${lastOfArn(BulkOperationArn)}/${kind ? `${kind}/` : ""}`;
}

// The bytes that were written to the table and to each of its indexes.
export function writtenBytes({ BulkOperationUsage: usage = [] }: Described): [string, number][] {
  return usage.flatMap(
    ({ TableName, Table, LocalSecondaryIndexes, GlobalSecondaryIndexes, VectorIndexes }) => [
      [TableName ?? "Table", Table?.BulkPutBytes ?? 0] as [string, number],
      ...Object.entries({ ...LocalSecondaryIndexes, ...GlobalSecondaryIndexes }).map(
        ([name, { BulkPutBytes = 0 }]): [string, number] => [`Index ${name}`, BulkPutBytes],
      ),
      ...Object.entries(VectorIndexes ?? {}).map(([name, { BulkPutVectorBytes = 0 }]): [string, number] => [
        `Vector index ${name}`,
        BulkPutVectorBytes,
      ]),
    ],
  );
}
