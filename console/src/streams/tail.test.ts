import { expect, test } from "vitest";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import { StreamTail, type Start, type StreamSource } from "./tail";

interface FakeShard {
  id: string;
  parent?: string;
  closed?: boolean;
  records: string[]; // sequence numbers
}

const record = (SequenceNumber: string): _Record => ({
  eventName: "INSERT",
  dynamodb: {
    SequenceNumber,
    ApproximateCreationDateTime: new Date(Math.min(Number(SequenceNumber), 1e15)),
  },
});

const failure = (name: string) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: 400 } });

// Iterators are "SHARD/POSITION"; pages have two records.
function source(shards: FakeShard[]) {
  const fail: { next?: string } = {};
  const fake: StreamSource = {
    describe: () =>
      Promise.resolve({
        $metadata: {},
        StreamDescription: {
          Shards: shards.map(({ id, parent, closed }) => ({
            ShardId: id,
            ParentShardId: parent,
            SequenceNumberRange: {
              StartingSequenceNumber: "1",
              EndingSequenceNumber: closed ? "9" : undefined,
            },
          })),
        },
      }),
    iterator: ({ ShardId, ShardIteratorType, SequenceNumber = "" }) => {
      const records = shards.find(({ id }) => id === ShardId)?.records ?? [];
      const at =
        ShardIteratorType === "LATEST"
          ? records.length
          : ShardIteratorType === "AFTER_SEQUENCE_NUMBER"
            ? records.indexOf(SequenceNumber) + 1
            : 0;
      return Promise.resolve({ $metadata: {}, ShardIterator: `${ShardId}/${at}` });
    },
    records: ({ ShardIterator = "" }) => {
      if (fail.next) {
        const error = failure(fail.next);
        fail.next = undefined;
        return Promise.reject(error);
      }
      const [id, at = "0"] = ShardIterator.split("/");
      const shard = shards.find((one) => one.id === id);
      const page = (shard?.records ?? []).slice(Number(at), Number(at) + 2);
      const next = Number(at) + page.length;
      const ended = shard?.closed && next >= shard.records.length;
      return Promise.resolve({
        $metadata: {},
        Records: page.map(record),
        NextShardIterator: ended ? undefined : `${id}/${next}`,
      });
    },
  };
  return { fake, fail };
}

const numbersOf = (records: _Record[]) => records.map(({ dynamodb }) => dynamodb?.SequenceNumber);
const tailOf = (fake: StreamSource, start: Start) => new StreamTail(fake, "arn", start);

test("all shards are read from the beginning, in the order of time", async () => {
  const { fake } = source([
    { id: "a", records: ["100", "300"] },
    { id: "b", records: ["200"] },
  ]);
  expect(numbersOf(await tailOf(fake, "TRIM_HORIZON").poll())).toEqual(["100", "200", "300"]);
});

test("a child is read after its parent", async () => {
  const shards: FakeShard[] = [
    { id: "child", parent: "parent", records: ["400"] },
    { id: "parent", parent: "trimmed", closed: true, records: ["100", "200", "300"] },
  ];
  const tail = tailOf(source(shards).fake, "TRIM_HORIZON");
  expect(numbersOf(await tail.poll())).toEqual(["100", "200"]);
  expect(numbersOf(await tail.poll())).toEqual(["300"]);
  expect(numbersOf(await tail.poll())).toEqual(["400"]);
  expect(tail.openShards).toBe(1);
});

test("from now on: nothing older, and all of the shards that come", async () => {
  const shards: FakeShard[] = [
    { id: "old", closed: true, records: ["100"] },
    { id: "a", parent: "old", records: ["200"] },
  ];
  const tail = tailOf(source(shards).fake, "LATEST");
  expect(await tail.poll()).toEqual([]);
  shards[1]?.records.push("300");
  expect(numbersOf(await tail.poll())).toEqual(["300"]);
  Object.assign(shards[1] ?? {}, { closed: true });
  shards.push({ id: "b", parent: "a", records: ["400"] });
  expect(await tail.poll()).toEqual([]);
  expect(numbersOf(await tail.poll())).toEqual(["400"]);
});

test("an iterator that expired is made anew, and a limit is waited for", async () => {
  const shards: FakeShard[] = [{ id: "a", records: ["100"] }];
  const { fake, fail } = source(shards);
  const tail = tailOf(fake, "TRIM_HORIZON");
  expect(numbersOf(await tail.poll())).toEqual(["100"]);
  shards[0]?.records.push("200");
  fail.next = "ExpiredIteratorException";
  expect(await tail.poll()).toEqual([]);
  fail.next = "LimitExceededException";
  expect(await tail.poll()).toEqual([]);
  expect(numbersOf(await tail.poll())).toEqual(["200"]);
  fail.next = "ResourceNotFoundException";
  await expect(tail.poll()).rejects.toThrow("ResourceNotFoundException");
});

test("what was read of one shard is not lost by the failure of another", async () => {
  const { fake, fail } = source([
    { id: "a", records: ["100"] },
    { id: "b", records: ["200"] },
  ]);
  const tail = tailOf(fake, "TRIM_HORIZON");
  fail.next = "InternalServerError";
  await expect(tail.poll()).rejects.toThrow("InternalServerError");
  expect(numbersOf(await tail.poll())).toEqual(["100", "200"]);
});

test("sequence numbers are compared with all their digits", async () => {
  const { fake } = source([
    { id: "a", records: [`1${"0".repeat(20)}2`] },
    { id: "b", records: [`1${"0".repeat(20)}1`] },
  ]);
  expect(numbersOf(await tailOf(fake, "TRIM_HORIZON").poll())).toEqual([
    `1${"0".repeat(20)}1`,
    `1${"0".repeat(20)}2`,
  ]);
});
