import { expect, test } from "vitest";
import { isComplete, metadataOf, problemOfName, problemOfValue, replacing } from "./metadata";

test("what is loaded and not changed is written as it was", () => {
  const head = { ContentType: "text/plain", Metadata: { a: "1" }, $metadata: {} };
  expect(replacing(metadataOf(head))).toEqual({
    ContentType: "text/plain",
    CacheControl: undefined,
    ContentDisposition: undefined,
    ContentEncoding: undefined,
    ContentLanguage: undefined,
    MetadataDirective: "REPLACE",
    Metadata: { a: "1" },
  });
});

test("names are those of headers, each once", () => {
  const user = ["a-1", "A", "", "a b", "a-1"].map((name) => ({ name, value: "" }));
  expect(user.map((_, index) => problemOfName(user, index) !== undefined)).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
});

test("values are those of headers", () => {
  expect(problemOfValue("caf\u00e9, 1")).toBeUndefined();
  expect(problemOfValue("a\nb")).toBeDefined();
  expect(problemOfValue("\u20ac")).toBeDefined();
  const whole = metadataOf({ Metadata: { a: "1" }, $metadata: {} });
  expect(isComplete(whole)).toBe(true);
  expect(isComplete({ ...whole, user: [{ name: "a", value: "\u20ac" }] })).toBe(false);
});
