import { useState } from "react";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { DEFAULT_RANGE } from "~/panels/graph";
import { MetricChart } from "~/panels/MetricChart";
import { describeMetric, type Line } from "~/panels/metrics";
import { RangeBar } from "~/panels/RangeBar";
import { addMetrics } from "./addMetrics";
import { DEFAULT_PERIOD } from "./alarmModel";
import { LinesTable } from "./LinesTable";
import { MetricPicker } from "./MetricPicker";
import type { PartProps } from "./NameForm";

function optionOf({ id, metric, expression }: Line) {
  return { value: id, label: `${id}: ${metric ? describeMetric(metric) : expression || "an expression"}` };
}

// What an alarm looks at, with the threshold in its graph.
export function WatchedForm({ draft, set, mistakes }: PartProps) {
  const { lines, watched, threshold } = draft;
  const [range, setRange] = useState(DEFAULT_RANGE);
  const [every, setEvery] = useState(0);
  const [picking, setPicking] = useState(false);
  // What is watched has to be one that is there.
  const change = (next: Line[]) =>
    set({ lines: next, watched: next.some(({ id }) => id === watched) ? watched : (next[0]?.id ?? "") });
  const mark = threshold.trim() === "" ? NaN : Number(threshold);
  const chosen = lines.find(({ id }) => id === watched);
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={<RangeBar range={range} onRange={setRange} every={every} onEvery={setEvery} />}
        >
          Metric
        </Header>
      }
    >
      <SpaceBetween size="m">
        <MetricChart
          label="Preview"
          nothing={lines.length === 0 ? "Pick what the alarm watches." : undefined}
          lines={lines}
          range={range}
          every={every}
          marks={Number.isFinite(mark) ? [{ value: mark, label: "Threshold" }] : []}
        />
        <LinesTable lines={lines} onChange={change} onPick={() => setPicking(true)} />
        {lines.length > 1 && (
          <FormField label="The alarm watches" description="Other lines are there for its expression.">
            <Select
              selectedOption={chosen ? optionOf(chosen) : null}
              options={lines.map(optionOf)}
              onChange={({ detail }) => set({ watched: detail.selectedOption.value ?? "" })}
            />
          </FormField>
        )}
        {mistakes.lines && <Box color="text-status-error">{mistakes.lines}</Box>}
      </SpaceBetween>
      {picking && (
        <Modal
          visible
          size="max"
          header="Pick metrics"
          closeAriaLabel="Close"
          onDismiss={() => setPicking(false)}
        >
          <MetricPicker
            label="Use"
            onPick={(metrics) => {
              change(addMetrics(lines, metrics, DEFAULT_PERIOD));
              setPicking(false);
            }}
          />
        </Modal>
      )}
    </Container>
  );
}
