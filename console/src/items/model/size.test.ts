import { expect, test } from "vitest";
import { itemSize } from "./size";

test("names and values count in UTF-8", () => {
  expect(itemSize({ id: { S: "abc" } })).toBe(5);
  expect(itemSize({ é: { S: "€" } })).toBe(5);
});

test("lists and maps have three bytes of their own and one for each member", () => {
  expect(itemSize({ a: { L: [] } })).toBe(4);
  expect(itemSize({ a: { L: [{ S: "x" }, { BOOL: true }] } })).toBe(8);
  expect(itemSize({ a: { M: { bc: { NULL: true } } } })).toBe(8);
});

test("sets and bytes", () => {
  expect(itemSize({ a: { SS: ["x", "yz"] }, b: { B: new Uint8Array(10) }, c: { NS: ["1", "22"] } })).toBe(20);
});
