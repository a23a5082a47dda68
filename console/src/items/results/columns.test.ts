import { expect, test } from "vitest";
import type { Item } from "../model/values";
import { columnsOf, compareValues, freeId, MOST_SHOWN, shortText, shownColumns } from "./columns";

const items: Item[] = [
  { a: { N: "1" }, id: { S: "x" } },
  { id: { S: "y" }, a: { S: "1" }, b: { BOOL: true } },
];

test("columns are the keys and what else there is, with their types", () => {
  expect(columnsOf(items, ["id", "sort"])).toEqual([
    { name: "id", types: ["S"] },
    { name: "a", types: ["N", "S"] },
    { name: "b", types: ["BOOL"] },
  ]);
});

test("without items there are the keys", () => {
  expect(columnsOf([], ["id"])).toEqual([{ name: "id", types: [] }]);
});

test("what was chosen stays, and what is new comes behind it, up to a number", () => {
  const columns = columnsOf(items, ["id"]);
  const chosen = [
    { id: "a", visible: false },
    { id: "gone", visible: true },
    { id: "id", visible: true },
  ];
  expect(shownColumns(columns, chosen)).toEqual([
    { id: "a", visible: false },
    { id: "id", visible: true },
    { id: "b", visible: true },
  ]);
  const many = Array.from({ length: 30 }, (_, at) => ({ name: `c${at}`, types: [] }));
  expect(shownColumns(many, []).filter(({ visible }) => visible)).toHaveLength(MOST_SHOWN);
});

test("a column beside the attributes has no name of theirs", () => {
  expect(freeId(columnsOf(items, ["id"]), "score")).toBe("score");
  expect(freeId([{ name: "score", types: ["N"] }], "score")).toBe("score_");
});

test("values are sorted by what they are", () => {
  expect(compareValues({ N: "9" }, { N: "10" })).toBeLessThan(0);
  expect(compareValues({ S: "9" }, { S: "10" })).toBeGreaterThan(0);
  expect(compareValues(undefined, { S: "" })).toBeGreaterThan(0);
  expect(compareValues({ N: "5" }, { S: "1" })).toBeLessThan(0);
});

test("a long value is cut", () => {
  expect(shortText({ S: "a\n b" })).toEqual({ text: "a b", isCut: false });
  expect(shortText({ S: "x".repeat(1000) }).isCut).toBe(true);
  expect(shortText({ M: { a: { L: [{ N: "1" }] } } })).toEqual({ text: '{"a":[1]}', isCut: false });
  const large = shortText({ M: { a: { B: new Uint8Array(300_000) } } });
  expect(large.isCut).toBe(true);
  expect(large.text.length).toBeLessThan(130);
});
