// Reads the events of a log group or stream: bounded, page by page, and those that come.

import type {
  FilterLogEventsCommandInput,
  FilterLogEventsCommandOutput,
  GetLogEventsCommandInput,
  GetLogEventsCommandOutput,
} from "@aws-sdk/client-cloudwatch-logs";

export interface LogLine {
  id: string;
  time: number;
  stream: string;
  message: string;
}

export interface LogQuery {
  group: string;
  stream?: string; // none: all streams of the group
  pattern: string;
  from?: number; // milliseconds
  to?: number;
}

// What the reader needs of the service.
export interface LogSource {
  filter: (input: FilterLogEventsCommandInput) => Promise<FilterLogEventsCommandOutput>;
  get: (input: GetLogEventsCommandInput) => Promise<GetLogEventsCommandOutput>;
}

export const PAGE = 500;
export const MOST_LINES = 5000;
// A search may pass over much that does not match: so many pages until it asks to go on.
const MOST_PAGES = 20;
// Events of other streams may come with times that were passed already.
const LATE_MS = 10_000;

export class LogReader {
  lines: LogLine[] = [];
  dropped = 0; // lines that are not kept any more
  hasOlder = false; // before the first line
  hasMore = false; // after the last line, or not searched yet

  private readonly known = new Set<string>();
  private token: string | undefined;
  private forward: string | undefined;
  private backward: string | undefined;
  private count = 0;

  constructor(
    private readonly source: LogSource,
    private readonly query: LogQuery,
  ) {}

  // A stream that is not searched is read from its end; everything else from the beginning of the time range.
  private get isTail(): boolean {
    return this.query.stream !== undefined && this.query.pattern.trim() === "";
  }

  async first(): Promise<void> {
    if (!this.isTail) return this.more();
    const answer = await this.source.get({ ...this.getInput(), startFromHead: false });
    this.forward = answer.nextForwardToken;
    this.backward = answer.nextBackwardToken;
    this.hasOlder = (answer.events ?? []).length >= PAGE;
    this.append(answer.events ?? []);
  }

  async older(): Promise<void> {
    const answer = await this.source.get({ ...this.getInput(), nextToken: this.backward });
    this.hasOlder = (answer.events ?? []).length > 0 && answer.nextBackwardToken !== this.backward;
    this.backward = answer.nextBackwardToken;
    const lines = (answer.events ?? []).map((event) => this.lineOf(event));
    const room = MOST_LINES - this.lines.length;
    if (lines.length >= room) this.hasOlder = false;
    this.lines = [...lines.slice(Math.max(0, lines.length - room)), ...this.lines];
  }

  // The next lines of a search.
  async more(): Promise<void> {
    const before = this.lines.length + this.dropped;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await this.source.filter({ ...this.filterInput(), nextToken: this.token });
      this.token = answer.nextToken || undefined;
      this.append(answer.events ?? []);
      if (this.token === undefined || this.lines.length + this.dropped - before >= PAGE) break;
    }
    this.hasMore = this.token !== undefined;
  }

  // What has come since.
  async news(): Promise<void> {
    if (this.isTail) {
      const answer = await this.source.get({
        ...this.getInput(),
        nextToken: this.forward,
        startFromHead: true,
      });
      this.forward = answer.nextForwardToken ?? this.forward;
      this.append(answer.events ?? []);
      return;
    }
    if (this.hasMore) return this.more();
    const last = this.lines.at(-1)?.time;
    const startTime = Math.max(this.query.from ?? 0, last === undefined ? 0 : last - LATE_MS);
    let nextToken: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await this.source.filter({ ...this.filterInput(), startTime, nextToken });
      this.append(answer.events ?? []);
      nextToken = answer.nextToken || undefined;
      if (nextToken === undefined) break;
    }
  }

  private getInput() {
    const { group, stream, from, to } = this.query;
    return { logGroupName: group, logStreamName: stream, startTime: from, endTime: to, limit: PAGE };
  }

  private filterInput() {
    const { group, stream, pattern, from, to } = this.query;
    return {
      logGroupName: group,
      logStreamNames: stream === undefined ? undefined : [stream],
      filterPattern: pattern.trim() || undefined,
      startTime: from,
      endTime: to,
      limit: PAGE,
    };
  }

  private lineOf(event: Event): LogLine {
    this.count += 1;
    return {
      id: event.eventId ?? `#${this.count}`,
      time: event.timestamp ?? 0,
      stream: event.logStreamName ?? this.query.stream ?? "",
      message: event.message ?? "",
    };
  }

  private append(events: readonly Event[]): void {
    const fresh = events.map((event) => this.lineOf(event)).filter(({ id }) => !this.known.has(id));
    if (fresh.length === 0) return;
    const all = [...this.lines, ...fresh];
    if (!this.isTail) all.sort((a, b) => a.time - b.time);
    const over = Math.max(0, all.length - MOST_LINES);
    this.dropped += over;
    this.lines = all.slice(over);
    for (const { id } of fresh) this.known.add(id);
    for (const { id } of all.slice(0, over)) this.known.delete(id);
  }
}

interface Event {
  eventId?: string;
  timestamp?: number;
  logStreamName?: string;
  message?: string;
}
