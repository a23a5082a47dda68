import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ProblemAlert } from "~/common/Problem";
import type { Line } from "./metrics";
import { SeriesChart, type ChartLook } from "./SeriesChart";
import type { TimeRange } from "./timeRange";
import { useMetricSeries } from "./useMetricSeries";

interface Props extends ChartLook {
  lines: Line[];
  range: TimeRange;
  label: string;
  period?: number;
  region?: string;
  every?: number;
}

// Metrics of the server over time, or why there are none.
export function MetricChart({ lines, range, period, region, every, ...look }: Props) {
  const { data, error, refetch } = useMetricSeries(lines, range, { period, region, every });
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (lines.length > 0 && !data)
    return (
      <Box textAlign="center" padding="xxl">
        <Spinner />
      </Box>
    );
  const shown = data ?? { series: [], messages: [], window: NOTHING };
  return (
    <SpaceBetween size="xs">
      <SeriesChart data={shown} {...look} />
      {shown.messages.length > 0 && (
        <Alert type="warning">
          {shown.messages.slice(0, MOST_MESSAGES).map((message, index) => (
            <div key={index}>{message}</div>
          ))}
        </Alert>
      )}
    </SpaceBetween>
  );
}

const MOST_MESSAGES = 5;
const NOTHING = { start: new Date(0), end: new Date(3_600_000), period: 60 };
