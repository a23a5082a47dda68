import { useQuery } from "@tanstack/react-query";
import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DynamoDBStreamsClient, ListStreamsCommand } from "@aws-sdk/client-dynamodb-streams";
import { LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { allPages } from "~/common/pages";
import { useClient } from "~/session/context";
import { isChanging } from "./trigger";

const CHANGING_MS = 1000;
// What came of the last batch is news, too.
const RUNNING_MS = 5000;

// All triggers, or those of one function.
export function useTriggers(functionName?: string) {
  const lambda = useClient(LambdaClient);
  return useQuery({
    queryKey: ["triggers", "list", functionName ?? ""],
    queryFn: () =>
      allPages(async (token: string | undefined) => {
        const request = new ListEventSourceMappingsCommand({ FunctionName: functionName, Marker: token });
        const { EventSourceMappings, NextMarker } = await lambda.send(request);
        return { items: EventSourceMappings, next: NextMarker };
      }),
    refetchInterval: ({ state }) => {
      if (!state.data?.length) return false;
      return state.data.some(isChanging) ? CHANGING_MS : RUNNING_MS;
    },
  });
}

const AT_MOST = 100; // functions asked for
const LOOKED_BACK_MS = 10 * 60_000;
const METRICS_MS = 15_000;
const METRICS = [
  { MetricName: "IteratorAge", Stat: "Maximum" },
  { MetricName: "Errors", Stat: "Sum" },
];

export interface Health {
  lag?: number; // milliseconds; undefined: nothing was delivered lately
  errors: number; // calls that failed in the last ten minutes
}

// How the functions of triggers are doing.
export function useHealth(functionNames: string[]) {
  const cloudwatch = useClient(CloudWatchClient);
  const names = [...new Set(functionNames)].sort().slice(0, AT_MOST);
  return useQuery({
    queryKey: ["triggers", "health", names],
    enabled: names.length > 0,
    refetchInterval: METRICS_MS,
    queryFn: async () => {
      const now = Date.now();
      const { MetricDataResults = [] } = await cloudwatch.send(
        new GetMetricDataCommand({
          StartTime: new Date(now - LOOKED_BACK_MS),
          EndTime: new Date(now + 60_000),
          ScanBy: "TimestampDescending",
          MetricDataQueries: names.flatMap((name, index) =>
            METRICS.map(({ MetricName, Stat }) => ({
              Id: `${MetricName.toLowerCase()}_${index}`,
              MetricStat: {
                Metric: {
                  Namespace: "AWS/Lambda",
                  MetricName,
                  Dimensions: [{ Name: "FunctionName", Value: name }],
                },
                Period: 60,
                Stat,
              },
            })),
          ),
        }),
      );
      const valuesOf = (id: string) => MetricDataResults.find(({ Id }) => Id === id)?.Values ?? [];
      return new Map(
        names.map((name, index): [string, Health] => [
          name,
          {
            lag: valuesOf(`iteratorage_${index}`)[0],
            errors: valuesOf(`errors_${index}`).reduce((sum, value) => sum + value, 0),
          },
        ]),
      );
    },
  });
}

// To choose one.
export function useStreams() {
  const streams = useClient(DynamoDBStreamsClient);
  return useQuery({
    queryKey: ["streams", "list"],
    queryFn: () =>
      allPages(async (token: string | undefined) => {
        const { Streams, LastEvaluatedStreamArn } = await streams.send(
          new ListStreamsCommand({ ExclusiveStartStreamArn: token }),
        );
        return { items: Streams, next: LastEvaluatedStreamArn };
      }, 1000),
  });
}
