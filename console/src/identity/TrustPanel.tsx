import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { problemOfDocument, readableDocument } from "~/panels/documents";
import { PolicyEditor } from "~/panels/PolicyEditor";
import { useClient } from "~/session/context";
import { trustTemplates } from "./templates";

export function TrustPanel({ role, document }: { role: string; document: string | undefined }) {
  const iam = useClient(IAMClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const [edited, setEdited] = useState<string>();
  const { busy, error, run } = useAction();
  const text = edited ?? readableDocument(document, true);
  const save = () =>
    run(async () => {
      await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: role, PolicyDocument: text }));
      await queries.invalidateQueries({ queryKey: ["iam", "roles"] });
      setEdited(undefined);
      notify.success("The trust policy was saved.");
    });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Who may become this role."
          actions={
            <Button
              variant="primary"
              loading={busy}
              disabled={edited === undefined || problemOfDocument(text) !== undefined}
              onClick={() => void save()}
            >
              Save trust policy
            </Button>
          }
        >
          Trust policy
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert error={error} />
        <PolicyEditor label="Trust policy" value={text} onChange={setEdited} templates={trustTemplates} />
      </SpaceBetween>
    </Container>
  );
}
