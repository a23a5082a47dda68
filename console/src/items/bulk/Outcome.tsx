import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import { formatCount } from "~/common/format";

export interface Work {
  done: number;
  of: number;
}

export function WorkBar({ work, label }: { work: Work; label: string }) {
  return (
    <ProgressBar
      label={label}
      value={work.of === 0 ? 100 : (100 * work.done) / work.of}
      additionalInfo={`${formatCount(work.done)} of ${formatCount(work.of)}`}
    />
  );
}

const MOST_SHOWN = 100;

// What did not work, line by line.
export function Failures({ header, lines }: { header: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <Alert type="error" header={header}>
      <div style={{ maxHeight: 200, overflow: "auto", overflowWrap: "anywhere" }}>
        {lines.slice(0, MOST_SHOWN).map((line, at) => (
          <div key={at}>{line}</div>
        ))}
        {lines.length > MOST_SHOWN && <Box>and {formatCount(lines.length - MOST_SHOWN)} more</Box>}
      </div>
    </Alert>
  );
}
