// Policies as a person writes them.

import { prettyJson } from "~/common/json";

export interface PolicyTemplate {
  name: string;
  description?: string;
  document: object;
}

export function textOfDocument(document: object): string {
  return JSON.stringify(document, null, 2);
}

// The documents of IAM come percent-encoded, those of buckets do not; both are shown indented.
export function readableDocument(text: string | undefined, isEncoded = false): string {
  if (!text) return "";
  const json = isEncoded ? decodeOrSame(text) : text;
  return prettyJson(json) ?? json;
}

function decodeOrSame(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// Why the text cannot be a policy; what it says is up to the server.
export function problemOfDocument(text: string): string | undefined {
  if (!text.trim()) return "A policy is needed.";
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return "A policy is a JSON object.";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return undefined;
}
