import Box from "@cloudscape-design/components/box";

export interface Entry {
  key: string;
  label: string;
  color: string;
  value?: string; // the last one
  title?: string; // when one points at it
  dashed?: boolean;
}

interface Props {
  entries: Entry[];
  hidden: ReadonlySet<string>;
  onToggle: (key: string) => void;
}

const MOST_SHOWN = 50;

// What is drawn in which colour. A click takes a line away and brings it back.
export function Legend({ entries, hidden, onToggle }: Props) {
  return (
    <div
      role="group"
      aria-label="Legend"
      style={{ display: "flex", flexWrap: "wrap", gap: "2px 16px", maxHeight: 88, overflow: "auto" }}
    >
      {entries.slice(0, MOST_SHOWN).map(({ key, label, color, value, title, dashed }) => (
        <button
          key={key}
          type="button"
          aria-pressed={!hidden.has(key)}
          title={title ?? label}
          onClick={() => onToggle(key)}
          style={{
            all: "unset",
            cursor: "pointer",
            display: "flex",
            alignItems: "center",
            gap: 6,
            maxWidth: "100%",
            opacity: hidden.has(key) ? 0.4 : 1,
            outline: "revert",
          }}
        >
          <span
            aria-hidden
            style={{
              width: 14,
              flex: "none",
              borderTop: `3px ${dashed ? "dashed" : "solid"} ${color}`,
              borderRadius: 2,
            }}
          />
          <span style={{ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", fontSize: 12 }}>
            {label}
          </span>
          {value !== undefined && (
            <Box variant="small" color="text-body-secondary">
              {value}
            </Box>
          )}
        </button>
      ))}
      {entries.length > MOST_SHOWN && <Box variant="small">and {entries.length - MOST_SHOWN} more</Box>}
    </div>
  );
}
