// A new table, and what can be switched on only when it is there.

import {
  CreateTableCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import { createInput, type TableForm } from "./form";
import { tableIsActive } from "./wait";

export interface Unfinished {
  what: string; // "time to live"
  error: unknown;
}

// Throws if there is no table; what could not be done to the table is returned.
export async function createTable(
  dynamodb: DynamoDBClient,
  form: TableForm,
  onStep: (text: string) => void,
): Promise<Unfinished[]> {
  onStep("The table is being created");
  await dynamodb.send(new CreateTableCommand(createInput(form)));
  const later: { what: string; run: () => Promise<unknown> }[] = [];
  if (form.expiry !== "")
    later.push({
      what: "time to live",
      run: () =>
        dynamodb.send(
          new UpdateTimeToLiveCommand({
            TableName: form.name,
            TimeToLiveSpecification: { Enabled: true, AttributeName: form.expiry },
          }),
        ),
    });
  if (form.recovery)
    later.push({
      what: "point-in-time recovery",
      run: () =>
        dynamodb.send(
          new UpdateContinuousBackupsCommand({
            TableName: form.name,
            PointInTimeRecoverySpecification: {
              PointInTimeRecoveryEnabled: true,
              RecoveryPeriodInDays: Number(form.recoveryDays) || undefined,
            },
          }),
        ),
    });
  if (later.length === 0) return [];

  const unfinished: Unfinished[] = [];
  try {
    await tableIsActive(dynamodb, form.name);
  } catch (error) {
    return later.map(({ what }) => ({ what, error }));
  }
  for (const { what, run } of later) {
    onStep(`Switching on ${what}`);
    try {
      await run();
    } catch (error) {
      unfinished.push({ what, error });
    }
  }
  return unfinished;
}
