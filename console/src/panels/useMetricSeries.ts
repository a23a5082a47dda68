import { useEffect, useMemo } from "react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from "@aws-sdk/client-cloudwatch";
import { useSession } from "~/session/context";
import { mergeResults, queryOf, seriesOf, type Line, type Series } from "./metrics";
import { windowOf, type TimeRange, type Window } from "./timeRange";

export interface MetricData {
  window: Window;
  series: Series[];
  messages: string[];
}

interface Options {
  period?: number;
  region?: string; // another one than that of the session
  every?: number; // milliseconds between two questions
}

export const METRIC_DATA = "metric-data"; // the first of the keys of all queries for data
const MOST_PAGES = 20;
const MOST_SERIES = 100; // that one graph draws

// What was asked for is drawn, also if it is asked for again: a query has its lines and range in its key.
export function useMetricSeries(lines: Line[], range: TimeRange, { period, region, every }: Options = {}) {
  const client = useRegionalClient(region);
  return useQuery<MetricData>({
    queryKey: [METRIC_DATA, lines, range, period, region],
    queryFn: ({ signal }) => load(client, lines, windowOf(range, new Date(), period), signal),
    // Until the new answer is there; where nothing is asked, there is nothing.
    placeholderData: lines.length > 0 ? keepPreviousData : undefined,
    refetchInterval: every ?? false,
    enabled: lines.length > 0,
  });
}

export function useRegionalClient(region: string | undefined): CloudWatchClient {
  const { session } = useSession();
  const client = useMemo(() => {
    const { endpoint, accessKeyId, secretAccessKey, sessionToken } = session;
    const credentials = { accessKeyId, secretAccessKey, sessionToken };
    return new CloudWatchClient({ endpoint, region: region ?? session.region, credentials, maxAttempts: 2 });
  }, [session, region]);
  useEffect(() => () => client.destroy(), [client]);
  return client;
}

async function load(
  client: CloudWatchClient,
  lines: Line[],
  window: Window,
  signal: AbortSignal,
): Promise<MetricData> {
  const pages: MetricDataResult[][] = [];
  const messages: string[] = [];
  let token: string | undefined;
  do {
    const answer = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: lines.map((line) => queryOf(line, window.period)),
        StartTime: window.start,
        EndTime: window.end,
        ScanBy: "TimestampAscending",
        NextToken: token,
      }),
      { abortSignal: signal },
    );
    pages.push(answer.MetricDataResults ?? []);
    messages.push(...(answer.Messages ?? []).map(({ Code, Value }) => `${Code ?? ""}: ${Value ?? ""}`));
    token = answer.NextToken || undefined;
  } while (token && pages.length < MOST_PAGES);
  if (token) messages.push("There is more data than is shown; take a longer period or a shorter time.");
  const all = seriesOf(lines, mergeResults(pages), window);
  const series = all.slice(0, MOST_SERIES);
  if (all.length > series.length) messages.push(`Of ${all.length} lines the first ${MOST_SERIES} are drawn.`);
  return { window, series, messages: [...messages, ...series.flatMap((one) => one.messages)] };
}
