import { useState, type ReactNode } from "react";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { FormModal } from "~/common/FormModal";
import { capitalized } from "~/common/format";

export interface FormProps {
  onDone: (name: string) => void;
  onDismiss: () => void;
}

interface Props extends FormProps {
  what: string; // "user"
  incomplete?: boolean; // the rest of it
  children?: ReactNode; // more fields
  size?: "medium" | "large";
  action: (name: string, path: string | undefined) => Promise<unknown>;
}

// Makes something that has a name and a path.
export function NameForm({
  what,
  incomplete = false,
  children,
  size = "medium",
  action,
  onDone,
  onDismiss,
}: Props) {
  const [name, setName] = useState("");
  const [path, setPath] = useState("/");
  return (
    <FormModal
      header={`Create ${what}`}
      label="Create"
      size={size}
      disabled={!name || incomplete}
      action={() => action(name, path || undefined)}
      onDone={() => onDone(name)}
      onDismiss={onDismiss}
    >
      <FormField
        label={`${capitalized(what)} name`}
        constraintText="Letters, digits and any of + = , . @ _ -"
      >
        <Input
          value={name}
          autoFocus
          spellcheck={false}
          onChange={({ detail }) => setName(detail.value.trim())}
        />
      </FormField>
      {children}
      <ExpandableSection headerText="Path">
        <FormField label="Path" description="Part of the ARN; begins and ends with a slash.">
          <Input value={path} spellcheck={false} onChange={({ detail }) => setPath(detail.value.trim())} />
        </FormField>
      </ExpandableSection>
    </FormModal>
  );
}
