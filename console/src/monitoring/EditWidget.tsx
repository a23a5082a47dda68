import { useState } from "react";
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import { CodeEditor } from "~/common/CodeEditor";
import { Confirm } from "~/common/Confirm";
import { FormModal } from "~/common/FormModal";
import { bodyProblem } from "./SourceEditor";

interface Props {
  body: string;
  index: number;
  onSave: (widget: unknown) => Promise<unknown>;
  onDismiss: () => void;
}

function sourceOf(body: string, index: number): string {
  const { widgets } = JSON.parse(body) as { widgets?: unknown[] };
  return JSON.stringify(widgets?.[index] ?? {}, null, 2);
}

function parsed(text: string): { value?: unknown; fault?: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

// One widget as it is in the body: what it shows, and x, y, width and height on a grid of 24 columns.
export function EditWidget({ body, index, onSave, onDismiss }: Props) {
  const [text, setText] = useState(() => sourceOf(body, index));
  const { value, fault } = parsed(text);
  return (
    <FormModal
      size="large"
      problem={bodyProblem}
      header="Edit widget"
      label="Save"
      disabled={fault !== undefined}
      action={() => onSave(value)}
      onDismiss={onDismiss}
    >
      <FormField
        label="Widget"
        description="x, y, width and height are its place on a grid of 24 columns."
        errorText={fault}
        stretch
      >
        <CodeEditor label="Widget" value={text} onChange={setText} height={380} />
      </FormField>
    </FormModal>
  );
}

export function DeleteWidget({
  onDelete,
  onDismiss,
}: {
  onDelete: () => Promise<unknown>;
  onDismiss: () => void;
}) {
  return (
    <Confirm header="Delete the widget?" action={onDelete} onDone={onDismiss} onDismiss={onDismiss}>
      <Box>The dashboard is saved without it.</Box>
    </Confirm>
  );
}
