import type { SelectProps } from "@cloudscape-design/components/select";
import { formatDuration } from "~/common/format";

export const PERIODS = [1, 5, 10, 30, 60, 300, 900, 3600, 21600, 86400];

export function periodOption(seconds: number): SelectProps.Option {
  return { value: String(seconds), label: formatDuration(seconds) };
}

// The known periods, and the one that is set.
export function periodOptions(current?: number): SelectProps.Option[] {
  const all = current === undefined || PERIODS.includes(current) ? PERIODS : [...PERIODS, current];
  return [...all].sort((a, b) => a - b).map(periodOption);
}
