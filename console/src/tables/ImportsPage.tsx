import SpaceBetween from "@cloudscape-design/components/space-between";
import type { ImportTableDescription } from "@aws-sdk/client-dynamodb";
import { formatBytes, formatCount, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageButton, PageLink } from "~/common/navigation";
import { Page } from "~/common/Page";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { lastOfArn, tableOfArn } from "./arn";
import { BulkPutsList } from "./BulkPutsList";
import { JobStatus } from "./JobStatus";
import { useImports } from "./jobs";
import { formatName } from "./Status";

// "arn:aws:logs:...:log-group:/aws-dynamodb/imports:*" -> "/aws-dynamodb/imports".
function logGroup({ CloudWatchLogGroupArn: arn }: ImportTableDescription): string | undefined {
  return arn?.split(":log-group:")[1]?.replace(/:\*$/, "");
}

const COLUMNS: Columns<ImportTableDescription> = [
  {
    id: "table",
    header: "Table",
    cell: ({ TableArn }) => (
      <PageLink to={links.table(tableOfArn(TableArn))}>{tableOfArn(TableArn)}</PageLink>
    ),
    isRowHeader: true,
    width: 200,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ ImportStatus, FailureCode, FailureMessage }) => (
      <JobStatus state={ImportStatus} code={FailureCode} message={FailureMessage} />
    ),
    width: 150,
  },
  {
    id: "source",
    header: "Source",
    cell: ({ S3BucketSource: source }) => (
      <PageLink to={links.bucket(source?.S3Bucket ?? "", source?.S3KeyPrefix)}>
        {source?.S3Bucket}/{source?.S3KeyPrefix}
      </PageLink>
    ),
    width: 220,
  },
  {
    id: "format",
    header: "Format",
    cell: ({ InputFormat, InputCompressionType }) =>
      `${formatName(InputFormat)}${InputCompressionType && InputCompressionType !== "NONE" ? `, ${InputCompressionType}` : ""}`,
    width: 150,
  },
  {
    id: "items",
    header: "Imported",
    cell: ({ ImportedItemCount, ProcessedItemCount }) =>
      `${formatCount(ImportedItemCount)} of ${formatCount(ProcessedItemCount)}`,
    width: 130,
  },
  {
    id: "errors",
    header: "Errors",
    cell: (job) => {
      const group = logGroup(job);
      return job.ErrorCount && group ? (
        <PageLink to={links.logStream(group, `${lastOfArn(job.ImportArn)}/error`)}>
          {formatCount(job.ErrorCount)}
        </PageLink>
      ) : (
        formatCount(job.ErrorCount)
      );
    },
    width: 100,
  },
  {
    id: "size",
    header: "Read",
    cell: ({ ProcessedSizeBytes }) => formatBytes(ProcessedSizeBytes),
    width: 110,
  },
  {
    id: "started",
    header: "Started",
    cell: ({ StartTime }) => formatTime(StartTime),
    sortingField: "StartTime",
    width: 220,
  },
  { id: "ended", header: "Ended", cell: ({ EndTime }) => formatTime(EndTime), width: 220 },
];

export function ImportsPage() {
  const imports = useImports();
  return (
    <Page title="Imports" crumbs={[{ text: "Tables", to: links.tables() }]}>
      <SpaceBetween size="l">
        <ResourceTable
          title="Imports from S3"
          description="Of the last 90 days."
          items={imports.data}
          error={imports.error}
          onRefresh={() => void imports.refetch()}
          columns={COLUMNS}
          rowKey={({ ImportArn = "" }) => ImportArn}
          empty="There are no imports."
          filterPlaceholder="Find imports"
          filterFields={["TableArn", "ImportStatus"]}
          sortBy="started"
          sortDescending
          actions={() => (
            <PageButton variant="primary" to={links.importTable()}>
              Import from S3
            </PageButton>
          )}
        />
        <BulkPutsList />
      </SpaceBetween>
    </Page>
  );
}
