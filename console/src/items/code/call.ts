// A request to be written as a program.

import type { ExecuteStatementCommandInput } from "@aws-sdk/client-dynamodb";
import type { Request } from "../model/search";
import type { Item, Value } from "../model/values";

export type Call = Request | { operation: "ExecuteStatement"; input: ExecuteStatementCommandInput };

export interface Target {
  endpoint: string;
  region: string;
}

export type Member =
  | { name: string; kind: "text"; value: string }
  | { name: string; kind: "count"; value: number }
  | { name: string; kind: "flag"; value: boolean }
  | { name: string; kind: "names"; value: [string, string][] }
  | { name: string; kind: "values"; value: [string, Value][] }
  | { name: string; kind: "list"; value: Value[] };

const NOT_WRITTEN = new Set(["ExclusiveStartKey", "NextToken", "ReturnConsumedCapacity"]);

// The members of the input, without where it goes on: a program begins at the beginning.
export function membersOf(call: Call): Member[] {
  return Object.entries(call.input).flatMap(([name, value]: [string, unknown]): Member[] => {
    if (value === undefined || NOT_WRITTEN.has(name)) return [];
    if (typeof value === "string") return [{ name, kind: "text", value }];
    if (typeof value === "number") return [{ name, kind: "count", value }];
    if (typeof value === "boolean") return [{ name, kind: "flag", value }];
    if (Array.isArray(value)) return [{ name, kind: "list", value: value as Value[] }];
    if (name === "ExpressionAttributeNames")
      return [{ name, kind: "names", value: Object.entries(value as Record<string, string>) }];
    return [{ name, kind: "values", value: Object.entries(value as Item) }];
  });
}

export const isPaged = ({ operation }: Call): boolean => operation === "Query" || operation === "Scan";

// The member of the answer that has what was found.
export const foundIn = ({ operation }: Call): "SearchResults" | "Items" =>
  operation === "SearchVectors" ? "SearchResults" : "Items";

export function hasBytes(value: Value): boolean {
  if (value.M) return Object.values(value.M).some(hasBytes);
  if (value.L) return value.L.some(hasBytes);
  return value.B !== undefined || value.BS !== undefined;
}

export function valuesOf(call: Call): Value[] {
  return membersOf(call).flatMap((member) => {
    if (member.kind === "values") return member.value.map(([, value]) => value);
    return member.kind === "list" ? member.value : [];
  });
}

export const hex = (character: number, digits: number) => character.toString(16).padStart(digits, "0");

// A string in "double quotes". What cannot be seen, or turns around what can, is written by its number.
export function quoted(text: string, beyond: (codePoint: number) => string): string {
  const escaped = [...text.replace(/\p{Surrogate}/gu, "\ufffd")].map((character) => {
    const codePoint = character.codePointAt(0)!;
    if (character === '"' || character === "\\") return `\\${character}`;
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    if (character === "\t") return "\\t";
    if (!/[\p{C}\u2028\u2029]/u.test(character)) return character;
    return codePoint > 0xffff ? beyond(codePoint) : `\\u${hex(codePoint, 4)}`;
  });
  return `"${escaped.join("")}"`;
}

// Characters beyond 16 bits, as two halves or as one number.
export function halves(codePoint: number): string {
  const text = String.fromCodePoint(codePoint);
  return `\\u${hex(text.charCodeAt(0), 4)}\\u${hex(text.charCodeAt(1), 4)}`;
}
export const whole = (codePoint: number): string => `\\U${hex(codePoint, 8)}`;

export const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
export const snake = (name: string, separator: string): string =>
  name.replace(/(?!^)([A-Z])/g, `${separator}$1`).toLowerCase();
