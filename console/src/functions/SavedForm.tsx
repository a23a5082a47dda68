import { type ReactNode } from "react";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";

interface Props {
  title: string;
  description?: string;
  saved: string; // what is said when it was
  changed: boolean;
  valid: boolean;
  onSave: () => Promise<unknown>;
  onDiscard: () => void;
  children: ReactNode;
}

// A part of the configuration that is saved by itself.
export function SavedForm({ title, description, saved, changed, valid, onSave, onDiscard, children }: Props) {
  const notify = useNotify();
  const { busy, error, run } = useAction();
  const save = () =>
    run(async () => {
      await onSave();
      notify.success(saved);
    });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={description}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={!changed || busy} onClick={onDiscard} ariaLabel={`Discard: ${title}`}>
                Discard
              </Button>
              <Button
                variant="primary"
                disabled={!changed || !valid}
                loading={busy}
                onClick={() => void save()}
                ariaLabel={`Save: ${title}`}
              >
                Save
              </Button>
            </SpaceBetween>
          }
        >
          {title}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert error={error} header="It was not saved" />
        {children}
      </SpaceBetween>
    </Container>
  );
}
