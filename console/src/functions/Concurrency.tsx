import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import {
  DeleteFunctionConcurrencyCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useClient } from "~/session/context";
import { wholeNumber } from "./configuration";
import { SavedForm } from "./SavedForm";

const MOST = 10_000;

export function Concurrency({ name, reserved }: { name: string; reserved: number | undefined }) {
  const lambda = useClient(LambdaClient);
  const queries = useQueryClient();
  const kept = reserved === undefined ? "" : String(reserved);
  const [typed, setTyped] = useState<string>();
  const value = (typed ?? kept).trim();
  const number = wholeNumber(value, 0, MOST);
  const problem = value !== "" && typeof number === "string" ? number : undefined;
  const save = async () => {
    if (typeof number === "number")
      await lambda.send(
        new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: number }),
      );
    else await lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: name }));
    await queries.invalidateQueries({ queryKey: ["functions"] });
    setTyped(undefined);
  };
  return (
    <SavedForm
      title="Concurrency"
      description="How many calls may run at once. None: what the account has left. 0 stops the function."
      saved="The concurrency was saved."
      changed={value !== kept}
      valid={!problem}
      onSave={save}
      onDiscard={() => setTyped(undefined)}
    >
      <FormField label="Reserved concurrency" errorText={problem}>
        <Input
          value={typed ?? kept}
          inputMode="numeric"
          placeholder="None"
          onChange={({ detail }) => setTyped(detail.value)}
        />
      </FormField>
    </SavedForm>
  );
}
