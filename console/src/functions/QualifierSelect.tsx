import Select from "@cloudscape-design/components/select";
import { useAliases, useVersions } from "./versions";

interface Props {
  name: string;
  value: string;
  onChange: (value: string) => void;
}

export function QualifierSelect({ name, value, onChange }: Props) {
  const { data: versions = [] } = useVersions(name);
  const { data: aliases = [] } = useAliases(name);
  const numbers = versions.map(({ Version }) => Version ?? "").filter((version) => version !== "$LATEST");
  return (
    <Select
      selectedOption={{ value, label: value }}
      options={[
        { value: "$LATEST", label: "$LATEST" },
        ...aliases.map((alias) => ({
          value: alias.Name ?? "",
          label: alias.Name ?? "",
          description: `Version ${alias.FunctionVersion}`,
        })),
        ...numbers.reverse().map((version) => ({ value: version, label: version })),
      ]}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? value)}
    />
  );
}
