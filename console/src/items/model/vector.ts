// Vectors as people have them: the answer of a model, or an attribute of an item.

import type { VectorDistanceFunction } from "@aws-sdk/client-dynamodb";
import { ItemError, valueFromJson, valueToPlain } from "./convert";
import { JsonError, NumberText, parseJson, printJson, type Json } from "./json";
import { numberProblem } from "./numbers";
import { SearchError } from "./operands";
import type { VectorKeys } from "./schema";
import { pick, toBase64, type Item, type Value } from "./values";

function elements(text: string): Json[] {
  const written = text.trim();
  const json = parseJson(/^[[{]/.test(written) ? written : `[${written}]`);
  const inner = json instanceof Map ? json.get("L") : json;
  if (!Array.isArray(inner)) throw new ItemError("", "a list in [brackets] is expected");
  return inner;
}

function numberOf(json: Json, at: number): Value {
  const value = json instanceof NumberText ? { N: json.text } : json instanceof Map && valueFromJson(json);
  const problem = value && value.N !== undefined ? numberProblem(value.N) : "This is not a number.";
  if (problem) throw new ItemError(`[${at}]`, problem);
  return value as Value;
}

// [0.5, -1], the same without brackets, or DynamoDB JSON: [{"N": "0.5"}] or {"L": [{"N": "0.5"}]}. Throws SearchError.
export function parseVector(text: string, field: string): Value[] {
  if (text.trim() === "") throw new SearchError(field, "A vector is needed, such as [0.1, -0.5, 0.25].");
  try {
    return elements(text).map(numberOf);
  } catch (error) {
    if (error instanceof JsonError || error instanceof ItemError) throw new SearchError(field, error.message);
    throw error;
  }
}

// How many numbers were typed; undefined while it is no vector.
export function lengthOf(text: string): number | undefined {
  try {
    return parseVector(text, "").length;
  } catch {
    return undefined;
  }
}

// As it may be typed; undefined if the item has no list of numbers there.
export function vectorText(item: Item, attribute: string): string | undefined {
  const value = Object.hasOwn(item, attribute) ? item[attribute] : undefined;
  if (!value?.L || value.L.length === 0 || value.L.some(({ N }) => N === undefined)) return undefined;
  return `[${value.L.map((one) => printJson(valueToPlain(one), 0)).join(", ")}]`;
}

// What a search for items like this one asks for: its vector, and what it has of the search partition.
export function likeness(item: Item, index: VectorKeys) {
  const vector = vectorText(item, index.attribute);
  if (vector === undefined) return undefined;
  const names = index.partition.map(({ name }) => name);
  const partition = Object.entries(pick(item, names)).map(([name, { S, N, B }]): [string, string] => [
    name,
    S ?? N ?? (B ? toBase64(B) : ""),
  ]);
  return { vector, partition: Object.fromEntries(partition) };
}

export const DISTANCE_NAMES: Record<VectorDistanceFunction, string> = {
  COSINE: "cosine distance",
  EUCLIDEAN: "Euclidean distance",
  DOT_PRODUCT: "dot product",
};

// Six digits say which is nearer.
export const scoreText = (score: number): string => String(Number(score.toPrecision(6)));
