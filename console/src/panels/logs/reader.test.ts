import { expect, test } from "vitest";
import type { FilterLogEventsCommandInput, GetLogEventsCommandInput } from "@aws-sdk/client-cloudwatch-logs";
import { LogReader, MOST_LINES, type LogSource } from "./reader";

interface Stored {
  time: number;
  message: string;
}

// A group with one stream; tokens are positions.
function source(events: Stored[], asked: object[] = []): LogSource {
  return {
    filter: (input: FilterLogEventsCommandInput) => {
      asked.push(input);
      const at = Number(input.nextToken ?? 0);
      const matching = events
        .map((event, index) => ({ ...event, index }))
        .filter(({ time }) => time >= (input.startTime ?? 0));
      const page = matching.slice(at, at + (input.limit ?? 0));
      const next = at + page.length;
      return Promise.resolve({
        $metadata: {},
        events: page
          .filter(({ message }) => message.includes(input.filterPattern ?? ""))
          .map(({ time, message, index }) => ({
            eventId: `e${index}`,
            timestamp: time,
            message,
            logStreamName: "s",
          })),
        nextToken: next < matching.length ? String(next) : undefined,
      });
    },
    get: (input: GetLogEventsCommandInput) => {
      const limit = input.limit ?? 0;
      const [way, position] = (input.nextToken ?? `b${events.length}`).split("/");
      const end = Number(position ?? way?.slice(1));
      const [from, to] = way === "f" ? [end, end + limit] : [Math.max(0, end - limit), end];
      const page = events.slice(from, to);
      return Promise.resolve({
        $metadata: {},
        events: page.map(({ time, message }) => ({ timestamp: time, message })),
        nextForwardToken: `f/${from + page.length}`,
        nextBackwardToken: `b/${from}`,
      });
    },
  };
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ time: index * 1000, message: `line ${index}` }));
const messages = (reader: LogReader) => reader.lines.map(({ message }) => message);

test("a stream is read from its end, older lines and new ones when they are asked for", async () => {
  const events = numbered(700);
  const reader = new LogReader(source(events), { group: "g", stream: "s", pattern: "" });
  await reader.first();
  expect(messages(reader)).toHaveLength(500);
  expect(messages(reader).at(-1)).toBe("line 699");
  expect(reader.hasOlder).toBe(true);
  await reader.older();
  expect(messages(reader)[0]).toBe("line 0");
  events.push({ time: 700_000, message: "line 700" });
  await reader.news();
  await reader.news();
  expect(messages(reader).slice(-2)).toEqual(["line 699", "line 700"]);
  await reader.older();
  expect(reader.hasOlder).toBe(false);
});

test("a group is searched from the beginning of its range, page by page", async () => {
  const reader = new LogReader(source(numbered(1200)), { group: "g", pattern: "", from: 100_000 });
  await reader.first();
  expect([messages(reader)[0], messages(reader).length, reader.hasMore]).toEqual(["line 100", 500, true]);
  await reader.more();
  await reader.more();
  expect([messages(reader).length, reader.hasMore]).toEqual([1100, false]);
});

test("pages without a match are passed over", async () => {
  const asked: object[] = [];
  const reader = new LogReader(source(numbered(2000), asked), {
    group: "g",
    stream: "s",
    pattern: "line 1999",
  });
  await reader.first();
  expect(messages(reader)).toEqual(["line 1999"]);
  expect(asked).toHaveLength(4);
});

test("news of a group come once, in the order of their times", async () => {
  const events = numbered(3);
  const reader = new LogReader(source(events), { group: "g", pattern: "" });
  await reader.first();
  events.push({ time: 2500, message: "new" }, { time: 1500, message: "late" });
  await reader.news();
  await reader.news();
  expect(messages(reader)).toEqual(["line 0", "line 1", "late", "line 2", "new"]);
});

test("no more is kept than the last lines", async () => {
  const reader = new LogReader(source(numbered(MOST_LINES + 700)), { group: "g", pattern: "" });
  await reader.first();
  while (reader.hasMore) await reader.more();
  expect(reader.lines).toHaveLength(MOST_LINES);
  expect(reader.dropped).toBe(700);
});
