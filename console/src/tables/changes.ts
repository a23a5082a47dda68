// Requests that change a table, made of what it is and what is wanted.

import type {
  GlobalSecondaryIndexUpdate,
  TableDescription,
  UpdateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { billingMode, capacityForm } from "./describe";
import {
  definitions,
  globalIndex,
  onDemand,
  provisioned,
  type CapacityForm,
  type IndexForm,
  type KeyField,
} from "./form";
import { searchParts, vectorIndex, type VectorForm } from "./vectors";

export interface IndexCapacity {
  name: string;
  capacity: CapacityForm;
}

// What the form of a table's capacity begins with.
export function capacityOf(table: TableDescription): { table: CapacityForm; indexes: IndexCapacity[] } {
  const mode = billingMode(table);
  return {
    table: capacityForm(mode, table.ProvisionedThroughput, table.OnDemandThroughput),
    indexes: (table.GlobalSecondaryIndexes ?? []).map((index) => ({
      name: index.IndexName ?? "",
      capacity: capacityForm(mode, index.ProvisionedThroughput, index.OnDemandThroughput),
    })),
  };
}

function same(a: CapacityForm, b: CapacityForm): boolean {
  if (a.mode !== b.mode) return false;
  return a.mode === "PROVISIONED"
    ? a.read === b.read && a.write === b.write
    : a.mostRead === b.mostRead && a.mostWrite === b.mostWrite;
}

// Only what is another one than now: the server refuses a change that changes nothing.
export function capacityChange(
  table: TableDescription,
  next: CapacityForm,
  indexes: readonly IndexCapacity[],
): UpdateTableCommandInput | undefined {
  const now = capacityOf(table);
  const updates: GlobalSecondaryIndexUpdate[] = indexes
    .map(({ name, capacity }) => ({ name, capacity: { ...capacity, mode: next.mode } }))
    .filter(({ name, capacity }) => {
      const old = now.indexes.find((index) => index.name === name);
      // On demand, an index needs nothing said; provisioned, each needs its units.
      if (old && old.capacity.mode !== capacity.mode && capacity.mode === "PAY_PER_REQUEST")
        return capacity.mostRead !== "" || capacity.mostWrite !== "";
      return !old || !same(old.capacity, capacity);
    })
    .map(({ name, capacity }) => ({
      Update: {
        IndexName: name,
        ProvisionedThroughput: provisioned(capacity),
        OnDemandThroughput: onDemand(capacity, -1),
      },
    }));
  const modeChanges = next.mode !== now.table.mode;
  if (same(now.table, next) && updates.length === 0) return undefined;
  const tableChanges = !same(now.table, next);
  return {
    TableName: table.TableName,
    BillingMode: modeChanges ? next.mode : undefined,
    ProvisionedThroughput: tableChanges ? provisioned(next) : undefined,
    OnDemandThroughput: tableChanges ? onDemand(next, modeChanges ? undefined : -1) : undefined,
    GlobalSecondaryIndexUpdates: updates.length > 0 ? updates : undefined,
  };
}

// All attributes have to be defined that any key has, those of the table as well.
function definedWith(table: TableDescription, parts: readonly KeyField[]) {
  const known: KeyField[] = (table.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }) => ({
    name: AttributeName ?? "",
    type: AttributeType ?? "S",
  }));
  return definitions([...known, ...parts]);
}

export function vectorIndexCreation(table: TableDescription, index: VectorForm): UpdateTableCommandInput {
  return {
    TableName: table.TableName,
    AttributeDefinitions: definedWith(table, searchParts(index)),
    VectorIndexUpdates: [{ Create: vectorIndex(index) }],
  };
}

export function indexCreation(table: TableDescription, index: IndexForm): UpdateTableCommandInput {
  return {
    TableName: table.TableName,
    AttributeDefinitions: definedWith(table, [...index.partition, ...index.sort]),
    GlobalSecondaryIndexUpdates: [{ Create: globalIndex(index, billingMode(table)) }],
  };
}
