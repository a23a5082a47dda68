import { useState } from "react";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { CancelBulkOperationCommand } from "@aws-sdk/client-dynamodb";
import { Confirm } from "~/common/Confirm";
import { useNotify } from "~/common/notifications";
import { useDynamoDB, useRefresh } from "./data";

// The button, and the question that it asks. `arn`: none is to be cancelled.
export function CancelBulkPut({ arn }: { arn: string | undefined }) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const [asked, setAsked] = useState<string>();
  return (
    <>
      <Button disabled={arn === undefined} onClick={() => setAsked(arn)}>
        Cancel bulk put
      </Button>
      {asked !== undefined && (
        <Confirm
          header="Cancel the bulk put?"
          label="Cancel it"
          action={() =>
            dynamodb.send(new CancelBulkOperationCommand({ BulkOperationArn: asked })).finally(refresh)
          }
          onDone={() => {
            setAsked(undefined);
            notify.success("The bulk put is being cancelled.");
          }}
          onDismiss={() => setAsked(undefined)}
        >
          <Box>Items that were written stay. It cannot be taken up again.</Box>
        </Confirm>
      )}
    </>
  );
}
