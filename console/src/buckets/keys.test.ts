import { expect, test } from "vitest";
import {
  attachment,
  copySource,
  decodeKey,
  fitsXml,
  folderOf,
  lastName,
  nameBelow,
  problemOfKey,
  stepsOf,
} from "./keys";

test("a prefix is a path of folders", () => {
  expect(stepsOf("")).toEqual([]);
  expect(stepsOf("a/b/")).toEqual([
    { text: "a", prefix: "a/" },
    { text: "b", prefix: "a/b/" },
  ]);
});

test("folders without a name, and prefixes that end within a name, are steps as well", () => {
  expect(stepsOf("/a//b").map(({ prefix }) => prefix)).toEqual(["/", "/a/", "/a//", "/a//b"]);
  expect(stepsOf("//").map(({ text }) => text)).toEqual(["(no name)", "(no name)"]);
});

test("names are below the prefix", () => {
  expect(nameBelow("a/", "a/b.txt")).toBe("b.txt");
  expect(nameBelow("a/", "a/")).toBe("(no name)");
  expect(folderOf("a/b/c")).toBe("a/b/");
  expect(folderOf("c")).toBe("");
  expect(lastName("a/b/")).toBe("b");
  expect(lastName("a/b")).toBe("b");
});

test("what a list encodes comes back as it was", () => {
  expect(decodeKey("a%20b/%C3%BC%2B%01%26+x")).toBe("a b/ü+\u0001& x");
});

test("the source of a copy is encoded, its slashes are not", () => {
  expect(copySource("photos", "a b/ü+?#.png")).toBe("photos/a%20b/%C3%BC%2B%3F%23.png");
});

test.each([
  ["", /needed/],
  ["é".repeat(513), /1026/],
  ["a/../b", /resolve/],
])("a key that cannot be: %#", (key, problem) => {
  expect(problemOfKey(key)).toMatch(problem);
});

test("other keys can be", () => {
  expect(problemOfKey("a/..b/ c//d")).toBeUndefined();
});

test("control characters do not fit into XML", () => {
  expect(fitsXml("a/ü <&> 😀")).toBe(true);
  expect(fitsXml("a\u0001")).toBe(false);
});

test("a file's name cannot break out of the header", () => {
  expect(attachment('a/x"; b=\r\n.txt')).toBe(
    "attachment; filename=\"x_; b=__.txt\"; filename*=UTF-8''x%22%3B%20b%3D%0D%0A.txt",
  );
  expect(attachment("ü'(1).txt")).toContain("UTF-8''%C3%BC%27%281%29.txt");
});
