import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableForm } from "./form";
import { KeyFields } from "./KeyFields";

interface Props {
  form: TableForm;
  onChange: (form: TableForm) => void;
  problems: Record<string, string>; // of missing()
}

// Name and keys: what a table cannot be without, and what stays as it is.
export function KeysSection({ form, onChange, problems }: Props) {
  return (
    <Container header={<Header variant="h2">Table</Header>}>
      <SpaceBetween size="m">
        <FormField
          label="Table name"
          constraintText="3 to 255 letters, digits, dots, dashes and underscores."
          errorText={problems.name}
        >
          <Input
            value={form.name}
            spellcheck={false}
            autoComplete={false}
            onChange={({ detail }) => onChange({ ...form, name: detail.value })}
          />
        </FormField>
        <KeyFields
          label="Partition key"
          parts={[form.partition]}
          fewest={1}
          most={1}
          error={problems.partition}
          onChange={([partition = form.partition]) => onChange({ ...form, partition })}
        />
        <KeyFields
          label="Sort key"
          description="Leave empty for a table without one."
          parts={[form.sort]}
          fewest={1}
          most={1}
          onChange={([sort = form.sort]) => onChange({ ...form, sort })}
        />
      </SpaceBetween>
    </Container>
  );
}
