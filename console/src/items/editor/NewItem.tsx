import { useState } from "react";
import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Confirm } from "~/common/Confirm";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { useClient } from "~/session/context";
import { keyNames, keyText, type Schema } from "../model/schema";
import { sameItem, type Item } from "../model/values";
import { Buttons } from "./Buttons";
import { ItemEditorPanel } from "./ItemEditorPanel";
import { useItemEditor } from "./useItemEditor";
import { useUnsaved } from "./useUnsaved";

interface Props {
  schema: Schema;
  initial: Item;
  onCreated: () => void;
  onClose: () => void;
}

export function NewItem({ schema, initial, onCreated, onClose }: Props) {
  const client = useClient(DynamoDBClient);
  const notify = useNotify();
  const editor = useItemEditor(initial);
  const { busy, error, run } = useAction();
  const [existing, setExisting] = useState<Item>(); // one with this key
  const names = keyNames(schema.keys);
  const { item } = editor;
  const { close, question } = useUnsaved(!item || !sameItem(initial, item), onClose);
  const put = (what: Item, isNew: boolean) =>
    client.send(
      new PutItemCommand({
        TableName: schema.table,
        Item: what,
        ...(isNew && {
          ConditionExpression: "attribute_not_exists(#key)",
          ExpressionAttributeNames: { "#key": names[0]! },
        }),
      }),
    );
  const done = () => {
    notify.success("The item was created.");
    onCreated();
  };
  const create = async () => {
    if (!item) return;
    await run(async () => {
      try {
        await put(item, true);
        done();
      } catch (failure) {
        if (!(failure instanceof ConditionalCheckFailedException)) throw failure;
        setExisting(item);
      }
    });
  };
  return (
    <SpaceBetween size="l">
      <ItemEditorPanel editor={editor} keyNames={names} areKeysLocked={false} />
      <ProblemAlert error={error} />
      <Buttons
        label="Create item"
        isBusy={busy}
        isAllowed={item !== undefined}
        onSave={() => void create()}
        onClose={close}
      />
      {question}
      {existing && (
        <Confirm
          header="Replace the item that has this key?"
          label="Replace"
          action={() => put(existing, false)}
          onDone={done}
          onDismiss={() => setExisting(undefined)}
        >
          <div style={{ overflowWrap: "anywhere" }}>
            The table has an item with the key <code>{keyText(schema, existing)}</code>. All of its attributes
            would be replaced by these.
          </div>
        </Confirm>
      )}
    </SpaceBetween>
  );
}
