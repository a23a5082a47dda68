import { memo, useMemo, useState } from "react";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { changeType, elementType, hasChildren, newDraft, type Draft, type Problems } from "../model/draft";
import { isType, TYPE_NAMES, TYPES } from "../model/values";
import { ValueField } from "./ValueField";

// Changes the draft that the ids lead to; undefined removes it.
export type ChangeDraft = (at: readonly number[], change: (draft: Draft) => Draft | undefined) => void;

interface Props {
  draft: Draft;
  above: readonly number[]; // the ids of what it is in
  label: string; // its path, for screen readers
  position: number | undefined; // in a list; else it has a name, or is an element of a set
  isElement?: boolean; // of a set: no name, no type
  isKey?: boolean; // name and type cannot be changed
  isLocked?: boolean; // nor can the value
  problems: Problems;
  onChange: ChangeDraft;
}

const SHOWN_AT_FIRST = 40;
const OPEN_AT_FIRST = 20; // with more, it is opened when it is wanted
const typeOptions = TYPES.map((type) => ({ value: type, label: TYPE_NAMES[type], labelTag: type }));
const ROW = {
  display: "grid",
  gridTemplateColumns: "minmax(120px, 220px) 170px minmax(160px, 1fr) 34px",
  gap: 8,
  alignItems: "start",
} as const;

export const DraftRow = memo(function DraftRow(props: Props) {
  const { draft, above, label, position, isElement, isKey, isLocked, problems, onChange } = props;
  const { id, name, type } = draft;
  const at = useMemo(() => [...above, id], [above, id]);
  const [isOpen, setOpen] = useState(above.length < 2 && draft.children.length <= OPEN_AT_FIRST);
  const isTree = hasChildren(type);
  const noun = (type === "M" ? "member" : "element") + (draft.children.length === 1 ? "" : "s");
  return (
    <div>
      <FormField errorText={problems.get(id)} stretch>
        <div style={ROW}>
          {position === undefined && !isElement ? (
            <Input
              value={name}
              readOnly={isKey}
              placeholder="name"
              ariaLabel={`Name of ${label}`}
              onChange={({ detail }) => onChange(at, (one) => ({ ...one, name: detail.value }))}
            />
          ) : (
            <div style={{ padding: "6px 4px", textAlign: "end", opacity: 0.7 }}>{position}</div>
          )}
          {isElement ? (
            <div style={{ padding: "6px 4px", opacity: 0.7 }}>{TYPE_NAMES[type]}</div>
          ) : (
            <Select
              selectedOption={{ value: type, label: TYPE_NAMES[type], labelTag: type }}
              options={typeOptions}
              disabled={isKey}
              ariaLabel={`Type of ${label}`}
              onChange={({ detail }) => {
                const next = detail.selectedOption.value ?? "";
                if (isType(next)) onChange(at, (one) => changeType(one, next));
              }}
            />
          )}
          {isTree ? (
            <div style={{ alignSelf: "center" }}>
              <Button
                variant="inline-link"
                iconName={isOpen ? "angle-down" : "angle-right"}
                ariaLabel={`${isOpen ? "Close" : "Open"} ${label}`}
                ariaExpanded={isOpen}
                onClick={() => setOpen(!isOpen)}
              >
                {`${draft.children.length} ${noun}`}
              </Button>
            </div>
          ) : (
            <ValueField draft={draft} at={at} label={label} isLocked={isLocked} onChange={onChange} />
          )}
          {isKey ? (
            <span />
          ) : (
            <Button
              variant="icon"
              iconName="remove"
              ariaLabel={`Remove ${label}`}
              onClick={() => onChange(at, () => undefined)}
            />
          )}
        </div>
      </FormField>
      {isTree && isOpen && (
        <div
          style={{
            borderInlineStart: "2px solid rgba(128, 128, 128, 0.4)",
            margin: "8px 0 4px 12px",
            paddingInlineStart: 12,
          }}
        >
          <Children draft={draft} at={at} label={label} problems={problems} onChange={onChange} />
        </div>
      )}
    </div>
  );
});

interface ChildrenProps {
  draft: Draft;
  at: readonly number[];
  label: string;
  problems: Problems;
  onChange: ChangeDraft;
}

function Children({ draft, at, label, problems, onChange }: ChildrenProps) {
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  const { type, children } = draft;
  const element = elementType(type);
  const add = () => {
    setShown((before) => Math.max(before, children.length + 1));
    onChange(at, (one) => ({ ...one, children: [...one.children, newDraft("", element ?? "S")] }));
  };
  return (
    <div style={{ display: "grid", gap: 8 }}>
      {children.slice(0, shown).map((child, position) => (
        <DraftRow
          key={child.id}
          draft={child}
          above={at}
          label={type === "M" ? `${label}.${child.name}` : `${label}[${position}]`}
          position={type === "L" ? position : undefined}
          isElement={element !== undefined}
          problems={problems}
          onChange={onChange}
        />
      ))}
      <div>
        {children.length > shown && (
          <Button variant="link" onClick={() => setShown(shown + SHOWN_AT_FIRST)}>
            {`Show more (${children.length - shown})`}
          </Button>
        )}
        <Button iconName="add-plus" variant="inline-link" ariaLabel={`Add to ${label}`} onClick={add}>
          {type === "M" ? "Add member" : "Add element"}
        </Button>
      </div>
    </div>
  );
}
