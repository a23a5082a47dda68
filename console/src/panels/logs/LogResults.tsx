import { useEffect, useRef } from "react";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { problemOf } from "~/common/errors";
import { download } from "~/common/files";
import { formatCount } from "~/common/format";
import { ProblemAlert } from "~/common/Problem";
import { LogLineRow } from "./LogLineRow";
import { MOST_LINES, type LogQuery } from "./reader";
import { useLogLines } from "./useLogLines";

interface Props {
  query: LogQuery;
  follow: boolean;
  absent?: string;
}

export function LogResults({ query, follow, absent }: Props) {
  const { lines, dropped, hasOlder, hasMore, busy, error, older, more, retry } = useLogLines(query, follow);
  const isAbsent = absent !== undefined && error && problemOf(error).code === "ResourceNotFoundException";
  const list = useRef<HTMLDivElement>(null);
  const last = lines.at(-1)?.id;
  const isTail = query.stream !== undefined && query.pattern.trim() === "";
  // Where new lines are, while they are followed; a stream begins at its end.
  useEffect(() => {
    if (!follow && !isTail) return;
    const toEnd = () => list.current?.scrollTo({ top: list.current.scrollHeight });
    toEnd();
    // Lines have their true heights once they were seen.
    const frame = requestAnimationFrame(() => {
      toEnd();
      requestAnimationFrame(toEnd);
    });
    return () => cancelAnimationFrame(frame);
  }, [last, follow, isTail]);
  const save = () =>
    download(
      "events.jsonl",
      lines
        .map(
          ({ time, stream, message }) =>
            `${JSON.stringify({ timestamp: time, logStreamName: stream, message })}\n`,
        )
        .join(""),
    );
  return (
    <SpaceBetween size="s">
      {isAbsent ? <Alert>{absent}</Alert> : <ProblemAlert error={error} onRetry={retry} />}
      {hasOlder && (
        <Button disabled={busy} onClick={older}>
          Load older events
        </Button>
      )}
      <div
        ref={list}
        role="log"
        aria-label="Events"
        aria-live="off"
        tabIndex={0}
        style={{
          maxHeight: "60vh",
          overflow: "auto",
          background: "rgba(128, 128, 128, 0.08)",
          padding: "8px 0",
        }}
      >
        {lines.map((line) => (
          <LogLineRow key={line.id} line={line} group={query.group} showStream={query.stream === undefined} />
        ))}
        {lines.length === 0 && !busy && !error && (
          <Box textAlign="center" padding="l">
            There are no such events.
          </Box>
        )}
        {lines.length === 0 && busy && (
          <Box textAlign="center" padding="l">
            <StatusIndicator type="loading">Loading</StatusIndicator>
          </Box>
        )}
      </div>
      <SpaceBetween direction="horizontal" size="s" alignItems="center">
        {hasMore && (
          <Button loading={busy} onClick={more}>
            Load more events
          </Button>
        )}
        <Button iconName="download" disabled={lines.length === 0} onClick={save}>
          Save
        </Button>
        <Box color="text-status-inactive">
          {formatCount(lines.length)} events
          {dropped > 0 &&
            `; ${formatCount(dropped)} earlier ones are not kept: ${formatCount(MOST_LINES)} at most`}
          {hasMore && "; there is more"}
        </Box>
        {follow && <StatusIndicator type="in-progress">Following</StatusIndicator>}
      </SpaceBetween>
    </SpaceBetween>
  );
}
