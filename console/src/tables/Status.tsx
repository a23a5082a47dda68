import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";

const LOOKS: Record<string, StatusIndicatorProps.Type> = {
  ACTIVE: "success",
  AVAILABLE: "success",
  COMPLETED: "success",
  ENABLED: "success",
  Enabled: "success",
  CREATING: "in-progress",
  UPDATING: "in-progress",
  DELETING: "in-progress",
  ENABLING: "in-progress",
  DISABLING: "in-progress",
  IN_PROGRESS: "in-progress",
  CANCELLING: "in-progress",
  Creating: "in-progress",
  Enabling: "in-progress",
  Disabling: "in-progress",
  Updating: "in-progress",
  Deleting: "in-progress",
  DISABLED: "stopped",
  Disabled: "stopped",
  CANCELLED: "stopped",
  COMPLETED_WITH_ERRORS: "warning",
  DELETED: "stopped",
  FAILED: "error",
};

// "POINT_IN_TIME" -> "Point in time".
export function words(state: string): string {
  const text = state.toLowerCase().replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const FORMATS: Record<string, string> = { DYNAMODB_JSON: "DynamoDB JSON", ION: "Amazon Ion", CSV: "CSV" };

export function formatName(format: string | undefined): string {
  return FORMATS[format ?? ""] ?? format ?? "-";
}

// The state of a table, an index, a job or a mapping.
export function Status({ state }: { state: string | undefined }) {
  if (state === undefined) return <>-</>;
  return <StatusIndicator type={LOOKS[state] ?? "info"}>{words(state)}</StatusIndicator>;
}
