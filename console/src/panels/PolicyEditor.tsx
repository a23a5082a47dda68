import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CodeEditor } from "~/common/CodeEditor";
import { problemOfDocument, textOfDocument, type PolicyTemplate } from "./documents";

interface Props {
  value: string;
  onChange: (value: string) => void;
  label: string;
  templates?: readonly PolicyTemplate[];
  height?: number;
}

// A policy in JSON; a template to begin with replaces what is there.
export function PolicyEditor({ value, onChange, label, templates = [], height = 320 }: Props) {
  const problem = value.trim() ? problemOfDocument(value) : undefined;
  return (
    <SpaceBetween size="s">
      {templates.length > 0 && (
        <FormField label="Begin with a template" description="Replaces what is in the editor.">
          <Select
            selectedOption={null}
            placeholder="Choose a template"
            options={templates.map(({ name, description }) => ({ value: name, label: name, description }))}
            onChange={({ detail }) => {
              const template = templates.find(({ name }) => name === detail.selectedOption.value);
              if (template) onChange(textOfDocument(template.document));
            }}
          />
        </FormField>
      )}
      <FormField label={label} errorText={problem} stretch>
        <CodeEditor label={label} value={value} onChange={onChange} height={height} />
      </FormField>
    </SpaceBetween>
  );
}
