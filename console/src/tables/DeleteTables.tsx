import { useRef, useState } from "react";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import { Confirm } from "~/common/Confirm";
import { formatCount } from "~/common/format";
import { useNotify } from "~/common/notifications";
import { useDynamoDB, useRefresh, type ListedTable } from "./data";
import { deleteTables } from "./deletion";

const MOST_NAMED = 10;

interface Props {
  tables: ListedTable[];
  onEnd: (deleted: string[]) => void;
}

export function DeleteTables({ tables, onEnd }: Props) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const [withBackup, setWithBackup] = useState(false);
  const deleted = useRef<string[]>([]);
  const isProtected = tables.filter(({ table }) => table?.DeletionProtectionEnabled);
  const one = tables.length === 1 ? tables[0] : undefined;

  const run = async () => {
    const names = tables.map(({ name }) => name);
    const result = await deleteTables(dynamodb, names, withBackup);
    refresh();
    if (one && result.failed[0]) throw result.failed[0].error;
    if (result.deleted.length > 0)
      notify.success(one ? `Table ${one.name} is deleted.` : `${result.deleted.length} tables are deleted.`);
    // The last one said is on top.
    for (const { name, error } of result.failed) notify.failure(`Table ${name} was not deleted`, error);
    deleted.current = result.deleted;
  };

  return (
    <Confirm
      header={one ? `Delete table ${one.name}?` : `Delete ${tables.length} tables?`}
      word="delete"
      action={run}
      onDone={() => onEnd(deleted.current)}
      onDismiss={() => onEnd([])}
    >
      <Box>All items and indexes go with {one ? "it" : "them"}. This cannot be undone.</Box>
      <ul>
        {tables.slice(0, MOST_NAMED).map(({ name, table }) => (
          <li key={name}>
            {name}: {formatCount(table?.ItemCount)} items
          </li>
        ))}
        {tables.length > MOST_NAMED && <li>and {tables.length - MOST_NAMED} more</li>}
      </ul>
      {isProtected.length > 0 && (
        <Alert type="warning">
          Protected, so not deleted: {isProtected.map(({ name }) => name).join(", ")}. Deletion protection is
          switched off in the settings of a table.
        </Alert>
      )}
      <Checkbox checked={withBackup} onChange={({ detail }) => setWithBackup(detail.checked)}>
        Make a backup first
      </Checkbox>
    </Confirm>
  );
}
