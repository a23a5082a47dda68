import { useQuery } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  type EventSourceMappingConfiguration,
} from "@aws-sdk/client-lambda";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageButton, PageLink } from "~/common/navigation";
import { allPages } from "~/common/pages";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { functionOfArn } from "./arn";
import { keys, SOON_MS } from "./data";
import { Status } from "./Status";

const MOVING = new Set(["Creating", "Enabling", "Disabling", "Updating", "Deleting"]);

const COLUMNS: Columns<EventSourceMappingConfiguration> = [
  {
    id: "function",
    header: "Function",
    cell: ({ FunctionArn }) => {
      const { name, qualifier } = functionOfArn(FunctionArn);
      return (
        <>
          <PageLink to={links.function(name)}>{name}</PageLink>
          {qualifier && `:${qualifier}`}
        </>
      );
    },
    isRowHeader: true,
    width: 220,
  },
  { id: "state", header: "State", cell: ({ State }) => <Status state={State} />, width: 130 },
  { id: "result", header: "Last result", cell: (mapping) => mapping.LastProcessingResult ?? "-", width: 240 },
  {
    id: "reason",
    header: "Reason of the state",
    cell: (mapping) => mapping.StateTransitionReason ?? "-",
    width: 200,
  },
  { id: "batch", header: "Batch size", cell: ({ BatchSize }) => BatchSize ?? "-", width: 110 },
  {
    id: "filters",
    header: "Filters",
    cell: ({ FilterCriteria }) => FilterCriteria?.Filters?.length ?? 0,
    width: 90,
  },
  { id: "position", header: "Began at", cell: ({ StartingPosition }) => StartingPosition ?? "-", width: 140 },
  { id: "modified", header: "Changed", cell: ({ LastModified }) => formatTime(LastModified), width: 210 },
];

export function TriggersTab({ table }: { table: TableDescription }) {
  const lambda = useClient(LambdaClient);
  const { TableName: name = "", LatestStreamArn: stream } = table;
  const mappings = useQuery({
    queryKey: keys.of(name, "triggers"),
    enabled: stream !== undefined,
    queryFn: () =>
      allPages(async (marker: string | undefined) => {
        const answer = await lambda.send(
          new ListEventSourceMappingsCommand({ EventSourceArn: stream, Marker: marker }),
        );
        return { items: answer.EventSourceMappings, next: answer.NextMarker };
      }),
    refetchInterval: ({ state }) =>
      state.data?.some(({ State = "" }) => MOVING.has(State)) ? SOON_MS : false,
  });
  return (
    <ResourceTable
      title="Triggers"
      description="Functions that are called with the changes of the table."
      items={stream === undefined ? [] : mappings.data}
      error={mappings.error}
      onRefresh={stream === undefined ? undefined : () => void mappings.refetch()}
      columns={COLUMNS}
      rowKey={({ UUID = "" }) => UUID}
      empty={
        <Box>
          {stream === undefined
            ? "There are no triggers. They need the stream of the table, which is switched on in its settings."
            : "There are no triggers."}
        </Box>
      }
      actions={() => <PageButton to={links.triggers()}>All triggers</PageButton>}
    />
  );
}
