import { expect, test } from "vitest";
import { parsePath, printName, splitPaths } from "./paths";

test("paths", () => {
  expect(parsePath("a")).toEqual(["a"]);
  expect(parsePath("a.b[0][12].c d")).toEqual(["a", "b", 0, 12, "c d"]);
  expect(parsePath('"a.b".c')).toEqual(["a.b", "c"]);
  expect(parsePath('a."x\\"[0]"')).toEqual(["a", 'x"[0]']);
  for (const wrong of ["", ".a", "a.", "a..b", "[0]", "a[x]", "a[0", 'a"b"', '"a'])
    expect(parsePath(wrong), wrong).toBeUndefined();
});

test("a name is a path of one step", () => {
  for (const name of ["a", "a.b", "a[0]", 'x"y', "back\\slash", "é ü", '\\"'])
    expect(parsePath(printName(name)), name).toEqual([name]);
});

test("several paths", () => {
  expect(splitPaths('a, b.c[0] ,, "x, y".z')).toEqual(["a", "b.c[0]", '"x, y".z']);
  expect(splitPaths(" ")).toEqual([]);
});
