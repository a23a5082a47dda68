import { useState } from "react";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ChartGrid } from "./ChartGrid";
import { tableCharts } from "./charts";
import { DEFAULT_RANGE } from "./graph";
import { RangeBar } from "./RangeBar";

const LATENCIES = ["Average", "Maximum", "p50", "p90", "p99", "p99.9"].map((value) => ({ value }));

export function TableMetrics({ tableName }: { tableName: string }) {
  const [range, setRange] = useState(DEFAULT_RANGE);
  const [every, setEvery] = useState(60_000);
  const [latency, setLatency] = useState("Average");
  return (
    <SpaceBetween size="m">
      <SpaceBetween direction="horizontal" size="m" alignItems="end">
        <RangeBar range={range} onRange={setRange} every={every} onEvery={setEvery} />
        <FormField label="Latency">
          <Select
            selectedOption={{ value: latency }}
            options={LATENCIES}
            onChange={({ detail }) => setLatency(detail.selectedOption.value ?? latency)}
          />
        </FormField>
      </SpaceBetween>
      <ChartGrid charts={tableCharts(tableName, latency)} range={range} every={every} />
    </SpaceBetween>
  );
}
