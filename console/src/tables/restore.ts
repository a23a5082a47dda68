// What of a table is restored, and as what.

import type { RestoreTableToPointInTimeCommandInput } from "@aws-sdk/client-dynamodb";
import { onDemand, provisioned, type CapacityForm } from "./form";

export interface RestoreForm {
  target: string;
  withIndexes: boolean;
  capacity: CapacityForm | undefined; // undefined: as it was
}

type Overrides = Pick<
  RestoreTableToPointInTimeCommandInput,
  | "TargetTableName"
  | "BillingModeOverride"
  | "ProvisionedThroughputOverride"
  | "OnDemandThroughputOverride"
  | "GlobalSecondaryIndexOverride"
  | "LocalSecondaryIndexOverride"
  | "VectorIndexOverride"
>;

export function restoreInput({ target, withIndexes, capacity }: RestoreForm): Overrides {
  return {
    TargetTableName: target,
    BillingModeOverride: capacity?.mode,
    ProvisionedThroughputOverride: capacity && provisioned(capacity),
    OnDemandThroughputOverride: capacity && onDemand(capacity),
    GlobalSecondaryIndexOverride: withIndexes ? undefined : [],
    LocalSecondaryIndexOverride: withIndexes ? undefined : [],
    VectorIndexOverride: withIndexes ? undefined : [],
  };
}
