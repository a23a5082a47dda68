// What has been answered so far, and what comes to it: pages, and what items have become meanwhile.

import { itemSize } from "../model/size";
import { keyText, type Schema } from "../model/schema";
import { pick, type Item } from "../model/values";

export const MOST_ITEMS = 10_000;
export const MOST_BYTES = 64 * 1024 * 1024;

export interface AnswerPage {
  items: Item[];
  scanned?: number; // items that the server has read for it
  units?: number; // of capacity
  scores?: (number | undefined)[]; // of the items, of a search of vectors
  searchedBytes?: number; // of vectors
  next?: unknown; // where it goes on
}

export type Fetch = (next: unknown, signal: AbortSignal) => Promise<AnswerPage>;

export interface Row {
  id: string;
  item: Item;
  score?: number; // how near its vector is
}

export interface Answer {
  rows: Row[];
  bytes: number;
  scanned: number | undefined;
  units: number | undefined;
  searchedBytes?: number;
  requests: number;
  next: unknown; // undefined: that was all
}

export const NOTHING: Answer = {
  rows: [],
  bytes: 0,
  scanned: undefined,
  units: undefined,
  requests: 0,
  next: undefined,
};

const plus = (a: number | undefined, b: number | undefined) => (b === undefined ? a : (a ?? 0) + b);
export const isFull = ({ rows, bytes }: Answer) => rows.length >= MOST_ITEMS || bytes >= MOST_BYTES;

// No row has the id of another, not even of another search: what was picked there is not picked here.
let lastRow = 0;

export function added(answer: Answer, page: AnswerPage): Answer {
  const { items, scanned, units, scores, searchedBytes, next } = page;
  const rows = items.map((item, at) => ({ id: String((lastRow += 1)), item, score: scores?.[at] }));
  return {
    rows: [...answer.rows, ...rows],
    bytes: items.reduce((sum, item) => sum + itemSize(item), answer.bytes),
    scanned: plus(answer.scanned, scanned),
    units: plus(answer.units, units),
    searchedBytes: plus(answer.searchedBytes, searchedBytes),
    requests: answer.requests + 1,
    next,
  };
}

// What items have become, by their keys; undefined where they are gone. `isPartial`: not all attributes of the items are
// wanted.
export function replaced(
  answer: Answer,
  schema: Schema,
  changes: ReadonlyMap<string, Item | undefined>,
  isPartial: boolean,
): Answer {
  const rows = answer.rows.flatMap((row) => {
    const key = keyText(schema, row.item);
    if (!changes.has(key)) return [row];
    const item = changes.get(key);
    if (!item) return [];
    return [{ ...row, item: isPartial ? pick(item, Object.keys(row.item)) : item }];
  });
  return { ...answer, rows };
}

// The answer as it is now, which others may change between two pages.
export interface Held {
  get: () => Answer;
  set: (answer: Answer) => void;
}

// One page, or all that are left.
export async function loadPages(
  fetch: Fetch,
  held: Held,
  isAll: boolean,
  signal: AbortSignal,
): Promise<void> {
  do {
    const page = await fetch(held.get().next, signal);
    if (signal.aborted) return;
    held.set(added(held.get(), page));
  } while (isAll && held.get().next !== undefined && !isFull(held.get()));
}
