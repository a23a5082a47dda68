import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { KeyAttribute, Keys } from "../model/schema";
import {
  KEY_OPERATORS,
  NO_CONDITION,
  type KeyOperator,
  type Search,
  type SortCondition,
} from "../model/search";
import { TYPE_NAMES } from "../model/values";

const LABELS: Record<KeyOperator, string> = {
  "=": "= equal to",
  "<": "< less than",
  "<=": "<= at most",
  ">": "> greater than",
  ">=": ">= at least",
  BETWEEN: "between",
  begins_with: "begins with",
};

interface Props {
  keys: Keys;
  search: Search;
  onChange: (part: Partial<Search>) => void;
  errorOf: (field: string) => string | undefined;
}

// The key condition of a query.
export function KeyFields({ keys, search, onChange, errorOf }: Props) {
  return (
    <SpaceBetween size="s">
      {keys.partition.map(({ name, type }) => (
        <FormField
          key={name}
          label={name}
          description={`Partition key, ${TYPE_NAMES[type].toLowerCase()}`}
          errorText={errorOf(`partition.${name}`)}
          stretch
        >
          <Input
            value={search.partition[name] ?? ""}
            placeholder={type === "B" ? "Base64" : "value"}
            onChange={({ detail }) => onChange({ partition: { ...search.partition, [name]: detail.value } })}
          />
        </FormField>
      ))}
      {keys.sort.map((attribute) => (
        <SortField
          key={attribute.name}
          attribute={attribute}
          condition={search.sort[attribute.name] ?? NO_CONDITION}
          error={errorOf(`sort.${attribute.name}`)}
          onChange={(condition) => onChange({ sort: { ...search.sort, [attribute.name]: condition } })}
        />
      ))}
    </SpaceBetween>
  );
}

interface SortProps {
  attribute: KeyAttribute;
  condition: SortCondition;
  error: string | undefined;
  onChange: (condition: SortCondition) => void;
}

function SortField({ attribute: { name, type }, condition, error, onChange }: SortProps) {
  const options = KEY_OPERATORS.filter((operator) => operator !== "begins_with" || type !== "N").map(
    (value) => ({
      value,
      label: LABELS[value],
    }),
  );
  const isRange = condition.operator === "BETWEEN";
  return (
    <FormField
      label={name}
      description={`Sort key, ${TYPE_NAMES[type].toLowerCase()}; empty for any`}
      errorText={error}
      stretch
    >
      <div
        style={{
          display: "grid",
          gridTemplateColumns: `minmax(150px, 220px) 1fr${isRange ? " auto 1fr" : ""}`,
          gap: 10,
          alignItems: "center",
        }}
      >
        <Select
          selectedOption={{ value: condition.operator, label: LABELS[condition.operator] }}
          options={options}
          onChange={({ detail }) =>
            onChange({ ...condition, operator: detail.selectedOption.value as KeyOperator, to: "" })
          }
          ariaLabel={`Operator of ${name}`}
        />
        <Input
          value={condition.value}
          placeholder={type === "B" ? "Base64" : "value"}
          onChange={({ detail }) => onChange({ ...condition, value: detail.value })}
          ariaLabel={`Value of ${name}`}
        />
        {isRange && <span>and</span>}
        {isRange && (
          <Input
            value={condition.to}
            onChange={({ detail }) => onChange({ ...condition, to: detail.value })}
            ariaLabel={`Upper value of ${name}`}
          />
        )}
      </div>
    </FormField>
  );
}
