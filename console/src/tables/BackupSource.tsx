import { useQuery } from "@tanstack/react-query";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { DescribeBackupCommand } from "@aws-sdk/client-dynamodb";
import { formatBytes, formatCount, formatTime } from "~/common/format";
import { ProblemAlert } from "~/common/Problem";
import { keys, useDynamoDB } from "./data";

// What is in a backup.
export function BackupSource({ arn }: { arn: string | undefined }) {
  const dynamodb = useDynamoDB();
  const { data, error } = useQuery({
    queryKey: [...keys.backups, "one", arn],
    queryFn: async () =>
      (await dynamodb.send(new DescribeBackupCommand({ BackupArn: arn }))).BackupDescription ?? {},
  });
  if (error) return <ProblemAlert error={error} />;
  const {
    BackupDetails: backup,
    SourceTableDetails: table,
    SourceTableFeatureDetails: features,
  } = data ?? {};
  const indexes = [
    ...(features?.GlobalSecondaryIndexes ?? []),
    ...(features?.LocalSecondaryIndexes ?? []),
    ...(features?.VectorIndexes ?? []),
  ];
  return (
    <KeyValuePairs
      columns={2}
      items={[
        { label: "Table", value: table?.TableName ?? "-" },
        { label: "As it was at", value: formatTime(backup?.BackupCreationDateTime) },
        { label: "Items", value: formatCount(table?.ItemCount) },
        { label: "Size", value: formatBytes(table?.TableSizeBytes) },
        {
          label: "Key",
          value: table?.KeySchema?.map(({ AttributeName }) => AttributeName).join(", ") ?? "-",
        },
        { label: "Indexes", value: indexes.map(({ IndexName }) => IndexName).join(", ") || "-" },
      ]}
    />
  );
}
