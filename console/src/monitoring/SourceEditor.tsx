import { useState } from "react";
import { DashboardInvalidInputError } from "@aws-sdk/client-cloudwatch";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CodeEditor } from "~/common/CodeEditor";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";

interface Props {
  body: string;
  onSave: (body: string) => Promise<unknown>;
  onDismiss: () => void;
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

// What is wrong with a body, each finding with its path; or the error as it is.
export function bodyProblem(error: unknown) {
  const findings =
    error instanceof DashboardInvalidInputError ? (error.dashboardValidationMessages ?? []) : [];
  if (findings.length === 0) return <ProblemAlert error={error} />;
  return (
    <Alert type="error" header="The body is not valid" data-testid="problem">
      {findings.map(({ DataPath, Message }, index) => (
        <div key={index}>
          {DataPath && <code>{DataPath}: </code>}
          {Message}
        </div>
      ))}
    </Alert>
  );
}

export function SourceEditor({ body, onSave, onDismiss }: Props) {
  const [text, setText] = useState(() => pretty(body));
  const { busy, error, run } = useAction();
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="As CloudWatch's dashboard body structure says it."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button onClick={onDismiss}>Cancel</Button>
              <Button variant="primary" loading={busy} onClick={() => void run(() => onSave(text))}>
                Save
              </Button>
            </SpaceBetween>
          }
        >
          Source
        </Header>
      }
    >
      <SpaceBetween size="m">
        {bodyProblem(error)}
        <CodeEditor label="Body of the dashboard" value={text} onChange={setText} height={520} />
      </SpaceBetween>
    </Container>
  );
}
