// The last search of each table, for this tab.

import { NEW_FILTER } from "../model/filters";
import { NEW_SEARCH, type Search } from "../model/search";

const keyOf = (table: string) => `stator-search ${table}`;

const sameKind = (a: unknown, b: unknown) => typeof a === typeof b && Array.isArray(a) === Array.isArray(b);

function isSearch(value: unknown): value is Search {
  if (typeof value !== "object" || value === null) return false;
  const { index, ...kept } = value as Record<string, unknown>;
  const expected = Object.entries(NEW_SEARCH).filter(([name]) => name !== "index");
  const filters = Array.isArray(kept.filters) ? (kept.filters as unknown[]) : [];
  return (
    ["string", "undefined"].includes(typeof index) &&
    expected.every(([name, one]) => kept[name] !== null && sameKind(kept[name], one)) &&
    filters.every(
      (filter) =>
        typeof filter === "object" &&
        filter !== null &&
        Object.entries(NEW_FILTER).every(([name, one]) =>
          sameKind((filter as Record<string, unknown>)[name], one),
        ),
    )
  );
}

export function loadSearch(storage: Storage, table: string): Search {
  try {
    const kept: unknown = JSON.parse(storage.getItem(keyOf(table)) ?? "null");
    if (isSearch(kept)) return kept;
  } catch {
    // Somebody else's; begin anew.
  }
  return NEW_SEARCH;
}

export function keepSearch(storage: Storage, table: string, search: Search): void {
  try {
    storage.setItem(keyOf(table), JSON.stringify(search));
  } catch {
    // No room: then it is not kept.
  }
}
