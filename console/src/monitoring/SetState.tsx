import { useState } from "react";
import { CloudWatchClient, SetAlarmStateCommand, type StateValue } from "@aws-sdk/client-cloudwatch";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ProblemAlert } from "~/common/Problem";
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
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const set = async () => {
    setBusy(true);
    try {
      await cloudwatch.send(
        new SetAlarmStateCommand({ AlarmName: name, StateValue: state, StateReason: reason }),
      );
      onDone();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <Modal
      visible
      header={`Set the state of ${name}`}
      closeAriaLabel="Close"
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              Cancel
            </Button>
            <Button variant="primary" loading={busy} onClick={() => void set()}>
              Set state
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
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
        <ProblemAlert error={error} />
      </SpaceBetween>
    </Modal>
  );
}
