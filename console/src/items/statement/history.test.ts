import { expect, test } from "vitest";
import { addToHistory, loadHistory } from "./history";

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
}

test("statements are kept, the newest first and each once", () => {
  const own = storage();
  let history = loadHistory(own);
  for (const statement of ["a", "b", "a"]) history = addToHistory(own, history, statement);
  expect(history).toEqual(["a", "b"]);
  expect(loadHistory(own)).toEqual(["a", "b"]);
  for (let at = 0; at < 100; at += 1) history = addToHistory(own, history, `s${at}`);
  expect(history).toHaveLength(50);
  expect(addToHistory(own, history, "x".repeat(30_000))).toEqual(history);
});

test("what somebody else has left is not taken", () => {
  const own = storage();
  own.setItem("stator-partiql", "{");
  expect(loadHistory(own)).toEqual([]);
  own.setItem("stator-partiql", '[1, "a"]');
  expect(loadHistory(own)).toEqual(["a"]);
});
