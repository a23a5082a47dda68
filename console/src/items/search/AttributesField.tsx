import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import type { Search } from "../model/search";

interface Props {
  search: Search;
  placeholder: string;
  onChange: (part: Partial<Search>) => void;
  errorOf: (field: string) => string | undefined;
}

// Which attributes of the items are shown.
export function AttributesField({ search, placeholder, onChange, errorOf }: Props) {
  return (
    <FormField
      label="Attributes"
      description="Only these, with commas between them; empty for all."
      errorText={errorOf("projection")}
      stretch
    >
      <Input
        value={search.projection}
        placeholder={placeholder}
        onChange={({ detail }) => onChange({ projection: detail.value })}
      />
    </FormField>
  );
}
