import { useState } from "react";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { FormModal } from "~/common/FormModal";
import { fileNameProblem } from "./archive";

interface Props {
  header: string;
  name: string;
  others: string[];
  onDone: (name: string) => void;
  onDismiss: () => void;
}

export function FileNameModal({ header, name, others, onDone, onDismiss }: Props) {
  const [value, setValue] = useState(name);
  const problem = fileNameProblem(value, others);
  return (
    <FormModal
      header={header}
      label="OK"
      disabled={problem !== undefined}
      action={() => Promise.resolve()}
      onDone={() => onDone(value)}
      onDismiss={onDismiss}
    >
      <FormField label="Path in the archive" errorText={value !== name && problem}>
        <Input value={value} autoFocus spellcheck={false} onChange={({ detail }) => setValue(detail.value)} />
      </FormField>
    </FormModal>
  );
}
