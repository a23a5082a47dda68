// Conditions on what was read.

import type { Placeholders } from "./expression";
import { compared, operand, pathOf, SearchError, type OperandType } from "./operands";
import type { Step } from "./paths";
import { TYPES, type Type } from "./values";

export const FILTER_OPERATORS = [
  "=",
  "<>",
  "<",
  "<=",
  ">",
  ">=",
  "BETWEEN",
  "IN",
  "begins_with",
  "contains",
  "attribute_exists",
  "attribute_not_exists",
  "attribute_type",
  "size",
] as const;
export type FilterOperator = (typeof FILTER_OPERATORS)[number];

export const SIZE_OPERATORS = ["=", "<>", "<", "<=", ">", ">="] as const;
export type SizeOperator = (typeof SIZE_OPERATORS)[number];

export interface Filter {
  path: string;
  operator: FilterOperator;
  not: boolean;
  size: SizeOperator; // of the operator size
  type: OperandType;
  value: string; // of IN: one a line; of attribute_type: a type
  to: string; // of BETWEEN
}

export const NEW_FILTER: Filter = {
  path: "",
  operator: "=",
  not: false,
  size: ">",
  type: "S",
  value: "",
  to: "",
};

const nameOf = (path: readonly Step[]) => path.filter((step) => typeof step === "string").at(-1) ?? "value";

function filterCondition(filter: Filter, at: number, placeholders: Placeholders): string {
  const field = `filter.${at}`;
  const steps = pathOf(filter.path, field);
  const path = placeholders.path(steps);
  const hint = nameOf(steps);
  const value = (text: string, of = hint) => placeholders.value(operand(filter.type, text, field), of);
  const condition = () => {
    switch (filter.operator) {
      case "attribute_exists":
      case "attribute_not_exists":
        return `${filter.operator}(${path})`;
      case "attribute_type":
        if (!TYPES.includes(filter.value as Type)) throw new SearchError(field, "A type is needed.");
        return compared(
          path,
          "attribute_type",
          () => placeholders.value({ S: filter.value }, `${hint}_type`),
          () => "",
        );
      case "size": {
        const size = operand("N", filter.value, field);
        return `size(${path}) ${filter.size} ${placeholders.value(size, `${hint}_size`)}`;
      }
      case "IN": {
        const lines = filter.value.split("\n").filter((line) => line !== "");
        if (lines.length === 0) throw new SearchError(field, "At least one value is needed.");
        if (lines.length > 100) throw new SearchError(field, "At most 100 values are allowed.");
        return `${path} IN (${lines.map((line) => value(line)).join(", ")})`;
      }
      case "BETWEEN":
        return compared(
          path,
          "BETWEEN",
          () => value(filter.value, `${hint}_from`),
          () => value(filter.to, `${hint}_to`),
        );
      default:
        return compared(
          path,
          filter.operator,
          () => value(filter.value),
          () => "",
        );
    }
  };
  return filter.not ? `NOT ${condition()}` : condition();
}

export function filterExpression(
  filters: readonly Filter[],
  match: "all" | "any",
  placeholders: Placeholders,
): string | undefined {
  const parts = filters.map((filter, at) => filterCondition(filter, at, placeholders));
  return parts.length === 0 ? undefined : parts.join(match === "all" ? " AND " : " OR ");
}
