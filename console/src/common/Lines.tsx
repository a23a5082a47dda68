import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

interface Props {
  text: string;
  label: string; // for screen readers
  height?: number; // pixels; longer texts are scrolled
}

// Text of somebody else, as it is: logs, answers, documents.
export function Lines({ text, label, height = 320 }: Props) {
  return (
    <div style={{ position: "relative" }}>
      <div style={{ position: "absolute", right: 0, top: 0, zIndex: 1 }}>
        <CopyToClipboard
          variant="icon"
          textToCopy={text}
          copyButtonAriaLabel={`Copy: ${label}`}
          copySuccessText="Copied"
          copyErrorText="Not copied"
        />
      </div>
      <div
        role="region"
        aria-label={label}
        tabIndex={0}
        style={{ maxHeight: height, overflow: "auto", background: "rgba(128, 128, 128, 0.1)", padding: 8 }}
      >
        <Box variant="code">
          <div style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere", marginRight: 32 }}>{text}</div>
        </Box>
      </div>
    </div>
  );
}
