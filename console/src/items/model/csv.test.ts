import { expect, test } from "vitest";
import { CsvError, itemOfRow, parseCsv, printCsv } from "./csv";
import type { Item } from "./values";

test("what is printed is read again", () => {
  const items: Item[] = [
    { id: { S: 'a,"b"\r\nc' }, n: { N: "1.50" }, flag: { BOOL: true }, m: { M: { x: { L: [{ N: "1" }] } } } },
    { id: { S: " x" }, empty: { S: "" } },
  ];
  const columns = ["id", "n", "flag", "m", "empty"];
  const [header, ...rows] = parseCsv(printCsv(items, columns));
  expect(header?.cells.map(({ text }) => text)).toEqual(columns);
  expect(rows.map((row) => itemOfRow(columns, row, new Map(), true))).toEqual(items);
});

test("keys have their declared type, and without guessing all else is text", () => {
  const [, row] = parseCsv("id,n\n007,12\n");
  expect(itemOfRow(["id", "n"], row!, new Map([["id", "S"]]), true)).toEqual({
    id: { S: "007" },
    n: { N: "12" },
  });
  expect(itemOfRow(["id", "n"], row!, new Map([["id", "N"]]), false)).toEqual({
    id: { N: "007" },
    n: { S: "12" },
  });
});

test("a number with zeros before it, such as a postcode, is text", () => {
  const [, row] = parseCsv("a,b,c\n0123,{not json,12345678901234567890");
  expect(itemOfRow(["a", "b", "c"], row!, new Map(), true)).toEqual({
    a: { S: "0123" },
    b: { S: "{not json" },
    c: { N: "12345678901234567890" },
  });
});

test("lines are counted, empty ones are left out, values at the end may be missing", () => {
  const rows = parseCsv('\ufeffa,b\n"x\ny",1\n\nz,\n');
  expect(rows.map(({ line, cells }) => [line, cells.map(({ text }) => text)])).toEqual([
    [1, ["a", "b"]],
    [2, ["x\ny", "1"]],
    [5, ["z", ""]],
  ]);
});

test("what is wrong", () => {
  expect(() => parseCsv('a\n"x')).toThrow(/Line 2: a quoted value does not end/);
  expect(() => parseCsv('"x"y')).toThrow(CsvError);
  expect(() => itemOfRow(["a"], parseCsv("1,2")[0]!, new Map(), true)).toThrow(/2 values for 1/);
});
