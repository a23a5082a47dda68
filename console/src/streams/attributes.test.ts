import { expect, test } from "vitest";
import { changesOf, cutText, imageJson, keyText, textOf } from "./attributes";

test("values as text, with all digits", () => {
  expect(textOf({ N: "12345678901234567890123456789012345678" })).toBe(
    "12345678901234567890123456789012345678",
  );
  expect(
    textOf({ M: { a: { L: [{ S: 'x"y' }, { NULL: true }, { BOOL: false }] }, b: { NS: ["1", "2"] } } }),
  ).toBe('{"a": ["x\\"y", null, false], "b": {1, 2}}');
  expect(textOf({ B: new Uint8Array([1, 2, 255]) })).toBe("base64 AQL/");
  expect(keyText({ Id: { S: "a" }, At: { N: "1" } })).toBe('Id: "a", At: 1');
  expect(cutText("abcdef", 3)).toBe("abc...");
});

test("images as DynamoDB's JSON", () => {
  expect(
    imageJson({ a: { B: new Uint8Array([0]) }, b: { BS: [new Uint8Array([1])] }, c: { L: [{ N: "1" }] } }),
  ).toEqual({
    a: { B: "AA==" },
    b: { BS: ["AQ=="] },
    c: { L: [{ N: "1" }] },
  });
});

test("what changed is found inside of maps and lists", () => {
  const before = { Id: { S: "a" }, m: { M: { x: { N: "1" }, y: { S: "same" } } }, l: { L: [{ N: "1" }] } };
  const after = {
    Id: { S: "a" },
    m: { M: { x: { N: "2" }, y: { S: "same" } } },
    l: { L: [{ N: "1" }, { N: "2" }] },
  };
  expect(changesOf(before, after).map(({ path, kind }) => [path, kind])).toEqual([
    ["Id", "same"],
    ["l[0]", "same"],
    ["l[1]", "added"],
    ["m.x", "changed"],
    ["m.y", "same"],
  ]);
});

test("inserted and removed items, changed types, sets in another order", () => {
  expect(changesOf(undefined, { "a b": { S: "x" } })).toEqual([
    { path: '"a b"', kind: "added", after: { S: "x" } },
  ]);
  expect(changesOf({ a: { S: "x" } }, undefined)[0]?.kind).toBe("removed");
  expect(changesOf({ a: { S: "1" } }, { a: { N: "1" } })[0]?.kind).toBe("changed");
  expect(changesOf({ a: { SS: ["x", "y"] } }, { a: { SS: ["y", "x"] } })[0]?.kind).toBe("same");
  expect(
    changesOf(
      { m: { M: { a: { N: "1" }, b: { N: "2" } } } },
      { m: { M: { b: { N: "2" }, a: { N: "1" } } } },
    )[0]?.kind,
  ).toBe("same");
});
