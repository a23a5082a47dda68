import { memo, useState, type CSSProperties } from "react";
import Box from "@cloudscape-design/components/box";
import { formatMilliseconds } from "~/common/format";
import { prettyJson } from "~/common/json";
import { Lines } from "~/common/Lines";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import type { LogLine } from "./reader";

interface Props {
  line: LogLine;
  group: string;
  showStream: boolean;
}

const CUT = 1000;
const ERROR = /\b(ERROR|FATAL|CRITICAL|Traceback|Task timed out)\b/;

// There are thousands of them: plain elements, and those that are not seen are not laid out.
const ROW: CSSProperties = { contentVisibility: "auto", containIntrinsicSize: "auto 20px", padding: "0 8px" };
const SUMMARY: CSSProperties = {
  display: "flex",
  gap: 8,
  cursor: "pointer",
  fontFamily: "Monaco, Menlo, Consolas, 'Courier Prime', Courier, monospace",
  fontSize: 12,
  lineHeight: "20px",
};
const ASIDE: CSSProperties = { flexShrink: 0, whiteSpace: "nowrap", opacity: 0.7 };
const MESSAGE: CSSProperties = { minWidth: 0, whiteSpace: "pre-wrap", overflowWrap: "anywhere" };

// One event; opened, it is shown whole, and JSON with its lines.
export const LogLineRow = memo(function LogLineRow({ line, group, showStream }: Props) {
  const [open, setOpen] = useState(false);
  // Runtimes end the lines of a stack trace by a carriage return alone.
  const message = line.message.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
  const cut = message.length > CUT ? `${message.slice(0, CUT)} ...` : message;
  const shown = open ? message.slice(0, 120).split("\n", 1)[0] : cut;
  return (
    <details style={ROW} open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary style={SUMMARY}>
        <span style={ASIDE} aria-hidden>
          {open ? "▾" : "▸"}
        </span>
        <span style={ASIDE}>{formatMilliseconds(line.time)}</span>
        <span style={MESSAGE}>
          {ERROR.test(cut) ? (
            <Box variant="code" color="text-status-error">
              {shown}
            </Box>
          ) : (
            shown
          )}
        </span>
      </summary>
      {open && (
        <Box padding={{ left: "l", vertical: "xs" }}>
          {showStream && (
            <div>
              Stream <PageLink to={links.logStream(group, line.stream)}>{line.stream}</PageLink>
            </div>
          )}
          <Lines text={prettyJson(message) ?? message} label="Event" />
        </Box>
      )}
    </details>
  );
});
