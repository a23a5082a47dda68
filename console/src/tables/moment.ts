// Moments as people type them: UTC, as everything of the console.

// "2026-11-22 18:47:11", also without seconds, with a T or a Z.
export function parseMoment(text: string): Date | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(:\d{2})?( ?UTC|Z)?$/.exec(text.trim());
  if (!match) return undefined;
  const iso = `${match[1]}T${match[2]}${match[3] ?? ":00"}Z`;
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return undefined;
  // The 31st of a month of 30 days is none.
  return date.toISOString().slice(0, 19) === iso.slice(0, 19) ? date : undefined;
}

export function momentText(date: Date | undefined): string {
  return date && !Number.isNaN(date.getTime()) ? date.toISOString().slice(0, 19).replace("T", " ") : "";
}
