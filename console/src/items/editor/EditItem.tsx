import { useState } from "react";
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Confirm } from "~/common/Confirm";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { useClient } from "~/session/context";
import { changesOf, hasChanges, updateOf } from "../model/changes";
import { keyNames, keyOf, keyText, type Schema } from "../model/schema";
import type { Item } from "../model/values";
import { Buttons } from "./Buttons";
import { ChangeList } from "./ChangeList";
import { Conflict } from "./Conflict";
import { ItemEditorPanel } from "./ItemEditorPanel";
import type { OnSaved } from "./ItemPage";
import { useItemEditor } from "./useItemEditor";
import { useUnsaved } from "./useUnsaved";

interface Props {
  schema: Schema;
  loaded: Item;
  onSaved: OnSaved;
  onClose: () => void;
}

export function EditItem({ schema, loaded, onSaved, onClose }: Props) {
  const client = useClient(DynamoDBClient);
  const notify = useNotify();
  const [before, setBefore] = useState(loaded);
  const editor = useItemEditor(loaded);
  const [isBusy, setBusy] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const [error, setError] = useState<unknown>();
  const [conflict, setConflict] = useState<{ now: Item | undefined }>();
  const { item } = editor;
  const changes = item && changesOf(before, item);
  const { close, question } = useUnsaved(!changes || hasChanges(changes), onClose);

  const finish = (now: Item | undefined, text: string) => {
    onSaved(schema, new Map([[keyText(schema, before), now]]));
    notify.success(text);
    onClose();
  };
  // `over`: whatever it has become since.
  const write = async (over: boolean) => {
    if (!item) return;
    setBusy(true);
    setError(undefined);
    try {
      if (over && conflict && !conflict.now)
        await client.send(new PutItemCommand({ TableName: schema.table, Item: item }));
      else {
        const input = updateOf(schema, before, item, over);
        if (!input) return;
        const { Attributes } = await client.send(
          new UpdateItemCommand({ ...input, ReturnValues: "ALL_NEW" }),
        );
        finish(Attributes ?? item, "The item was saved.");
        return;
      }
      finish(item, "The item was saved.");
    } catch (failure) {
      if (failure instanceof ConditionalCheckFailedException) setConflict({ now: failure.Item });
      else {
        setConflict(undefined);
        setError(failure);
      }
    } finally {
      setBusy(false);
    }
  };
  return (
    <SpaceBetween size="l">
      <ItemEditorPanel editor={editor} keyNames={keyNames(schema.keys)} areKeysLocked />
      {changes && item && hasChanges(changes) && (
        <ChangeList before={before} after={item} changes={changes} />
      )}
      <ProblemAlert error={error} />
      <div>
        <Button iconName="remove" onClick={() => setDeleting(true)}>
          Delete item
        </Button>
        <Buttons
          label="Save changes"
          isBusy={isBusy}
          isAllowed={changes !== undefined && hasChanges(changes)}
          onSave={() => void write(false)}
          onClose={close}
        />
      </div>
      {question}
      {isDeleting && (
        <Confirm
          header="Delete this item?"
          action={() =>
            client.send(new DeleteItemCommand({ TableName: schema.table, Key: keyOf(schema, before) }))
          }
          onDone={() => finish(undefined, "The item was deleted.")}
          onDismiss={() => setDeleting(false)}
        >
          <div style={{ overflowWrap: "anywhere" }}>
            The item with the key <code>{keyText(schema, before)}</code> will be gone.
          </div>
        </Confirm>
      )}
      {conflict && item && (
        <Conflict
          loaded={before}
          now={conflict.now}
          isBusy={isBusy}
          onReload={(now) => {
            setBefore(now);
            editor.reset(now);
            setConflict(undefined);
          }}
          onOverwrite={() => void write(true)}
          onDismiss={() => setConflict(undefined)}
        />
      )}
    </SpaceBetween>
  );
}
