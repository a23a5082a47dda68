import { useState } from "react";
import {
  CreateAliasCommand,
  LambdaClient,
  UpdateAliasCommand,
  type AliasConfiguration,
} from "@aws-sdk/client-lambda";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { FormModal } from "~/common/FormModal";
import { useClient } from "~/session/context";

interface Props {
  name: string; // of the function
  of?: AliasConfiguration; // none: a new one
  versions: string[];
  onDone: (text: string) => void;
  onDismiss: () => void;
}

export function AliasModal({ name, of, versions, onDone, onDismiss }: Props) {
  const lambda = useClient(LambdaClient);
  const [alias, setAlias] = useState(of?.Name ?? "");
  const [version, setVersion] = useState(of?.FunctionVersion ?? versions.at(-1) ?? "$LATEST");
  const [description, setDescription] = useState(of?.Description ?? "");
  const save = () => {
    const request = { FunctionName: name, Name: alias, FunctionVersion: version, Description: description };
    return of ? lambda.send(new UpdateAliasCommand(request)) : lambda.send(new CreateAliasCommand(request));
  };
  return (
    <FormModal
      header={of ? `Edit alias ${of.Name}` : "Create alias"}
      label={of ? "Save" : "Create"}
      disabled={!alias}
      action={save}
      onDone={() => onDone(`Alias ${alias} was saved.`)}
      onDismiss={onDismiss}
    >
      <FormField label="Alias">
        <Input value={alias} disabled={of !== undefined} onChange={({ detail }) => setAlias(detail.value)} />
      </FormField>
      <FormField label="Version">
        <Select
          selectedOption={{ value: version, label: version }}
          options={versions.map((one) => ({ value: one, label: one }))}
          onChange={({ detail }) => setVersion(detail.selectedOption.value ?? version)}
        />
      </FormField>
      <FormField label="Description">
        <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
      </FormField>
    </FormModal>
  );
}
