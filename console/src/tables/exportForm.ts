// What a person fills in for an export, and the request that it makes.

import type { ExportTableToPointInTimeCommandInput } from "@aws-sdk/client-dynamodb";
import { parseMoment } from "./moment";

export interface ExportForm {
  bucket: string;
  prefix: string;
  format: "DYNAMODB_JSON" | "ION";
  type: "FULL_EXPORT" | "INCREMENTAL_EXPORT";
  moment: string; // of a full export; now where it is empty
  from: string; // the period of an incremental one
  to: string;
  view: "NEW_AND_OLD_IMAGES" | "NEW_IMAGE";
}

export const NO_EXPORT: ExportForm = {
  bucket: "",
  prefix: "",
  format: "DYNAMODB_JSON",
  type: "FULL_EXPORT",
  moment: "",
  from: "",
  to: "",
  view: "NEW_AND_OLD_IMAGES",
};

function moment(text: string): Date {
  const date = parseMoment(text);
  if (!date) throw new Error(`${text || "nothing"} is no moment`);
  return date;
}

// Throws where a moment is none.
export function exportInput(tableArn: string, form: ExportForm): ExportTableToPointInTimeCommandInput {
  const isFull = form.type === "FULL_EXPORT";
  return {
    TableArn: tableArn,
    S3Bucket: form.bucket,
    S3Prefix: form.prefix || undefined,
    ExportFormat: form.format,
    ExportType: form.type,
    ExportTime: isFull && form.moment ? moment(form.moment) : undefined,
    IncrementalExportSpecification: isFull
      ? undefined
      : { ExportFromTime: moment(form.from), ExportToTime: moment(form.to), ExportViewType: form.view },
  };
}
