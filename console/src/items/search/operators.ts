// The operators of filters as they are picked: one list, with their opposites.

import { SIZE_OPERATORS, type Filter, type FilterOperator } from "../model/filters";

export interface OperatorOption {
  id: string;
  label: string;
  apply: Pick<Filter, "operator" | "not" | "size">;
}

const option = (label: string, operator: FilterOperator, not = false): OperatorOption => ({
  id: `${not ? "not " : ""}${operator}`,
  label,
  apply: { operator, not, size: "=" },
});

export const operatorOptions: readonly OperatorOption[] = [
  option("= equal to", "="),
  option("<> not equal to", "<>"),
  option("< less than", "<"),
  option("<= at most", "<="),
  option("> greater than", ">"),
  option(">= at least", ">="),
  option("between", "BETWEEN"),
  option("not between", "BETWEEN", true),
  option("one of", "IN"),
  option("none of", "IN", true),
  option("begins with", "begins_with"),
  option("does not begin with", "begins_with", true),
  option("contains", "contains"),
  option("does not contain", "contains", true),
  option("exists", "attribute_exists"),
  option("does not exist", "attribute_not_exists"),
  option("has the type", "attribute_type"),
  option("does not have the type", "attribute_type", true),
  ...SIZE_OPERATORS.map((size) => ({
    id: `size ${size}`,
    label: `size ${size}`,
    apply: { operator: "size" as const, not: false, size },
  })),
];

// Those that conditions of a vector index know.
export const vectorOperatorOptions: readonly OperatorOption[] = operatorOptions.filter(
  ({ apply }) => !["contains", "attribute_type", "size"].includes(apply.operator),
);

export function optionOf({ operator, not, size }: Filter): OperatorOption {
  return operatorOptions.find(
    ({ apply }) =>
      apply.operator === operator && apply.not === not && (operator !== "size" || apply.size === size),
  )!;
}

// What has to be given beside the attribute.
export function operandsOf(operator: FilterOperator): "none" | "one" | "two" | "many" | "type" | "number" {
  switch (operator) {
    case "attribute_exists":
    case "attribute_not_exists":
      return "none";
    case "attribute_type":
      return "type";
    case "size":
      return "number";
    case "BETWEEN":
      return "two";
    case "IN":
      return "many";
    default:
      return "one";
  }
}
