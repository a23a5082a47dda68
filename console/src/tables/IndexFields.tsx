import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CapacityFields } from "./CapacityFields";
import { MOST_KEY_PARTS, type IndexForm } from "./form";
import { KeyFields } from "./KeyFields";
import { ProjectionFields } from "./ProjectionFields";

interface Props {
  value: IndexForm;
  onChange: (value: IndexForm) => void;
  problems: Record<string, string>; // of missingOfIndex()
}

export function IndexFields({ value, onChange, problems }: Props) {
  const problem = (field: string) => problems[`indexes.${value.id}.${field}`];
  const isGlobal = value.kind === "global";
  return (
    <SpaceBetween size="m">
      <FormField label="Index name" errorText={problem("name")}>
        <Input
          value={value.name}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...value, name: detail.value })}
        />
      </FormField>
      {isGlobal && (
        <KeyFields
          label="Index partition key"
          parts={value.partition}
          fewest={1}
          most={MOST_KEY_PARTS}
          error={problem("key")}
          onChange={(partition) => onChange({ ...value, partition })}
        />
      )}
      <KeyFields
        label="Index sort key"
        parts={value.sort}
        fewest={isGlobal ? 0 : 1}
        most={isGlobal ? MOST_KEY_PARTS : 1}
        error={isGlobal ? undefined : problem("key")}
        onChange={(sort) => onChange({ ...value, sort })}
      />
      <ProjectionFields
        value={value}
        error={problem("include")}
        onChange={(projection) => onChange({ ...value, ...projection })}
      />
      {isGlobal && (
        <CapacityFields
          modeIsGiven
          value={value.capacity}
          onChange={(capacity) => onChange({ ...value, capacity })}
        />
      )}
    </SpaceBetween>
  );
}
