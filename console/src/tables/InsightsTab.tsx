import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import {
  DescribeContributorInsightsCommand,
  UpdateContributorInsightsCommand,
  type ContributorInsightsMode,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { Confirm } from "~/common/Confirm";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { RangeBar } from "~/panels/RangeBar";
import type { TimeRange } from "~/panels/timeRange";
import { Card } from "./Card";
import { keys, SOON_MS, useDynamoDB, useRefresh } from "./data";
import { InsightChart } from "./InsightChart";
import { placesOf, rulesOf } from "./insights";

const LAST_HOUR: TimeRange = { type: "relative", seconds: 3600 };
const MODES: { value: ContributorInsightsMode; label: string; description: string }[] = [
  {
    value: "ACCESSED_AND_THROTTLED_KEYS",
    label: "Accessed and throttled keys",
    description: "Every item that is read or written is counted.",
  },
  { value: "THROTTLED_KEYS", label: "Throttled keys", description: "Only throttled requests are counted." },
];

// Which keys of the table, or of one of its indexes, are hot.
export function InsightsTab({ table }: { table: TableDescription }) {
  const [chosen, setPlace] = useState("");
  const places = placesOf(table);
  const place = places.includes(chosen) ? chosen : "";
  const options = places.map((value) => ({ value, label: value || `${table.TableName} (table)` }));
  return (
    <SpaceBetween size="m">
      {places.length > 1 && (
        <FormField label="Table or index">
          <Select
            selectedOption={options.find(({ value }) => value === place) ?? null}
            options={options}
            onChange={({ detail }) => setPlace(detail.selectedOption.value ?? "")}
          />
        </FormField>
      )}
      <Insights key={place} tableName={table.TableName ?? ""} indexName={place || undefined} />
    </SpaceBetween>
  );
}

function Insights({ tableName, indexName }: { tableName: string; indexName?: string }) {
  const dynamodb = useDynamoDB();
  const [range, setRange] = useState(LAST_HOUR);
  const [every, setEvery] = useState(60_000);
  const { data, error, refetch } = useQuery({
    queryKey: keys.of(tableName, `insights ${indexName ?? ""}`),
    queryFn: () =>
      dynamodb.send(new DescribeContributorInsightsCommand({ TableName: tableName, IndexName: indexName })),
    refetchInterval: ({ state }) =>
      state.data?.ContributorInsightsStatus?.endsWith("ING") && !state.error ? SOON_MS : false,
  });
  if (!data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const isOn = data.ContributorInsightsStatus === "ENABLED";
  const rules = rulesOf(data.ContributorInsightsRuleList ?? []);
  return (
    <SpaceBetween size="m">
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      <Switch
        tableName={tableName}
        indexName={indexName}
        isOn={isOn}
        mode={data.ContributorInsightsMode}
        failure={data.FailureException?.ExceptionDescription}
      />
      {isOn && <RangeBar range={range} onRange={setRange} every={every} onEvery={setEvery} />}
      {isOn && (
        <Grid gridDefinition={rules.map(() => ({ colspan: { default: 12, m: 6 } }))}>
          {rules.map((rule) => (
            <InsightChart key={rule.name} rule={rule} range={range} every={every} />
          ))}
        </Grid>
      )}
    </SpaceBetween>
  );
}

interface SwitchProps {
  tableName: string;
  indexName?: string;
  isOn: boolean;
  mode?: ContributorInsightsMode;
  failure?: string;
}

function Switch({ tableName, indexName, isOn, mode, failure }: SwitchProps) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const [wanted, setWanted] = useState<ContributorInsightsMode>("ACCESSED_AND_THROTTLED_KEYS");
  const label = isOn ? "Switch off" : "Switch on";
  const shown = MODES.find(({ value }) => value === mode)?.label ?? "On";
  return (
    <Card title="Contributor insights" onEdit={() => setAsking(true)} editLabel={label}>
      <Box>{isOn ? `On: ${shown.toLowerCase()}` : "Off: keys are not counted."}</Box>
      {failure && <Alert type="error">{failure}</Alert>}
      {asking && (
        <Confirm
          header={`${label} contributor insights of ${indexName ?? tableName}?`}
          label={label}
          action={() =>
            dynamodb.send(
              new UpdateContributorInsightsCommand({
                TableName: tableName,
                IndexName: indexName,
                ContributorInsightsAction: isOn ? "DISABLE" : "ENABLE",
                ContributorInsightsMode: isOn ? undefined : wanted,
              }),
            )
          }
          onDone={() => {
            setAsking(false);
            refresh();
            notify.success(`Contributor insights are ${isOn ? "off" : "on"}.`);
          }}
          onDismiss={() => setAsking(false)}
        >
          {isOn ? (
            <Box>What was counted so far cannot be seen any more.</Box>
          ) : (
            <FormField label="What is counted">
              <RadioGroup
                value={wanted}
                items={MODES}
                onChange={({ detail }) => setWanted(detail.value as ContributorInsightsMode)}
              />
            </FormField>
          )}
        </Confirm>
      )}
    </Card>
  );
}
