import type { ReactNode } from "react";
import Box from "@cloudscape-design/components/box";
import { UpdateTableCommand, type UpdateTableInput } from "@aws-sdk/client-dynamodb";
import { Confirm } from "~/common/Confirm";
import { capitalized } from "~/common/format";
import { useNotify } from "~/common/notifications";
import { useDynamoDB, useRefresh } from "./data";

interface Props {
  what: string; // "index"
  name: string;
  update: UpdateTableInput;
  onEnd: () => void;
  children: ReactNode; // what it means
}

// Asks whether an index of a table goes, and deletes it.
export function DeleteIndex({ what, name, update, onEnd, children }: Props) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  return (
    <Confirm
      header={`Delete ${what} ${name}?`}
      word="delete"
      action={() => dynamodb.send(new UpdateTableCommand(update))}
      onDone={() => {
        onEnd();
        refresh();
        notify.success(`${capitalized(what)} ${name} is being deleted.`);
      }}
      onDismiss={onEnd}
    >
      <Box>{children}</Box>
    </Confirm>
  );
}
