import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import StatusIndicator from "@cloudscape-design/components/status-indicator";

export function FunctionState({ of }: { of: FunctionConfiguration }) {
  const { State = "Active", StateReason, LastUpdateStatus, LastUpdateStatusReason } = of;
  if (State === "Failed") return <StatusIndicator type="error">Failed: {StateReason}</StatusIndicator>;
  if (LastUpdateStatus === "Failed")
    return <StatusIndicator type="error">Update failed: {LastUpdateStatusReason}</StatusIndicator>;
  if (State === "Pending") return <StatusIndicator type="in-progress">Pending</StatusIndicator>;
  if (LastUpdateStatus === "InProgress")
    return <StatusIndicator type="in-progress">Updating</StatusIndicator>;
  if (State === "Active") return <StatusIndicator type="success">Active</StatusIndicator>;
  return <StatusIndicator type="stopped">{State}</StatusIndicator>;
}
