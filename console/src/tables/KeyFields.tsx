import { useId } from "react";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import Input from "@cloudscape-design/components/input";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { KeyField, KeyType } from "./form";

const TYPES: (SelectProps.Option & { value: KeyType })[] = [
  { value: "S", label: "String" },
  { value: "N", label: "Number" },
  { value: "B", label: "Binary" },
];

interface OneProps {
  label: string; // for screen readers
  value: KeyField;
  onChange: (value: KeyField) => void;
  invalid?: boolean;
  controlId: string;
}

// Each control is a field of its own: those of one field have one id.
function OneField({ label, value, onChange, invalid, controlId }: OneProps) {
  return (
    <Grid gridDefinition={[{ colspan: 8 }, { colspan: 4 }]}>
      <FormField stretch controlId={controlId}>
        <Input
          value={value.name}
          ariaLabel={label}
          invalid={invalid}
          placeholder="Attribute"
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => onChange({ ...value, name: detail.value })}
        />
      </FormField>
      <FormField stretch>
        <Select
          invalid={false}
          options={TYPES}
          selectedOption={TYPES.find((option) => option.value === value.type) ?? null}
          ariaLabel={`Type of ${label.toLowerCase()}`}
          onChange={({ detail }) =>
            onChange({
              ...value,
              type: TYPES.find((type) => type.value === detail.selectedOption.value)?.value ?? "S",
            })
          }
        />
      </FormField>
    </Grid>
  );
}

interface Props {
  label: string; // "Partition key"
  parts: KeyField[];
  onChange: (parts: KeyField[]) => void;
  fewest: number;
  most: number;
  description?: string;
  error?: string;
  first?: string; // the button, while there is none
}

// The attributes of a key: one, or none where it may be left out, or several of a global index.
export function KeyFields({
  label,
  parts,
  onChange,
  fewest,
  most,
  description,
  error,
  first = "Add a sort key",
}: Props) {
  const id = useId();
  const set = (index: number, part: KeyField) =>
    onChange(parts.map((old, at) => (at === index ? part : old)));
  return (
    <FormField label={label} description={description} errorText={error} stretch controlId={`${id}0`}>
      <SpaceBetween size="xs">
        {parts.map((part, index) => (
          <Grid
            key={index}
            gridDefinition={parts.length > fewest ? [{ colspan: 10 }, { colspan: 2 }] : [{ colspan: 10 }]}
          >
            <OneField
              label={parts.length > 1 ? `${label} ${index + 1}` : label}
              controlId={`${id}${index}`}
              value={part}
              onChange={(value) => set(index, value)}
              invalid={error !== undefined && part.name === ""}
            />
            {parts.length > fewest && (
              <Button
                variant="icon"
                formAction="none"
                iconName="remove"
                ariaLabel={`Remove ${label.toLowerCase()} ${part.name}`}
                onClick={() => onChange(parts.filter((_, at) => at !== index))}
              />
            )}
          </Grid>
        ))}
        {parts.length < most && (
          <Button
            variant="inline-link"
            formAction="none"
            iconName="add-plus"
            ariaLabel={`Add to ${label.toLowerCase()}`}
            onClick={() => onChange([...parts, { name: "", type: "S" }])}
          >
            {parts.length === 0 ? first : "Add an attribute"}
          </Button>
        )}
      </SpaceBetween>
    </FormField>
  );
}
