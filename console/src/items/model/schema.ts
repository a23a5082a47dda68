// Keys of a table and of its indexes.

import type {
  KeySchemaElement,
  TableDescription,
  VectorDistanceFunction,
  VectorIndexDescription,
} from "@aws-sdk/client-dynamodb";
import { printItem } from "./convert";
import { pick, type Item } from "./values";

export type KeyType = "S" | "N" | "B";

export interface KeyAttribute {
  name: string;
  type: KeyType;
}

export interface Keys {
  name: string | undefined; // of the index; none: the table's own
  partition: KeyAttribute[]; // more than one with an index of several attributes
  sort: KeyAttribute[];
  isGlobal: boolean; // which reads cannot be consistent with
}

export interface VectorKeys {
  name: string;
  attribute: string; // that holds the vectors
  dimensions: number;
  distance: VectorDistanceFunction;
  partition: KeyAttribute[]; // at most one: a search names its value
  filters: KeyAttribute[]; // what else its condition may name
}

export interface Schema {
  table: string;
  keys: Keys; // of the table
  indexes: Keys[];
  vectors: VectorKeys[];
}

export function schemaOf(table: TableDescription): Schema {
  const types = new Map(
    (table.AttributeDefinitions ?? []).map(({ AttributeName, AttributeType }) => [
      AttributeName,
      AttributeType,
    ]),
  );
  const attributeOf = (name = ""): KeyAttribute => ({ name, type: (types.get(name) ?? "S") as KeyType });
  const keys = (name: string | undefined, elements: KeySchemaElement[] = [], isGlobal: boolean): Keys => {
    const of = (role: string) =>
      elements
        .filter(({ KeyType }) => KeyType === role)
        .map(({ AttributeName }) => attributeOf(AttributeName));
    return { name, partition: of("HASH"), sort: of("RANGE"), isGlobal };
  };
  const vectors = (index: VectorIndexDescription): VectorKeys => {
    const of = (role: "HASH" | "INLINE_FILTER") =>
      (index.SearchSchema ?? [])
        .filter(({ SearchSchemaElementType }) => SearchSchemaElementType === role)
        .map(({ AttributeName }) => attributeOf(AttributeName));
    return {
      name: index.IndexName ?? "",
      attribute: index.VectorAttribute?.AttributeName ?? "",
      dimensions: index.Dimensions ?? 0,
      distance: index.DistanceFunction ?? "COSINE",
      partition: of("HASH"),
      filters: of("INLINE_FILTER"),
    };
  };
  return {
    table: table.TableName ?? "",
    keys: keys(undefined, table.KeySchema, false),
    indexes: [
      ...(table.LocalSecondaryIndexes ?? []).map((index) => keys(index.IndexName, index.KeySchema, false)),
      ...(table.GlobalSecondaryIndexes ?? []).map((index) => keys(index.IndexName, index.KeySchema, true)),
    ],
    vectors: (table.VectorIndexes ?? []).map(vectors),
  };
}

export const keysOf = (schema: Schema, index: string | undefined): Keys =>
  schema.indexes.find(({ name }) => name === index) ?? schema.keys;

// The first one, unless another one is meant.
export const vectorsOf = (schema: Schema, index: string): VectorKeys | undefined =>
  schema.vectors.find(({ name }) => name === index) ?? schema.vectors[0];

export const keyNames = ({ partition, sort }: Keys): string[] =>
  [...partition, ...sort].map(({ name }) => name);

export const keyOf = (schema: Schema, item: Item): Item => pick(item, keyNames(schema.keys));

// Not if only other attributes were asked for.
export const hasKey = (schema: Schema, item: Item): boolean =>
  keyNames(schema.keys).every((name) => Object.hasOwn(item, name));

// The key as a text, the same for the same item.
export const keyText = (schema: Schema, item: Item): string => printItem(keyOf(schema, item), 0);

// The same item with its keys first.
export function keysFirst(schema: Schema, item: Item): Item {
  return { ...keyOf(schema, item), ...item };
}
