import { useState } from "react";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ChartGrid } from "./ChartGrid";
import { functionCharts } from "./charts";
import { DEFAULT_RANGE } from "./graph";
import { RangeBar } from "./RangeBar";

export function FunctionMetrics({ functionName }: { functionName: string }) {
  const [range, setRange] = useState(DEFAULT_RANGE);
  const [every, setEvery] = useState(60_000);
  return (
    <SpaceBetween size="m">
      <RangeBar range={range} onRange={setRange} every={every} onEvery={setEvery} />
      <ChartGrid charts={functionCharts(functionName)} range={range} every={every} />
    </SpaceBetween>
  );
}
