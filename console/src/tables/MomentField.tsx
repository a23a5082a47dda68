import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { parseMoment } from "./moment";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  description?: string;
}

export function MomentField({ label, value, onChange, description }: Props) {
  const isWrong = value !== "" && parseMoment(value) === undefined;
  return (
    <FormField
      label={label}
      description={description}
      constraintText="UTC, as 2026-11-22 18:47:11"
      errorText={isWrong && "This is no moment."}
    >
      <Input value={value} spellcheck={false} onChange={({ detail }) => onChange(detail.value)} />
    </FormField>
  );
}
