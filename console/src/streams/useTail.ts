import { useEffect, useMemo, useRef, useState } from "react";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record,
} from "@aws-sdk/client-dynamodb-streams";
import { useClient } from "~/session/context";
import { StreamTail, type Start, type StreamSource } from "./tail";

export const MOST_RECORDS = 1000;
const POLL_MS = 1000;
const FAILED_MS = 5000;

interface Followed {
  records: _Record[]; // the latest first
  dropped: number;
  shards: number;
}

const NOTHING: Followed = { records: [], dropped: 0, shards: 0 };

function withNews({ records, dropped }: Followed, news: _Record[], shards: number): Followed {
  const all = [...[...news].reverse(), ...records];
  return {
    records: all.slice(0, MOST_RECORDS),
    dropped: dropped + Math.max(0, all.length - MOST_RECORDS),
    shards,
  };
}

// What happens in the stream `arn`, from `start` on, while `running`. It has to be the same stream for the life of the component.
export function useTail(arn: string, start: Start, running: boolean) {
  const streams = useClient(DynamoDBStreamsClient);
  const tail = useMemo(() => {
    const source: StreamSource = {
      describe: (input) => streams.send(new DescribeStreamCommand(input)),
      iterator: (input) => streams.send(new GetShardIteratorCommand(input)),
      records: (input) => streams.send(new GetRecordsCommand(input)),
    };
    return new StreamTail(source, arn, start);
  }, [streams, arn, start]);
  const last = useRef(Promise.resolve());
  const [followed, setFollowed] = useState(NOTHING);
  const [following, setFollowing] = useState(false);
  const [error, setError] = useState<unknown>();

  useEffect(() => {
    if (!running) return;
    let wanted = true;
    let timer = 0;
    const round = async () => {
      let wait = POLL_MS;
      try {
        const news = await tail.poll();
        // Also what was under way when it was stopped: it will not be read again.
        setFollowed((before) => withNews(before, news, tail.openShards));
        setFollowing(wanted);
        setError(undefined);
      } catch (failure) {
        setError(failure);
        setFollowing(false);
        wait = FAILED_MS;
      }
      if (wanted) timer = window.setTimeout(begin, wait);
    };
    // One round at a time, also when it is stopped and started again meanwhile.
    const begin = () => {
      last.current = last.current.then(() => (wanted ? round() : undefined));
    };
    begin();
    return () => {
      wanted = false;
      window.clearTimeout(timer);
      setFollowing(false);
    };
  }, [tail, running]);

  return { ...followed, following, error, clear: () => setFollowed({ ...NOTHING, shards: followed.shards }) };
}
