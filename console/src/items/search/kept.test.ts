import { expect, test } from "vitest";
import { NEW_FILTER } from "../model/filters";
import { NEW_SEARCH } from "../model/search";
import { keepSearch, loadSearch } from "./kept";

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
}

test("the search of a table is there again", () => {
  const own = storage();
  const search = { ...NEW_SEARCH, index: "by-genre", filters: [{ ...NEW_FILTER, path: "a" }] };
  keepSearch(own, "Music", search);
  expect(loadSearch(own, "Music")).toEqual(search);
  expect(loadSearch(own, "Other")).toEqual(NEW_SEARCH);
});

test("what somebody else has left is not taken", () => {
  for (const text of ["{", "null", "7", "{}", JSON.stringify({ ...NEW_SEARCH, filters: [{}] })]) {
    const own = storage();
    own.setItem("stator-search Music", text);
    expect(loadSearch(own, "Music"), text).toEqual(NEW_SEARCH);
  }
  const own = storage();
  own.setItem("stator-search Music", JSON.stringify({ ...NEW_SEARCH, sort: null }));
  expect(loadSearch(own, "Music")).toEqual(NEW_SEARCH);
});
