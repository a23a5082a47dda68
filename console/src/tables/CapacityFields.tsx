import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { CapacityForm } from "./form";

interface Props {
  value: CapacityForm;
  onChange: (value: CapacityForm) => void;
  modeIsGiven?: boolean; // as that of an index is by its table
}

export function CapacityFields({ value, onChange, modeIsGiven }: Props) {
  const number = (
    label: string,
    field: "read" | "write" | "mostRead" | "mostWrite",
    placeholder?: string,
  ) => (
    <FormField label={label}>
      <Input
        type="text"
        inputMode="numeric"
        value={value[field]}
        placeholder={placeholder}
        onChange={({ detail }) => onChange({ ...value, [field]: detail.value })}
      />
    </FormField>
  );
  return (
    <SpaceBetween size="m">
      {!modeIsGiven && (
        <FormField label="Capacity mode">
          <RadioGroup
            value={value.mode}
            items={[
              {
                value: "PAY_PER_REQUEST",
                label: "On demand",
                description: "Takes what comes, up to a limit if you set one.",
              },
              {
                value: "PROVISIONED",
                label: "Provisioned",
                description: "A fixed number of units a second.",
              },
            ]}
            onChange={({ detail }) =>
              onChange({ ...value, mode: detail.value === "PROVISIONED" ? "PROVISIONED" : "PAY_PER_REQUEST" })
            }
          />
        </FormField>
      )}
      <ColumnLayout columns={2}>
        {value.mode === "PROVISIONED"
          ? [
              <div key="read">{number("Read capacity units", "read")}</div>,
              <div key="write">{number("Write capacity units", "write")}</div>,
            ]
          : [
              <div key="read">{number("Most read units a second", "mostRead", "No limit")}</div>,
              <div key="write">{number("Most write units a second", "mostWrite", "No limit")}</div>,
            ]}
      </ColumnLayout>
    </SpaceBetween>
  );
}
