import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { Status } from "./Status";

interface Props {
  index: { IndexStatus?: string; Backfilling?: boolean };
}

export function IndexStatus({ index: { IndexStatus: state, Backfilling } }: Props) {
  if (Backfilling) return <StatusIndicator type="in-progress">Backfilling</StatusIndicator>;
  return <Status state={state} />;
}
