import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  LambdaClient,
  PutFunctionEventInvokeConfigCommand,
  type FunctionEventInvokeConfig,
} from "@aws-sdk/client-lambda";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { problemOf } from "~/common/errors";
import { ProblemAlert } from "~/common/Problem";
import { useClient } from "~/session/context";
import { wholeNumber } from "./configuration";
import { SavedForm } from "./SavedForm";

interface QueueForm {
  retries: string;
  age: string;
  success: string;
  failure: string;
}

function formOf(config: FunctionEventInvokeConfig | null): QueueForm {
  return {
    retries: String(config?.MaximumRetryAttempts ?? 2),
    age: String(config?.MaximumEventAgeInSeconds ?? 21_600),
    success: config?.DestinationConfig?.OnSuccess?.Destination ?? "",
    failure: config?.DestinationConfig?.OnFailure?.Destination ?? "",
  };
}

const destination = (arn: string) => (arn.trim() ? { Destination: arn.trim() } : {});
const problem = (value: number | string) => (typeof value === "string" ? value : undefined);

// Invocations that nobody waits for.
export function QueuedCalls({ name }: { name: string }) {
  const lambda = useClient(LambdaClient);
  const queries = useQueryClient();
  const { data, error } = useQuery({
    queryKey: ["functions", "queued", name],
    queryFn: async () => {
      try {
        return await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName: name }));
      } catch (failure) {
        if (problemOf(failure).code === "ResourceNotFoundException") return null; // as it is by default
        throw failure;
      }
    },
  });
  const kept = formOf(data ?? null);
  const [typed, setTyped] = useState<QueueForm>();
  const form = typed ?? kept;
  const set = (part: Partial<QueueForm>) => setTyped({ ...form, ...part });
  const retries = wholeNumber(form.retries, 0, 2);
  const age = wholeNumber(form.age, 60, 21_600);
  const save = async () => {
    if (JSON.stringify(form) === JSON.stringify(formOf(null)))
      await lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: name }));
    else
      await lambda.send(
        new PutFunctionEventInvokeConfigCommand({
          FunctionName: name,
          MaximumRetryAttempts: Number(retries),
          MaximumEventAgeInSeconds: Number(age),
          DestinationConfig: { OnSuccess: destination(form.success), OnFailure: destination(form.failure) },
        }),
      );
    await queries.invalidateQueries({ queryKey: ["functions", "queued", name] });
    setTyped(undefined);
  };
  return (
    <SavedForm
      title="Calls that nobody waits for"
      saved="It was saved."
      changed={JSON.stringify(form) !== JSON.stringify(kept)}
      valid={typeof retries === "number" && typeof age === "number"}
      onSave={save}
      onDiscard={() => setTyped(undefined)}
    >
      <ProblemAlert error={error} />
      <ColumnLayout columns={2}>
        <FormField label="Retries" constraintText="0 to 2" errorText={problem(retries)}>
          <Input
            value={form.retries}
            inputMode="numeric"
            onChange={({ detail }) => set({ retries: detail.value })}
          />
        </FormField>
        <FormField label="Oldest event in seconds" constraintText="60 to 21600" errorText={problem(age)}>
          <Input value={form.age} inputMode="numeric" onChange={({ detail }) => set({ age: detail.value })} />
        </FormField>
        <FormField label="Successes go to" description="The ARN of a function.">
          <Input value={form.success} onChange={({ detail }) => set({ success: detail.value })} />
        </FormField>
        <FormField label="Failures go to" description="The ARN of a function or a bucket.">
          <Input value={form.failure} onChange={({ detail }) => set({ failure: detail.value })} />
        </FormField>
      </ColumnLayout>
    </SavedForm>
  );
}
