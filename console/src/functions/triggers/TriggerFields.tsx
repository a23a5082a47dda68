import Checkbox from "@cloudscape-design/components/checkbox";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { FiltersEditor } from "./FiltersEditor";
import { fieldProblem, RANGES, type NumberField, type TriggerForm } from "./trigger";

interface Props {
  form: TriggerForm;
  onChange: (part: Partial<TriggerForm>) => void;
}

const BATCHES: { name: NumberField; label: string; description: string }[] = [
  { name: "batchSize", label: "Batch size", description: "Records in one call, at most." },
  { name: "window", label: "Batching window in seconds", description: "How long a batch is waited for." },
  { name: "parallel", label: "Batches at once", description: "Of one shard; the order of an item is kept." },
  { name: "tumbling", label: "Tumbling window in seconds", description: "Calls pass a state on. 0: none." },
];

const FAILURES: { name: NumberField; label: string; description: string }[] = [
  { name: "retries", label: "Retries", description: "-1: until the record is too old." },
  { name: "age", label: "Oldest record in seconds", description: "-1: as long as the stream has it." },
];

// What can be changed of a trigger at any time, apart from its function.
export function TriggerFields({ form, onChange }: Props) {
  const numberField = ({ name, label, description }: (typeof BATCHES)[number]) => (
    <FormField
      key={name}
      label={label}
      description={description}
      constraintText={`${RANGES[name][0]} to ${RANGES[name][1]}`}
      errorText={fieldProblem(form, name)}
    >
      <Input
        value={form[name]}
        inputMode="numeric"
        onChange={({ detail }) => onChange({ [name]: detail.value })}
      />
    </FormField>
  );
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Batches</Header>}>
        <ColumnLayout columns={2}>{BATCHES.map(numberField)}</ColumnLayout>
      </Container>
      <Container header={<Header variant="h2">Failures</Header>}>
        <SpaceBetween size="m">
          <ColumnLayout columns={2}>{FAILURES.map(numberField)}</ColumnLayout>
          <Checkbox checked={form.bisect} onChange={({ detail }) => onChange({ bisect: detail.checked })}>
            Halve a batch that fails
          </Checkbox>
          <Checkbox
            checked={form.partial}
            onChange={({ detail }) => onChange({ partial: detail.checked })}
            description="Its answer names the first record that failed: batchItemFailures."
          >
            The function reports the records that fail
          </Checkbox>
          <FormField
            label="Batches that are given up go to"
            description="The ARN of a bucket of this server. None: they are named in the server's log."
          >
            <Input
              value={form.failure}
              placeholder="arn:aws:s3:::BUCKET"
              onChange={({ detail }) => onChange({ failure: detail.value })}
            />
          </FormField>
        </SpaceBetween>
      </Container>
      <FiltersEditor filters={form.filters} onChange={(filters) => onChange({ filters })} />
    </SpaceBetween>
  );
}
