import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import { newDraft, replaceAt, type Draft, type Problems } from "../model/draft";
import { DraftRow, type ChangeDraft } from "./DraftRow";

interface Props {
  drafts: readonly Draft[];
  problems: Problems;
  keyNames: readonly string[];
  areKeysLocked: boolean;
  onChange: (change: (drafts: readonly Draft[]) => Draft[]) => void; // always the same function
}

const SHOWN_AT_FIRST = 60;
const NOTHING: readonly number[] = [];

// The attributes of an item with their types and values.
export function ItemForm({ drafts, problems, keyNames, areKeysLocked, onChange }: Props) {
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const [change] = useState<ChangeDraft>(
    () => (at: readonly number[], make: (draft: Draft) => Draft | undefined) =>
      onChange((before) => replaceAt(before, at, make)),
  );
  // The first of a name is the key, should another attribute be given its name.
  const keyIds = new Set(keyNames.map((name) => drafts.find((draft) => draft.name === name)?.id));
  return (
    <div style={{ display: "grid", gap: 10 }} role="group" aria-label="Attributes">
      {drafts.slice(0, shown).map((draft) => (
        <DraftRow
          key={draft.id}
          draft={draft}
          above={NOTHING}
          label={draft.name || "the new attribute"}
          position={undefined}
          isKey={keyIds.has(draft.id)}
          isLocked={areKeysLocked && keyIds.has(draft.id)}
          problems={problems}
          onChange={change}
        />
      ))}
      <div>
        {drafts.length > shown && (
          <Button variant="link" onClick={() => setShown(shown + SHOWN_AT_FIRST)}>
            {`Show more (${drafts.length - shown})`}
          </Button>
        )}
        <Button
          iconName="add-plus"
          onClick={() => {
            setShown(Math.max(shown, drafts.length + 1));
            onChange((before) => [...before, newDraft("", "S")]);
          }}
        >
          Add attribute
        </Button>
      </div>
    </div>
  );
}
