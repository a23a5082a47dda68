import { useState } from "react";
import { CloudWatchClient, SetAlarmStateCommand, type StateValue } from "@aws-sdk/client-cloudwatch";
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { FormModal } from "~/common/FormModal";
import { useClient } from "~/session/context";
import { stateText, STATES } from "./AlarmState";

interface Props {
  name: string;
  onDismiss: () => void;
  onDone: () => void;
}

export function SetState({ name, onDismiss, onDone }: Props) {
  const cloudwatch = useClient(CloudWatchClient);
  const [state, setState] = useState<StateValue>("ALARM");
  const [reason, setReason] = useState("A test from the console");
  const set = () =>
    cloudwatch.send(new SetAlarmStateCommand({ AlarmName: name, StateValue: state, StateReason: reason }));
  return (
    <FormModal
      header={`Set the state of ${name}`}
      label="Set state"
      action={set}
      onDone={onDone}
      onDismiss={onDismiss}
    >
      <Box>The way to try its actions: they run, and the next evaluation sets the state anew.</Box>
      <FormField label="State">
        <Select
          selectedOption={{ value: state, label: stateText(state) }}
          options={STATES.map((value) => ({ value, label: stateText(value) }))}
          onChange={({ detail }) =>
            setState(STATES.find((one) => one === detail.selectedOption.value) ?? state)
          }
        />
      </FormField>
      <FormField label="Reason">
        <Input value={reason} onChange={({ detail }) => setReason(detail.value)} />
      </FormField>
    </FormModal>
  );
}
