import Box from "@cloudscape-design/components/box";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CapacityFields } from "./CapacityFields";
import { NO_CAPACITY } from "./form";
import type { RestoreForm } from "./restore";

export function RestoreFields({
  value,
  onChange,
}: {
  value: RestoreForm;
  onChange: (value: RestoreForm) => void;
}) {
  const { capacity } = value;
  return (
    <SpaceBetween size="m">
      <FormField label="New table" description="A restore makes another table, and leaves this one as it is.">
        <Input
          value={value.target}
          spellcheck={false}
          autoComplete={false}
          onChange={({ detail }) => onChange({ ...value, target: detail.value })}
        />
      </FormField>
      <Checkbox
        checked={value.withIndexes}
        onChange={({ detail }) => onChange({ ...value, withIndexes: detail.checked })}
      >
        With its indexes
      </Checkbox>
      <Checkbox
        checked={capacity === undefined}
        onChange={({ detail }) => onChange({ ...value, capacity: detail.checked ? undefined : NO_CAPACITY })}
      >
        With its capacity
      </Checkbox>
      {capacity && (
        <CapacityFields value={capacity} onChange={(next) => onChange({ ...value, capacity: next })} />
      )}
      <Box color="text-status-inactive">
        Streams, tags, policies, time to live, deletion protection and recovery are to be set anew.
      </Box>
    </SpaceBetween>
  );
}
