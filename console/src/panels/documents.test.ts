import { expect, test } from "vitest";
import { problemOfDocument, readableDocument } from "./documents";

test("documents of IAM are decoded and indented", () => {
  expect(readableDocument("%7B%22Version%22%3A%222012-10-17%22%7D", true)).toBe(
    '{\n  "Version": "2012-10-17"\n}',
  );
});

test("a document that is not encoded keeps its percent signs", () => {
  expect(readableDocument('{"Resource":"arn:aws:s3:::b/%41"}')).toContain("b/%41");
});

test("what is not JSON is shown as it is", () => {
  expect(readableDocument("100%", true)).toBe("100%");
  expect(readableDocument(undefined)).toBe("");
});

test.each([
  ["", "A policy is needed."],
  ["[]", "A policy is a JSON object."],
  ["null", "A policy is a JSON object."],
])("%j is no policy", (text, problem) => {
  expect(problemOfDocument(text)).toBe(problem);
});

test("a slip in the JSON is told", () => {
  expect(problemOfDocument('{"a": }')).toMatch(/JSON/);
  expect(problemOfDocument("{}")).toBeUndefined();
});
