// A time range as the picker has it, and as the service wants it.

import type { DateRangePickerProps } from "@cloudscape-design/components/date-range-picker";

export type RangeValue = DateRangePickerProps.Value | null; // null: all

const UNITS_MS: Record<string, number> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 30 * 86_400_000,
  year: 365 * 86_400_000,
};

export function rangeOf(value: RangeValue, now: number): { from?: number; to?: number } {
  if (value === null) return {};
  if (value.type === "relative") return { from: now - value.amount * (UNITS_MS[value.unit] ?? 0) };
  return { from: Date.parse(value.startDate), to: Date.parse(value.endDate) };
}

export function rangeProblem(value: RangeValue): string | undefined {
  if (value?.type === "relative") return value.amount > 0 ? undefined : "Longer than nothing.";
  if (value?.type !== "absolute") return undefined;
  const { from = NaN, to = NaN } = rangeOf(value, 0);
  if (Number.isNaN(from) || Number.isNaN(to)) return "Give a beginning and an end.";
  return from < to ? undefined : "The end is after the beginning.";
}

export const RELATIVE_RANGES: DateRangePickerProps.RelativeOption[] = [
  { key: "5min", type: "relative", amount: 5, unit: "minute" },
  { key: "30min", type: "relative", amount: 30, unit: "minute" },
  { key: "1h", type: "relative", amount: 1, unit: "hour" },
  { key: "12h", type: "relative", amount: 12, unit: "hour" },
  { key: "1d", type: "relative", amount: 1, unit: "day" },
  { key: "1w", type: "relative", amount: 1, unit: "week" },
];
