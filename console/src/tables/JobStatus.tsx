import Popover from "@cloudscape-design/components/popover";
import { Status } from "./Status";

interface Props {
  state: string | undefined;
  code: string | undefined; // why it failed
  message: string | undefined;
}

// The state of an export, an import or a bulk put, and behind it why it failed.
export function JobStatus({ state, code, message = "" }: Props) {
  if (!code) return <Status state={state} />;
  return (
    <Popover triggerType="text" header={code} content={message}>
      <Status state={state} />
    </Popover>
  );
}
