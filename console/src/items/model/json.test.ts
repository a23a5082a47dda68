import { expect, test } from "vitest";
import { JsonError, NumberText, parseJson, printJson } from "./json";

test("numbers stay as they are written", () => {
  const text = "[12345678901234567890123456789012345678,1.10,-0,1E+5]";
  expect(printJson(parseJson(text), 0)).toBe(text);
  expect(parseJson("1.10")).toEqual(new NumberText("1.10"));
});

test("texts, names and order survive", () => {
  const text = '{"b":"\\u00e9\\n\\"","__proto__":{"a":[]},"":null,"a":[true,false,{}]}';
  expect(printJson(parseJson(text), 0)).toBe(text.replace("\\u00e9", "é"));
});

test("it is printed as JSON.stringify does", () => {
  const value = { a: [1, { b: [] }], c: {}, d: "x" };
  expect(printJson(parseJson(JSON.stringify(value)))).toBe(JSON.stringify(value, null, 2));
});

test("an error says where it is", () => {
  const wrong: [string, RegExp][] = [
    ["", /Line 1, column 1: a value is expected, and the text ends/],
    ['{"a": 1,\n "a": 2}', /Line 2.*twice/],
    ['{"a" 1}', /colon/],
    ["[1, 2", /comma or ]/],
    ['{"a": 1,}', /in "quotes"/],
    ['"abc', /does not end/],
    ['"\\x"', /escape/],
    ['"a\nb"', /does not end/],
    ["01", /there is more/],
    ["nul", /a value is expected/],
    ["[".repeat(300), /too deeply/],
  ];
  for (const [text, message] of wrong) {
    expect(() => parseJson(text), text).toThrow(JsonError);
    expect(() => parseJson(text), text).toThrow(message);
  }
});
