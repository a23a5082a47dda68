// What a person fills in for an import, and the request that it makes.

import type { ImportTableCommandInput } from "@aws-sdk/client-dynamodb";
import { importParameters, type TableForm } from "./form";

export interface SourceForm {
  bucket: string;
  prefix: string;
  format: "DYNAMODB_JSON" | "ION" | "CSV";
  compression: "NONE" | "GZIP" | "ZSTD";
  delimiter: string;
  header: string; // names of a CSV that has no line of them, one a line
}

export const NO_SOURCE: SourceForm = {
  bucket: "",
  prefix: "",
  format: "DYNAMODB_JSON",
  compression: "NONE",
  delimiter: ",",
  header: "",
};

export function importInput(source: SourceForm, table: TableForm): ImportTableCommandInput {
  const names = source.header.split("\n").filter((name) => name !== "");
  return {
    S3BucketSource: { S3Bucket: source.bucket, S3KeyPrefix: source.prefix || undefined },
    InputFormat: source.format,
    InputCompressionType: source.compression,
    InputFormatOptions:
      source.format === "CSV"
        ? { Csv: { Delimiter: source.delimiter, HeaderList: names.length > 0 ? names : undefined } }
        : undefined,
    TableCreationParameters: importParameters(table),
  };
}
