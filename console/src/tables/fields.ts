// What several forms have, as requests want it.

import type { Projection } from "@aws-sdk/client-dynamodb";

export interface ProjectionForm {
  projection: "ALL" | "KEYS_ONLY" | "INCLUDE";
  include: string[]; // lines as they are typed; empty ones count for nothing
}

export function projectionOf({ projection, include }: ProjectionForm): Projection {
  return {
    ProjectionType: projection,
    NonKeyAttributes: projection === "INCLUDE" ? include.filter((name) => name !== "") : undefined,
  };
}

// A number as it was typed: what is none goes to the server as 0, which says what it may be.
export function whole(text: string): number {
  return /^\d{1,15}$/.test(text.trim()) ? Number(text) : 0;
}
