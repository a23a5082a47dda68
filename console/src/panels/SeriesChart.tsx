import { useState } from "react";
import AreaChart from "@cloudscape-design/components/area-chart";
import Box from "@cloudscape-design/components/box";
import LineChart from "@cloudscape-design/components/line-chart";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { formatTime } from "~/common/format";
import { formatAxis, formatValue, segments, stacked, summaryOf, visible, yDomainOf } from "./chartData";
import { Legend, type Entry } from "./Legend";
import { periodOf } from "./metrics";
import { formatTick } from "./timeRange";
import type { MetricData } from "./useMetricSeries";

export interface Mark {
  value: number;
  label: string;
  color?: string;
}

export interface ChartLook {
  height?: number;
  area?: boolean; // one upon the other
  marks?: Mark[]; // horizontal lines
  min?: number;
  max?: number;
  unit?: string; // at the axis
  legend?: boolean;
  nothing?: string; // what is said where there is no data
}

interface Props extends ChartLook {
  data: MetricData;
  label: string; // for screen readers
}

const MARK_COLOR = "#d13212";
const STRINGS = {
  chartAriaRoleDescription: "chart of lines",
  xAxisAriaRoleDescription: "time",
  yAxisAriaRoleDescription: "value",
  detailPopoverDismissAriaLabel: "Close",
  legendAriaLabel: "Legend",
};

// Series of metrics over time. Lines have gaps where there is no data, and a single point is a dot.
export function SeriesChart({
  data: { series, window },
  label,
  height = 200,
  area = false,
  marks = [],
  min,
  max,
  unit,
  legend = true,
  nothing = "No data in this time",
}: Props) {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const keyed = series.map((one, index) => ({ ...one, key: `${one.line.id} ${one.label} ${index}` }));
  const shown = keyed.filter(({ key, points }) => !hidden.has(key) && points.length > 0);
  const keyedMarks = marks.map((mark, index) => ({
    ...mark,
    key: `mark ${index}`,
    color: mark.color ?? MARK_COLOR,
  }));
  const shownMarks = keyedMarks.filter(({ key }) => !hidden.has(key));
  const areas = area ? stacked(shown) : [];
  const thresholds = shownMarks.map(({ value, label: title, color }) => ({
    type: "threshold" as const,
    title,
    y: value,
    color,
    valueFormatter: formatValue,
  }));
  const yDomain = yDomainOf(
    area ? areas.map(({ total }) => total) : shown.map(({ points }) => points),
    shownMarks.map(({ value }) => value),
    min,
    max,
  );
  const stroke = (yDomain[1] - yDomain[0]) * 0.012;
  const plane = {
    xScaleType: "time" as const,
    xDomain: [window.start, window.end],
    yDomain,
    xTickFormatter: (time: Date) => formatTick(time, window),
    yTickFormatter: formatAxis,
    yTitle: unit,
    height,
    hideFilter: true,
    hideLegend: true,
    ariaLabel: label,
    i18nStrings: STRINGS,
    detailPopoverSize: "large" as const,
    empty: <Nothing text={nothing} />,
    noMatch: <Nothing text={nothing} />,
    detailPopoverFooter: (time: Date) => <Box variant="small">{formatTime(time)}</Box>,
  };
  const entries: Entry[] = [
    ...keyed.map(({ key, label: text, color, points }) => {
      const summary = summaryOf(points);
      return {
        key,
        label: text,
        color,
        value: summary ? formatAxis(summary.last) : "no data",
        title: summary
          ? `${text}: last ${formatValue(summary.last)}, min ${formatValue(summary.min)}, max ${formatValue(summary.max)}`
          : `${text}: no data`,
      };
    }),
    ...keyedMarks.map(({ key, label: text, color }) => ({ key, label: text, color, dashed: true })),
  ];
  const toggle = (key: string) =>
    setHidden((all) => {
      const next = new Set(all);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <SpaceBetween size="xs">
      {area ? (
        <AreaChart<Date>
          {...plane}
          series={[
            ...areas.map(({ label: title, color, points }) => ({
              type: "area" as const,
              title,
              color,
              data: points,
              valueFormatter: formatValue,
            })),
            ...thresholds,
          ]}
        />
      ) : (
        <LineChart<Date>
          {...plane}
          series={[
            ...shown.flatMap(({ line, label: title, color, points }) =>
              segments(points, periodOf(line, window)).map((segment) => ({
                type: "line" as const,
                title,
                color,
                data: visible(segment, stroke),
                valueFormatter: formatValue,
              })),
            ),
            ...(shown.length > 0 ? thresholds : []),
          ]}
        />
      )}
      {legend && <Legend entries={entries} hidden={hidden} onToggle={toggle} />}
    </SpaceBetween>
  );
}

function Nothing({ text }: { text: string }) {
  return (
    <Box textAlign="center" color="text-body-secondary">
      {text}
    </Box>
  );
}
