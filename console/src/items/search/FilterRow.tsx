import Autosuggest from "@cloudscape-design/components/autosuggest";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import Textarea from "@cloudscape-design/components/textarea";
import { printName } from "../model/paths";
import type { Filter } from "../model/filters";
import { OPERAND_TYPES, type OperandType } from "../model/operands";
import { TYPE_NAMES, TYPES } from "../model/values";
import type { ColumnInfo } from "../results/columns";
import { operandsOf, optionOf, type OperatorOption } from "./operators";

interface Props {
  number: number; // the first is 1
  filter: Filter;
  known: readonly ColumnInfo[]; // attributes of items that were found
  operators: readonly OperatorOption[];
  error: string | undefined;
  onChange: (filter: Filter) => void;
  onRemove: () => void;
}

const typeOption = (type: OperandType) => ({ value: type, label: TYPE_NAMES[type] });

// The type of an attribute that always has the same.
function typeKnown(path: string, known: readonly ColumnInfo[]): { type?: OperandType } {
  const types = known.find(({ name }) => printName(name) === path)?.types ?? [];
  const type = OPERAND_TYPES.find((one) => one === types[0]);
  return type && types.length === 1 ? { type } : {};
}

const GRID = {
  display: "grid",
  gridTemplateColumns: "minmax(140px, 2fr) minmax(150px, 1.4fr) minmax(110px, 1fr) minmax(160px, 3fr) auto",
  gap: 10,
  alignItems: "start",
} as const;

export function FilterRow({ number, filter, known, operators, error, onChange, onRemove }: Props) {
  const operands = operandsOf(filter.operator);
  const change = (part: Partial<Filter>) => onChange({ ...filter, ...part });
  const isTyped = operands === "one" || operands === "two" || operands === "many";
  const operator = optionOf(filter);
  return (
    <FormField errorText={error} stretch>
      <div style={GRID} role="group" aria-label={`Filter ${number}`}>
        <Autosuggest
          value={filter.path}
          options={known.map(({ name, types }) => ({ value: printName(name), labelTag: types.join(", ") }))}
          onChange={({ detail }) => change({ path: detail.value, ...typeKnown(detail.value, known) })}
          enteredTextLabel={(text) => `Use ${text}`}
          placeholder="attribute or a.b[0]"
          ariaLabel={`Attribute of filter ${number}`}
        />
        <Select
          selectedOption={{ value: operator.id, label: operator.label }}
          options={operators.map(({ id, label }) => ({ value: id, label }))}
          onChange={({ detail }) => {
            const picked = operators.find(({ id }) => id === detail.selectedOption.value)!;
            change(picked.apply);
          }}
          ariaLabel={`Operator of filter ${number}`}
        />
        {isTyped ? (
          <Select
            selectedOption={typeOption(filter.type)}
            options={OPERAND_TYPES.map(typeOption)}
            onChange={({ detail }) => change({ type: detail.selectedOption.value as OperandType })}
            ariaLabel={`Type of filter ${number}`}
          />
        ) : (
          <span />
        )}
        <Operand number={number} filter={filter} operands={operands} change={change} />
        <Button
          iconName="remove"
          variant="icon"
          formAction="none"
          ariaLabel={`Remove filter ${number}`}
          onClick={onRemove}
        />
      </div>
    </FormField>
  );
}

interface OperandProps {
  number: number;
  filter: Filter;
  operands: ReturnType<typeof operandsOf>;
  change: (part: Partial<Filter>) => void;
}

function Operand({ number, filter, operands, change }: OperandProps) {
  const label = `Value of filter ${number}`;
  if (operands === "none" || (operands !== "type" && operands !== "number" && filter.type === "NULL"))
    return <span />;
  if (operands === "type") {
    const options = TYPES.map((type) => ({ value: type, label: `${TYPE_NAMES[type]} (${type})` }));
    return (
      <Select
        selectedOption={options.find(({ value }) => value === filter.value) ?? null}
        options={options}
        placeholder="Pick a type"
        onChange={({ detail }) => change({ value: detail.selectedOption.value ?? "" })}
        ariaLabel={label}
      />
    );
  }
  if (operands === "many")
    return (
      <Textarea
        value={filter.value}
        rows={3}
        placeholder="one value a line"
        onChange={({ detail }) => change({ value: detail.value })}
        ariaLabel={label}
      />
    );
  if (operands !== "number" && filter.type === "BOOL") {
    const options = ["true", "false"].map((value) => ({ value, label: value }));
    return (
      <Select
        selectedOption={options[filter.value === "true" ? 0 : 1]!}
        options={options}
        onChange={({ detail }) => change({ value: detail.selectedOption.value ?? "" })}
        ariaLabel={label}
      />
    );
  }
  const input = (
    <Input
      value={filter.value}
      inputMode={operands === "number" || filter.type === "N" ? "decimal" : undefined}
      placeholder={operands === "number" ? "length or count" : filter.type === "B" ? "Base64" : undefined}
      onChange={({ detail }) => change({ value: detail.value })}
      ariaLabel={label}
    />
  );
  if (operands !== "two") return input;
  return (
    <div style={{ display: "grid", gridTemplateColumns: "1fr auto 1fr", gap: 8, alignItems: "center" }}>
      {input}
      <span>and</span>
      <Input
        value={filter.to}
        onChange={({ detail }) => change({ to: detail.value })}
        ariaLabel={`Upper value of filter ${number}`}
      />
    </div>
  );
}
