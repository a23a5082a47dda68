import { Component, type ReactNode } from "react";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { problemOf } from "~/common/errors";

interface Props {
  page: string; // another page gets another chance
  children: ReactNode;
}

interface State {
  error?: unknown;
  page?: string; // that failed
}

// A page that fails shows that it did, and leaves the others alone.
export class Boundary extends Component<Props, State> {
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { error: error ?? "nothing was said" };
  }

  static getDerivedStateFromProps({ page }: Props, state: State): State | null {
    return page === state.page ? null : { page, error: undefined };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Alert
        type="error"
        header="This page cannot be shown"
        action={<Button onClick={() => window.location.reload()}>Load it again</Button>}
      >
        {problemOf(error).message} If the server was updated meanwhile, loading the page again helps.
      </Alert>
    );
  }
}
