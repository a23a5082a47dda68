import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import type { BulkOperationDescription } from "@aws-sdk/client-dynamodb";
import { formatCount, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { lastOfArn, tableOfArn } from "./arn";
import { isRunning, progressOf } from "./bulkForm";
import { CancelBulkPut } from "./CancelBulkPut";
import { JobStatus } from "./JobStatus";
import { useBulkPuts } from "./jobs";
import { StartBulkPut } from "./StartBulkPut";
import { formatName } from "./Status";

const COLUMNS: Columns<BulkOperationDescription> = [
  {
    id: "id",
    header: "Bulk put",
    cell: ({ BulkOperationArn: arn = "" }) => <PageLink to={links.bulkPut(arn)}>{lastOfArn(arn)}</PageLink>,
    isRowHeader: true,
  },
  {
    id: "status",
    header: "Status",
    cell: (job) => (
      <JobStatus state={job.BulkOperationStatus} code={job.FailureCode} message={job.FailureMessage} />
    ),
    sortingField: "BulkOperationStatus",
  },
  {
    id: "source",
    header: "Source",
    cell: ({ InputS3Configuration: source }) =>
      source && (
        <PageLink to={links.bucket(source.S3Bucket ?? "", source.S3KeyPrefix)}>
          {source.S3Bucket}/{source.S3KeyPrefix}
        </PageLink>
      ),
  },
  {
    id: "format",
    header: "Format",
    cell: ({ InputS3Configuration: source }) => formatName(source?.InputFormat),
  },
  {
    id: "read",
    header: "Read",
    cell: (job) => (progressOf(job) === undefined ? "-" : `${progressOf(job)} %`),
  },
  { id: "items", header: "Items", cell: ({ ProcessedItemCount }) => formatCount(ProcessedItemCount) },
  { id: "failed", header: "Failed", cell: ({ FailedItemCount }) => formatCount(FailedItemCount) },
  {
    id: "started",
    header: "Started",
    cell: ({ StartTime }) => formatTime(StartTime),
    sortingField: "StartTime",
  },
  { id: "ended", header: "Ended", cell: ({ EndTime }) => formatTime(EndTime) },
];

const TABLE: Columns<BulkOperationDescription> = [
  {
    id: "table",
    header: "Table",
    cell: ({ BulkOperationArn: arn }) => (
      <PageLink to={links.table(tableOfArn(arn))}>{tableOfArn(arn)}</PageLink>
    ),
  },
];

// The bulk puts of one table, or of all.
export function BulkPutsList({ tableName }: { tableName?: string }) {
  const jobs = useBulkPuts(tableName);
  const [starting, setStarting] = useState(false);
  return (
    <>
      <ResourceTable
        title="Bulk puts"
        description="Items of files into a table that is there. Of the last 90 days."
        items={jobs.data}
        error={jobs.error}
        onRefresh={() => void jobs.refetch()}
        columns={tableName === undefined ? [...TABLE, ...COLUMNS] : COLUMNS}
        rowKey={({ BulkOperationArn = "" }) => BulkOperationArn}
        empty="There are no bulk puts."
        filterPlaceholder="Find bulk puts"
        filterFields={["BulkOperationArn", "BulkOperationStatus"]}
        sortBy="started"
        sortDescending
        select="single"
        actions={([picked]) => (
          <>
            <CancelBulkPut arn={picked && isRunning(picked) ? picked.BulkOperationArn : undefined} />
            <Button onClick={() => setStarting(true)}>Start bulk put</Button>
          </>
        )}
      />
      {starting && <StartBulkPut tableName={tableName} onEnd={() => setStarting(false)} />}
    </>
  );
}
