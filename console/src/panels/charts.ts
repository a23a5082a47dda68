// The charts of a table and of a function.

import type { Line, Metric } from "./metrics";

export interface Chart {
  title: string;
  description?: string;
  lines: Line[];
}

const DYNAMODB = "AWS/DynamoDB";
const LAMBDA = "AWS/Lambda";

// In a search a name is in quotes; a quote in it is escaped.
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function ofTable(table: string, name: string): Metric {
  return { namespace: DYNAMODB, name, dimensions: [{ name: "TableName", value: table }] };
}

function search(dimension: string, metric: string, table: string, stat: string): string {
  const what = `{${DYNAMODB},TableName,${dimension}} MetricName="${metric}" TableName=${quoted(table)}`;
  return `SEARCH('${what.replace(/'/g, "\\'")}', '${stat}')`;
}

// Of each operation that the table has seen.
function byOperation(id: string, metric: string, table: string, stat: string): Line {
  const expression = search("Operation", metric, table, stat);
  return {
    id,
    expression,
    label: "${PROP('Dim.Operation')}",
    zero: stat === "Sum" || stat === "SampleCount",
  };
}

function capacity(table: string, kind: "Read" | "Write"): Chart {
  const metric = `Consumed${kind}CapacityUnits`;
  const index = "${PROP('Dim.GlobalSecondaryIndexName')}";
  return {
    title: `${kind} capacity`,
    description: "Units a second, of the table and of its global indexes.",
    lines: [
      { id: "consumed", metric: ofTable(table, metric), stat: "Sum", hidden: true },
      { id: "rate", expression: "consumed / PERIOD(consumed)", label: "Consumed", zero: true },
      {
        id: "indexes",
        expression: search("GlobalSecondaryIndexName", metric, table, "Sum"),
        hidden: true,
      },
      {
        id: "indexrates",
        expression: "indexes / PERIOD(consumed)",
        label: `Consumed, index ${index}`,
        zero: true,
      },
      {
        id: "provisioned",
        metric: ofTable(table, `Provisioned${kind}CapacityUnits`),
        stat: "Average",
        hidden: true,
      },
      // It is there every five minutes, and holds until it is changed.
      { id: "limit", expression: "FILL(provisioned, REPEAT)", label: "Provisioned" },
    ],
  };
}

// `latency`: the statistic of the chart of latencies.
export function tableCharts(table: string, latency: string): Chart[] {
  const sum = (id: string, name: string, label: string): Line => ({
    id,
    metric: ofTable(table, name),
    stat: "Sum",
    label,
    zero: true,
  });
  return [
    capacity(table, "Read"),
    capacity(table, "Write"),
    {
      title: "Requests",
      description: "That succeeded, by operation.",
      lines: [byOperation("requests", "SuccessfulRequestLatency", table, "SampleCount")],
    },
    {
      title: "Latency",
      description: `${latency}, by operation, in milliseconds.`,
      lines: [byOperation("latency", "SuccessfulRequestLatency", table, latency)],
    },
    {
      title: "Throttled",
      description: "Events (each item of a batch), and whole requests by operation.",
      lines: [
        sum("reads", "ReadThrottleEvents", "Reads"),
        sum("writes", "WriteThrottleEvents", "Writes"),
        {
          ...byOperation("throttled", "ThrottledRequests", table, "Sum"),
          label: "Requests: ${PROP('Dim.Operation')}",
        },
      ],
    },
    {
      title: "Conditions and conflicts",
      description: "Conditions that did not hold, and transactions that met another request.",
      lines: [
        sum("conditions", "ConditionalCheckFailedRequests", "Failed conditions"),
        sum("conflicts", "TransactionConflict", "Conflicts"),
      ],
    },
    {
      title: "Returned items",
      description: "By Query and Scan.",
      lines: [byOperation("returned", "ReturnedItemCount", table, "Sum")],
    },
    {
      title: "Errors",
      description: "Requests with status 500 and more by operation; those with 4xx are of the whole account.",
      lines: [
        byOperation("system", "SystemErrors", table, "Sum"),
        {
          id: "user",
          metric: { namespace: DYNAMODB, name: "UserErrors", dimensions: [] },
          stat: "Sum",
          label: "User errors of the account",
          zero: true,
        },
      ],
    },
    {
      title: "Deleted by time to live",
      lines: [sum("expired", "TimeToLiveDeletedItemCount", "Items")],
    },
  ];
}

export function functionCharts(functionName: string): Chart[] {
  const of = (id: string, name: string, stat: string, label: string, zero = false): Line => ({
    id,
    metric: { namespace: LAMBDA, name, dimensions: [{ name: "FunctionName", value: functionName }] },
    stat,
    label,
    zero,
  });
  return [
    { title: "Invocations", lines: [of("invocations", "Invocations", "Sum", "Invocations", true)] },
    {
      title: "Duration",
      description: "In milliseconds.",
      lines: [
        of("least", "Duration", "Minimum", "Minimum"),
        of("average", "Duration", "Average", "Average"),
        of("p99", "Duration", "p99", "p99"),
        of("most", "Duration", "Maximum", "Maximum"),
      ],
    },
    {
      title: "Errors and success rate",
      description: "The rate is in percent.",
      lines: [
        { ...of("errors", "Errors", "Sum", "Errors", true), color: "#c33d69" },
        { ...of("share", "Errors", "Average", "", false), hidden: true },
        {
          id: "rate",
          expression: "100 - 100 * share",
          label: "Success rate (%)",
          color: "#2ea597",
        },
      ],
    },
    { title: "Throttles", lines: [of("throttles", "Throttles", "Sum", "Throttles", true)] },
    {
      title: "Concurrent executions",
      lines: [of("concurrent", "ConcurrentExecutions", "Maximum", "Maximum")],
    },
    {
      title: "Iterator age",
      description: "Of the oldest record of a stream that a trigger has not delivered, in milliseconds.",
      lines: [of("age", "IteratorAge", "Maximum", "Maximum")],
    },
  ];
}
