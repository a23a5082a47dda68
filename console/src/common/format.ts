// Numbers, sizes and times as people read them.

const UNITS = ["bytes", "KB", "MB", "GB", "TB"];

// 1,536 -> "1.5 KB"; units of 1,024, as AWS counts.
export function formatBytes(bytes: number | undefined): string {
  if (bytes === undefined) return "-";
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  if (unit === 0) return value === 1 ? "1 byte" : `${value} bytes`;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${UNITS[unit]}`;
}

export function formatCount(count: number | undefined): string {
  return count === undefined ? "-" : count.toLocaleString("en-US");
}

// "2026-11-22 18:47:11 UTC". AWS's own console has local times; logs and streams have UTC, so do we.
export function formatTime(time: Date | number | undefined): string {
  if (time === undefined) return "-";
  const date = typeof time === "number" ? new Date(time) : time;
  if (Number.isNaN(date.getTime())) return "-";
  return date
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, " UTC");
}

export function formatMilliseconds(time: Date | number | undefined): string {
  if (time === undefined) return "-";
  const date = typeof time === "number" ? new Date(time) : time;
  return Number.isNaN(date.getTime()) ? "-" : date.toISOString().replace("T", " ").replace("Z", "");
}

// 90 -> "1 min 30 s".
export function formatDuration(seconds: number): string {
  const parts: string[] = [];
  const units: [number, string][] = [
    [86400, "d"],
    [3600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  let rest = Math.round(seconds);
  for (const [size, name] of units) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${name}`);
    rest -= count * size;
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}

// "user" -> "User"
export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
