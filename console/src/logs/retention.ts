// How long events are kept: the numbers of days that the service knows.

import { formatCount } from "~/common/format";

export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

export function retentionText(days: number | undefined): string {
  if (days === undefined) return "For ever";
  return days === 1 ? "1 day" : `${formatCount(days)} days`;
}
