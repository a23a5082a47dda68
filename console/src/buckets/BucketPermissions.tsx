import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
} from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Confirm } from "~/common/Confirm";
import { problemOf } from "~/common/errors";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { problemOfDocument, readableDocument } from "~/panels/documents";
import { PolicyEditor } from "~/panels/PolicyEditor";
import { useS3 } from "./client";
import { bucketPolicyTemplates } from "./policyTemplates";
import { PublicAccess } from "./PublicAccess";

export function BucketPermissions({ bucket }: { bucket: string }) {
  return (
    <SpaceBetween size="l">
      <PublicAccess bucket={bucket} />
      <BucketPolicy bucket={bucket} />
    </SpaceBetween>
  );
}

function BucketPolicy({ bucket }: { bucket: string }) {
  const s3 = useS3();
  const queries = useQueryClient();
  const notify = useNotify();
  const queryKey = ["s3", bucket, "policy"];
  const [edited, setEdited] = useState<string>();
  const { busy, error: refusal, run } = useAction();
  const [deleting, setDeleting] = useState(false);
  const { data, error, isSuccess } = useQuery({
    queryKey,
    queryFn: async () => {
      try {
        return readableDocument((await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }))).Policy);
      } catch (failure) {
        if (problemOf(failure).code === "NoSuchBucketPolicy") return "";
        throw failure;
      }
    },
  });
  const text = edited ?? data ?? "";
  const refresh = async (message: string) => {
    setEdited(undefined);
    setDeleting(false);
    notify.success(message);
    await queries.invalidateQueries({ queryKey });
  };
  const save = () =>
    run(async () => {
      await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: text }));
      await refresh("The bucket policy was saved.");
    });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Who may do what with this bucket, beside what policies of users and roles allow. Decides with --auth strict."
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={!data} onClick={() => setDeleting(true)}>
                Delete policy
              </Button>
              <Button
                variant="primary"
                loading={busy}
                disabled={edited === undefined || problemOfDocument(text) !== undefined}
                onClick={() => void save()}
              >
                Save policy
              </Button>
            </SpaceBetween>
          }
        >
          Bucket policy
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert error={error ?? refusal} />
        {isSuccess && (
          <PolicyEditor
            label="Bucket policy"
            value={text}
            onChange={setEdited}
            templates={bucketPolicyTemplates(bucket)}
          />
        )}
      </SpaceBetween>
      {deleting && (
        <Confirm
          header={`Delete the policy of ${bucket}?`}
          action={() => s3.send(new DeleteBucketPolicyCommand({ Bucket: bucket }))}
          onDone={() => void refresh("The bucket policy was deleted.")}
          onDismiss={() => setDeleting(false)}
        >
          What only this policy allows is refused from then on.
        </Confirm>
      )}
    </Container>
  );
}
