import FormField from "@cloudscape-design/components/form-field";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import type { ProjectionForm } from "./fields";

const PROJECTIONS: (SelectProps.Option & { value: ProjectionForm["projection"] })[] = [
  { value: "ALL", label: "All attributes" },
  { value: "KEYS_ONLY", label: "Keys only" },
  { value: "INCLUDE", label: "Keys and certain attributes" },
];

interface Props {
  value: ProjectionForm;
  onChange: (value: ProjectionForm) => void;
  error?: string; // about the included attributes
}

// What an index holds of its items.
export function ProjectionFields({ value: { projection, include }, onChange, error }: Props) {
  return (
    <SpaceBetween size="m">
      <FormField label="Projected attributes" description="What queries of the index can see.">
        <Select
          options={PROJECTIONS}
          selectedOption={PROJECTIONS.find(({ value }) => value === projection) ?? null}
          onChange={({ detail }) =>
            onChange({
              projection:
                PROJECTIONS.find((one) => one.value === detail.selectedOption.value)?.value ?? "ALL",
              include,
            })
          }
        />
      </FormField>
      {projection === "INCLUDE" && (
        <FormField label="Included attributes" description="One a line." errorText={error}>
          <Textarea
            value={include.join("\n")}
            rows={3}
            spellcheck={false}
            onChange={({ detail }) => onChange({ projection, include: detail.value.split("\n") })}
          />
        </FormField>
      )}
    </SpaceBetween>
  );
}
