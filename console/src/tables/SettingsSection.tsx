import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableForm } from "./form";

export const VIEWS: (SelectProps.Option & { value: TableForm["stream"] })[] = [
  { value: "", label: "No stream" },
  { value: "NEW_AND_OLD_IMAGES", label: "New and old images" },
  { value: "NEW_IMAGE", label: "New images" },
  { value: "OLD_IMAGE", label: "Old images" },
  { value: "KEYS_ONLY", label: "Keys only" },
];

export const CLASSES: (SelectProps.Option & { value: TableForm["tableClass"] })[] = [
  { value: "STANDARD", label: "Standard" },
  { value: "STANDARD_INFREQUENT_ACCESS", label: "Standard, infrequent access" },
];

interface Props {
  form: TableForm;
  onChange: (form: TableForm) => void;
}

export function SettingsSection({ form, onChange }: Props) {
  return (
    <Container header={<Header variant="h2">Settings</Header>}>
      <SpaceBetween size="m">
        <FormField label="Stream" description="A list of all changes, for 24 hours. Triggers need one.">
          <Select
            options={VIEWS}
            selectedOption={VIEWS.find((view) => view.value === form.stream) ?? null}
            onChange={({ detail }) =>
              onChange({
                ...form,
                stream: VIEWS.find((view) => view.value === detail.selectedOption.value)?.value ?? "",
              })
            }
          />
        </FormField>
        <FormField
          label="Time to live"
          description="The attribute that has the second at which an item expires, as a number since 1970. Leave empty for none."
        >
          <Input
            value={form.expiry}
            placeholder="Attribute"
            spellcheck={false}
            onChange={({ detail }) => onChange({ ...form, expiry: detail.value })}
          />
        </FormField>
        <FormField label="Table class">
          <Select
            options={CLASSES}
            selectedOption={CLASSES.find((one) => one.value === form.tableClass) ?? null}
            onChange={({ detail }) =>
              onChange({
                ...form,
                tableClass:
                  CLASSES.find((one) => one.value === detail.selectedOption.value)?.value ?? "STANDARD",
              })
            }
          />
        </FormField>
        <Checkbox
          checked={form.recovery}
          description="The table can be restored as it was at any second of the last days."
          onChange={({ detail }) => onChange({ ...form, recovery: detail.checked })}
        >
          Point-in-time recovery
        </Checkbox>
        {form.recovery && (
          <FormField label="Days of recovery" constraintText="1 to 35.">
            <Input
              value={form.recoveryDays}
              inputMode="numeric"
              onChange={({ detail }) => onChange({ ...form, recoveryDays: detail.value })}
            />
          </FormField>
        )}
        <Checkbox
          checked={form.protection}
          description="The table cannot be deleted until this is switched off."
          onChange={({ detail }) => onChange({ ...form, protection: detail.checked })}
        >
          Deletion protection
        </Checkbox>
      </SpaceBetween>
    </Container>
  );
}
