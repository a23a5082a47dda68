import FileInput from "@cloudscape-design/components/file-input";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Textarea from "@cloudscape-design/components/textarea";
import { keepLineBreaks, type Draft } from "../model/draft";
import { toBase64 } from "../model/values";
import type { ChangeDraft } from "./DraftRow";

interface Props {
  draft: Draft;
  at: readonly number[];
  label: string;
  isLocked: boolean | undefined;
  onChange: ChangeDraft;
}

const MOST_ROWS = 10;
const rowsOf = (text: string) =>
  Math.min(MOST_ROWS, Math.max(1, text.split("\n").length, Math.ceil(text.length / 100)));

// The field for a value that has no others in it.
export function ValueField({ draft, at, label, isLocked, onChange }: Props) {
  const { type, text } = draft;
  const set = (next: string) => onChange(at, (one) => ({ ...one, text: next }));
  const ariaLabel = `Value of ${label}`;
  switch (type) {
    case "NULL":
      return <div style={{ padding: "6px 4px", opacity: 0.7 }}>null</div>;
    case "BOOL":
      return (
        <SegmentedControl
          label={ariaLabel}
          selectedId={text}
          options={[
            { id: "true", text: "true" },
            { id: "false", text: "false" },
          ]}
          onChange={({ detail }) => set(detail.selectedId)}
        />
      );
    case "N":
      return (
        <Input
          value={text}
          inputMode="decimal"
          readOnly={isLocked}
          ariaLabel={ariaLabel}
          onChange={({ detail }) => set(detail.value)}
        />
      );
    case "B":
      return (
        <div style={{ display: "grid", gridTemplateColumns: "1fr auto", gap: 8 }}>
          <Textarea
            value={text}
            rows={rowsOf(text)}
            readOnly={isLocked}
            placeholder="Base64"
            spellcheck={false}
            ariaLabel={ariaLabel}
            onChange={({ detail }) => set(detail.value)}
          />
          {!isLocked && <BytesOfFile label={ariaLabel} onRead={set} />}
        </div>
      );
    default:
      return (
        <Textarea
          value={text}
          rows={rowsOf(text)}
          readOnly={isLocked}
          placeholder="empty string"
          spellcheck={false}
          ariaLabel={ariaLabel}
          onChange={({ detail }) => set(keepLineBreaks(text, detail.value))}
        />
      );
  }
}

function BytesOfFile({ label, onRead }: { label: string; onRead: (base64: string) => void }) {
  return (
    <FileInput
      value={[]}
      variant="icon"
      ariaLabel={`${label} from a file`}
      onChange={({ detail }) => {
        const [file] = detail.value;
        if (file) void file.arrayBuffer().then((bytes) => onRead(toBase64(new Uint8Array(bytes))));
      }}
    />
  );
}
