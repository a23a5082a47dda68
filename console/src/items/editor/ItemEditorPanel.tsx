import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CodeEditor } from "~/common/CodeEditor";
import { formatBytes, formatCount } from "~/common/format";
import { itemSize, MOST_BYTES } from "../model/size";
import { ItemForm } from "./ItemForm";
import type { ItemEditor, View } from "./useItemEditor";

interface Props {
  editor: ItemEditor;
  keyNames: readonly string[];
  areKeysLocked: boolean;
}

function sizeText(size: number): string {
  const bytes = `${formatCount(size)} bytes`;
  return `${size < 1024 ? bytes : `${formatBytes(size)} (${bytes})`} of ${formatBytes(MOST_BYTES)}`;
}

// The three views of an item, and how large it is.
export function ItemEditorPanel({ editor, keyNames, areKeysLocked }: Props) {
  const { view, item, problem } = editor;
  const size = item && itemSize(item);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={size !== undefined && <span data-testid="size">{sizeText(size)}</span>}
          actions={
            <SegmentedControl
              label="View"
              selectedId={view}
              options={[
                { id: "form", text: "Form" },
                { id: "dynamodb", text: "DynamoDB JSON", disabled: !item && view !== "dynamodb" },
                { id: "plain", text: "JSON", disabled: !item && view !== "plain" },
              ]}
              onChange={({ detail }) => editor.setView(detail.selectedId as View)}
            />
          }
        >
          Attributes
        </Header>
      }
    >
      <SpaceBetween size="m">
        {size !== undefined && size > MOST_BYTES && (
          <Alert type="error">{`The item is too large: an item has at most ${formatBytes(MOST_BYTES)}.`}</Alert>
        )}
        {view === "form" ? (
          <ItemForm
            drafts={editor.drafts}
            problems={editor.problems}
            keyNames={keyNames}
            areKeysLocked={areKeysLocked}
            onChange={editor.changeDrafts}
          />
        ) : (
          <>
            {view === "plain" && (
              <Box color="text-body-secondary">
                Sets and binary values keep their type where they were; elsewhere lists and strings are made.
              </Box>
            )}
            <CodeEditor
              label={view === "plain" ? "JSON of the item" : "DynamoDB JSON of the item"}
              value={editor.text}
              onChange={editor.setText}
              height={460}
            />
            {problem && <Alert type="error">{problem}</Alert>}
          </>
        )}
      </SpaceBetween>
    </Container>
  );
}
