import { expect, test } from "vitest";
import { allPages } from "./pages";

const LETTERS = ["a", "b", "c", "d", "e"];

function two(token: number | undefined) {
  const from = token ?? 0;
  return Promise.resolve({ items: LETTERS.slice(from, from + 2), next: from + 2 < 5 ? from + 2 : undefined });
}

test("all pages are one list", async () => {
  expect(await allPages(two)).toEqual(LETTERS);
});

test("no more than was asked for, and no page more than that takes", async () => {
  const asked: (number | undefined)[] = [];
  const some = await allPages((token: number | undefined) => {
    asked.push(token);
    return two(token);
  }, 3);
  expect(some).toEqual(["a", "b", "c"]);
  expect(asked).toEqual([undefined, 2]);
});

test("an empty token ends the list, as some services say it", async () => {
  expect(await allPages(() => Promise.resolve({ items: ["x"], next: "" }))).toEqual(["x"]);
});
