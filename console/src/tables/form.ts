// What a person fills in for a new table, and the requests that it makes.

import type {
  AttributeDefinition,
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  OnDemandThroughput,
  ProvisionedThroughput,
  StreamViewType,
  TableClass,
  TableCreationParameters,
  Tag,
} from "@aws-sdk/client-dynamodb";
import type { Tag as FormTag } from "~/panels/tags";
import { projectionOf, whole, type ProjectionForm } from "./fields";
import { missingOfVector, searchParts, vectorIndex, type VectorForm } from "./vectors";

export type KeyType = "S" | "N" | "B";

export interface KeyField {
  name: string;
  type: KeyType;
}

export interface CapacityForm {
  mode: "PAY_PER_REQUEST" | "PROVISIONED";
  read: string; // units, of provisioned tables
  write: string;
  mostRead: string; // units a second, of tables on demand; none where it is empty
  mostWrite: string;
}

export interface IndexForm extends ProjectionForm {
  id: number; // of the form's rows
  kind: "global" | "local";
  name: string;
  partition: KeyField[]; // a local index has the table's
  sort: KeyField[];
  capacity: CapacityForm; // the mode is the table's
}

export interface TableForm {
  name: string;
  partition: KeyField;
  sort: KeyField; // none where it has no name
  indexes: IndexForm[];
  vectors: VectorForm[];
  capacity: CapacityForm;
  tableClass: TableClass;
  stream: StreamViewType | "";
  expiry: string; // the attribute of time to live, or ""
  recovery: boolean;
  recoveryDays: string;
  protection: boolean;
  tags: FormTag[];
}

export const MOST_TAGS = 50;
export const MOST_KEY_PARTS = 4; // of a global index's partition key, and of its sort key

export const NO_CAPACITY: CapacityForm = {
  mode: "PAY_PER_REQUEST",
  read: "5",
  write: "5",
  mostRead: "",
  mostWrite: "",
};

export function emptyTable(): TableForm {
  return {
    name: "",
    partition: { name: "", type: "S" },
    sort: { name: "", type: "S" },
    indexes: [],
    vectors: [],
    capacity: NO_CAPACITY,
    tableClass: "STANDARD",
    stream: "",
    expiry: "",
    recovery: false,
    recoveryDays: "35",
    protection: false,
    tags: [],
  };
}

export function emptyIndex(id: number, kind: IndexForm["kind"], capacity: CapacityForm): IndexForm {
  const part: KeyField = { name: "", type: "S" };
  return {
    id,
    kind,
    name: "",
    partition: kind === "global" ? [part] : [],
    sort: kind === "local" ? [part] : [],
    projection: "ALL",
    include: [],
    capacity,
  };
}

export function provisioned(capacity: CapacityForm): ProvisionedThroughput | undefined {
  if (capacity.mode !== "PROVISIONED") return undefined;
  return { ReadCapacityUnits: whole(capacity.read), WriteCapacityUnits: whole(capacity.write) };
}

// `unlimited` is what stands for "no limit": nothing for something new, -1 to take a limit away.
export function onDemand(capacity: CapacityForm, unlimited?: -1): OnDemandThroughput | undefined {
  if (capacity.mode !== "PAY_PER_REQUEST") return undefined;
  const read = capacity.mostRead.trim() ? whole(capacity.mostRead) : unlimited;
  const write = capacity.mostWrite.trim() ? whole(capacity.mostWrite) : unlimited;
  if (read === undefined && write === undefined) return undefined;
  return { MaxReadRequestUnits: read, MaxWriteRequestUnits: write };
}

function named(parts: readonly KeyField[]): KeyField[] {
  return parts.filter((part) => part.name !== "");
}

function keySchema(partition: readonly KeyField[], sort: readonly KeyField[]): KeySchemaElement[] {
  return [
    ...partition.map((part) => ({ AttributeName: part.name, KeyType: "HASH" as const })),
    ...named(sort).map((part) => ({ AttributeName: part.name, KeyType: "RANGE" as const })),
  ];
}

