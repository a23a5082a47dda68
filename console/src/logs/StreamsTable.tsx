import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  CloudWatchLogsClient,
  DeleteLogStreamCommand,
  DescribeLogStreamsCommand,
  type LogStream,
} from "@aws-sdk/client-cloudwatch-logs";
import Button from "@cloudscape-design/components/button";
import { Confirm } from "~/common/Confirm";
import { formatBytes, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { allPages } from "~/common/pages";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";

const MOST = 1000;
const nameOf = (item: LogStream) => item.logStreamName ?? "";

function columns(group: string): Columns<LogStream> {
  return [
    {
      id: "name",
      header: "Stream",
      cell: (item) => <PageLink to={links.logStream(group, nameOf(item))}>{nameOf(item)}</PageLink>,
      sortingField: "logStreamName",
      isRowHeader: true,
      maxWidth: 480,
    },
    {
      id: "last",
      header: "Last event",
      cell: (item) => formatTime(item.lastEventTimestamp),
      sortingField: "lastEventTimestamp",
    },
    {
      id: "first",
      header: "First event",
      cell: (item) => formatTime(item.firstEventTimestamp),
      sortingField: "firstEventTimestamp",
    },
    {
      id: "size",
      header: "Size",
      cell: (item) => formatBytes(item.storedBytes),
      sortingField: "storedBytes",
    },
    {
      id: "created",
      header: "Created",
      cell: (item) => formatTime(item.creationTime),
      sortingField: "creationTime",
    },
  ];
}

// The streams of a group, those with the latest events first.
export function StreamsTable({ group }: { group: string }) {
  const logs = useClient(CloudWatchLogsClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const { data, error, refetch, isRefetching } = useQuery({
    queryKey: ["logs", "streams", group],
    queryFn: () =>
      allPages(async (nextToken: string | undefined) => {
        const answer = await logs.send(
          new DescribeLogStreamsCommand({
            logGroupName: group,
            orderBy: "LastEventTime",
            descending: true,
            nextToken,
          }),
        );
        return { items: answer.logStreams, next: answer.nextToken };
      }, MOST),
  });
  const [deleting, setDeleting] = useState<string[]>();
  const remove = async (names: string[]) => {
    try {
      for (const logStreamName of names)
        await logs.send(new DeleteLogStreamCommand({ logGroupName: group, logStreamName }));
    } finally {
      await queries.invalidateQueries({ queryKey: ["logs"] });
    }
  };
  return (
    <>
      <ResourceTable
        title="Streams"
        description={data?.length === MOST ? `The ${MOST} with the latest events.` : undefined}
        items={data}
        error={error}
        loading={isRefetching}
        onRefresh={() => void refetch()}
        columns={columns(group)}
        rowKey={nameOf}
        empty="There are no streams."
        select="multi"
        filterPlaceholder="Find streams"
        actions={(selected) => (
          <Button disabled={selected.length === 0} onClick={() => setDeleting(selected.map(nameOf))}>
            Delete
          </Button>
        )}
      />
      {deleting && (
        <Confirm
          header={deleting.length === 1 ? `Delete ${deleting[0]}?` : `Delete ${deleting.length} streams?`}
          word="delete"
          action={() => remove(deleting)}
          onDone={() => {
            notify.success("Deleted.");
            setDeleting(undefined);
          }}
          onDismiss={() => setDeleting(undefined)}
        >
          All their events are gone, too.
        </Confirm>
      )}
    </>
  );
}
