import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CloudWatchClient, type MetricAlarm } from "@aws-sdk/client-cloudwatch";
import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Select from "@cloudscape-design/components/select";
import { Confirm } from "~/common/Confirm";
import { formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageButton, PageLink } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { describeCondition } from "./alarmModel";
import { ALARMS, CHANGES_MS, deleteAlarms, enableActions, listAlarms } from "./alarms";
import { AlarmState, stateText, STATES } from "./AlarmState";

interface Row {
  name: string;
  state: string;
  stateName: string; // as it is read, and searched for
  updated: number;
  condition: string;
  actions: string;
}

const COLUMNS: Columns<Row> = [
  {
    id: "name",
    header: "Name",
    cell: ({ name }) => <PageLink to={links.alarm(name)}>{name}</PageLink>,
    sortingField: "name",
    isRowHeader: true,
    width: 260,
  },
  {
    id: "state",
    header: "State",
    cell: ({ state }) => <AlarmState state={state} />,
    sortingField: "state",
    width: 190,
  },
  {
    id: "updated",
    header: "State since",
    cell: ({ updated }) => formatTime(updated || undefined),
    sortingField: "updated",
    width: 210,
  },
  { id: "condition", header: "Condition", cell: ({ condition }) => condition, width: 440 },
  { id: "actions", header: "Actions", cell: ({ actions }) => actions, sortingField: "actions", width: 120 },
];

function rowOf(alarm: MetricAlarm): Row {
  const { AlarmName = "", StateValue = "", StateTransitionedTimestamp, StateUpdatedTimestamp } = alarm;
  const count = [alarm.AlarmActions, alarm.OKActions, alarm.InsufficientDataActions].flatMap(
    (all) => all ?? [],
  ).length;
  return {
    name: AlarmName,
    state: StateValue,
    stateName: stateText(StateValue),
    updated: (StateTransitionedTimestamp ?? StateUpdatedTimestamp)?.getTime() ?? 0,
    condition: describeCondition(alarm),
    actions: count === 0 ? "none" : alarm.ActionsEnabled ? `${count} enabled` : `${count} disabled`,
  };
}

const ANY = { value: "", label: "Any state" };

export function AlarmsPage() {
  const cloudwatch = useClient(CloudWatchClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const [state, setState] = useState("");
  const [deleting, setDeleting] = useState<string[]>();
  const { data, error, refetch } = useQuery({
    queryKey: ALARMS,
    queryFn: () => listAlarms(cloudwatch),
    refetchInterval: CHANGES_MS,
  });
  const changed = () => queries.invalidateQueries({ queryKey: ALARMS });
  const enable = async (names: string[], enabled: boolean) => {
    try {
      await enableActions(cloudwatch, names, enabled);
      notify.success(`Actions of ${names.join(", ")} are ${enabled ? "enabled" : "disabled"}.`);
    } catch (failure) {
      notify.failure("The actions were not changed", failure);
    }
    await changed();
  };
  const rows = data?.filter((alarm) => !state || alarm.StateValue === state).map(rowOf);
  return (
    <Page title="Alarms" description="What is watched, evaluated once a minute.">
      <ResourceTable
        title="Alarms"
        items={rows}
        error={error}
        onRefresh={() => void refetch()}
        columns={COLUMNS}
        rowKey={({ name }) => name}
        empty={state ? "No alarm is in this state." : "There are no alarms."}
        select="multi"
        sortBy="name"
        filterPlaceholder="Find alarms"
        actions={(selected) => (
          <>
            <Select
              ariaLabel="State"
              selectedOption={state ? { value: state, label: stateText(state) } : ANY}
              options={[ANY, ...STATES.map((value) => ({ value, label: stateText(value) }))]}
              onChange={({ detail }) => setState(detail.selectedOption.value ?? "")}
            />
            <ButtonDropdown
              disabled={selected.length === 0}
              items={[
                { id: "enable", text: "Enable actions" },
                { id: "disable", text: "Disable actions" },
                { id: "delete", text: "Delete" },
              ]}
              onItemClick={({ detail }) => {
                const names = selected.map(({ name }) => name);
                if (detail.id === "delete") setDeleting(names);
                else void enable(names, detail.id === "enable");
              }}
            >
              Actions
            </ButtonDropdown>
            <PageButton variant="primary" to={links.createAlarm()}>
              Create alarm
            </PageButton>
          </>
        )}
      />
      {deleting && (
        <DeleteAlarms
          names={deleting}
          onDismiss={() => setDeleting(undefined)}
          onDone={() => {
            setDeleting(undefined);
            void changed();
          }}
        />
      )}
    </Page>
  );
}

interface DeleteProps {
  names: string[];
  onDismiss: () => void;
  onDone: () => void;
}

export function DeleteAlarms({ names, onDismiss, onDone }: DeleteProps) {
  const cloudwatch = useClient(CloudWatchClient);
  const notify = useNotify();
  const what = names.length === 1 ? `alarm ${names[0] ?? ""}` : `${names.length} alarms`;
  return (
    <Confirm
      header={`Delete ${what}?`}
      action={() => deleteAlarms(cloudwatch, names)}
      onDismiss={onDismiss}
      onDone={() => {
        notify.success(names.length === 1 ? `Alarm ${names[0] ?? ""} was deleted.` : `${what} were deleted.`);
        onDone();
      }}
    >
      {names.length > 1 && <Box>{names.join(", ")}</Box>}
      <Box>The history stays for 30 days.</Box>
    </Confirm>
  );
}
