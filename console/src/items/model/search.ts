// What a person asks for with the builder, and the request that it is.

import type {
  QueryCommandInput,
  ScanCommandInput,
  SearchVectorsCommandInput,
} from "@aws-sdk/client-dynamodb";
import { Placeholders } from "./expression";
import { filterExpression, type Filter } from "./filters";
import { compared, operand, pathOf, SearchError } from "./operands";
import { splitPaths } from "./paths";
import { keysOf, vectorsOf, type KeyAttribute, type Schema } from "./schema";
import { parseVector } from "./vector";

export const KEY_OPERATORS = ["=", "<", "<=", ">", ">=", "BETWEEN", "begins_with"] as const;
export type KeyOperator = (typeof KEY_OPERATORS)[number];

export interface SortCondition {
  operator: KeyOperator;
  value: string; // empty: no condition
  to: string; // of BETWEEN
}

export interface Search {
  operation: "Scan" | "Query" | "SearchVectors";
  index: string | undefined;
  vectorIndex: string; // empty: the first one
  vector: string; // numbers as JSON
  topK: string; // how many items of a search of vectors
  partition: Record<string, string>; // by the attribute's name
  sort: Record<string, SortCondition>;
  match: "all" | "any";
  filters: Filter[];
  projection: string; // paths with commas between them; empty: all that there is
  descending: boolean;
  consistent: boolean;
  pageSize: string; // items that a request reads at most; empty: 1 MB
}

export const NEW_SEARCH: Search = {
  operation: "Scan",
  index: undefined,
  vectorIndex: "",
  vector: "",
  topK: "10",
  partition: {},
  sort: {},
  match: "all",
  filters: [],
  projection: "",
  descending: false,
  consistent: false,
  pageSize: "100",
};

export const NO_CONDITION: SortCondition = { operator: "=", value: "", to: "" };

export type Request =
  | { operation: "Query"; input: QueryCommandInput }
  | { operation: "Scan"; input: ScanCommandInput }
  | { operation: "SearchVectors"; input: SearchVectorsCommandInput };

export const isAsked = ({ value, to }: SortCondition): boolean => value !== "" || to !== "";

function keyCondition(search: Search, schema: Schema, placeholders: Placeholders): string {
  const { partition, sort } = keysOf(schema, search.index);
  const value = ({ name, type }: KeyAttribute, text: string, field: string, hint = name) =>
    placeholders.value(operand(type, text, field), hint);
  const parts = partition.map((attribute) => {
    const field = `partition.${attribute.name}`;
    const text = search.partition[attribute.name] ?? "";
    if (text === "") throw new SearchError(field, "A query needs a value of the partition key.");
    return `${placeholders.name(attribute.name)} = ${value(attribute, text, field)}`;
  });
  // The conditions of several sort keys go from the left, without a gap, and only the last may be a range.
  let open = true;
  sort.forEach((attribute) => {
    const field = `sort.${attribute.name}`;
    const condition = search.sort[attribute.name] ?? NO_CONDITION;
    if (!isAsked(condition)) {
      open = false;
      return;
    }
    if (!open) throw new SearchError(field, "The sort keys before this one need = conditions.");
    if (condition.operator !== "=") open = false;
    const { operator } = condition;
    const name = placeholders.name(attribute.name);
    const one = () =>
      value(attribute, condition.value, field, operator === "BETWEEN" ? `${attribute.name}_from` : undefined);
    parts.push(
      compared(name, operator, one, () => value(attribute, condition.to, field, `${attribute.name}_to`)),
    );
  });
  return parts.join(" AND ");
}

const projectionOf = (search: Search, placeholders: Placeholders): string =>
  splitPaths(search.projection)
    .map((path) => placeholders.path(pathOf(path, "projection")))
    .join(", ");

function vectorRequest(search: Search, schema: Schema): Request {
  const index = vectorsOf(schema, search.vectorIndex);
  if (!index) throw new SearchError("vector", "The table has no vector index.");
  const placeholders = new Placeholders();
  const parts = index.partition.map(({ name, type }) => {
    const field = `partition.${name}`;
    const text = search.partition[name] ?? "";
    if (text === "") throw new SearchError(field, "A search of this index needs a value of it.");
    return `${placeholders.name(name)} = ${placeholders.value(operand(type, text, field), name)}`;
  });
  const filter = filterExpression(search.filters, search.match, placeholders);
  const isMixed = parts.length > 0 && search.filters.length > 1 && search.match === "any";
  const condition = [...parts, ...(filter ? [isMixed ? `(${filter})` : filter] : [])].join(" AND ");
  const projection = projectionOf(search, placeholders);
  const topK = Number(search.topK);
  if (search.topK.trim() === "" || !Number.isInteger(topK))
    throw new SearchError("topK", "A whole number is needed.");
  const input: SearchVectorsCommandInput = {
    TableName: schema.table,
    IndexName: index.name,
    TopK: topK,
    SearchVector: parseVector(search.vector, "vector"),
    ...(condition && { SearchConditionExpression: condition }),
    ...(projection && { ProjectionExpression: projection }),
    ...placeholders.members(),
  };
  return { operation: "SearchVectors", input };
}

// Throws SearchError.
export function requestOf(search: Search, schema: Schema): Request {
  if (search.operation === "SearchVectors") return vectorRequest(search, schema);
  const placeholders = new Placeholders();
  const keys = keysOf(schema, search.index);
  const isQuery = search.operation === "Query";
  const condition = isQuery ? keyCondition(search, schema, placeholders) : undefined;
  const filter = filterExpression(search.filters, search.match, placeholders);
  const projection = projectionOf(search, placeholders);
  const limit = search.pageSize.trim() === "" ? undefined : Number(search.pageSize);
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0 && limit < 2 ** 31))
    throw new SearchError("pageSize", "A whole number above 0 is needed.");
  const input: ScanCommandInput = {
    TableName: schema.table,
    ...(keys.name !== undefined && { IndexName: keys.name }),
    ...(condition && { KeyConditionExpression: condition }),
    ...(filter && { FilterExpression: filter }),
    ...(projection && { ProjectionExpression: projection }),
    ...placeholders.members(),
    ...(isQuery && search.descending && { ScanIndexForward: false }),
    ...(search.consistent && !keys.isGlobal && { ConsistentRead: true }),
    ...(limit !== undefined && { Limit: limit }),
  };
  return isQuery ? { operation: "Query", input } : { operation: "Scan", input };
}
