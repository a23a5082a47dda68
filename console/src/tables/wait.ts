// Some requests are taken only when an earlier one is done.

import { DescribeBackupCommand, DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";

const EVERY_MS = 500;
const AT_MOST_MS = 10 * 60 * 1000;

export async function waitUntil(
  isDone: () => Promise<boolean>,
  what: string,
  everyMs = EVERY_MS,
  atMostMs = AT_MOST_MS,
): Promise<void> {
  const end = Date.now() + atMostMs;
  while (!(await isDone())) {
    if (Date.now() >= end)
      throw new Error(`${what} takes longer than ${Math.round(atMostMs / 1000)} seconds`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

export function tableIsActive(dynamodb: DynamoDBClient, name: string): Promise<void> {
  return waitUntil(async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    return Table?.TableStatus === "ACTIVE";
  }, `Table ${name}`);
}

// Throws if it came to nothing.
export function backupIsComplete(dynamodb: DynamoDBClient, arn: string): Promise<void> {
  return waitUntil(async () => {
    const { BackupDescription } = await dynamodb.send(new DescribeBackupCommand({ BackupArn: arn }));
    const status = BackupDescription?.BackupDetails?.BackupStatus;
    if (status !== "CREATING" && status !== "AVAILABLE") throw new Error(`the backup is ${status}`);
    return status === "AVAILABLE";
  }, "The backup");
}
