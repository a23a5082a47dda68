// The columns of items that have no columns.

import { compareNumbers } from "../model/numbers";
import { printValue } from "../model/convert";
import { toBase64, typeOf, type Item, type Type, type Value } from "../model/values";

export interface ColumnInfo {
  name: string;
  types: Type[]; // that its values have
}

// The keys first, then as they come. Without items there are the keys.
export function columnsOf(items: readonly Item[], first: readonly string[]): ColumnInfo[] {
  const types = new Map<string, Set<Type>>();
  for (const item of items) {
    for (const [name, value] of Object.entries(item)) {
      const known = types.get(name) ?? new Set();
      types.set(name, known.add(typeOf(value)));
    }
  }
  if (items.length === 0) return first.map((name) => ({ name, types: [] }));
  const keys = first.filter((name) => types.has(name));
  const others = [...types.keys()].filter((name) => !keys.includes(name));
  return [...keys, ...others].map((name) => ({ name, types: [...types.get(name)!] }));
}

// An id of a column that is no attribute.
export function freeId(columns: readonly ColumnInfo[], wanted: string): string {
  let id = wanted;
  while (columns.some(({ name }) => name === id)) id = `${id}_`;
  return id;
}

export interface Shown {
  id: string;
  visible: boolean;
}

export const MOST_SHOWN = 20;

// What the person chose, and behind it what has come since.
export function shownColumns(columns: readonly ColumnInfo[], chosen: readonly Shown[]): Shown[] {
  const names = new Set(columns.map(({ name }) => name));
  const kept = chosen.filter(({ id }) => names.has(id));
  const known = new Set(kept.map(({ id }) => id));
  const fresh = columns.filter(({ name }) => !known.has(name));
  let shown = kept.filter(({ visible }) => visible).length;
  const added = fresh.map(({ name }) => {
    shown += 1;
    return { id: name, visible: shown <= MOST_SHOWN };
  });
  return [...kept, ...added];
}

// Absent values come last, others by type and value.
export function compareValues(a: Value | undefined, b: Value | undefined): number {
  if (!a || !b) return Number(!a) - Number(!b);
  if (a.N !== undefined && b.N !== undefined) return compareNumbers(a.N, b.N);
  const [left, right] = [typeOf(a), typeOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  const [one, two] = [printValue(a), printValue(b)];
  return one < two ? -1 : Number(one > two);
}

const LONGEST = 120;

// The beginning of a value, on one line. A large document is not printed whole for it.
export function shortText(value: Value): { text: string; isCut: boolean } {
  const text =
    value.S ?? value.N ?? (value.B ? toBase64(value.B.subarray(0, LONGEST)) : printValue(bounded(value)));
  const line = text.slice(0, LONGEST + 1).replace(/\s+/g, " ");
  const isCut = text.length > LONGEST;
  return { text: isCut ? `${line.slice(0, LONGEST)}…` : line, isCut };
}

function bounded(value: Value): Value {
  if (value.B) return { B: value.B.subarray(0, LONGEST) };
  if (value.L) return { L: value.L.slice(0, LONGEST).map(bounded) };
  if (value.S !== undefined) return { S: value.S.slice(0, 2 * LONGEST) };
  if (value.SS) return { SS: value.SS.slice(0, LONGEST) };
  if (value.BS) return { BS: value.BS.slice(0, LONGEST) };
  if (value.M)
    return {
      M: Object.fromEntries(
        Object.entries(value.M)
          .slice(0, LONGEST)
          .map(([name, one]) => [name, bounded(one)]),
      ),
    };
  return value;
}
