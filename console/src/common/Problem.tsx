import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { problemOf } from "./errors";

interface Props {
  error: unknown; // nothing is shown where there is none
  header?: string;
  onRetry?: () => void;
}

// An error of the server, where its outcome would be.
export function ProblemAlert({ error, header, onRetry }: Props) {
  if (error === undefined || error === null) return null;
  const { code, message, requestId } = problemOf(error);
  return (
    <Alert
      type="error"
      header={header ?? code}
      action={onRetry && <Button onClick={onRetry}>Try again</Button>}
      data-testid="problem"
    >
      {header && <strong>{code}: </strong>}
      {message}
      {requestId && <div>Request {requestId}</div>}
    </Alert>
  );
}
