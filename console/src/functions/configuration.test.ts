import { expect, test } from "vitest";
import { changesOf, formOf, isValid, pairsProblem, recordOf, wholeNumber } from "./configuration";

const FORM = formOf({
  Runtime: "python3.13",
  Handler: "a.b",
  Role: "arn:aws:iam::000000000000:role/any",
  MemorySize: 128,
  Timeout: 3,
  Environment: { Variables: { A: "1" } },
  Layers: [{ Arn: "arn:aws:lambda:us-east-1:000000000000:layer:shared:1" }],
});

test("what was not changed is not sent", () => {
  expect(changesOf(FORM, { ...FORM })).toBeUndefined();
  expect(changesOf(FORM, { ...FORM, memory: "256" })).toEqual({ MemorySize: 256 });
  expect(changesOf(FORM, { ...FORM, variables: [], layers: [] })).toEqual({
    Environment: { Variables: {} },
    Layers: [],
  });
  expect(changesOf(FORM, { ...FORM, storage: "1024", description: "x", timeout: "900" })).toEqual({
    EphemeralStorage: { Size: 1024 },
    Description: "x",
    Timeout: 900,
  });
});

test("numbers are checked", () => {
  expect(wholeNumber("128", 128, 10240)).toBe(128);
  expect(wholeNumber("127", 128, 10240)).toBe("A whole number from 128 to 10240.");
  expect(wholeNumber("1e3", 1, 10240)).toBe("A whole number from 1 to 10240.");
  expect(wholeNumber("", 0, 1)).toBe("A whole number from 0 to 1.");
  expect(wholeNumber("-1", -1, 10)).toBe(-1);
  expect(isValid(FORM)).toBe(true);
  expect(isValid({ ...FORM, timeout: "901" })).toBe(false);
});

test("a name may be there once", () => {
  const pairs = [
    { key: "A", value: "1" },
    { key: "A", value: "2" },
    { key: "", value: "" },
  ];
  expect(pairs.map((_, index) => pairsProblem(pairs, index))).toEqual([
    undefined,
    "There is one of this name.",
    "Give it a name.",
  ]);
  expect(recordOf([{ key: "__proto__", value: "x" }])).toHaveProperty("__proto__", "x");
});