// Each attribute of a key once. One that is given two types stays twice: the server says what is wrong with that.
export function definitions(parts: readonly KeyField[]): AttributeDefinition[] {
  const seen = new Map<string, AttributeDefinition>();
  for (const { name, type } of named(parts))
    seen.set(`${type}${name}`, { AttributeName: name, AttributeType: type });
  return [...seen.values()];
}

export function globalIndex(index: IndexForm, mode: CapacityForm["mode"]): GlobalSecondaryIndex {
  const capacity = { ...index.capacity, mode };
  return {
    IndexName: index.name,
    KeySchema: keySchema(index.partition, index.sort),
    Projection: projectionOf(index),
    ProvisionedThroughput: provisioned(capacity),
    OnDemandThroughput: onDemand(capacity),
  };
}

function localIndex(index: IndexForm, table: TableForm): LocalSecondaryIndex {
  return {
    IndexName: index.name,
    KeySchema: keySchema([table.partition], index.sort),
    Projection: projectionOf(index),
  };
}

function atLeastOne<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

export function tagsOf(tags: readonly FormTag[]): Tag[] {
  return tags.filter(({ key }) => key !== "").map(({ key, value }) => ({ Key: key, Value: value }));
}

// What an import takes for the table that it makes.
export function importParameters(form: TableForm): TableCreationParameters {
  const globals = form.indexes.filter((index) => index.kind === "global");
  const parts = [
    form.partition,
    form.sort,
    ...globals.flatMap((index) => [...index.partition, ...index.sort]),
    ...form.vectors.flatMap(searchParts),
  ];
  return {
    TableName: form.name,
    AttributeDefinitions: definitions(parts),
    KeySchema: keySchema([form.partition], [form.sort]),
    BillingMode: form.capacity.mode,
    ProvisionedThroughput: provisioned(form.capacity),
    OnDemandThroughput: onDemand(form.capacity),
    GlobalSecondaryIndexes: atLeastOne(globals.map((index) => globalIndex(index, form.capacity.mode))),
    VectorIndexes: atLeastOne(form.vectors.map(vectorIndex)),
  };
}

export function createInput(form: TableForm): CreateTableCommandInput {
  const locals = form.indexes.filter((index) => index.kind === "local");
  const parameters = importParameters(form);
  const parts = [
    ...(parameters.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }): KeyField => ({
      name: AttributeName ?? "",
      type: AttributeType ?? "S",
    })),
    ...locals.flatMap((index) => index.sort),
  ];
  return {
    ...parameters,
    AttributeDefinitions: definitions(parts),
    LocalSecondaryIndexes: atLeastOne(locals.map((index) => localIndex(index, form))),
    TableClass: form.tableClass,
    StreamSpecification: form.stream ? { StreamEnabled: true, StreamViewType: form.stream } : undefined,
    DeletionProtectionEnabled: form.protection,
    Tags: atLeastOne(tagsOf(form.tags)),
  };
}

// What keeps a form from being sent: fields by name, "indexes.3.name". The rest is for the server to say.
export function missing(form: TableForm): Record<string, string> {
  const found: Record<string, string> = {};
  if (form.name === "") found.name = "Enter a name.";
  if (form.partition.name === "") found.partition = "Enter an attribute.";
  for (const index of form.indexes) Object.assign(found, missingOfIndex(index));
  for (const index of form.vectors) Object.assign(found, missingOfVector(index));
  return found;
}

export function missingOfIndex(index: IndexForm): Record<string, string> {
  const found: Record<string, string> = {};
  if (index.name === "") found[`indexes.${index.id}.name`] = "Enter a name.";
  const needed = index.kind === "global" ? index.partition : index.sort;
  if (needed.some((part) => part.name === "")) found[`indexes.${index.id}.key`] = "Enter an attribute.";
  if (index.projection === "INCLUDE" && index.include.every((name) => name === ""))
    found[`indexes.${index.id}.include`] = "Add at least one attribute.";
  return found;
}
