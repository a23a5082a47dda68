import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { BackupsList } from "./BackupsList";
import { BulkPutsList } from "./BulkPutsList";
import { ExportsList } from "./ExportsList";
import { RecoveryCard } from "./RecoveryCard";

export function BackupsTab({ table }: { table: TableDescription }) {
  return (
    <SpaceBetween size="l">
      <RecoveryCard table={table} />
      <BackupsList tableName={table.TableName} />
      <ExportsList table={table} />
      <BulkPutsList tableName={table.TableName} />
    </SpaceBetween>
  );
}
