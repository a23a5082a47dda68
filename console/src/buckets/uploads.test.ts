import { expect, test } from "vitest";
import { keyOfFile, partSizeOf, summaryOf, withFiles, type Upload } from "./uploads";

const MB = 1024 * 1024;
const file = (name: string) =>
  Object.assign(new Blob(["x"]), { name, lastModified: 0, webkitRelativePath: "" }) as File;

test("files go into the folder, chosen folders keep their structure", () => {
  expect(keyOfFile("a/", { name: "x" })).toBe("a/x");
  expect(keyOfFile("a/beg", { name: "x" })).toBe("a/x");
  expect(keyOfFile("a/", { name: "x", webkitRelativePath: "b/c/x" })).toBe("a/b/c/x");
});

test("a file that is chosen again replaces the one that waits", () => {
  const once = withFiles([], [file("a"), file("b")], "");
  const again = withFiles(once, [file("a")], "");
  expect(again.map(({ key, id }) => [key, id])).toEqual([
    ["b", 2],
    ["a", 3],
  ]);
});

test("what is done stays in the list", () => {
  const done = withFiles([], [file("a")], "").map((upload): Upload => ({ ...upload, state: "done" }));
  expect(withFiles(done, [file("a")], "")).toHaveLength(2);
});

test("parts grow with the file, and are never more than 10,000", () => {
  expect(partSizeOf(1)).toBe(8 * MB);
  for (const size of [100_000 * MB, 5_000_000 * MB])
    expect(Math.ceil(size / partSizeOf(size))).toBeLessThanOrEqual(10_000);
});

test("a summary says what went wrong", () => {
  const [a, b] = withFiles([], [file("a"), file("b")], "");
  if (!a || !b) throw new Error("two files are two uploads");
  expect(summaryOf([a, b])).toBe("0 of 2 uploaded");
  expect(
    summaryOf([
      { ...a, state: "done" },
      { ...b, state: "failed" },
    ]),
  ).toBe("1 of 2 uploaded, 1 failed");
});
