// The time that charts show, and how fine.

export type TimeRange =
  { type: "relative"; seconds: number } | { type: "absolute"; start: string; end: string }; // ISO 8601

export interface Window {
  start: Date;
  end: Date;
  period: number; // seconds
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86400;
const PERIODS = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR, DAY];
const MOST_POINTS = 300;

// The shortest period that has no more points than a chart can show, of those that are still kept for data so old.
export function periodFor(start: Date, end: Date, now: Date): number {
  const span = (end.getTime() - start.getTime()) / 1000;
  const age = (now.getTime() - start.getTime()) / 1000;
  const kept = age > 63 * DAY ? HOUR : age > 15 * DAY ? 5 * MINUTE : MINUTE;
  return PERIODS.find((period) => period >= kept && span / period <= MOST_POINTS) ?? DAY;
}

// The window of a range as of `now`, on whole periods; the one that is not over yet is in it.
export function windowOf(range: TimeRange, now: Date, period?: number): Window {
  const from =
    range.type === "relative" ? new Date(now.getTime() - range.seconds * 1000) : new Date(range.start);
  const to = range.type === "relative" ? now : new Date(range.end);
  const seconds = period ?? periodFor(from, to, now);
  const grid = seconds * 1000;
  const start = new Date(Math.floor(from.getTime() / grid) * grid);
  const end = new Date(Math.max(Math.ceil(to.getTime() / grid) * grid, start.getTime() + grid));
  return { start, end, period: seconds };
}

export function isTimeRange(value: unknown): value is TimeRange {
  if (typeof value !== "object" || value === null) return false;
  const { type, seconds, start, end } = value as Record<string, unknown>;
  if (type === "relative") return typeof seconds === "number" && seconds > 0 && Number.isFinite(seconds);
  return (
    type === "absolute" &&
    typeof start === "string" &&
    typeof end === "string" &&
    Date.parse(start) < Date.parse(end)
  );
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

// What stands below a chart: "18:45", or the day too where the window is longer than one.
export function formatTick(time: Date, window: Window): string {
  const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`;
  const day = `${two(time.getUTCMonth() + 1)}-${two(time.getUTCDate())}`;
  const span = (window.end.getTime() - window.start.getTime()) / 1000;
  if (span <= 10 * MINUTE && time.getUTCSeconds() !== 0) return `${clock}:${two(time.getUTCSeconds())}`;
  if (span <= DAY) return clock;
  return span <= 8 * DAY ? `${day}\n${clock}` : day;
}
