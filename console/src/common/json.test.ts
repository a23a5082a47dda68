import { expect, test } from "vitest";
import { prettyJson } from "./json";

test("a document gets lines and indents", () => {
  const text = '{"a":[1,{"b":"x, {y}: \\"z\\""}],"c":{},"d":[],"e":null}';
  expect(prettyJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
});

test("numbers stay as they are", () => {
  expect(prettyJson("[12345678901234567890.10, 1e400]")).toBe("[\n  12345678901234567890.10,\n  1e400\n]");
});

test.each([['"text"'], ["42"], ["null"], ["{}"], ["[]"]])("%s is short", (text) => {
  expect(prettyJson(` ${text}\n`)).toBe(text);
});

test.each([[""], ["{"], ["text"], ["{'a': 1}"]])("%s is no JSON", (text) => {
  expect(prettyJson(text)).toBeUndefined();
});
