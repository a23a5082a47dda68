import { expect, test } from "vitest";
import { batchesOf, formatOf, parseItems, problemOfItem, writeBatch, type Write } from "./importing";
import type { Schema } from "./schema";

const schema: Schema = {
  table: "T",
  keys: { name: undefined, partition: [{ name: "id", type: "N" }], sort: [], isGlobal: false },
  indexes: [],
  vectors: [],
};

test("lines of DynamoDB's JSON, also as AWS exports them; the wrong ones are told", () => {
  const text = [
    '{"id": {"N": "1"}}',
    '{"Item": {"id": {"N": "2"}, "a": {"S": "x"}}}',
    "",
    "{",
    '{"id": {"S": "3"}}',
    '{"a": {"S": "x"}}',
  ].join("\n");
  const { items, wrong } = parseItems(text, "dynamodb", schema);
  expect(items.map(({ line, item }) => [line, item.id])).toEqual([
    [1, { N: "1" }],
    [2, { N: "2" }],
  ]);
  expect(wrong.map(({ line }) => line)).toEqual([4, 5, 6]);
  expect(wrong[1]?.problem).toBe("the key id is of the type S, not N");
  expect(wrong[2]?.problem).toBe("the key id is missing");
});

test("a list, plain lines and CSV", () => {
  expect(parseItems('[{"id": 1}, {"id": "x"}]', "plain", schema)).toEqual({
    items: [{ line: 1, item: { id: { N: "1" } } }],
    wrong: [{ line: 2, problem: "the key id is of the type S, not N" }],
  });
  expect(parseItems('{"id": 12345678901234567890}\r\n', "plain", schema).items[0]?.item).toEqual({
    id: { N: "12345678901234567890" },
  });
  const csv = parseItems("id,a\n1,x\nb,y\n2,z,more\n", "csv", schema);
  expect(csv.items).toEqual([{ line: 2, item: { id: { N: "1" }, a: { S: "x" } } }]);
  expect(csv.wrong.map(({ line }) => line)).toEqual([3, 4]);
});

test("the format is guessed from the file", () => {
  expect(formatOf("x.csv", "")).toBe("csv");
  expect(formatOf("x.json", '{"id": {"N": "1"}}')).toBe("dynamodb");
  expect(formatOf("x.json", '{"id": 1}')).toBe("plain");
});

test("an item that is too large is known before it is sent", () => {
  expect(problemOfItem({ id: { N: "1" }, a: { S: "x".repeat(410_000) } }, schema)).toMatch(/bytes/);
});

test("batches have 25 items and no key twice", () => {
  const item = (id: number) => ({ id: { N: String(id) } });
  const many = Array.from({ length: 30 }, (_, at) => item(at));
  expect(batchesOf(many, schema).map((batch) => batch.length)).toEqual([25, 5]);
  expect(batchesOf([item(1), item(2), item(1), item(3)], schema).map((batch) => batch.length)).toEqual([
    2, 2,
  ]);
});

test("what is not processed is sent again, and in the end told", async () => {
  const writes: Write[] = [1, 2, 3].map((id) => ({ PutRequest: { Item: { id: { N: String(id) } } } }));
  const sizes: number[] = [];
  const waits: number[] = [];
  const wait = async (milliseconds: number) => void waits.push(milliseconds);
  const answer = (left: Write[]) => ({
    $metadata: {},
    UnprocessedItems: Object.fromEntries(left.length > 0 ? [["T", left]] : []),
  });
  const once = await writeBatch(
    async ({ RequestItems }) => {
      const sent = RequestItems!.T!;
      sizes.push(sent.length);
      return answer(sent.slice(1));
    },
    "T",
    writes,
    wait,
  );
  expect(once).toEqual([]);
  expect(sizes).toEqual([3, 2, 1]);
  expect(waits).toEqual([50, 100]);
  expect(await writeBatch(async () => answer(writes), "T", writes, wait)).toEqual(writes);
});
