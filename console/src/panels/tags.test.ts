import { expect, test } from "vitest";
import { changeOfTags, problemsOfTags } from "./tags";

test("only what differs is set or removed", () => {
  const before = [
    { key: "a", value: "1" },
    { key: "b", value: "2" },
    { key: "c", value: "" },
  ];
  const after = [
    { key: "a", value: "1" },
    { key: "b", value: "3" },
    { key: "d", value: "" },
  ];
  expect(changeOfTags(before, after)).toEqual({
    set: [
      { key: "b", value: "3" },
      { key: "d", value: "" },
    ],
    removed: ["c"],
  });
});

test("a key is needed, and only once", () => {
  const tags = ["a", "", "a"].map((key) => ({ key, value: "" }));
  expect(problemsOfTags(tags)).toEqual([undefined, "A key is needed.", "There is this key already."]);
});
