import { useState } from "react";
import { UpdateTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import { FormModal } from "~/common/FormModal";
import { useNotify } from "~/common/notifications";
import { indexCreation } from "./changes";
import { useDynamoDB, useRefresh } from "./data";
import { billingMode, capacityForm } from "./describe";
import { emptyIndex, missingOfIndex } from "./form";
import { IndexFields } from "./IndexFields";

export function CreateIndex({ table, onEnd }: { table: TableDescription; onEnd: () => void }) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const capacity = capacityForm(billingMode(table), table.ProvisionedThroughput, undefined);
  const [index, setIndex] = useState(() => emptyIndex(0, "global", capacity));
  const [tried, setTried] = useState(false);
  const create = async () => {
    setTried(true);
    if (Object.keys(missingOfIndex(index)).length > 0) throw new Error("something is missing above");
    await dynamodb.send(new UpdateTableCommand(indexCreation(table, index)));
  };
  return (
    <FormModal
      header={`Create a global index of ${table.TableName}`}
      label="Create index"
      action={create}
      onDone={() => {
        onEnd();
        refresh();
        notify.success(`Index ${index.name} is being created.`);
      }}
      onDismiss={onEnd}
    >
      <IndexFields value={index} onChange={setIndex} problems={tried ? missingOfIndex(index) : {}} />
    </FormModal>
  );
}
