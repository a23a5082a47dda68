import { useState } from "react";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { problemOfDocument, type PolicyTemplate } from "~/panels/documents";
import { PolicyEditor } from "~/panels/PolicyEditor";
import { NameForm, type FormProps } from "./NameForm";

interface Made {
  name: string;
  path: string | undefined;
  description: string | undefined;
  document: string;
}

interface Props extends FormProps {
  what: string; // "role"
  label: string; // of the document
  templates: readonly PolicyTemplate[];
  first?: string; // the document to begin with
  height: number;
  action: (made: Made) => Promise<unknown>;
}

// Makes something that has a description and a policy document, too.
export function DocumentForm({ what, label, templates, first = "", height, action, ...props }: Props) {
  const [description, setDescription] = useState("");
  const [document, setDocument] = useState(first);
  return (
    <NameForm
      what={what}
      size="large"
      incomplete={problemOfDocument(document) !== undefined}
      action={(name, path) => action({ name, path, description: description || undefined, document })}
      {...props}
    >
      <FormField label="Description">
        <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
      </FormField>
      <PolicyEditor
        label={label}
        value={document}
        onChange={setDocument}
        templates={templates}
        height={height}
      />
    </NameForm>
  );
}
