// The end of tables, one after another: one that cannot be deleted does not keep the others.

import { CreateBackupCommand, DeleteTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { backupIsComplete } from "./wait";

export interface Deletion {
  deleted: string[];
  failed: { name: string; error: unknown }[];
}

// "Music" -> "Music-final": the name of the backup that stays.
export function backupName(table: string): string {
  return `${table.slice(0, 249)}-final`;
}

export async function deleteTables(
  dynamodb: DynamoDBClient,
  names: readonly string[],
  withBackup: boolean,
): Promise<Deletion> {
  const result: Deletion = { deleted: [], failed: [] };
  for (const name of names) {
    try {
      if (withBackup) {
        const { BackupDetails } = await dynamodb.send(
          new CreateBackupCommand({ TableName: name, BackupName: backupName(name) }),
        );
        // A table cannot be deleted while a backup of it is made.
        if (BackupDetails?.BackupArn) await backupIsComplete(dynamodb, BackupDetails.BackupArn);
      }
      await dynamodb.send(new DeleteTableCommand({ TableName: name }));
      result.deleted.push(name);
    } catch (error) {
      result.failed.push({ name, error });
    }
  }
  return result;
}
