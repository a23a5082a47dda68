import { useQuery } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import { ProblemAlert } from "~/common/Problem";
import { formatAxis, formatValue, summaryOf } from "~/panels/chartData";
import { MetricChart } from "~/panels/MetricChart";
import type { Line, Series } from "~/panels/metrics";
import { windowOf, type TimeRange } from "~/panels/timeRange";
import { useMetricSeries, useRegionalClient } from "~/panels/useMetricSeries";
import { linesOf } from "./alarmModel";
import { ALARMS, listAlarms } from "./alarms";
import { parseAlarmArn, type Content } from "./widgets";

type Metrics = Extract<Content, { kind: "metrics" }>;

interface Props {
  content: Metrics;
  range: TimeRange;
  every: number;
  height: number;
}

const LEGEND = 70; // pixels for the ticks and the legend
const LOWEST = 60;

export function MetricWidget({ content, range, every, height }: Props) {
  const arn = content.lines.length === 0 ? content.alarms[0] : undefined;
  if (arn !== undefined)
    return <AlarmWidget arn={arn} content={content} range={range} every={every} height={height} />;
  if (content.view !== "timeSeries") return <Values content={content} range={range} every={every} />;
  const { region, area, marks, min, max, unit, legend } = content;
  return (
    <MetricChart
      label={content.title || "Metrics"}
      lines={coarse(content.lines, range)}
      range={range}
      every={every}
      region={region}
      area={area}
      marks={marks}
      min={min}
      max={max}
      unit={unit}
      legend={legend}
      height={Math.max(height - LEGEND, LOWEST)}
    />
  );
}

// A period that is too short for the range would be more points than can be drawn.
function coarse(lines: Line[], range: TimeRange): Line[] {
  const { period: least } = windowOf(range, new Date());
  return lines.map((line) =>
    line.period !== undefined && line.period < least ? { ...line, period: least } : line,
  );
}

// The metric of an alarm, with its threshold.
function AlarmWidget({ arn, content, range, every, height }: Props & { arn: string }) {
  const alarm = parseAlarmArn(arn);
  const client = useRegionalClient(alarm?.region);
  const { data, error } = useQuery({
    queryKey: [...ALARMS, "of", arn],
    queryFn: async () => (await listAlarms(client, [alarm?.name ?? ""]))[0] ?? null,
    enabled: alarm !== undefined,
  });
  if (error) return <ProblemAlert error={error} />;
  if (!alarm || data === null) return <Box color="text-status-inactive">There is no alarm {arn}.</Box>;
  if (!data) return <Spinner />;
  const { lines } = linesOf(data);
  const marks =
    data.Threshold === undefined ? [] : [{ value: data.Threshold, label: `Threshold ${data.Threshold}` }];
  return (
    <MetricWidget
      content={{ ...content, lines, alarms: [], region: alarm.region, marks: [...marks, ...content.marks] }}
      range={range}
      every={every}
      height={height}
    />
  );
}

// One number for each line: the last, or that of the whole range.
function Values({ content, range, every }: Omit<Props, "height">) {
  const { view, region, wholeRange } = content;
  const { start, end } = windowOf(range, new Date());
  const minutes = Math.max(Math.ceil((end.getTime() - start.getTime()) / 60_000), 1);
  const lines = wholeRange
    ? content.lines.map((line) => ({ ...line, period: minutes * 60 }))
    : coarse(content.lines, range);
  const { data, error, refetch } = useMetricSeries(lines, range, { region, every });
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (!data) return lines.length > 0 ? <Spinner /> : <Box color="text-body-secondary">No metrics</Box>;
  return view === "table" ? <ValueTable series={data.series} /> : <Numbers series={data.series} />;
}

function Numbers({ series }: { series: Series[] }) {
  return (
    <div style={{ display: "flex", flexWrap: "wrap", gap: "8px 32px" }}>
      {series.map(({ label, color, points }, index) => {
        const summary = summaryOf(points);
        return (
          <div key={index} title={summary ? formatValue(summary.last) : "no data"}>
            <Box fontSize="display-l" fontWeight="bold">
              {summary ? formatAxis(summary.last) : "--"}
            </Box>
            <span style={{ borderLeft: `4px solid ${color}`, paddingLeft: 6 }}>{label}</span>
          </div>
        );
      })}
    </div>
  );
}

function ValueTable({ series }: { series: Series[] }) {
  return (
    <table style={{ width: "100%", borderSpacing: 0 }}>
      <thead>
        <tr>
          {["", "Last", "Min", "Max"].map((text) => (
            <th key={text} style={{ textAlign: text ? "right" : "left" }}>
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {series.map(({ label, color, points }, index) => {
          const summary = summaryOf(points);
          const values = [summary?.last, summary?.min, summary?.max];
          return (
            <tr key={index}>
              <td>
                <span style={{ borderLeft: `4px solid ${color}`, paddingLeft: 6 }}>{label}</span>
              </td>
              {values.map((value, at) => (
                <td key={at} style={{ textAlign: "right" }}>
                  {value === undefined ? "--" : formatAxis(value)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
