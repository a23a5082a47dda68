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
import { useAction } from "~/common/useAction";
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
  const { busy, error, run } = useAction();
  const [isDeleting, setDeleting] = useState(false);
  const [conflict, setConflict] = useState<{ now: Item | undefined }>();
  const { item } = editor;
  const changes = item && changesOf(before, item);
  const { close, question } = useUnsaved(!changes || hasChanges(changes), onClose);

  const finish = (now: Item | undefined, text: string) => {
    onSaved(schema, new Map([[keyText(schema, before), now]]));
    notify.success(text);
    onClose();
  };
  // `over`: whatever it has become since. Returns what it is now; none: nothing is to be changed.
  const write = async (edited: Item, over: boolean) => {
    if (over && conflict && !conflict.now) {
      await client.send(new PutItemCommand({ TableName: schema.table, Item: edited }));
      return edited;
    }
    const input = updateOf(schema, before, edited, over);
    if (!input) return undefined;
    const { Attributes } = await client.send(new UpdateItemCommand({ ...input, ReturnValues: "ALL_NEW" }));
    return Attributes ?? edited;
  };
  const save = (over: boolean) =>
    run(async () => {
      try {
        const now = item && (await write(item, over));
        if (now) finish(now, "The item was saved.");
      } catch (failure) {
        const now = failure instanceof ConditionalCheckFailedException ? { now: failure.Item } : undefined;
        setConflict(now);
        if (!now) throw failure;
      }
    });
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
          isBusy={busy}
          isAllowed={changes !== undefined && hasChanges(changes)}
          onSave={() => void save(false)}
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
          isBusy={busy}
          onReload={(now) => {
            setBefore(now);
            editor.reset(now);
            setConflict(undefined);
          }}
          onOverwrite={() => void save(true)}
          onDismiss={() => setConflict(undefined)}
        />
      )}
    </SpaceBetween>
  );
}
