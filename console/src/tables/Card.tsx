import type { ReactNode } from "react";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ProblemAlert } from "~/common/Problem";

interface Props {
  title: string;
  description?: string;
  error?: unknown;
  onEdit?: () => void;
  editLabel?: string;
  actions?: ReactNode;
  children: ReactNode;
}

// One setting of a table, with the button that changes it.
export function Card({ title, description, error, onEdit, editLabel = "Edit", actions, children }: Props) {
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={description}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {actions}
              {onEdit && (
                <Button onClick={onEdit} ariaLabel={`${editLabel} ${title.toLowerCase()}`}>
                  {editLabel}
                </Button>
              )}
            </SpaceBetween>
          }
        >
          {title}
        </Header>
      }
    >
      <ProblemAlert error={error} />
      {children}
    </Container>
  );
}
