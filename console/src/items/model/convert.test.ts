import { expect, test } from "vitest";
import { printItem, printPlain, readItem, readPlain } from "./convert";
import { sameItem, type Item } from "./values";

const item: Item = {
  id: { S: 'a "quoted" text\n' },
  n: { N: "12345678901234567890123456789012345678" },
  b: { B: new Uint8Array([0, 255]) },
  yes: { BOOL: true },
  nothing: { NULL: true },
  map: { M: { list: { L: [{ N: "1" }, { SS: ["x", "y"] }] } } },
  ns: { NS: ["1", "2.50"] },
  bs: { BS: [new Uint8Array([1])] },
};

test("DynamoDB's JSON says everything", () => {
  const { item: back } = readItem(printItem(item));
  expect(back && sameItem(back, item)).toBe(true);
  expect(readItem(printItem(item, 0)).item).toEqual(back);
});

test("plain JSON keeps the types of what was there", () => {
  const { item: back } = readPlain(printPlain(item), item);
  expect(back && sameItem(back, item)).toBe(true);
});

test("plain JSON without an item before it has no sets and no bytes", () => {
  expect(readPlain('{"s": ["a"], "n": 1.50, "x": null}', {}).item).toEqual({
    s: { L: [{ S: "a" }] },
    n: { N: "1.50" },
    x: { NULL: true },
  });
});

test("a set that is given something else becomes a list", () => {
  expect(readPlain('{"s": ["a", 1]}', { s: { SS: ["a"] } }).item).toEqual({
    s: { L: [{ S: "a" }, { N: "1" }] },
  });
  expect(readPlain('{"s": []}', { s: { SS: ["a"] } }).item).toEqual({ s: { L: [] } });
});

test("what is wrong is said with its path", () => {
  const problems: [string, RegExp][] = [
    ['{"a": "text"}', /^a: a value with its type/],
    ['{"a": {"M": {"b": {"L": [{"N": "x"}]}}}}', /^a\.b\[0\]: This is not a number/],
    ['{"a": {"SS": []}}', /at least one/],
    ['{"a": {"B": "*"}}', /Base64/],
    ['{"a": {"NULL": false}}', /NULL/],
    ['{"a": {"S": "x", "N": "1"}}', /its type/],
    ["[]", /braces/],
    ["{", /Line 1/],
  ];
  for (const [text, problem] of problems) expect(readItem(text).problem, text).toMatch(problem);
});
