import { useEffect, useRef, useState } from "react";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Confirm } from "~/common/Confirm";
import { useNotify } from "~/common/notifications";
import { useClient } from "~/session/context";
import { keyOf, keyText, type Schema } from "../model/schema";
import type { Item } from "../model/values";
import { many } from "../results/summary";
import { writeAll } from "./bulk";
import { Failures, WorkBar, type Work } from "./Outcome";

interface Props {
  schema: Schema;
  items: Item[];
  onGone: (gone: ReadonlyMap<string, undefined>) => void;
  onClose: () => void;
}

const FEW = 25; // a person sees them all

export function DeleteModal({ schema, items: all, onGone, onClose }: Props) {
  const client = useClient(DynamoDBClient);
  const notify = useNotify();
  const [items] = useState(all); // those that are gone leave the selection
  const [work, setWork] = useState<Work>();
  const [failures, setFailures] = useState<string[]>([]);
  const count = many(items.length, "item");
  // Who closes it stops it.
  const running = useRef<AbortController>();
  useEffect(() => () => running.current?.abort(), []);
  const run = async () => {
    const controller = new AbortController();
    running.current = controller;
    setFailures([]);
    const gone = new Map<string, undefined>();
    const outcome = await writeAll(
      client,
      schema,
      items,
      (item) => ({ DeleteRequest: { Key: keyOf(schema, item) } }),
      (done, of) => setWork({ done, of }),
      controller.signal,
      (written) => written.forEach((item) => gone.set(keyText(schema, item), undefined)),
    );
    onGone(gone);
    setFailures(outcome.failed.map(({ what, problem }) => `${what}: ${problem}`));
    if (outcome.failed.length > 0) throw new Error(`${outcome.failed.length} of ${count} were not deleted`);
  };
  return (
    <Confirm
      header={`Delete ${count}?`}
      word={items.length > FEW ? "delete" : undefined}
      action={run}
      onDone={() => {
        notify.success(`Deleted: ${count}.`);
        onClose();
      }}
      onDismiss={onClose}
    >
      <div>They cannot be brought back, unless the table has backups.</div>
      {work && <WorkBar work={work} label="Deleting" />}
      <Failures header="Not deleted" lines={failures} />
    </Confirm>
  );
}
