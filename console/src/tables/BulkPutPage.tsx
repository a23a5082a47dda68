import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useSearchParams } from "react-router-dom";
import type { BulkOperationDescription } from "@aws-sdk/client-dynamodb";
import { formatBytes, formatCount, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { lastOfArn, tableOfArn } from "./arn";
import { isRunning, progressOf, reportFolder, writtenBytes } from "./bulkForm";
import { CancelBulkPut } from "./CancelBulkPut";
import { useBulkPut } from "./jobs";
import { formatName, Status, words } from "./Status";

const CRUMBS = [
  { text: "Tables", to: links.tables() },
  { text: "Imports", to: links.imports() },
];

// One bulk put (?arn=): how far it is, what failed, and where that is reported.
export function BulkPutPage() {
  const [parameters] = useSearchParams();
  const arn = parameters.get("arn") ?? "";
  const { data: job, error, refetch } = useBulkPut(arn);
  return (
    <Page
      title={`Bulk put ${lastOfArn(arn)}`}
      crumbs={CRUMBS}
      actions={job && <CancelBulkPut arn={isRunning(job) ? arn : undefined} />}
    >
      <SpaceBetween size="l">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {!job && !error && <Spinner size="large" />}
        {job && <Described job={job} />}
      </SpaceBetween>
    </Page>
  );
}

function Described({ job }: { job: BulkOperationDescription }) {
  const { InputS3Configuration: source, PerformanceTier: tier } = job;
  const table = tableOfArn(job.BulkOperationArn);
  return (
    <SpaceBetween size="l">
      {job.FailureCode && (
        <Alert
          type={job.BulkOperationStatus === "FAILED" ? "error" : "info"}
          header={job.FailureCode}
          data-testid="failure"
        >
          {job.FailureMessage}
        </Alert>
      )}
      <Container header={<Header variant="h2">Progress</Header>}>
        <SpaceBetween size="m">
          {isRunning(job) && (
            <ProgressBar
              label="Read"
              value={progressOf(job) ?? 0}
              description={`${formatBytes(job.ProcessedInputBytes)} of ${formatBytes(job.TotalInputBytes)}`}
            />
          )}
          <KeyValuePairs
            columns={4}
            items={[
              { label: "Status", value: <Status state={job.BulkOperationStatus} /> },
              { label: "Items processed", value: formatCount(job.ProcessedItemCount) },
              { label: "Items that failed", value: formatCount(job.FailedItemCount) },
              {
                label: "Read",
                value: `${formatBytes(job.ProcessedInputBytes)} of ${formatBytes(job.TotalInputBytes)}`,
              },
              { label: "Reports", value: <Reports job={job} /> },
              { label: "Started", value: formatTime(job.StartTime) },
              { label: "Ended", value: formatTime(job.EndTime) },
            ]}
          />
        </SpaceBetween>
      </Container>
      <Container header={<Header variant="h2">Bulk put</Header>}>
        <KeyValuePairs
          columns={4}
          items={[
            { label: "Table", value: <PageLink to={links.table(table)}>{table}</PageLink> },
            {
              label: "Source",
              value: (
                <PageLink to={links.bucket(source?.S3Bucket ?? "", source?.S3KeyPrefix)}>
                  {source?.S3Bucket}/{source?.S3KeyPrefix}
                </PageLink>
              ),
            },
            { label: "Format", value: formatName(source?.InputFormat) },
            { label: "Compression", value: source?.InputCompressionType ?? "NONE" },
            { label: "Tier", value: tier ? words(tier) : "-" },
            {
              label: "Most write units a second",
              value: job.MaxWriteRequestUnits ? formatCount(job.MaxWriteRequestUnits) : "No limit",
            },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">Written</Header>}>
        <KeyValuePairs
          columns={4}
          items={writtenBytes(job).map(([label, bytes]) => ({ label, value: formatBytes(bytes) }))}
        />
      </Container>
    </SpaceBetween>
  );
}

// Objects below these are there if there was something to report.
function Reports({ job }: { job: BulkOperationDescription }) {
  const { S3Bucket: bucket = "", OutputType: types = [] } = job.OutputS3Configuration ?? {};
  return (
    <SpaceBetween size="xxs">
      <PageLink to={links.bucket(bucket, reportFolder(job))}>All reports</PageLink>
      {types.includes("ERROR") && (
        <PageLink to={links.bucket(bucket, reportFolder(job, "ERROR"))}>Lines that failed</PageLink>
      )}
      {types.includes("CONDITION_CHECK_FAILURE") && (
        <PageLink to={links.bucket(bucket, reportFolder(job, "CONDITION_CHECK_FAILURE"))}>
          Conditions that did not hold
        </PageLink>
      )}
    </SpaceBetween>
  );
}
