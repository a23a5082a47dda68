import StatusIndicator from "@cloudscape-design/components/status-indicator";

export const STATES = ["ALARM", "OK", "INSUFFICIENT_DATA"] as const;

export function stateText(state: string | undefined): string {
  if (state === "ALARM") return "In alarm";
  if (state === "INSUFFICIENT_DATA") return "Insufficient data";
  return state ?? "-";
}

export function AlarmState({ state }: { state: string | undefined }) {
  const type = state === "ALARM" ? "error" : state === "OK" ? "success" : "pending";
  return <StatusIndicator type={type}>{stateText(state)}</StatusIndicator>;
}
