import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { DeleteBackupCommand, ListBackupsCommand, type BackupSummary } from "@aws-sdk/client-dynamodb";
import { Confirm } from "~/common/Confirm";
import { formatBytes, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { allPages } from "~/common/pages";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { CreateBackup } from "./CreateBackup";
import { keys, SOON_MS, useDynamoDB, useRefresh } from "./data";
import { RestoreBackup } from "./RestoreBackup";
import { Status, words } from "./Status";

const COLUMNS: Columns<BackupSummary> = [
  {
    id: "name",
    header: "Name",
    cell: ({ BackupName }) => BackupName,
    sortingField: "BackupName",
    isRowHeader: true,
    width: 220,
  },
  { id: "status", header: "Status", cell: ({ BackupStatus }) => <Status state={BackupStatus} />, width: 130 },
  {
    id: "type",
    header: "Type",
    cell: ({ BackupType }) => words(BackupType ?? "-"),
    sortingField: "BackupType",
    width: 110,
  },
  {
    id: "size",
    header: "Size",
    cell: ({ BackupSizeBytes }) => formatBytes(BackupSizeBytes),
    sortingField: "BackupSizeBytes",
    width: 110,
  },
  {
    id: "created",
    header: "Created",
    cell: ({ BackupCreationDateTime }) => formatTime(BackupCreationDateTime),
    sortingField: "BackupCreationDateTime",
    width: 220,
  },
  {
    id: "expires",
    header: "Expires",
    cell: ({ BackupExpiryDateTime }) => formatTime(BackupExpiryDateTime),
    sortingField: "BackupExpiryDateTime",
    width: 220,
  },
];

const TABLE: Columns<BackupSummary> = [
  {
    id: "table",
    header: "Table",
    cell: ({ TableName = "" }) => <PageLink to={links.table(TableName)}>{TableName}</PageLink>,
    sortingField: "TableName",
    width: 200,
  },
];

// The backups of one table, or of all, also of those that were deleted.
export function BackupsList({ tableName }: { tableName?: string }) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const backups = useQuery({
    queryKey: [...keys.backups, tableName ?? ""],
    queryFn: () =>
      allPages(async (start: string | undefined) => {
        const answer = await dynamodb.send(
          new ListBackupsCommand({ TableName: tableName, BackupType: "ALL", ExclusiveStartBackupArn: start }),
        );
        return { items: answer.BackupSummaries, next: answer.LastEvaluatedBackupArn };
      }),
    refetchInterval: ({ state }) =>
      state.data?.some(({ BackupStatus }) => BackupStatus === "CREATING") ? SOON_MS : false,
  });
  const [asking, setAsking] = useState<"create" | "restore" | "delete">();
  const [picked, setPicked] = useState<BackupSummary[]>([]);
  const end = () => setAsking(undefined);
  const ask = (what: "restore" | "delete", which: BackupSummary[]) => () => {
    setPicked(which);
    setAsking(what);
  };
  const remove = async () => {
    for (const { BackupArn } of picked) await dynamodb.send(new DeleteBackupCommand({ BackupArn }));
  };
  const [first] = picked;
  return (
    <>
      <ResourceTable
        title="Backups"
        items={backups.data}
        error={backups.error}
        onRefresh={() => void backups.refetch()}
        columns={tableName === undefined ? [...TABLE, ...COLUMNS] : COLUMNS}
        rowKey={({ BackupArn = "" }) => BackupArn}
        empty="There are no backups."
        filterPlaceholder="Find backups"
        filterFields={["BackupName", "TableName", "BackupStatus", "BackupType"]}
        sortBy="created"
        sortDescending
        select="multi"
        actions={(selected) => (
          <>
            <Button disabled={selected.length === 0} onClick={ask("delete", selected)}>
              Delete backup
            </Button>
            <Button disabled={selected.length !== 1} onClick={ask("restore", selected)}>
              Restore backup
            </Button>
            {tableName !== undefined && <Button onClick={() => setAsking("create")}>Create backup</Button>}
          </>
        )}
      />
      {asking === "create" && tableName !== undefined && <CreateBackup tableName={tableName} onEnd={end} />}
      {asking === "restore" && first && <RestoreBackup backup={first} onEnd={end} />}
      {asking === "delete" && first && (
        <Confirm
          header={
            picked.length === 1 ? `Delete backup ${first.BackupName}?` : `Delete ${picked.length} backups?`
          }
          word="delete"
          action={() => remove().finally(refresh)}
          onDone={() => {
            end();
            notify.success(
              picked.length === 1 ? "The backup is deleted." : `${picked.length} backups are deleted.`,
            );
          }}
          onDismiss={end}
        >
          <Box>A backup that is deleted cannot be brought back.</Box>
          <ul>
            {picked.slice(0, 10).map(({ BackupArn, BackupName, TableName, BackupCreationDateTime }) => (
              <li key={BackupArn}>
                {BackupName} of {TableName}, {formatTime(BackupCreationDateTime)}
              </li>
            ))}
            {picked.length > 10 && <li>and {picked.length - 10} more</li>}
          </ul>
        </Confirm>
      )}
    </>
  );
}
