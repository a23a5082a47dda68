// Files of items: what is in them, and how they are written.

import type { BatchWriteItemCommandInput, BatchWriteItemCommandOutput } from "@aws-sdk/client-dynamodb";
import { CsvError, itemOfRow, parseCsv } from "./csv";
import { ItemError, itemFromJson, itemFromPlain } from "./convert";
import { JsonError, parseJson, type Json } from "./json";
import { keyText, type Schema } from "./schema";
import { itemSize, MOST_BYTES } from "./size";
import { typeOf, type Item } from "./values";

export const FORMATS = ["dynamodb", "plain", "csv"] as const;
export type Format = (typeof FORMATS)[number];

export interface WrongLine {
  line: number;
  problem: string;
}

export interface Parsed {
  items: { line: number; item: Item }[];
  wrong: WrongLine[];
}

// What AWS exports has an item in {"Item": {...}}.
function unwrapped(json: Json): Json {
  const inner = json instanceof Map && json.size === 1 ? json.get("Item") : undefined;
  return inner instanceof Map && [...inner.values()].every((one) => one instanceof Map) ? inner : json;
}

export function formatOf(fileName: string, text: string): Format {
  if (/\.csv$/i.test(fileName)) return "csv";
  const first = text.slice(0, 20_000).split("\n", 1)[0] ?? "";
  const typed = /"(?:S|N|B|BOOL|NULL|M|L|SS|NS|BS)"\s*:/;
  return typed.test(first) || typed.test(text.slice(0, 2000)) ? "dynamodb" : "plain";
}

export function parseItems(text: string, format: Format, schema: Schema, guess = true): Parsed {
  const parsed: Parsed = { items: [], wrong: [] };
  const add = (line: number, make: () => Item) => {
    try {
      const item = make();
      const problem = problemOfItem(item, schema);
      if (problem) parsed.wrong.push({ line, problem });
      else parsed.items.push({ line, item });
    } catch (error) {
      if (!(error instanceof JsonError || error instanceof ItemError || error instanceof CsvError))
        throw error;
      parsed.wrong.push({ line, problem: error.message.replace(/^Line 1, column/, "Column") });
    }
  };
  if (format === "csv") addCsv(text, schema, guess, add, parsed);
  else {
    const itemOf = (json: Json) =>
      format === "dynamodb" ? itemFromJson(unwrapped(json)) : itemFromPlain(json, undefined);
    if (/^\s*\[/.test(text)) addArray(text, itemOf, add, parsed);
    else
      text
        .replace(/^\ufeff/, "")
        .split("\n")
        .forEach((line, at) => {
          if (line.trim() !== "") add(at + 1, () => itemOf(parseJson(line)));
        });
  }
  return parsed;
}

type Add = (line: number, make: () => Item) => void;

function addArray(text: string, itemOf: (json: Json) => Item, add: Add, parsed: Parsed): void {
  try {
    const all = parseJson(text);
    // The elements are counted, as their lines are not known.
    if (Array.isArray(all)) all.forEach((json, at) => add(at + 1, () => itemOf(json)));
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    parsed.wrong.push({ line: error.line, problem: error.message });
  }
}

function addCsv(text: string, schema: Schema, guess: boolean, add: Add, parsed: Parsed): void {
  try {
    const [header, ...rows] = parseCsv(text);
    const columns = header?.cells.map((cell) => cell.text) ?? [];
    if (new Set(columns).size < columns.length) throw new CsvError("Line 1: a column is there twice");
    const declared = new Map(
      [schema.keys, ...schema.indexes]
        .flatMap(({ partition, sort }) => [...partition, ...sort])
        .map(({ name, type }) => [name, type]),
    );
    rows.forEach((row) => add(row.line, () => itemOfRow(columns, row, declared, guess)));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    parsed.wrong.push({ line: 1, problem: error.message });
  }
}

// A batch with one wrong item is refused as a whole, so what can be known is known before.
export function problemOfItem(item: Item, schema: Schema): string | undefined {
  for (const { name, type } of [...schema.keys.partition, ...schema.keys.sort]) {
    const value = Object.hasOwn(item, name) ? item[name]! : undefined;
    if (!value) return `the key ${name} is missing`;
    if (typeOf(value) !== type) return `the key ${name} is of the type ${typeOf(value)}, not ${type}`;
    if (value.S === "" || value.B?.length === 0) return `the key ${name} is empty`;
  }
  const size = itemSize(item);
  return size > MOST_BYTES ? `the item has ${size} bytes, more than ${MOST_BYTES}` : undefined;
}

export const BATCH = 25;
const MOST_BATCH_BYTES = 8 * 1024 * 1024; // a request has at most 16 MB of JSON, in which bytes take more

// In their order, and no key twice in a batch, which the server refuses.
export function batchesOf(items: readonly Item[], schema: Schema): Item[][] {
  const batches: Item[][] = [];
  let keys = new Set<string>();
  let bytes = 0;
  for (const item of items) {
    const key = keyText(schema, item);
    const size = itemSize(item);
    const last = batches.at(-1);
    if (!last || last.length === BATCH || keys.has(key) || bytes + size > MOST_BATCH_BYTES) {
      batches.push([item]);
      keys = new Set([key]);
      bytes = size;
    } else {
      last.push(item);
      keys.add(key);
      bytes += size;
    }
  }
  return batches;
}

export type Write = NonNullable<BatchWriteItemCommandInput["RequestItems"]>[string][number];
type Send = (input: BatchWriteItemCommandInput) => Promise<BatchWriteItemCommandOutput>;

const MOST_TRIES = 10;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 5000;

// Writes a batch; what the server could not do yet is sent again. Answers what is left in the end.
export async function writeBatch(
  send: Send,
  table: string,
  writes: Write[],
  wait: (milliseconds: number) => Promise<void>,
): Promise<Write[]> {
  let left = writes;
  for (let tries = 0; left.length > 0 && tries < MOST_TRIES; tries += 1) {
    if (tries > 0) await wait(Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS));
    const answer = await send({ RequestItems: { [table]: left } });
    left = Object.values(answer.UnprocessedItems ?? {})[0] ?? [];
  }
  return left;
}
