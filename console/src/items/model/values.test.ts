import { expect, test } from "vitest";
import { fromBase64, itemOf, same, sameItem, toBase64 } from "./values";

test("sets are the same in any order, lists are not", () => {
  expect(same({ SS: ["a", "b"] }, { SS: ["b", "a"] })).toBe(true);
  expect(same({ L: [{ S: "a" }, { S: "b" }] }, { L: [{ S: "b" }, { S: "a" }] })).toBe(false);
  expect(same({ NS: ["1"] }, { SS: ["1"] })).toBe(false);
  expect(same({ BS: [new Uint8Array([1])] }, { BS: [new Uint8Array([1])] })).toBe(true);
});

test("values of different types differ", () => {
  expect(same({ S: "1" }, { N: "1" })).toBe(false);
  expect(same({ NULL: true }, { BOOL: true })).toBe(false);
  expect(same({ M: {} }, { L: [] })).toBe(false);
});

test("maps are compared by their members, whatever they are called", () => {
  const odd = (text: string) => ({ M: itemOf([["__proto__", { S: text }]]) });
  expect(same(odd("a"), odd("a"))).toBe(true);
  expect(same(odd("a"), odd("b"))).toBe(false);
  expect(sameItem({ a: { S: "x" } }, { b: { S: "x" } })).toBe(false);
});

test("bytes are Base64 and back", () => {
  const bytes = new Uint8Array(100_000).map((_, at) => at % 256);
  expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  expect(fromBase64("AA=")).toBeUndefined();
  expect(fromBase64("A===")).toBeUndefined();
  expect(fromBase64("é===")).toBeUndefined();
  expect(fromBase64("")).toEqual(new Uint8Array());
});
