import type { GetFunctionResponse } from "@aws-sdk/client-lambda";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Concurrency } from "./Concurrency";
import { FunctionTags } from "./FunctionTags";
import { GeneralConfiguration } from "./GeneralConfiguration";
import { Permissions } from "./Permissions";
import { QueuedCalls } from "./QueuedCalls";

export function ConfigurationTab({ of }: { of: GetFunctionResponse }) {
  const name = of.Configuration?.FunctionName ?? "";
  return (
    <SpaceBetween size="l">
      <GeneralConfiguration of={of.Configuration ?? {}} />
      <Concurrency name={name} reserved={of.Concurrency?.ReservedConcurrentExecutions} />
      <QueuedCalls name={name} />
      <Permissions name={name} />
      <FunctionTags arn={of.Configuration?.FunctionArn ?? ""} />
    </SpaceBetween>
  );
}
