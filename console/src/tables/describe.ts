// What DescribeTable says, as people read it.

import type {
  AttributeDefinition,
  KeySchemaElement,
  OnDemandThroughput,
  Projection,
  ProvisionedThroughputDescription,
  TableDescription,
} from "@aws-sdk/client-dynamodb";
import { formatCount } from "~/common/format";
import {
  emptyTable,
  NO_CAPACITY,
  type CapacityForm,
  type IndexForm,
  type KeyField,
  type TableForm,
} from "./form";
import { vectorForms } from "./vectors";

const CHANGING = new Set(["CREATING", "UPDATING", "DELETING", "ARCHIVING"]);

// Will the table be another one soon, by itself?
export function isChanging(table: TableDescription): boolean {
  return (
    CHANGING.has(table.TableStatus ?? "") ||
    [...(table.GlobalSecondaryIndexes ?? []), ...(table.VectorIndexes ?? [])].some((index) =>
      CHANGING.has(index.IndexStatus ?? ""),
    )
  );
}

export function keyFields(
  schema: readonly KeySchemaElement[] | undefined,
  definitions: readonly AttributeDefinition[] | undefined,
  keyType: "HASH" | "RANGE",
): KeyField[] {
  return (schema ?? [])
    .filter((element) => element.KeyType === keyType)
    .map(({ AttributeName = "" }) => ({
      name: AttributeName,
      type: (definitions ?? []).find((one) => one.AttributeName === AttributeName)?.AttributeType ?? "S",
    }));
}

const TYPES = { S: "String", N: "Number", B: "Binary" } as const;

// "Artist (String)", and several of a global index.
export function keyText(parts: readonly KeyField[]): string {
  return parts.map(({ name, type }) => `${name} (${TYPES[type]})`).join(", ") || "-";
}

export function partitionText(table: TableDescription): string {
  return keyText(keyFields(table.KeySchema, table.AttributeDefinitions, "HASH"));
}

export function sortText(table: TableDescription): string {
  return keyText(keyFields(table.KeySchema, table.AttributeDefinitions, "RANGE"));
}

// "Artist (S), Year (N)": the whole key, for lists.
export function keyOf(table: TableDescription): string {
  return (["HASH", "RANGE"] as const)
    .flatMap((keyType) => keyFields(table.KeySchema, table.AttributeDefinitions, keyType))
    .map(({ name, type }) => `${name} (${type})`)
    .join(", ");
}

export function billingMode(table: TableDescription): "PAY_PER_REQUEST" | "PROVISIONED" {
  return table.BillingModeSummary?.BillingMode === "PAY_PER_REQUEST" ? "PAY_PER_REQUEST" : "PROVISIONED";
}

export function unitsText(units: ProvisionedThroughputDescription | undefined): string {
  return `${formatCount(units?.ReadCapacityUnits ?? 0)} read, ${formatCount(units?.WriteCapacityUnits ?? 0)} write`;
}

function mostText(limit: number | undefined): string {
  return limit === undefined || limit < 0 ? "no limit" : formatCount(limit);
}

export function limitsText(limits: OnDemandThroughput | undefined): string {
  const { MaxReadRequestUnits: read, MaxWriteRequestUnits: write } = limits ?? {};
  if ((read ?? -1) < 0 && (write ?? -1) < 0) return "no limit";
  return `read ${mostText(read)}, write ${mostText(write)}`;
}

export function capacityText(table: TableDescription): string {
  if (billingMode(table) === "PROVISIONED") return `Provisioned: ${unitsText(table.ProvisionedThroughput)}`;
  const limits = limitsText(table.OnDemandThroughput);
  return limits === "no limit" ? "On demand" : `On demand, at most ${limits}`;
}

export function projectionText(projection: Projection | undefined): string {
  switch (projection?.ProjectionType) {
    case "ALL":
      return "All attributes";
    case "KEYS_ONLY":
      return "Keys only";
    case "INCLUDE":
      return `Keys and ${(projection.NonKeyAttributes ?? []).join(", ")}`;
    default:
      return "-";
  }
}

function limitField(limit: number | undefined): string {
  return limit === undefined || limit < 0 ? "" : String(limit);
}

export function capacityForm(
  mode: CapacityForm["mode"],
  units: ProvisionedThroughputDescription | undefined,
  limits: OnDemandThroughput | undefined,
): CapacityForm {
  return {
    mode,
    // A table on demand has 0 of them, which no provisioned one may have.
    read: String(units?.ReadCapacityUnits || NO_CAPACITY.read),
    write: String(units?.WriteCapacityUnits || NO_CAPACITY.write),
    mostRead: limitField(limits?.MaxReadRequestUnits),
    mostWrite: limitField(limits?.MaxWriteRequestUnits),
  };
}

// The form that would make a table like this one. What DescribeTable does not say (tags, expiry, recovery) is not in it.
export function formLike(table: TableDescription): TableForm {
  const mode = billingMode(table);
  const fields = (schema: KeySchemaElement[] | undefined, keyType: "HASH" | "RANGE") =>
    keyFields(schema, table.AttributeDefinitions, keyType);
  const none = emptyTable();
  const globals = (table.GlobalSecondaryIndexes ?? []).map((index): Omit<IndexForm, "id"> => ({
    kind: "global",
    name: index.IndexName ?? "",
    partition: fields(index.KeySchema, "HASH"),
    sort: fields(index.KeySchema, "RANGE"),
    projection: index.Projection?.ProjectionType ?? "ALL",
    include: index.Projection?.NonKeyAttributes ?? [],
    capacity: capacityForm(mode, index.ProvisionedThroughput, index.OnDemandThroughput),
  }));
  const locals = (table.LocalSecondaryIndexes ?? []).map((index): Omit<IndexForm, "id"> => ({
    kind: "local",
    name: index.IndexName ?? "",
    partition: [],
    sort: fields(index.KeySchema, "RANGE"),
    projection: index.Projection?.ProjectionType ?? "ALL",
    include: index.Projection?.NonKeyAttributes ?? [],
    capacity: NO_CAPACITY,
  }));
  return {
    ...none,
    name: table.TableName ?? "",
    partition: fields(table.KeySchema, "HASH")[0] ?? none.partition,
    sort: fields(table.KeySchema, "RANGE")[0] ?? none.sort,
    indexes: [...globals, ...locals].map((index, id) => ({ id, ...index })),
    vectors: vectorForms(table),
    capacity: capacityForm(mode, table.ProvisionedThroughput, table.OnDemandThroughput),
    tableClass: table.TableClassSummary?.TableClass ?? "STANDARD",
    stream: table.StreamSpecification?.StreamEnabled ? (table.StreamSpecification.StreamViewType ?? "") : "",
    protection: table.DeletionProtectionEnabled ?? false,
  };
}
