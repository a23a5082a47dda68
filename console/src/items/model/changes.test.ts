import { expect, test } from "vitest";
import { changesOf, updateOf } from "./changes";
import type { Schema } from "./schema";
import type { Item } from "./values";

const schema: Schema = {
  table: "T",
  keys: { name: undefined, partition: [{ name: "id", type: "S" }], sort: [], isGlobal: false },
  indexes: [],
  vectors: [],
};
const before: Item = { id: { S: "1" }, a: { N: "1" }, gone: { S: "x" }, set: { SS: ["a", "b"] } };
const after: Item = { id: { S: "1" }, a: { N: "2" }, set: { SS: ["b", "a"] }, size: { BOOL: true } };

test("only what has changed is written, if the item is what was loaded", () => {
  expect(updateOf(schema, before, after)).toEqual({
    TableName: "T",
    Key: { id: { S: "1" } },
    UpdateExpression: "SET #a = :a, #size = :size REMOVE #gone",
    ConditionExpression:
      "attribute_exists(#id) AND #a = :a_was AND #gone = :gone_was AND #set = :set_was AND attribute_not_exists(#size)",
    ExpressionAttributeNames: { "#a": "a", "#size": "size", "#gone": "gone", "#id": "id", "#set": "set" },
    ExpressionAttributeValues: {
      ":a": { N: "2" },
      ":size": { BOOL: true },
      ":a_was": { N: "1" },
      ":gone_was": { S: "x" },
      ":set_was": { SS: ["a", "b"] },
    },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
});

test("written over, only the item has to be there", () => {
  const input = updateOf(schema, before, after, true);
  expect(input?.ConditionExpression).toBe("attribute_exists(#id)");
  expect(Object.keys(input?.ExpressionAttributeNames ?? {})).toEqual(["#a", "#size", "#gone", "#id"]);
});

test("nothing to do, and what cannot be done", () => {
  expect(updateOf(schema, before, { ...before })).toBeUndefined();
  expect(changesOf(before, before)).toEqual({ set: [], remove: [] });
  expect(() => updateOf(schema, before, { ...before, id: { S: "2" } })).toThrow(/Duplicate/);
});

test("of an item with hundreds of attributes, those that are changed are compared", () => {
  const wide: Item = { id: { S: "1" } };
  for (let at = 0; at < 500; at += 1) wide[`attribute${at}`] = { N: String(at) };
  const input = updateOf(schema, wide, { ...wide, attribute7: { N: "0" } });
  expect(input?.ConditionExpression).toBe("attribute_exists(#id) AND #attribute7 = :attribute7_was");
});
