import { expect, test } from "vitest";
import { schemaOf } from "../model/schema";
import type { Item } from "../model/values";
import { loadPages, MOST_ITEMS, NOTHING, replaced, type Answer, type Fetch } from "./answer";

const schema = schemaOf({
  TableName: "t",
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
});
const item = (id: string, more: Item = {}): Item => ({ id: { S: id }, ...more });
const key = (id: string) => JSON.stringify(item(id));
const idsOf = ({ rows }: Answer) => rows.map((row) => row.item.id?.S);

function holder() {
  const held = {
    answer: NOTHING,
    get: () => held.answer,
    set: (answer: Answer) => {
      held.answer = answer;
    },
  };
  return held;
}

// Pages of one item each, 0 to `last`; `meanwhile` is called while a page is on its way.
const pages =
  (last: number, meanwhile: (page: number) => void = () => {}): Fetch =>
  async (next) => {
    const page = (next as number | undefined) ?? 0;
    await Promise.resolve();
    meanwhile(page);
    return { items: [item(String(page))], units: 1, next: page < last ? page + 1 : undefined };
  };

test("one page is loaded, then all others", async () => {
  const held = holder();
  const { signal } = new AbortController();
  await loadPages(pages(3), held, false, signal);
  expect(idsOf(held.answer)).toEqual(["0"]);
  await loadPages(pages(3), held, true, signal);
  expect(idsOf(held.answer)).toEqual(["0", "1", "2", "3"]);
  expect(held.answer).toMatchObject({ requests: 4, units: 4, next: undefined });
});

test("what items become while pages are loaded stays", async () => {
  const held = holder();
  const changed = item("1", { a: { S: "new" } });
  const meanwhile = (page: number) => {
    if (page !== 2) return;
    const changes = new Map([
      [key("0"), undefined],
      [key("1"), changed],
    ]);
    held.set(replaced(held.answer, schema, changes, false));
  };
  await loadPages(pages(3, meanwhile), held, true, new AbortController().signal);
  expect(idsOf(held.answer)).toEqual(["1", "2", "3"]);
  expect(held.answer.rows[0]?.item).toEqual(changed);
});

test("a row keeps its id, and of some attributes only those", () => {
  const before = { ...NOTHING, rows: [{ id: "7", item: item("1", { a: { S: "old" } }) }] };
  const now = item("1", { a: { S: "new" }, b: { S: "more" } });
  const changes = new Map([[key("1"), now]]);
  expect(replaced(before, schema, changes, false).rows).toEqual([{ id: "7", item: now }]);
  expect(replaced(before, schema, changes, true).rows).toEqual([
    { id: "7", item: item("1", { a: { S: "new" } }) },
  ]);
});

test("nothing comes after it was stopped, or when no more is held", async () => {
  const held = holder();
  const stop = new AbortController();
  await loadPages(
    pages(3, (page) => page === 1 && stop.abort()),
    held,
    true,
    stop.signal,
  );
  expect(idsOf(held.answer)).toEqual(["0"]);
  const { signal } = new AbortController();
  const many = Array.from({ length: MOST_ITEMS }, (_, n) => item(String(n)));
  await loadPages(() => Promise.resolve({ items: many, next: 1 }), held, true, signal);
  expect(held.answer.requests).toBe(2);
});
