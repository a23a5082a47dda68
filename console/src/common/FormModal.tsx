import { useEffect, useRef, type FormEvent, type ReactNode } from "react";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Modal, { type ModalProps } from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ProblemAlert } from "./Problem";
import { useAction } from "./useAction";

interface Props {
  header: string;
  label: string; // of the button
  disabled?: boolean; // what is entered is not complete
  size?: ModalProps.Size;
  children: ReactNode; // the fields
  action: () => Promise<unknown>;
  onDone?: () => void; // it was done; none: the action itself closes the form
  onDismiss: () => void;
  problem?: (error: unknown) => ReactNode; // how to show what went wrong
}

// A small form above the page. It stays, with what the server says, until its action has succeeded. Enter submits it.
export function FormModal({
  header,
  label,
  disabled = false,
  size = "medium",
  children,
  action,
  onDone,
  onDismiss,
  problem: show = (failure) => <ProblemAlert error={failure} />,
}: Props) {
  const { busy, error, run } = useAction();
  const problem = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error !== undefined) problem.current?.scrollIntoView({ block: "nearest" }); // below a long form
  }, [error]);
  const perform = () =>
    run(async () => {
      await action();
      onDone?.();
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!disabled && !busy) void perform();
  };
  return (
    <Modal
      visible
      header={header}
      size={size}
      onDismiss={onDismiss}
      closeAriaLabel="Close"
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              Cancel
            </Button>
            <Button variant="primary" disabled={disabled} loading={busy} onClick={() => void perform()}>
              {label}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <form onSubmit={submit}>
        <SpaceBetween size="m">
          {children}
          {error !== undefined && <div ref={problem}>{show(error)}</div>}
        </SpaceBetween>
        {/* Browsers submit a form of several fields by Enter only if it has such a button. */}
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}
