// A graph as the metric widget of a dashboard.

import type { Graph } from "~/panels/graph";
import type { Line } from "~/panels/metrics";

export interface WidgetJson {
  type: string;
  x?: number;
  y?: number;
  width: number;
  height: number;
  properties: Record<string, unknown>;
}

function rowOf(line: Line): unknown[] {
  const { id, metric, stat, period, expression, label, color, hidden } = line;
  const options = {
    id,
    ...(expression !== undefined && { expression }),
    ...(stat && { stat }),
    ...(period && { period }),
    ...(label && { label }),
    ...(color && { color }),
    ...(hidden && { visible: false }),
  };
  if (!metric) return [options];
  return [
    metric.namespace,
    metric.name,
    ...metric.dimensions.flatMap(({ name, value }) => [name, value]),
    options,
  ];
}

export function widgetOf(graph: Graph, title: string, region: string): WidgetJson {
  const { lines, period, area } = graph;
  return {
    type: "metric",
    width: 12,
    height: 6,
    properties: {
      ...(title && { title }),
      view: "timeSeries",
      stacked: area === true,
      region,
      ...(period && { period }),
      metrics: lines.map(rowOf),
    },
  };
}
