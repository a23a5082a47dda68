// Follows the stream of a table: all its shards, children after their parents.

import type {
  DescribeStreamCommandInput,
  DescribeStreamCommandOutput,
  GetRecordsCommandInput,
  GetRecordsCommandOutput,
  GetShardIteratorCommandInput,
  GetShardIteratorCommandOutput,
  Shard,
  ShardIteratorType,
  _Record,
} from "@aws-sdk/client-dynamodb-streams";
import { problemOf } from "~/common/errors";

export type Start = "TRIM_HORIZON" | "LATEST";

// What following needs of the service.
export interface StreamSource {
  describe: (input: DescribeStreamCommandInput) => Promise<DescribeStreamCommandOutput>;
  iterator: (input: GetShardIteratorCommandInput) => Promise<GetShardIteratorCommandOutput>;
  records: (input: GetRecordsCommandInput) => Promise<GetRecordsCommandOutput>;
}

interface Cursor {
  shardId: string;
  parent?: string;
  start: ShardIteratorType;
  iterator?: string;
  last?: string; // the sequence number read last
  done: boolean;
}

const MOST_SHARDS = 500;
// Shards that nobody finished may be new ones still, such as after a stream grew.
const LOOK_EVERY = 15;

export class StreamTail {
  private readonly cursors = new Map<string, Cursor>();
  // Of shards that were read while another could not be: for the next round.
  private readonly unread: _Record[] = [];
  private rounds = 0;
  private look = true;
  private first = true;

  constructor(
    private readonly source: StreamSource,
    private readonly arn: string,
    private readonly start: Start,
  ) {}

  get openShards(): number {
    return [...this.cursors.values()].filter(({ done }) => !done).length;
  }

  // One round over all shards; what is new, in the order in which it happened.
  async poll(): Promise<_Record[]> {
    if (this.look || this.rounds % LOOK_EVERY === 0) await this.describe();
    this.rounds += 1;
    const ready = [...this.cursors.values()].filter((cursor) => !cursor.done && this.isParentDone(cursor));
    const pages = await Promise.allSettled(ready.map((cursor) => this.read(cursor)));
    for (const page of pages) if (page.status === "fulfilled") this.unread.push(...page.value);
    const failed = pages.find((page) => page.status === "rejected");
    if (failed) throw failed.reason;
    return this.unread.splice(0).sort(byTime);
  }

  private isParentDone({ parent }: Cursor): boolean {
    return parent === undefined || (this.cursors.get(parent)?.done ?? true);
  }

  private async describe(): Promise<void> {
    const shards: Shard[] = [];
    let after: string | undefined;
    do {
      const { StreamDescription } = await this.source.describe({
        StreamArn: this.arn,
        ExclusiveStartShardId: after,
      });
      shards.push(...(StreamDescription?.Shards ?? []));
      after = StreamDescription?.LastEvaluatedShardId;
    } while (after !== undefined && shards.length < MOST_SHARDS);
    for (const { ShardId = "", ParentShardId, SequenceNumberRange } of shards) {
      if (this.cursors.has(ShardId)) continue;
      const isClosed = SequenceNumberRange?.EndingSequenceNumber !== undefined;
      const fromNow = this.first && this.start === "LATEST";
      this.cursors.set(ShardId, {
        shardId: ShardId,
        parent: ParentShardId,
        start: fromNow ? "LATEST" : "TRIM_HORIZON",
        done: fromNow && isClosed,
      });
    }
    const listed = new Set(shards.map(({ ShardId }) => ShardId));
    for (const [id, { done }] of this.cursors) if (done && !listed.has(id)) this.cursors.delete(id);
    this.first = false;
    this.look = false;
  }

  private async read(cursor: Cursor): Promise<_Record[]> {
    try {
      cursor.iterator ??= await this.iteratorOf(cursor);
      const { Records = [], NextShardIterator } = await this.source.records({
        ShardIterator: cursor.iterator,
      });
      cursor.last = Records.at(-1)?.dynamodb?.SequenceNumber ?? cursor.last;
      cursor.iterator = NextShardIterator;
      if (NextShardIterator === undefined) {
        cursor.done = true;
        this.look = true; // for its children
      }
      return Records;
    } catch (failure) {
      return this.recover(cursor, failure);
    }
  }

  private async iteratorOf({ shardId, start, last }: Cursor): Promise<string | undefined> {
    const { ShardIterator } = await this.source.iterator({
      StreamArn: this.arn,
      ShardId: shardId,
      ...(last === undefined
        ? { ShardIteratorType: start }
        : { ShardIteratorType: "AFTER_SEQUENCE_NUMBER" as const, SequenceNumber: last }),
    });
    return ShardIterator;
  }

  private recover(cursor: Cursor, failure: unknown): _Record[] {
    switch (problemOf(failure).code) {
      case "LimitExceededException":
        return []; // others read this shard, too; the next round
      case "ExpiredIteratorException":
        cursor.iterator = undefined;
        return [];
      case "TrimmedDataAccessException":
        cursor.iterator = undefined;
        cursor.last = undefined;
        cursor.start = "TRIM_HORIZON";
        return [];
      default:
        throw failure;
    }
  }
}

// Sequence numbers have more digits than a JavaScript number.
function byTime(a: _Record, b: _Record): number {
  const time = (record: _Record) => record.dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0;
  if (time(a) !== time(b)) return time(a) - time(b);
  const sequence = (record: _Record) => BigInt(record.dynamodb?.SequenceNumber ?? "0");
  return sequence(a) < sequence(b) ? -1 : 1;
}
