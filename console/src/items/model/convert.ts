// Items as text: DynamoDB's JSON, which says the types, and plain JSON, which looks like the data.

import { JsonError, NumberText, parseJson, printJson, type Json } from "./json";
import { numberProblem } from "./numbers";
import { elementsOf, fromBase64, isType, itemOf, toBase64, typeOf, type Item, type Value } from "./values";

export class ItemError extends Error {
  constructor(path: string, what: string) {
    super(path ? `${path}: ${what}` : what);
    this.name = "ItemError";
  }
}

export function valueToJson(value: Value): Json {
  const type = typeOf(value);
  const inner = (): Json => {
    if (value.M) return itemToJson(value.M);
    if (value.L) return value.L.map(valueToJson);
    if (value.B) return toBase64(value.B);
    if (type === "BOOL") return value.BOOL!;
    if (type === "NULL") return true;
    return value.S ?? value.N ?? elementsOf(value);
  };
  return new Map([[type, inner()]]);
}

export function itemToJson(item: Item): Json {
  return new Map(Object.entries(item).map(([name, value]) => [name, valueToJson(value)]));
}

const below = (path: string, name: string | number) =>
  typeof name === "number" ? `${path}[${name}]` : path ? `${path}.${name}` : name;

function text(json: Json | undefined, path: string): string {
  if (typeof json === "string") return json;
  throw new ItemError(path, 'a string in "quotes" is expected');
}

function number(json: Json | undefined, path: string): string {
  const written = json instanceof NumberText ? json.text : text(json, path);
  const problem = numberProblem(written);
  if (problem) throw new ItemError(path, problem);
  return written;
}

function binary(json: Json | undefined, path: string): Uint8Array {
  const bytes = fromBase64(text(json, path));
  if (!bytes) throw new ItemError(path, "this is not Base64");
  return bytes;
}

function list(json: Json | undefined, path: string): Json[] {
  if (Array.isArray(json)) return json;
  throw new ItemError(path, "a list in [brackets] is expected");
}

function set<T>(json: Json | undefined, path: string, element: (json: Json, path: string) => T): T[] {
  const elements = list(json, path);
  if (elements.length === 0) throw new ItemError(path, "a set has at least one element");
  return elements.map((one, at) => element(one, below(path, at)));
}

export function valueFromJson(json: Json, path = ""): Value {
  const [type, inner] = json instanceof Map && json.size === 1 ? [...json][0]! : [];
  if (type === undefined || !isType(type))
    throw new ItemError(path, 'a value with its type is expected, such as {"S": "text"}');
  switch (type) {
    case "S":
      return { S: text(inner, path) };
    case "N":
      return { N: number(inner, path) };
    case "B":
      return { B: binary(inner, path) };
    case "BOOL":
      if (typeof inner !== "boolean") throw new ItemError(path, "true or false is expected");
      return { BOOL: inner };
    case "NULL":
      if (inner !== true) throw new ItemError(path, '{"NULL": true} is expected');
      return { NULL: true };
    case "M":
      return { M: itemFromJson(inner, path) };
    case "L":
      return { L: list(inner, path).map((one, at) => valueFromJson(one, below(path, at))) };
    case "SS":
      return { SS: set(inner, path, text) };
    case "NS":
      return { NS: set(inner, path, number) };
    case "BS":
      return { BS: set(inner, path, binary) };
  }
}

export function itemFromJson(json: Json | undefined, path = ""): Item {
  if (!(json instanceof Map)) throw new ItemError(path, "an object in {braces} is expected");
  return itemOf([...json].map(([name, one]) => [name, valueFromJson(one, below(path, name))]));
}

export function valueToPlain(value: Value): Json {
  if (value.M) return itemToPlain(value.M);
  if (value.L) return value.L.map(valueToPlain);
  if (value.N !== undefined) return plainNumber(value.N);
  if (value.NS) return value.NS.map(plainNumber);
  if (value.B) return toBase64(value.B);
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL) return null;
  return value.S ?? elementsOf(value);
}

// What a person types may be "+1" or ".5", which JSON does not know.
function plainNumber(written: string): Json {
  return /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(written) ? new NumberText(written) : written;
}

export function itemToPlain(item: Item): Json {
  return new Map(Object.entries(item).map(([name, value]) => [name, valueToPlain(value)]));
}

// Plain JSON has no sets and no bytes: an attribute that was one (`was`) still is, if the text may be read so.
export function valueFromPlain(json: Json, was: Value | undefined, path = ""): Value {
  if (json === null) return { NULL: true };
  if (typeof json === "boolean") return { BOOL: json };
  if (json instanceof NumberText) return { N: number(json, path) };
  if (typeof json === "string") {
    const bytes = was?.B && fromBase64(json);
    return bytes ? { B: bytes } : { S: json };
  }
  if (json instanceof Map) return { M: itemFromPlain(json, was?.M, path) };
  return (
    setFromPlain(json, was) ?? {
      L: json.map((one, at) => valueFromPlain(one, was?.L?.[at], below(path, at))),
    }
  );
}

function setFromPlain(json: Json[], was: Value | undefined): Value | undefined {
  if (!was || json.length === 0) return undefined;
  if (was.SS && json.every((one) => typeof one === "string")) return { SS: json };
  if (was.NS && json.every((one) => one instanceof NumberText)) return { NS: json.map((one) => one.text) };
  if (was.BS && json.every((one) => typeof one === "string")) {
    const bytes = json.map(fromBase64);
    if (bytes.every((one) => one !== undefined)) return { BS: bytes };
  }
  return undefined;
}

export function itemFromPlain(json: Json, was: Item | undefined, path = ""): Item {
  if (!(json instanceof Map)) throw new ItemError(path, "an object in {braces} is expected");
  const before = (name: string) => (was && Object.hasOwn(was, name) ? was[name] : undefined);
  return itemOf([...json].map(([name, one]) => [name, valueFromPlain(one, before(name), below(path, name))]));
}

export const printItem = (item: Item, indent = 2): string => printJson(itemToJson(item), indent);
export const printPlain = (item: Item, indent = 2): string => printJson(itemToPlain(item), indent);

// One value on one line, as it is shown in a cell.
export function printValue(value: Value): string {
  return value.S ?? value.N ?? printJson(valueToPlain(value), 0);
}

export type Read = { item: Item; problem?: undefined } | { item?: undefined; problem: string };

function read(text: string, make: (json: Json) => Item): Read {
  try {
    return { item: make(parseJson(text)) };
  } catch (error) {
    if (error instanceof JsonError || error instanceof ItemError) return { problem: error.message };
    throw error;
  }
}

export const readItem = (text: string): Read => read(text, (json) => itemFromJson(json));
export const readPlain = (text: string, was: Item): Read => read(text, (json) => itemFromPlain(json, was));
