import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import {
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  type FunctionConfiguration,
} from "@aws-sdk/client-lambda";
import Alert from "@cloudscape-design/components/alert";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { useClient } from "~/session/context";
import {
  changesOf,
  formOf,
  isValid,
  LIMITS,
  numberProblem,
  type ConfigurationForm,
  type Limited,
} from "./configuration";
import { LayersEditor } from "./LayersEditor";
import { PairsEditor } from "./PairsEditor";
import { RoleField } from "./RoleField";
import { RUNTIMES } from "./runtimes";
import { SavedForm } from "./SavedForm";

const NUMBERS: { name: Limited; label: string }[] = [
  { name: "memory", label: "Memory in MB" },
  { name: "timeout", label: "Timeout in seconds" },
  { name: "storage", label: "/tmp in MB" },
];

export function GeneralConfiguration({ of }: { of: FunctionConfiguration }) {
  const lambda = useClient(LambdaClient);
  const queries = useQueryClient();
  const kept = formOf(of);
  // What is typed, and what it began with: what others changed meanwhile is not sent back.
  const [typed, setTyped] = useState<{ from: ConfigurationForm; to: ConfigurationForm }>();
  const form = typed?.to ?? kept;
  const changes = typed && changesOf(typed.from, typed.to);
  const set = (part: Partial<ConfigurationForm>) =>
    setTyped({ from: typed?.from ?? kept, to: { ...form, ...part } });
  const save = async () => {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: of.FunctionName, ...changes }));
    await queries.invalidateQueries({ queryKey: ["functions"] });
    setTyped(undefined);
  };
  const runtimes = RUNTIMES.map(({ id, text }) => ({ value: id, label: text }));
  return (
    <SavedForm
      title="Configuration"
      saved="The configuration was saved."
      changed={changes !== undefined}
      valid={isValid(form)}
      onSave={save}
      onDiscard={() => setTyped(undefined)}
    >
      <FormField label="Description" stretch>
        <Input value={form.description} onChange={({ detail }) => set({ description: detail.value })} />
      </FormField>
      <ColumnLayout columns={3}>
        {NUMBERS.map(({ name, label }) => (
          <FormField
            key={name}
            label={label}
            constraintText={`${LIMITS[name][0]} to ${LIMITS[name][1]}`}
            errorText={numberProblem(form, name)}
          >
            <Input
              value={form[name]}
              inputMode="numeric"
              onChange={({ detail }) => set({ [name]: detail.value })}
            />
          </FormField>
        ))}
        <FormField label="Runtime">
          <Select
            selectedOption={
              runtimes.find(({ value }) => value === form.runtime) ?? {
                value: form.runtime,
                label: form.runtime,
              }
            }
            options={runtimes}
            onChange={({ detail }) => set({ runtime: detail.selectedOption.value ?? form.runtime })}
          />
        </FormField>
        <FormField label="Handler">
          <Input value={form.handler} onChange={({ detail }) => set({ handler: detail.value })} />
        </FormField>
      </ColumnLayout>
      <RoleField value={form.role} onChange={(role) => set({ role })} />
      <FormField label="Environment variables" stretch>
        {of.Environment?.Error && (
          <Alert type="error">
            {of.Environment.Error.ErrorCode}: {of.Environment.Error.Message}
          </Alert>
        )}
        <PairsEditor
          pairs={form.variables}
          onChange={(variables) => set({ variables })}
          addText="Add variable"
          empty="There are none."
        />
      </FormField>
      <LayersEditor layers={form.layers} onChange={(layers) => set({ layers })} />
    </SavedForm>
  );
}
