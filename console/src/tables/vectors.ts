// Vector indexes: what a person fills in, the requests that it makes, and what DescribeTable says.

import type {
  AttributeDefinition,
  TableDescription,
  UpdateTableCommandInput,
  VectorDistanceFunction,
  VectorIndex,
  VectorIndexDescription,
} from "@aws-sdk/client-dynamodb";
import { projectionOf, whole, type ProjectionForm } from "./fields";
import type { KeyField } from "./form";

export interface VectorForm extends ProjectionForm {
  id: number; // of the form's rows
  name: string;
  attribute: string;
  dimensions: string;
  distance: VectorDistanceFunction;
  partition: KeyField[]; // none or one: a search reads the entries of one value of it
  filters: KeyField[]; // what else a search may ask for
}

export function emptyVector(id: number): VectorForm {
  return {
    id,
    name: "",
    attribute: "",
    dimensions: "",
    distance: "COSINE",
    partition: [],
    filters: [],
    projection: "ALL",
    include: [],
  };
}

// The attributes of the search schema, which have to be defined.
export function searchParts({ partition, filters }: VectorForm): KeyField[] {
  return [...partition, ...filters].filter(({ name }) => name !== "");
}

export function vectorIndex(form: VectorForm): VectorIndex {
  const schema = [
    ...form.partition.map(({ name }) => ({ AttributeName: name, SearchSchemaElementType: "HASH" as const })),
    ...form.filters.map(({ name }) => ({
      AttributeName: name,
      SearchSchemaElementType: "INLINE_FILTER" as const,
    })),
  ].filter(({ AttributeName }) => AttributeName !== "");
  return {
    IndexName: form.name,
    VectorAttribute: { AttributeName: form.attribute },
    Dimensions: whole(form.dimensions),
    DistanceFunction: form.distance,
    SearchSchema: schema.length > 0 ? schema : undefined,
    Projection: projectionOf(form),
  };
}

// As missing() of a table's form: "vectors.3.name".
export function missingOfVector(form: VectorForm): Record<string, string> {
  const found: Record<string, string> = {};
  if (form.name === "") found[`vectors.${form.id}.name`] = "Enter a name.";
  if (form.attribute === "") found[`vectors.${form.id}.attribute`] = "Enter an attribute.";
  if (form.dimensions.trim() === "") found[`vectors.${form.id}.dimensions`] = "Enter a number.";
  if (form.projection === "INCLUDE" && form.include.every((name) => name === ""))
    found[`vectors.${form.id}.include`] = "Add at least one attribute.";
  return found;
}

export function schemaFields(
  index: VectorIndexDescription,
  definitions: readonly AttributeDefinition[] | undefined,
  type: "HASH" | "INLINE_FILTER",
): KeyField[] {
  return (index.SearchSchema ?? [])
    .filter(({ SearchSchemaElementType }) => SearchSchemaElementType === type)
    .map(({ AttributeName = "" }) => ({
      name: AttributeName,
      type: (definitions ?? []).find((one) => one.AttributeName === AttributeName)?.AttributeType ?? "S",
    }));
}

// The forms that would make the vector indexes of this table.
export function vectorForms(table: TableDescription): VectorForm[] {
  return (table.VectorIndexes ?? []).map((index, id) => ({
    id,
    name: index.IndexName ?? "",
    attribute: index.VectorAttribute?.AttributeName ?? "",
    dimensions: String(index.Dimensions ?? ""),
    distance: index.DistanceFunction ?? "COSINE",
    partition: schemaFields(index, table.AttributeDefinitions, "HASH"),
    filters: schemaFields(index, table.AttributeDefinitions, "INLINE_FILTER"),
    projection: index.Projection?.ProjectionType ?? "ALL",
    include: index.Projection?.NonKeyAttributes ?? [],
  }));
}

export const DISTANCES: { value: VectorDistanceFunction; label: string; description: string }[] = [
  { value: "COSINE", label: "Cosine", description: "0 is the same direction, 2 the opposite one" },
  { value: "EUCLIDEAN", label: "Euclidean", description: "0 is the same vector" },
  { value: "DOT_PRODUCT", label: "Dot product", description: "High is near" },
];

export function distanceText(distance: VectorDistanceFunction | undefined): string {
  return DISTANCES.find(({ value }) => value === distance)?.label ?? distance ?? "-";
}

export function vectorDeletion(tableName: string | undefined, name: string): UpdateTableCommandInput {
  return { TableName: tableName, VectorIndexUpdates: [{ Delete: { IndexName: name } }] };
}
