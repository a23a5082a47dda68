import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { formatBytes, formatCount, formatTime } from "~/common/format";
import { capacityText, partitionText, sortText } from "./describe";
import { Status, words } from "./Status";

function Copied({ text, what }: { text: string | undefined; what: string }) {
  if (!text) return <>-</>;
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={`Copy ${what}`}
      copySuccessText="Copied"
      copyErrorText="It could not be copied"
    />
  );
}

export function OverviewTab({ table }: { table: TableDescription }) {
  const { StreamSpecification: stream, RestoreSummary: restore, WarmThroughput: warm } = table;
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Table</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: "Status", value: <Status state={table.TableStatus} /> },
            { label: "Partition key", value: partitionText(table) },
            { label: "Sort key", value: sortText(table) },
            { label: "Items", value: formatCount(table.ItemCount) },
            { label: "Size", value: formatBytes(table.TableSizeBytes) },
            { label: "Average item", value: averageText(table) },
            { label: "Capacity", value: capacityText(table) },
            {
              label: "Indexes",
              value: `${table.GlobalSecondaryIndexes?.length ?? 0} global, ${table.LocalSecondaryIndexes?.length ?? 0} local, ${table.VectorIndexes?.length ?? 0} of vectors`,
            },
            { label: "Stream", value: stream?.StreamEnabled ? words(stream.StreamViewType ?? "On") : "Off" },
            { label: "Deletion protection", value: table.DeletionProtectionEnabled ? "On" : "Off" },
            { label: "Table class", value: words(table.TableClassSummary?.TableClass ?? "STANDARD") },
            {
              label: "Warm throughput",
              value: warm
                ? `${formatCount(warm.ReadUnitsPerSecond)} read, ${formatCount(warm.WriteUnitsPerSecond)} write`
                : "-",
            },
            { label: "Created", value: formatTime(table.CreationDateTime) },
            { label: "ARN", value: <Copied text={table.TableArn} what="ARN" /> },
            { label: "Id", value: <Copied text={table.TableId} what="id" /> },
          ]}
        />
      </Container>
      {table.LatestStreamArn && (
        <Container header={<Header variant="h2">Latest stream</Header>}>
          <KeyValuePairs
            columns={3}
            items={[
              { label: "State", value: stream?.StreamEnabled ? "On" : "Off, to be read for 24 hours" },
              { label: "Label", value: table.LatestStreamLabel ?? "-" },
              { label: "Stream ARN", value: <Copied text={table.LatestStreamArn} what="stream ARN" /> },
            ]}
          />
        </Container>
      )}
      {restore && (
        <Container header={<Header variant="h2">Restored</Header>}>
          <KeyValuePairs
            columns={3}
            items={[
              {
                label: "State",
                value: restore.RestoreInProgress ? <Status state="IN_PROGRESS" /> : "Complete",
              },
              { label: "As it was at", value: formatTime(restore.RestoreDateTime) },
              {
                label: "From",
                value: <Copied text={restore.SourceBackupArn ?? restore.SourceTableArn} what="source" />,
              },
            ]}
          />
        </Container>
      )}
    </SpaceBetween>
  );
}

function averageText({ TableSizeBytes: size, ItemCount: count }: TableDescription): string {
  return size !== undefined && count ? formatBytes(Math.round(size / count)) : "-";
}
