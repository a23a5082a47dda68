// The values of attributes, as the low-level client has them: numbers are strings and stay strings.

import type { AttributeValue } from "@aws-sdk/client-dynamodb";

export type Value = AttributeValue;
export type Item = Record<string, Value>;

export const TYPES = ["S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS"] as const;
export type Type = (typeof TYPES)[number];

export const TYPE_NAMES: Record<Type, string> = {
  S: "String",
  N: "Number",
  B: "Binary",
  BOOL: "Boolean",
  NULL: "Null",
  M: "Map",
  L: "List",
  SS: "String set",
  NS: "Number set",
  BS: "Binary set",
};

export function isType(text: string): text is Type {
  return (TYPES as readonly string[]).includes(text);
}

export function typeOf(value: Value): Type {
  const type = TYPES.find((one) => value[one as keyof Value] !== undefined);
  if (!type) throw new Error(`a value of an unknown type: ${Object.keys(value).join(", ")}`);
  return type;
}

export const isSet = (type: Type): type is "SS" | "NS" | "BS" =>
  type === "SS" || type === "NS" || type === "BS";

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function sameNames(a: Item, b: Item): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name));
}

// The same value? The order of the elements of a set says nothing, that of a list does.
export function same(a: Value, b: Value): boolean {
  if (a.M && b.M) {
    const [left, right] = [a.M, b.M];
    return sameNames(left, right) && Object.keys(left).every((name) => same(left[name]!, right[name]!));
  }
  if (a.L && b.L) {
    const right = b.L;
    return a.L.length === right.length && a.L.every((value, at) => same(value, right[at]!));
  }
  if (a.B && b.B) return sameBytes(a.B, b.B);
  const type = typeOf(a);
  if (type !== typeOf(b) || type === "M" || type === "L" || type === "B") return false;
  if (!isSet(type)) return a[type] === b[type];
  return JSON.stringify(elementsOf(a).sort()) === JSON.stringify(elementsOf(b).sort());
}

// Of a set; bytes as Base64.
export function elementsOf(value: Value): string[] {
  return [...(value.SS ?? value.NS ?? value.BS?.map(toBase64) ?? [])];
}

export const sameItem = (a: Item, b: Item): boolean => same({ M: a }, { M: b });

// Own members only, also for a name such as "__proto__".
export function itemOf(entries: Iterable<readonly [string, Value]>): Item {
  return Object.fromEntries(entries);
}

export function pick(item: Item, names: readonly string[]): Item {
  return itemOf(names.flatMap((name) => (Object.hasOwn(item, name) ? [[name, item[name]!] as const] : [])));
}

const CHUNK = 0x8000;

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

// Undefined if it is not Base64.
export function fromBase64(text: string): Uint8Array | undefined {
  const packed = text.replace(/\s+/g, "");
  if (packed.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) return undefined;
  try {
    return Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
