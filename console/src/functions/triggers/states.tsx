import type { EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { formatDuration } from "~/common/format";
import { isChanging } from "./trigger";

export function TriggerState({ of }: { of: EventSourceMappingConfiguration }) {
  const { State = "-" } = of;
  if (isChanging(of)) return <StatusIndicator type="in-progress">{State}</StatusIndicator>;
  return <StatusIndicator type={State === "Enabled" ? "success" : "stopped"}>{State}</StatusIndicator>;
}

export function LastResult({ of }: { of: EventSourceMappingConfiguration }) {
  const { LastProcessingResult: result = "-" } = of;
  if (result.startsWith("PROBLEM")) return <StatusIndicator type="error">{result}</StatusIndicator>;
  if (result === "OK") return <StatusIndicator type="success">{result}</StatusIndicator>;
  return <StatusIndicator type="info">{result}</StatusIndicator>;
}

const LATE_MS = 60_000;

// `milliseconds`: undefined where nothing was delivered lately.
export function Lag({ milliseconds }: { milliseconds: number | undefined }) {
  if (milliseconds === undefined) return "-";
  const text = milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : formatDuration(milliseconds / 1000);
  return milliseconds < LATE_MS ? text : <StatusIndicator type="warning">{text}</StatusIndicator>;
}

export function Errors({ count = 0 }: { count: number | undefined }) {
  return count > 0 ? <StatusIndicator type="error">{count}</StatusIndicator> : "0";
}
