import { useState, type ReactNode } from "react";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ProblemAlert } from "./Problem";

interface Props {
  header: string; // "Delete table Music?"
  children?: ReactNode; // what it means
  word?: string; // has to be typed before it can be done
  label?: string; // of the button
  action: () => Promise<unknown>;
  onDone: () => void; // it was done
  onDismiss: () => void;
}

// Asks before something that cannot be taken back. Shown as long as it is rendered.
export function Confirm({ header, children, word, label = "Delete", action, onDone, onDismiss }: Props) {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await action();
      onDone();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const allowed = word === undefined || typed === word;
  return (
    <Modal
      visible
      header={header}
      onDismiss={onDismiss}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              Cancel
            </Button>
            <Button variant="primary" disabled={!allowed} loading={busy} onClick={() => void run()}>
              {label}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {children}
        {word !== undefined && (
          <FormField label={`Type ${word} to confirm`}>
            <Input
              value={typed}
              placeholder={word}
              autoFocus
              onChange={({ detail }) => setTyped(detail.value)}
              onKeyDown={({ detail }) => {
                if (detail.key === "Enter" && allowed && !busy) void run();
              }}
            />
          </FormField>
        )}
        <ProblemAlert error={error} />
      </SpaceBetween>
    </Modal>
  );
}
