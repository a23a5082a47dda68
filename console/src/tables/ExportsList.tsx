import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import type { ExportDescription, TableDescription } from "@aws-sdk/client-dynamodb";
import { formatBytes, formatCount, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { lastOfArn } from "./arn";
import { JobStatus } from "./JobStatus";
import { useExports } from "./jobs";
import { StartExport } from "./StartExport";
import { formatName, words } from "./Status";

function folder({ ExportManifest: manifest = "" }: ExportDescription): string {
  return manifest.slice(0, manifest.lastIndexOf("/") + 1);
}

const COLUMNS: Columns<ExportDescription> = [
  {
    id: "id",
    header: "Export",
    cell: ({ ExportArn }) => lastOfArn(ExportArn),
    isRowHeader: true,
    width: 230,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ ExportStatus, FailureCode, FailureMessage }) => (
      <JobStatus state={ExportStatus} code={FailureCode} message={FailureMessage} />
    ),
    width: 150,
  },
  {
    id: "destination",
    header: "Destination",
    cell: (job) => (
      <PageLink to={links.bucket(job.S3Bucket ?? "", folder(job) || (job.S3Prefix ?? ""))}>
        {job.S3Bucket}
      </PageLink>
    ),
    width: 160,
  },
  { id: "type", header: "Type", cell: ({ ExportType }) => words(ExportType ?? "-"), width: 150 },
  { id: "format", header: "Format", cell: ({ ExportFormat }) => formatName(ExportFormat), width: 140 },
  { id: "items", header: "Items", cell: ({ ItemCount }) => formatCount(ItemCount), width: 100 },
  { id: "size", header: "Size", cell: ({ BilledSizeBytes }) => formatBytes(BilledSizeBytes), width: 100 },
  {
    id: "moment",
    header: "As it was at",
    cell: ({ ExportTime, IncrementalExportSpecification: period }) =>
      period
        ? `${formatTime(period.ExportFromTime)} to ${formatTime(period.ExportToTime)}`
        : formatTime(ExportTime),
    width: 220,
  },
  {
    id: "started",
    header: "Started",
    cell: ({ StartTime }) => formatTime(StartTime),
    sortingField: "StartTime",
    width: 220,
  },
];

export function ExportsList({ table }: { table: TableDescription }) {
  const exports = useExports(table.TableArn);
  const [starting, setStarting] = useState(false);
  return (
    <>
      <ResourceTable
        title="Exports to S3"
        items={exports.data}
        error={exports.error}
        onRefresh={() => void exports.refetch()}
        columns={COLUMNS}
        rowKey={({ ExportArn = "" }) => ExportArn}
        empty="There are no exports of the last 90 days."
        sortBy="started"
        sortDescending
        actions={() => <Button onClick={() => setStarting(true)}>Export to S3</Button>}
      />
      {starting && <StartExport table={table} onEnd={() => setStarting(false)} />}
    </>
  );
}
