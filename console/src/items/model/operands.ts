// What a person types into the fields of a search, as parts of expressions.

import { numberProblem } from "./numbers";
import { parsePath, type Step } from "./paths";
import { fromBase64, type Value } from "./values";

export const OPERAND_TYPES = ["S", "N", "B", "BOOL", "NULL"] as const;
export type OperandType = (typeof OPERAND_TYPES)[number];

// Where it is wrong: a field of the form, and what to do.
export class SearchError extends Error {
  constructor(
    readonly field: string, // "partition.NAME", "sort.NAME", "filter.2", "projection", "pageSize", "vector", "topK"
    message: string,
  ) {
    super(message);
    this.name = "SearchError";
  }
}

export function operand(type: OperandType, text: string, field: string): Value {
  switch (type) {
    case "S":
      return { S: text };
    case "N": {
      const problem = numberProblem(text.trim());
      if (problem) throw new SearchError(field, problem);
      return { N: text.trim() };
    }
    case "B": {
      const bytes = fromBase64(text);
      if (!bytes) throw new SearchError(field, "This is not Base64.");
      return { B: bytes };
    }
    case "BOOL":
      return { BOOL: text === "true" };
    case "NULL":
      return { NULL: true };
  }
}

export function pathOf(text: string, field: string): Step[] {
  const steps = parsePath(text.trim());
  if (steps) return steps;
  throw new SearchError(
    field,
    text.trim() === ""
      ? "The name of an attribute is needed."
      : 'This is not a path. Write a.b[0], and a name with a dot in "quotes".',
  );
}

export function compared(left: string, operator: string, values: () => string, to: () => string): string {
  switch (operator) {
    case "BETWEEN":
      return `${left} BETWEEN ${values()} AND ${to()}`;
    case "begins_with":
    case "contains":
    case "attribute_type":
      return `${operator}(${left}, ${values()})`;
    default:
      return `${left} ${operator} ${values()}`;
  }
}
