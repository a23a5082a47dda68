import type { ComparisonOperator } from "@aws-sdk/client-cloudwatch";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import { COMPARISONS, isPercentile, MISSING } from "./alarmModel";
import type { PartProps } from "./NameForm";

const LOW_SAMPLES: Record<string, string> = {
  evaluate: "Evaluated all the same",
  ignore: "Ignored (the state stays)",
};

function options(texts: Record<string, string>) {
  return Object.entries(texts).map(([value, label]) => ({ value, label }));
}

// When an alarm goes off.
export function ConditionForm({ draft, set, mistakes }: PartProps) {
  const watched = draft.lines.find(({ id }) => id === draft.watched);
  return (
    <Container header={<Header variant="h2">Condition</Header>}>
      <ColumnLayout columns={2}>
        <FormField label="In alarm when the value is">
          <Select
            selectedOption={{
              value: draft.comparison,
              label: COMPARISONS[draft.comparison] ?? draft.comparison,
            }}
            options={options(COMPARISONS)}
            onChange={({ detail }) => set({ comparison: detail.selectedOption.value as ComparisonOperator })}
          />
        </FormField>
        <FormField label="Threshold" errorText={mistakes.threshold}>
          <Input
            value={draft.threshold}
            inputMode="decimal"
            onChange={({ detail }) => set({ threshold: detail.value })}
          />
        </FormField>
        <FormField
          label="Datapoints to alarm"
          description="So many of the periods have to be beyond the threshold."
          errorText={mistakes.datapoints}
        >
          <Input
            value={draft.datapoints}
            inputMode="numeric"
            onChange={({ detail }) => set({ datapoints: detail.value })}
          />
        </FormField>
        <FormField
          label="Evaluation periods"
          description="So many of the last periods are looked at."
          errorText={mistakes.evaluationPeriods}
        >
          <Input
            value={draft.evaluationPeriods}
            inputMode="numeric"
            onChange={({ detail }) => set({ evaluationPeriods: detail.value })}
          />
        </FormField>
        <FormField label="Missing data is">
          <Select
            selectedOption={{ value: draft.missing, label: MISSING[draft.missing] ?? draft.missing }}
            options={options(MISSING)}
            onChange={({ detail }) => set({ missing: detail.selectedOption.value ?? draft.missing })}
          />
        </FormField>
        {isPercentile(watched) && (
          <FormField label="Percentiles of few samples are">
            <Select
              selectedOption={{
                value: draft.lowSamples,
                label: LOW_SAMPLES[draft.lowSamples] ?? draft.lowSamples,
              }}
              options={options(LOW_SAMPLES)}
              onChange={({ detail }) => set({ lowSamples: detail.selectedOption.value ?? draft.lowSamples })}
            />
          </FormField>
        )}
      </ColumnLayout>
    </Container>
  );
}
