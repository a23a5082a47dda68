import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import { useRoles } from "./data";

interface Props {
  value: string;
  onChange: (value: string) => void;
  description?: string;
}

export function RoleField({ value, onChange, description = "" }: Props) {
  const { data = [], isLoading } = useRoles();
  return (
    <FormField label="Role" description={`The ARN of what the function runs as. ${description}`}>
      <Autosuggest
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
        options={data.map(({ Arn, RoleName }) => ({ value: Arn ?? "", description: RoleName }))}
        statusType={isLoading ? "loading" : "finished"}
        loadingText="Loading roles"
        empty="There are no roles; type an ARN."
        placeholder="arn:aws:iam::000000000000:role/NAME"
        enteredTextLabel={(text) => `Use ${text}`}
        ariaLabel="Role"
      />
    </FormField>
  );
}
