import { expect, test } from "vitest";
import { inParallel } from "./parallel";

test("results are in the order of what they are of, and no more run at once than said", async () => {
  let running = 0;
  let most = 0;
  const results = await inParallel([5, 1, 4, 2, 3], 2, async (value) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < value; ++turn) await Promise.resolve();
    running -= 1;
    return value * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30]);
  expect(most).toBe(2);
});

test("one that fails, fails all", async () => {
  await expect(
    inParallel([1, 2], 2, (value) => (value === 2 ? Promise.reject(new Error("two")) : Promise.resolve())),
  ).rejects.toThrow("two");
  expect(await inParallel([], 3, () => Promise.resolve(1))).toEqual([]);
});
