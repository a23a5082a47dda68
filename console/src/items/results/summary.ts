import { formatBytes, formatCount } from "~/common/format";
import type { Answer } from "./answer";

export const many = (count: number, one: string): string =>
  `${formatCount(count)} ${one}${count === 1 ? "" : "s"}`;

// "3 of 1,200 items that were read, 12.5 read units, 2 requests. There may be more."
export function summaryOf({ rows, scanned, units, searchedBytes, requests, next }: Answer): string {
  const parts = [
    scanned === undefined
      ? many(rows.length, "item")
      : `${formatCount(rows.length)} of ${many(scanned, "item")} read`,
    ...(units === undefined ? [] : [`${formatCount(units)} read unit${units === 1 ? "" : "s"}`]),
    ...(searchedBytes === undefined ? [] : [`${formatBytes(searchedBytes)} searched`]),
    many(requests, "request"),
  ];
  return `${parts.join(", ")}.${next === undefined ? "" : " There may be more."}`;
}
