// Attributes of items as text, and what changed between two images of an item.

import type { AttributeValue } from "@aws-sdk/client-dynamodb-streams";

export type Image = Record<string, AttributeValue>;

export type ChangeKind = "added" | "removed" | "changed" | "same";

export interface Change {
  path: string;
  kind: ChangeKind;
  before?: AttributeValue;
  after?: AttributeValue;
}

const MOST_ROWS = 500;

export function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

// As DynamoDB's JSON has it; binary in base64.
export function jsonOf(value: AttributeValue): unknown {
  const [type = "", content] = Object.entries(value).find(([, one]) => one !== undefined) ?? [];
  return { [type]: contentOf(type, content) };
}

function contentOf(type: string, content: unknown): unknown {
  switch (type) {
    case "B":
      return base64Of(content as Uint8Array);
    case "BS":
      return (content as Uint8Array[]).map(base64Of);
    case "L":
      return (content as AttributeValue[]).map(jsonOf);
    case "M":
      return imageJson(content as Image);
    default:
      return content;
  }
}

export function imageJson(image: Image): Record<string, unknown> {
  return Object.fromEntries(Object.entries(image).map(([name, value]) => [name, jsonOf(value)]));
}

// What a person reads: 1, "text", {"a": 1}. Numbers have all their digits.
export function textOf(value: AttributeValue): string {
  if (value.S !== undefined) return JSON.stringify(value.S);
  if (value.N !== undefined) return value.N;
  if (value.BOOL !== undefined) return String(value.BOOL);
  if (value.NULL !== undefined) return "null";
  if (value.B !== undefined) return `base64 ${base64Of(value.B)}`;
  if (value.SS !== undefined) return `{${value.SS.map((one) => JSON.stringify(one)).join(", ")}}`;
  if (value.NS !== undefined) return `{${value.NS.join(", ")}}`;
  if (value.BS !== undefined) return `{${value.BS.map((one) => `base64 ${base64Of(one)}`).join(", ")}}`;
  if (value.L !== undefined) return `[${value.L.map(textOf).join(", ")}]`;
  if (value.M !== undefined)
    return `{${Object.entries(value.M)
      .map(([name, one]) => `${JSON.stringify(name)}: ${textOf(one)}`)
      .join(", ")}}`;
  return "?";
}

export function cutText(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}...` : text;
}

export function keyText(keys: Image | undefined): string {
  const parts = Object.entries(keys ?? {}).map(([name, value]) => `${name}: ${textOf(value)}`);
  return parts.join(", ");
}

// Sets have no order.
function isSame(a: AttributeValue, b: AttributeValue): boolean {
  const canonical = (value: AttributeValue) => JSON.stringify(jsonOf(sorted(value)));
  return canonical(a) === canonical(b);
}

function sorted(value: AttributeValue): AttributeValue {
  if (value.SS !== undefined) return { SS: [...value.SS].sort() };
  if (value.NS !== undefined) return { NS: [...value.NS].sort() };
  if (value.BS !== undefined)
    return { BS: [...value.BS].sort((a, b) => (base64Of(a) < base64Of(b) ? -1 : 1)) };
  if (value.L !== undefined) return { L: value.L.map(sorted) };
  if (value.M !== undefined) {
    const names = Object.keys(value.M).sort();
    return { M: Object.fromEntries(names.map((name) => [name, sorted(value.M?.[name] ?? { NULL: true })])) };
  }
  return value;
}

const pathOf = (parent: string, name: string) => {
  const part = /^[A-Za-z_][\w-]*$/.test(name) ? name : JSON.stringify(name);
  return parent ? `${parent}.${part}` : part;
};

// Maps and lists that are in both images are looked into.
function compare(
  path: string,
  before: AttributeValue | undefined,
  after: AttributeValue | undefined,
): Change[] {
  if (before === undefined) return [{ path, kind: "added", after }];
  if (after === undefined) return [{ path, kind: "removed", before }];
  if (isSame(before, after)) return [{ path, kind: "same", before, after }];
  if (before.M !== undefined && after.M !== undefined) return changesOf(before.M, after.M, path);
  if (before.L !== undefined && after.L !== undefined) {
    const [old, next] = [before.L, after.L];
    const length = Math.max(old.length, next.length);
    return Array.from({ length }, (_, index) => compare(`${path}[${index}]`, old[index], next[index])).flat();
  }
  return [{ path, kind: "changed", before, after }];
}

export function changesOf(before: Image = {}, after: Image = {}, parent = ""): Change[] {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])].sort();
  return names
    .flatMap((name) => compare(pathOf(parent, name), before[name], after[name]))
    .slice(0, MOST_ROWS);
}
