import { freeId } from "~/panels/graph";
import type { Line, Metric } from "~/panels/metrics";

// Metrics that count what happened are summed; of others the average is what one wants to see first.
const COUNTERS =
  /^(Consumed.*CapacityUnits|.*Throttle.*|.*Errors|.*Requests|Invocations|TransactionConflict|.*ItemCount)$/;

export function statFor({ namespace, name }: Metric): string {
  return namespace.startsWith("AWS/") && COUNTERS.test(name) ? "Sum" : "Average";
}

// Lines for the metrics that have none yet.
export function addMetrics(lines: Line[], metrics: Metric[], period?: number): Line[] {
  const all = [...lines];
  for (const metric of metrics) {
    const stat = statFor(metric);
    const same = JSON.stringify(metric);
    if (all.some((line) => line.metric && line.stat === stat && JSON.stringify(line.metric) === same))
      continue;
    all.push({ id: freeId(all, "m"), metric, stat, ...(period && { period }) });
  }
  return all;
}

// The same once more, right below: to have another statistic of it, for example.
export function duplicate(lines: Line[], line: Line): Line[] {
  const copy: Line = { ...line, id: freeId(lines, line.metric ? "m" : "e"), color: undefined };
  return lines.flatMap((one) => (one.id === line.id ? [one, copy] : [one]));
}
