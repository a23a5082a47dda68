import { useCallback, useEffect, useRef, useState } from "react";
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { useClient } from "~/session/context";
import { LogReader, type LogLine, type LogQuery } from "./reader";

const FOLLOW_MS = 1500;

interface State {
  lines: LogLine[];
  dropped: number;
  hasOlder: boolean;
  hasMore: boolean;
}

const NOTHING: State = { lines: [], dropped: 0, hasOlder: false, hasMore: false };

// The lines of `query`, which must not change: a component with a key has a query for its life.
export function useLogLines(query: LogQuery, follow: boolean) {
  const logs = useClient(CloudWatchLogsClient);
  const [fixed] = useState(query);
  const [state, setState] = useState<State>(NOTHING);
  const [busy, setBusy] = useState(true);
  const [error, setError] = useState<unknown>();
  const reader = useRef<LogReader>(undefined);

  const run = useCallback(async (step: (reader: LogReader) => Promise<void>) => {
    const mine = reader.current;
    if (!mine) return;
    setBusy(true);
    try {
      await step(mine);
      if (mine === reader.current) setError(undefined);
    } catch (failure) {
      if (mine === reader.current) setError(failure);
    } finally {
      if (mine === reader.current) {
        const { lines, dropped, hasOlder, hasMore } = mine;
        setState({ lines, dropped, hasOlder, hasMore });
        setBusy(false);
      }
    }
  }, []);

  useEffect(() => {
    reader.current = new LogReader(
      {
        filter: (input) => logs.send(new FilterLogEventsCommand(input)),
        get: (input) => logs.send(new GetLogEventsCommand(input)),
      },
      fixed,
    );
    void run((mine) => mine.first());
    return () => {
      reader.current = undefined;
    };
  }, [logs, fixed, run]);

  useEffect(() => {
    if (!follow || busy) return;
    const timer = window.setTimeout(() => void run((mine) => mine.news()), FOLLOW_MS);
    return () => window.clearTimeout(timer);
  }, [follow, busy, run]);

  return {
    ...state,
    busy,
    error,
    older: () => void run((mine) => mine.older()),
    more: () => void run((mine) => mine.more()),
    retry: () => void run((mine) => (mine.lines.length > 0 ? mine.news() : mine.first())),
  };
}
