import { expect, test } from "vitest";
import { compareNumbers, numberProblem, numberSize } from "./numbers";

test("a number has 38 digits, zeros at its ends not counted", () => {
  expect(numberProblem("1".repeat(38))).toBeUndefined();
  expect(numberProblem("1".repeat(39))).toMatch(/38/);
  expect(numberProblem("1" + "0".repeat(60))).toBeUndefined();
  expect(numberProblem("-0.5e-3")).toBeUndefined();
  expect(numberProblem(".5")).toBeUndefined();
});

test("magnitudes end", () => {
  expect(numberProblem("9.99e125")).toBeUndefined();
  expect(numberProblem("1e126")).toMatch(/magnitude/);
  expect(numberProblem("1e-130")).toBeUndefined();
  expect(numberProblem("1e-131")).toMatch(/magnitude/);
  expect(numberProblem("0e999")).toBeUndefined();
});

test("what is no number", () => {
  for (const text of ["", "abc", "1,5", "0x10", "NaN", "Infinity", ".", "1e", "--1", "1 2"])
    expect(numberProblem(text), text).toBeDefined();
});

test("the size of a number", () => {
  expect(numberSize("0")).toBe(1);
  expect(numberSize("7")).toBe(2);
  expect(numberSize("-7")).toBe(3);
  expect(numberSize("1234")).toBe(3);
  expect(numberSize("1.5")).toBe(3);
  expect(numberSize("1000000")).toBe(2);
});

test("numbers are in their order, with all their digits", () => {
  const ordered = [
    "-100",
    "-12",
    "-1.5",
    "0",
    "1e-5",
    "0.5",
    "0.51",
    "2",
    "10",
    "12345678901234567890",
    "12345678901234567891",
  ];
  for (const [at, one] of ordered.entries())
    for (const [other, two] of ordered.entries())
      expect(Math.sign(compareNumbers(one, two))).toBe(Math.sign(at - other));
  expect(compareNumbers("1.0", "1")).toBe(0);
});
