import { useState } from "react";
import { useNavigate, useParams } from "react-router-dom";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CloudWatchClient, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { DEFAULT_RANGE } from "~/panels/graph";
import { MetricChart } from "~/panels/MetricChart";
import { describeMetric } from "~/panels/metrics";
import { RangeBar } from "~/panels/RangeBar";
import { useClient } from "~/session/context";
import { AlarmHistory } from "./AlarmHistory";
import { describeCondition, linesOf, MISSING } from "./alarmModel";
import { ALARMS, CHANGES_MS, enableActions, listAlarms } from "./alarms";
import { DeleteAlarms } from "./AlarmsPage";
import { AlarmState, stateText } from "./AlarmState";
import { SetState } from "./SetState";

// The alarm of a name; null if there is none.
export function useAlarm(name: string, every?: number) {
  const cloudwatch = useClient(CloudWatchClient);
  return useQuery({
    queryKey: [...ALARMS, name],
    queryFn: async () => (await listAlarms(cloudwatch, [name]))[0] ?? null,
    refetchInterval: every ?? false,
  });
}

const CRUMBS = [{ text: "Alarms", to: links.alarms() }];

export function AlarmPage() {
  const { name = "" } = useParams();
  const cloudwatch = useClient(CloudWatchClient);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotify();
  const { data: alarm, error, refetch } = useAlarm(name, CHANGES_MS);
  const [asking, setAsking] = useState<"state" | "delete">();
  const changed = () => queries.invalidateQueries({ queryKey: ALARMS });
  const enable = async (enabled: boolean) => {
    try {
      await enableActions(cloudwatch, [name], enabled);
    } catch (failure) {
      notify.failure("The actions were not changed", failure);
    }
    await changed();
  };
  const act = (id: string) => {
    if (id === "state" || id === "delete") setAsking(id);
    else void enable(id === "enable");
  };
  return (
    <Page
      title={name}
      crumbs={CRUMBS}
      description={alarm?.AlarmDescription}
      actions={
        alarm && (
          <SpaceBetween direction="horizontal" size="xs">
            <ButtonDropdown
              items={[
                { id: "state", text: "Set state" },
                alarm.ActionsEnabled
                  ? { id: "disable", text: "Disable actions" }
                  : { id: "enable", text: "Enable actions" },
                { id: "delete", text: "Delete" },
              ]}
              onItemClick={({ detail }) => act(detail.id)}
            >
              Actions
            </ButtonDropdown>
            <PageButton to={links.editAlarm(name)}>Edit</PageButton>
          </SpaceBetween>
        )
      }
    >
      <SpaceBetween size="l">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {alarm === null && <Box>There is no alarm of this name. What it did may be in its history.</Box>}
        {alarm && <AlarmChart alarm={alarm} />}
        {alarm && <Details alarm={alarm} />}
        <AlarmHistory name={name} />
      </SpaceBetween>
      {asking === "state" && (
        <SetState
          name={name}
          onDismiss={() => setAsking(undefined)}
          onDone={() => {
            setAsking(undefined);
            void changed();
          }}
        />
      )}
      {asking === "delete" && (
        <DeleteAlarms
          names={[name]}
          onDismiss={() => setAsking(undefined)}
          onDone={() => {
            void changed();
            navigate(links.alarms());
          }}
        />
      )}
    </Page>
  );
}

function AlarmChart({ alarm }: { alarm: MetricAlarm }) {
  const [range, setRange] = useState(DEFAULT_RANGE);
  const [every, setEvery] = useState(60_000);
  const { Threshold } = alarm;
  const marks = Threshold === undefined ? [] : [{ value: Threshold, label: `Threshold ${Threshold}` }];
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={describeCondition(alarm)}
          actions={<RangeBar range={range} onRange={setRange} every={every} onEvery={setEvery} />}
        >
          Graph
        </Header>
      }
    >
      <MetricChart
        label="Graph"
        lines={linesOf(alarm).lines}
        range={range}
        every={every}
        marks={marks}
        height={240}
      />
    </Container>
  );
}

function Details({ alarm }: { alarm: MetricAlarm }) {
  const { lines, watched } = linesOf(alarm);
  const arns = (all: string[] | undefined) =>
    all?.length ? all.map((arn) => <div key={arn}>{arn}</div>) : "-";
  return (
    <Container header={<Header variant="h2">Details</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "State", value: <AlarmState state={alarm.StateValue} /> },
          {
            label: "State since",
            value: formatTime(alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp),
          },
          { label: "Reason", value: alarm.StateReason ?? "-" },
          { label: "Condition", value: describeCondition(alarm) },
          {
            label: "Missing data",
            value: MISSING[alarm.TreatMissingData ?? "missing"] ?? alarm.TreatMissingData,
          },
          { label: "Configured", value: formatTime(alarm.AlarmConfigurationUpdatedTimestamp) },
          {
            label: "Watches",
            value: lines.map(({ id, metric, expression, stat }) => (
              <div key={id}>
                {lines.length > 1 && `${id}${id === watched ? " (watched)" : ""}: `}
                {metric ? `${stat ?? ""} of ${describeMetric(metric)}` : expression}
              </div>
            )),
          },
          { label: "Actions", value: alarm.ActionsEnabled ? "Enabled" : "Disabled" },
          { label: "ARN", value: alarm.AlarmArn ?? "-" },
          { label: `When ${stateText("ALARM").toLowerCase()}`, value: arns(alarm.AlarmActions) },
          { label: "When OK", value: arns(alarm.OKActions) },
          { label: "When data is insufficient", value: arns(alarm.InsufficientDataActions) },
        ]}
      />
    </Container>
  );
}
