import { useState } from "react";
import Alert from "@cloudscape-design/components/alert";
import { UpdateTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import { FormModal } from "~/common/FormModal";
import { useNotify } from "~/common/notifications";
import { vectorIndexCreation } from "./changes";
import { useDynamoDB, useRefresh } from "./data";
import { billingMode } from "./describe";
import { VectorFields } from "./VectorFields";
import { emptyVector, missingOfVector } from "./vectors";

export function CreateVectorIndex({ table, onEnd }: { table: TableDescription; onEnd: () => void }) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const [index, setIndex] = useState(() => emptyVector(0));
  const [tried, setTried] = useState(false);
  const create = async () => {
    setTried(true);
    if (Object.keys(missingOfVector(index)).length > 0) throw new Error("something is missing above");
    await dynamodb.send(new UpdateTableCommand(vectorIndexCreation(table, index)));
  };
  return (
    <FormModal
      header={`Create a vector index of ${table.TableName}`}
      label="Create vector index"
      action={create}
      onDone={() => {
        onEnd();
        refresh();
        notify.success(`Vector index ${index.name} is being created.`);
      }}
      onDismiss={onEnd}
    >
      {billingMode(table) === "PROVISIONED" && (
        <Alert type="warning">Vector indexes need a table on demand, and this one is provisioned.</Alert>
      )}
      <VectorFields value={index} onChange={setIndex} problems={tried ? missingOfVector(index) : {}} />
    </FormModal>
  );
}
