import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { KeyFields } from "./KeyFields";
import { ProjectionFields } from "./ProjectionFields";
import { DISTANCES, type VectorForm } from "./vectors";

const MOST_FILTERS = 50; // the server says it where they are too many

interface Props {
  value: VectorForm;
  onChange: (value: VectorForm) => void;
  problems: Record<string, string>; // of missingOfVector()
}

export function VectorFields({ value, onChange, problems }: Props) {
  const problem = (field: string) => problems[`vectors.${value.id}.${field}`];
  return (
    <SpaceBetween size="m">
      <FormField label="Vector index name" errorText={problem("name")}>
        <Input
          value={value.name}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...value, name: detail.value })}
        />
      </FormField>
      <FormField
        label="Vector attribute"
        description="A list of numbers, which a model made of the item. Items without it are not in the index."
        errorText={problem("attribute")}
      >
        <Input
          value={value.attribute}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...value, attribute: detail.value })}
        />
      </FormField>
      <FormField
        label="Dimensions"
        description="How many numbers each vector has: 1 to 4,096."
        errorText={problem("dimensions")}
      >
        <Input
          value={value.dimensions}
          inputMode="numeric"
          onChange={({ detail }) => onChange({ ...value, dimensions: detail.value })}
        />
      </FormField>
      <FormField label="Distance function">
        <Select
          options={DISTANCES}
          selectedOption={DISTANCES.find((option) => option.value === value.distance) ?? null}
          onChange={({ detail }) =>
            onChange({
              ...value,
              distance: DISTANCES.find((one) => one.value === detail.selectedOption.value)?.value ?? "COSINE",
            })
          }
        />
      </FormField>
      <KeyFields
        label="Search partition"
        description="Each search then names one value of it, and reads only its items."
        parts={value.partition}
        fewest={0}
        most={1}
        first="Add a search partition"
        onChange={(partition) => onChange({ ...value, partition })}
      />
      <KeyFields
        label="Inline filter"
        description="Attributes that the condition of a search may name."
        parts={value.filters}
        fewest={0}
        most={MOST_FILTERS}
        first="Add an inline filter"
        onChange={(filters) => onChange({ ...value, filters })}
      />
      <ProjectionFields
        value={value}
        error={problem("include")}
        onChange={(projection) => onChange({ ...value, ...projection })}
      />
    </SpaceBetween>
  );
}
