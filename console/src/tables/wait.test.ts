import { expect, test } from "vitest";
import { waitUntil } from "./wait";

test("asks until it is done", async () => {
  let asked = 0;
  await waitUntil(() => Promise.resolve(++asked === 3), "It", 0);
  expect(asked).toBe(3);
});

test("gives up", async () => {
  await expect(waitUntil(() => Promise.resolve(false), "Table T", 0, 0)).rejects.toThrow(
    "Table T takes longer than 0 seconds",
  );
});

test("an error of the question ends it", async () => {
  await expect(waitUntil(() => Promise.reject(new Error("gone")), "It", 0)).rejects.toThrow("gone");
});
