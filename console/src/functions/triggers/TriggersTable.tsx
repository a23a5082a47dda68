import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import {
  DeleteEventSourceMappingCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
} from "@aws-sdk/client-lambda";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Confirm } from "~/common/Confirm";
import { formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageButton, PageLink } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { useHealth, useTriggers, type Health } from "./data";
import { Errors, Lag, LastResult, TriggerState } from "./states";
import { functionOfArn, tableOfStream } from "./trigger";

const uuidOf = (item: EventSourceMappingConfiguration) => item.UUID ?? "";

function columns(health: Map<string, Health> | undefined): Columns<EventSourceMappingConfiguration> {
  return [
    {
      id: "trigger",
      header: "Trigger",
      cell: (item) => <PageLink to={links.trigger(uuidOf(item))}>{uuidOf(item).slice(0, 8)}</PageLink>,
      isRowHeader: true,
    },
    {
      id: "table",
      header: "Table",
      cell: (item) => {
        const table = tableOfStream(item.EventSourceArn);
        return table ? <PageLink to={links.table(table)}>{table}</PageLink> : item.EventSourceArn;
      },
      sortingField: "EventSourceArn",
      maxWidth: 200,
    },
    {
      id: "function",
      header: "Function",
      cell: (item) => {
        const { name, qualifier } = functionOfArn(item.FunctionArn);
        return (
          <>
            <PageLink to={links.function(name)}>{name}</PageLink>
            {qualifier && `:${qualifier}`}
          </>
        );
      },
      sortingField: "FunctionArn",
      maxWidth: 220,
    },
    {
      id: "state",
      header: "State",
      cell: (item) => <TriggerState of={item} />,
      sortingField: "State",
    },
    {
      id: "result",
      header: "Last result",
      cell: (item) => <LastResult of={item} />,
      sortingField: "LastProcessingResult",
    },
    {
      id: "lag",
      header: "Lag",
      cell: (item) => <Lag milliseconds={health?.get(functionOfArn(item.FunctionArn).name)?.lag} />,
    },
    {
      id: "errors",
      header: "Failed calls",
      cell: (item) => <Errors count={health?.get(functionOfArn(item.FunctionArn).name)?.errors} />,
    },
    { id: "batch", header: "Batch size", cell: (item) => item.BatchSize ?? "-", sortingField: "BatchSize" },
    { id: "filters", header: "Filters", cell: (item) => item.FilterCriteria?.Filters?.length ?? 0 },
    { id: "modified", header: "Last modified", cell: (item) => formatTime(item.LastModified) },
  ];
}

type Doing = { what: "delete" | "disable"; uuids: string[] };

// The triggers of all functions, or of one.
export function TriggersTable({ functionName }: { functionName?: string }) {
  const lambda = useClient(LambdaClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const { data, error, refetch } = useTriggers(functionName);
  const { data: health } = useHealth((data ?? []).map(({ FunctionArn }) => functionOfArn(FunctionArn).name));
  const [doing, setDoing] = useState<Doing>();
  const refresh = () => queries.invalidateQueries({ queryKey: ["triggers"] });
  const enable = async (uuids: string[], Enabled: boolean) => {
    try {
      for (const UUID of uuids) await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
    } finally {
      await refresh();
    }
  };
  const remove = async (uuids: string[]) => {
    try {
      for (const UUID of uuids) await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    } finally {
      await refresh();
    }
  };
  const close = () => setDoing(undefined);
  return (
    <>
      <ResourceTable
        title="Triggers"
        description="Lag: the age of the oldest record that waits for the function. Failed calls: in the last ten minutes."
        items={data}
        error={error}
        onRefresh={() => void refetch()}
        columns={columns(health)}
        rowKey={uuidOf}
        empty="There are no triggers."
        select="multi"
        filterPlaceholder="Find triggers"
        actions={(selected) => (
          <SpaceBetween direction="horizontal" size="xs">
            <ButtonDropdown
              disabled={selected.length === 0}
              items={[
                { id: "enable", text: "Enable" },
                { id: "disable", text: "Disable" },
                { id: "delete", text: "Delete" },
              ]}
              onItemClick={({ detail }) => {
                const uuids = selected.map(uuidOf);
                if (detail.id === "enable")
                  enable(uuids, true).catch((failure: unknown) => notify.failure("Not enabled", failure));
                else setDoing({ what: detail.id === "delete" ? "delete" : "disable", uuids });
              }}
            >
              Actions
            </ButtonDropdown>
            <PageButton to={links.createTrigger({ functionName })} variant="primary">
              Create trigger
            </PageButton>
          </SpaceBetween>
        )}
      />
      {doing?.what === "disable" && (
        <Confirm
          header={`Disable ${doing.uuids.length === 1 ? "the trigger" : `${doing.uuids.length} triggers`}?`}
          label="Disable"
          action={() => enable(doing.uuids, false)}
          onDone={close}
          onDismiss={close}
        >
          It keeps its place in the stream. Records older than 24 hours are lost to it.
        </Confirm>
      )}
      {doing?.what === "delete" && (
        <Confirm
          header={`Delete ${doing.uuids.length === 1 ? "the trigger" : `${doing.uuids.length} triggers`}?`}
          word="delete"
          action={() => remove(doing.uuids)}
          onDone={() => {
            notify.success("Deleted.");
            close();
          }}
          onDismiss={close}
        >
          Its place in the stream is forgotten.
        </Confirm>
      )}
    </>
  );
}
