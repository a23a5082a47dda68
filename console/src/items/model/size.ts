// How large an item is, by DynamoDB's accounting.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html

import { numberSize } from "./numbers";
import type { Item, Value } from "./values";

export const MOST_BYTES = 400 * 1024;
const DOCUMENT = 3; // of a list or map, however many it has
const ELEMENT = 1; // of each of its members

const utf8 = new TextEncoder();
const textSize = (text: string) => utf8.encode(text).length;
const sum = <T>(all: readonly T[], size: (one: T) => number) =>
  all.reduce((total, one) => total + size(one), 0);

export function valueSize(value: Value): number {
  if (value.S !== undefined) return textSize(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.length;
  if (value.SS) return sum(value.SS, textSize);
  if (value.NS) return sum(value.NS, numberSize);
  if (value.BS) return sum(value.BS, (bytes) => bytes.length);
  if (value.L) return DOCUMENT + sum(value.L, (one) => ELEMENT + valueSize(one));
  if (value.M)
    return (
      DOCUMENT + sum(Object.entries(value.M), ([name, one]) => ELEMENT + textSize(name) + valueSize(one))
    );
  return 1; // BOOL, NULL
}

export function itemSize(item: Item): number {
  return sum(Object.entries(item), ([name, value]) => textSize(name) + valueSize(value));
}
