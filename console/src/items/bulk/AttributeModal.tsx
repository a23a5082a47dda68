import { useEffect, useRef, useState } from "react";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNotify } from "~/common/notifications";
import { useClient } from "~/session/context";
import { DraftRow } from "../editor/DraftRow";
import { newDraft, replaceAt, valueOf, type Problems } from "../model/draft";
import { keyNames, type Schema } from "../model/schema";
import type { Item } from "../model/values";
import { many } from "../results/summary";
import { attributeUpdate, updateAll } from "./bulk";
import { Failures, WorkBar, type Work } from "./Outcome";

interface Props {
  schema: Schema;
  items: Item[];
  kind: "set" | "remove";
  onChanged: (changed: ReadonlyMap<string, Item>) => void;
  onClose: () => void;
}

// Sets or removes one attribute of many items.
export function AttributeModal({ schema, items: all, kind, onChanged, onClose }: Props) {
  const client = useClient(DynamoDBClient);
  const notify = useNotify();
  const [items] = useState(all);
  const [draft, setDraft] = useState(() => newDraft("", "S"));
  const [name, setName] = useState("");
  const [work, setWork] = useState<Work>();
  const [isBusy, setBusy] = useState(false);
  const [failures, setFailures] = useState<string[]>([]);
  const count = many(items.length, "item");
  const problems: Problems = new Map();
  const attribute = kind === "set" ? draft.name : name;
  const value = kind === "set" ? valueOf(draft, problems) : undefined;
  const isKey = keyNames(schema.keys).includes(attribute);
  // Who closes it stops it.
  const running = useRef<AbortController>();
  useEffect(() => () => running.current?.abort(), []);
  const run = async () => {
    const controller = new AbortController();
    running.current = controller;
    setBusy(true);
    const { outcome, changed } = await updateAll(
      client,
      schema,
      items,
      (item) => attributeUpdate(schema, item, attribute, value),
      (done, of) => setWork({ done, of }),
      controller.signal,
    );
    onChanged(changed);
    setFailures(outcome.failed.map(({ what, problem }) => `${what}: ${problem}`));
    setBusy(false);
    if (outcome.failed.length > 0) return;
    notify.success(`Changed: ${count}.`);
    onClose();
  };
  return (
    <Modal
      visible
      size="large"
      header={`${kind === "set" ? "Set an attribute of" : "Remove an attribute from"} ${count}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              loading={isBusy}
              disabled={attribute === "" || isKey || problems.size > 0}
              onClick={() => void run()}
            >
              {kind === "set" ? "Set" : "Remove"}
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        {kind === "set" ? (
          <DraftRow
            draft={draft}
            above={[]}
            label="the attribute"
            position={undefined}
            problems={problems}
            onChange={(at, change) => setDraft((one) => replaceAt([one], at, change)[0] ?? newDraft("", "S"))}
          />
        ) : (
          <FormField label="Attribute">
            <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        )}
        {isKey && <Alert type="error">The key of an item cannot be changed.</Alert>}
        {work && <WorkBar work={work} label="Changing" />}
        <Failures header="Not changed" lines={failures} />
      </SpaceBetween>
    </Modal>
  );
}
