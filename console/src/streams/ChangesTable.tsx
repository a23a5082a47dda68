import type { AttributeValue, _Record } from "@aws-sdk/client-dynamodb-streams";
import Box from "@cloudscape-design/components/box";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { changesOf, cutText, textOf, type Change, type ChangeKind } from "./attributes";

// The whole is in the tab beside this.
const CUT = 500;

const KINDS: Record<ChangeKind, { type: StatusIndicatorProps.Type; text: string }> = {
  added: { type: "success", text: "Added" },
  removed: { type: "error", text: "Removed" },
  changed: { type: "info", text: "Changed" },
  same: { type: "stopped", text: "As it was" },
};

function ValueText({ value, isOld }: { value: AttributeValue | undefined; isOld: boolean }) {
  if (!value) return "-";
  const text = cutText(textOf(value), CUT);
  return <Box variant="code">{isOld ? <del>{text}</del> : text}</Box>;
}

const typeOf = ({ before, after }: Change) => {
  const name = (value: AttributeValue | undefined) => value && Object.keys(value)[0];
  const [old, next] = [name(before), name(after)];
  return old && next && old !== next ? `${old} to ${next}` : (next ?? old ?? "-");
};

const COLUMNS: TableProps.ColumnDefinition<Change>[] = [
  {
    id: "path",
    header: "Attribute",
    cell: ({ path }) => <Box variant="code">{path}</Box>,
    isRowHeader: true,
  },
  { id: "type", header: "Type", cell: typeOf },
  {
    id: "kind",
    header: "Change",
    minWidth: 130,
    cell: ({ kind }) => <StatusIndicator type={KINDS[kind].type}>{KINDS[kind].text}</StatusIndicator>,
  },
  {
    id: "before",
    header: "Old",
    cell: ({ before, kind }) => <ValueText value={before} isOld={kind !== "same"} />,
    minWidth: 200,
  },
  {
    id: "after",
    header: "New",
    cell: ({ after }) => <ValueText value={after} isOld={false} />,
    minWidth: 200,
  },
];

// One image alone does not tell what changed: its attributes are listed as they are.
function rowsOf({ eventName, dynamodb }: _Record): Change[] {
  const { OldImage, NewImage } = dynamodb ?? {};
  const rows = changesOf(OldImage, NewImage);
  if (eventName !== "MODIFY" || (OldImage && NewImage)) return rows;
  return rows.map((row) => ({ ...row, kind: "same" }));
}

export function ChangesTable({ record, onlyChanged }: { record: _Record; onlyChanged: boolean }) {
  const view = record.dynamodb?.StreamViewType;
  const rows = rowsOf(record).filter(({ kind }) => !onlyChanged || kind !== "same");
  return (
    <Table
      variant="embedded"
      items={rows}
      columnDefinitions={COLUMNS}
      trackBy="path"
      wrapLines
      empty={
        <Box textAlign="center">
          {view === "NEW_AND_OLD_IMAGES"
            ? "Nothing is different."
            : `The stream has no such images: ${view}.`}
        </Box>
      }
    />
  );
}
