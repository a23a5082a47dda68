import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { LogEvents } from "~/panels/logs/LogEvents";

export function LogsTab({ configuration }: { configuration: FunctionConfiguration }) {
  const group = configuration.LoggingConfig?.LogGroup ?? `/aws/lambda/${configuration.FunctionName}`;
  return (
    <LogEvents group={group} title={`Logs in ${group}`} absent="The function has not written anything yet." />
  );
}
