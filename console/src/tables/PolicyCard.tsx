import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { Confirm } from "~/common/Confirm";
import { problemOf } from "~/common/errors";
import { FormModal } from "~/common/FormModal";
import { Lines } from "~/common/Lines";
import { useNotify } from "~/common/notifications";
import { problemOfDocument, readableDocument, textOfDocument } from "~/panels/documents";
import { PolicyEditor } from "~/panels/PolicyEditor";
import { Card } from "./Card";
import { keys, useDynamoDB } from "./data";
import { policyTemplates } from "./policy";

export function PolicyCard({
  table: { TableName: name = "", TableArn: arn = "" },
}: {
  table: TableDescription;
}) {
  const dynamodb = useDynamoDB();
  const queries = useQueryClient();
  const notify = useNotify();
  const queryKey = keys.of(name, "policy");
  const { data, error } = useQuery({
    queryKey,
    queryFn: async () => {
      try {
        const { Policy, RevisionId } = await dynamodb.send(
          new GetResourcePolicyCommand({ ResourceArn: arn }),
        );
        return { policy: Policy, revision: RevisionId };
      } catch (failure) {
        if (problemOf(failure).code === "PolicyNotFoundException") return {};
        throw failure;
      }
    },
  });
  const [asking, setAsking] = useState<"edit" | "delete">();
  const [text, setText] = useState("");
  const done = (said: string) => () => {
    setAsking(undefined);
    void queries.invalidateQueries({ queryKey });
    notify.success(said);
  };
  // Somebody else's change since it was loaded is not overwritten.
  const revision = data?.revision ?? "NO_POLICY";
  return (
    <Card
      title="Resource policy"
      description="Who else may use the table. It decides where the server evaluates policies."
      error={error}
      onEdit={
        data &&
        (() => {
          setText(readableDocument(data.policy) || textOfDocument(policyTemplates(arn)[0].document));
          setAsking("edit");
        })
      }
      actions={data?.policy && <Button onClick={() => setAsking("delete")}>Delete policy</Button>}
    >
      {data && !data.policy && <Box color="text-status-inactive">There is no policy.</Box>}
      {data?.policy && <Lines label="Resource policy" text={readableDocument(data.policy)} />}
      {asking === "edit" && (
        <FormModal
          header={`Resource policy of ${name}`}
          label="Save"
          size="large"
          disabled={problemOfDocument(text) !== undefined}
          action={() =>
            dynamodb.send(
              new PutResourcePolicyCommand({ ResourceArn: arn, Policy: text, ExpectedRevisionId: revision }),
            )
          }
          onDone={done("The policy is saved.")}
          onDismiss={() => setAsking(undefined)}
        >
          <PolicyEditor label="Policy" value={text} onChange={setText} templates={policyTemplates(arn)} />
        </FormModal>
      )}
      {asking === "delete" && (
        <Confirm
          header={`Delete the resource policy of ${name}?`}
          action={() =>
            dynamodb.send(
              new DeleteResourcePolicyCommand({ ResourceArn: arn, ExpectedRevisionId: data?.revision }),
            )
          }
          onDone={done("The policy is deleted.")}
          onDismiss={() => setAsking(undefined)}
        >
          <Box>Those who may use the table only by this policy cannot use it any more.</Box>
        </Confirm>
      )}
    </Card>
  );
}
