// Who a trust policy names.

import { readableDocument } from "~/panels/documents";

interface Statement {
  Effect?: unknown;
  Principal?: unknown;
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

// `encoded`: as IAM answers it. What cannot be read names nobody.
export function trustedBy(encoded: string | undefined): string[] {
  let policy: unknown;
  try {
    policy = JSON.parse(readableDocument(encoded, true));
  } catch {
    return [];
  }
  if (typeof policy !== "object" || policy === null || !("Statement" in policy)) return [];
  const names = asList(policy.Statement).flatMap((statement) => {
    if (typeof statement !== "object" || statement === null) return [];
    const { Effect, Principal } = statement as Statement;
    if (Effect !== "Allow") return [];
    if (typeof Principal === "string") return [Principal];
    return typeof Principal === "object" && Principal !== null
      ? Object.values(Principal).flatMap(asList)
      : [];
  });
  return [...new Set(names.filter((name) => typeof name === "string"))];
}
