import Select from "@cloudscape-design/components/select";
import { RETENTION_DAYS, retentionText } from "./retention";

interface Props {
  value: number | undefined; // undefined: for ever
  onChange: (days: number | undefined) => void;
}

export function RetentionSelect({ value, onChange }: Props) {
  const option = (days: number | undefined) => ({ value: String(days ?? 0), label: retentionText(days) });
  return (
    <Select
      selectedOption={option(value)}
      options={[option(undefined), ...RETENTION_DAYS.map((days) => option(days))]}
      onChange={({ detail }) => onChange(Number(detail.selectedOption.value) || undefined)}
      expandToViewport
    />
  );
}
