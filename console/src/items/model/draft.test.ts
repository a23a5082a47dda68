import { expect, test } from "vitest";
import {
  changeType,
  draftOf,
  draftsOf,
  itemOfDrafts,
  keepLineBreaks,
  newDraft,
  replaceAt,
  valueOf,
  type Problems,
} from "./draft";
import { TYPES, type Item } from "./values";

const item: Item = {
  id: { S: "x" },
  n: { N: "1.50" },
  b: { B: new Uint8Array([1, 2]) },
  deep: { M: { list: { L: [{ BOOL: true }, { NULL: true }, { M: { ns: { NS: ["1", "2"] } } }] } } },
  bs: { BS: [new Uint8Array([7])] },
};

test("an item is a tree and back", () => {
  const problems: Problems = new Map();
  expect(itemOfDrafts(draftsOf(item), problems, true)).toEqual(item);
  expect(problems.size).toBe(0);
});

test("a value at any depth is changed, the others stay as they are", () => {
  const drafts = draftsOf(item);
  const deep = drafts[3]!;
  const list = deep.children[0]!;
  const flag = list.children[0]!;
  const next = replaceAt(drafts, [deep.id, list.id, flag.id], (draft) => ({ ...draft, text: "false" }));
  expect(itemOfDrafts(next, new Map()).deep).toEqual({
    M: { list: { L: [{ BOOL: false }, { NULL: true }, { M: { ns: { NS: ["1", "2"] } } }] } },
  });
  expect(next[0]).toBe(drafts[0]);
  const removed = replaceAt(drafts, [deep.id, list.id], () => undefined);
  expect(itemOfDrafts(removed, new Map()).deep).toEqual({ M: {} });
});

test("what is wrong is said of the value that it is wrong with", () => {
  const problemsOf = (value: ReturnType<typeof draftOf>) => {
    const problems: Problems = new Map();
    valueOf(value, problems);
    return [...problems.values()];
  };
  expect(problemsOf({ ...newDraft("", "N"), text: "1x" })).toEqual(["This is not a number."]);
  expect(problemsOf({ ...newDraft("", "B"), text: "*" })).toEqual(["This is not Base64."]);
  expect(problemsOf(newDraft("", "SS"))).toEqual(["A set has at least one element."]);
  expect(problemsOf({ ...newDraft("", "SS"), children: [newDraft("", "S"), newDraft("", "S")] })).toEqual([
    "This element is there twice.",
  ]);
  const problems: Problems = new Map();
  itemOfDrafts([newDraft("a", "S"), newDraft("a", "S"), newDraft("", "S")], problems, true);
  expect([...problems.values()]).toEqual(["This name is there twice.", "An attribute needs a name."]);
});

test("a type is changed without losing what can be kept", () => {
  const change = (value: Parameters<typeof draftOf>[0], type: (typeof TYPES)[number]) =>
    valueOf(changeType(draftOf(value), type), new Map());
  expect(change({ S: "12" }, "N")).toEqual({ N: "12" });
  expect(change({ S: "é" }, "B")).toEqual({ B: new Uint8Array([0xc3, 0xa9]) });
  expect(change({ B: new Uint8Array([0xc3, 0xa9]) }, "S")).toEqual({ S: "é" });
  expect(change({ S: "a" }, "L")).toEqual({ L: [{ S: "a" }] });
  expect(change({ N: "1" }, "SS")).toEqual({ SS: ["1"] });
  expect(change({ L: [{ S: "a" }, { N: "1" }] }, "M")).toEqual({ M: { 0: { S: "a" }, 1: { N: "1" } } });
  expect(change({ M: { a: { S: "x" } } }, "L")).toEqual({ L: [{ S: "x" }] });
  expect(change({ SS: ["1", "2"] }, "NS")).toEqual({ NS: ["1", "2"] });
  expect(change({ S: "true" }, "BOOL")).toEqual({ BOOL: true });
  expect(change({ L: [{ S: "a" }] }, "NULL")).toEqual({ NULL: true });
});

test("any type becomes any other", () => {
  for (const from of Object.values(item))
    for (const to of TYPES) expect(changeType(draftOf(from), to).type).toBe(to);
});

test("a text of another system keeps its line breaks", () => {
  expect(keepLineBreaks("a\r\nb", "a\nb\nc")).toBe("a\r\nb\r\nc");
  expect(keepLineBreaks("a\nb", "a\nb\nc")).toBe("a\nb\nc");
});
