import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CreatePolicyVersionCommand, GetPolicyVersionCommand, IAMClient } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CodeEditor } from "~/common/CodeEditor";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { problemOfDocument, readableDocument } from "~/panels/documents";
import { PolicyEditor } from "~/panels/PolicyEditor";
import { useClient } from "~/session/context";
import { MOST_VERSIONS } from "./managed";

interface Props {
  arn: string;
  version: string;
  isOwn: boolean;
}

// The document in force. It is not changed: what is saved is a new version.
export function PolicyDocument({ arn, version, isOwn }: Props) {
  const iam = useClient(IAMClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const [edited, setEdited] = useState<string>();
  const { busy, error: refusal, run } = useAction();
  const { data, error } = useQuery({
    queryKey: ["iam", "policies", arn, "versions", version],
    queryFn: async () => {
      const answer = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: version }));
      return readableDocument(answer.PolicyVersion?.Document, true);
    },
  });
  const text = edited ?? data ?? "";
  const save = () =>
    run(async () => {
      await iam.send(
        new CreatePolicyVersionCommand({ PolicyArn: arn, PolicyDocument: text, SetAsDefault: true }),
      );
      notify.success("A new version is in force.");
      await queries.invalidateQueries({ queryKey: ["iam", "policies"] });
    });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={isOwn && `Saving makes a new version, of ${MOST_VERSIONS} that are kept at most.`}
          actions={
            isOwn && (
              <Button
                variant="primary"
                loading={busy}
                disabled={edited === undefined || edited === data || problemOfDocument(text) !== undefined}
                onClick={() => void save()}
              >
                Save as new version
              </Button>
            )
          }
        >
          Version {version}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert error={error ?? refusal} />
        {data !== undefined &&
          (isOwn ? (
            <PolicyEditor label="Policy document" value={text} onChange={setEdited} height={400} />
          ) : (
            <CodeEditor label="Policy document" value={text} height={400} />
          ))}
      </SpaceBetween>
    </Container>
  );
}
