import { useState } from "react";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import Button from "@cloudscape-design/components/button";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { download } from "~/common/files";
import { formatCount } from "~/common/format";
import { ProblemAlert } from "~/common/Problem";
import { RecordDetail } from "./RecordDetail";
import { recordJson } from "./records";
import { RecordsTable } from "./RecordsTable";
import type { Start } from "./tail";
import { MOST_RECORDS, useTail } from "./useTail";

interface Props {
  arn: string;
  table: string;
  start: Start;
  onStart: (start: Start) => void; // anew
}

export function FollowedRecords({ arn, table, start, onStart }: Props) {
  const [running, setRunning] = useState(true);
  const [picked, setPicked] = useState<_Record>();
  const { records, dropped, shards, following, error, clear } = useTail(arn, start, running);
  const save = () =>
    download(
      `${table}-stream.jsonl`,
      [...records]
        .reverse()
        .map((record) => `${JSON.stringify(recordJson(record))}\n`)
        .join(""),
    );
  const state = () => {
    if (!running) return <StatusIndicator type="stopped">Stopped</StatusIndicator>;
    if (error) return <StatusIndicator type="error">Not following</StatusIndicator>;
    if (!following) return <StatusIndicator type="pending">Beginning</StatusIndicator>;
    if (shards === 0) return <StatusIndicator type="stopped">Read to its end</StatusIndicator>;
    return (
      <StatusIndicator type="in-progress">
        Following {shards} {shards === 1 ? "shard" : "shards"}
      </StatusIndicator>
    );
  };
  return (
    <SpaceBetween size="l">
      <ProblemAlert error={error} />
      <RecordsTable
        records={records}
        picked={picked}
        onPick={setPicked}
        description={
          <SpaceBetween direction="horizontal" size="s">
            {state()}
            {dropped > 0 && (
              <span>
                {formatCount(dropped)} earlier ones are not kept: {formatCount(MOST_RECORDS)} at most.
              </span>
            )}
          </SpaceBetween>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <SegmentedControl
              selectedId={start}
              label="Begin with"
              options={[
                { id: "LATEST", text: "From now on" },
                { id: "TRIM_HORIZON", text: "Last 24 hours" },
              ]}
              onChange={({ detail }) => onStart(detail.selectedId as Start)}
            />
            <Button iconName={running ? "pause" : "play"} onClick={() => setRunning(!running)}>
              {running ? "Stop" : "Go on"}
            </Button>
            <Button disabled={records.length === 0} onClick={clear}>
              Clear
            </Button>
            <Button iconName="download" disabled={records.length === 0} onClick={save}>
              Save
            </Button>
          </SpaceBetween>
        }
      />
      {picked && <RecordDetail record={picked} onClose={() => setPicked(undefined)} />}
    </SpaceBetween>
  );
}
