// The last statements of this tab, the newest first.

const KEY = "stator-partiql";
const MOST = 50;
const LONGEST = 20_000; // what is longer is not worth the room

export function loadHistory(storage: Storage): string[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "[]");
    if (Array.isArray(kept)) return kept.filter((one): one is string => typeof one === "string");
  } catch {
    // Somebody else's; begin anew.
  }
  return [];
}

export function addToHistory(storage: Storage, history: readonly string[], statement: string): string[] {
  if (statement.length > LONGEST) return [...history];
  const next = [statement, ...history.filter((one) => one !== statement)].slice(0, MOST);
  try {
    storage.setItem(KEY, JSON.stringify(next));
  } catch {
    // No room: then it is not kept.
  }
  return next;
}
