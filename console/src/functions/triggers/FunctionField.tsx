import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import { useFunctions } from "../data";

interface Props {
  value: string;
  onChange: (value: string) => void;
}

export function FunctionField({ value, onChange }: Props) {
  const { data = [], isLoading } = useFunctions();
  return (
    <FormField label="Function" description="Its name or ARN; NAME:ALIAS is an alias or version of it.">
      <Autosuggest
        value={value}
        onChange={({ detail }) => onChange(detail.value)}
        options={data.map(({ FunctionName }) => ({ value: FunctionName ?? "" }))}
        statusType={isLoading ? "loading" : "finished"}
        loadingText="Loading functions"
        empty="There are no functions."
        enteredTextLabel={(text) => `Use ${text}`}
        ariaLabel="Function"
      />
    </FormField>
  );
}
