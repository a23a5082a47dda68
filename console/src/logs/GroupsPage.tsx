import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  type LogGroup,
} from "@aws-sdk/client-cloudwatch-logs";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Confirm } from "~/common/Confirm";
import { formatBytes, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { allPages } from "~/common/pages";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { CreateGroup, EditRetention } from "./GroupModals";
import { retentionText } from "./retention";

const nameOf = (item: LogGroup) => item.logGroupName ?? "";

const COLUMNS: Columns<LogGroup> = [
  {
    id: "name",
    header: "Log group",
    cell: (item) => <PageLink to={links.logGroup(nameOf(item))}>{nameOf(item)}</PageLink>,
    sortingField: "logGroupName",
    isRowHeader: true,
    maxWidth: 480,
  },
  {
    id: "retention",
    header: "Events are kept",
    cell: (item) => retentionText(item.retentionInDays),
    sortingComparator: (a, b) => (a.retentionInDays ?? Infinity) - (b.retentionInDays ?? Infinity),
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

type Doing = { what: "create" } | { what: "retention"; of: LogGroup } | { what: "delete"; names: string[] };

export function GroupsPage() {
  const logs = useClient(CloudWatchLogsClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const { data, error, refetch, isRefetching } = useQuery({
    queryKey: ["logs", "groups"],
    queryFn: () =>
      allPages(async (nextToken: string | undefined) => {
        const answer = await logs.send(new DescribeLogGroupsCommand({ nextToken }));
        return { items: answer.logGroups, next: answer.nextToken };
      }),
  });
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const refresh = () => queries.invalidateQueries({ queryKey: ["logs"] });
  const done = (text: string) => {
    notify.success(text);
    close();
    void refresh();
  };
  const remove = async (names: string[]) => {
    try {
      for (const logGroupName of names) await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    } finally {
      await refresh();
    }
  };
  return (
    <Page title="Logs" description="What functions and programs have written.">
      <ResourceTable
        title="Log groups"
        items={data}
        error={error}
        loading={isRefetching}
        onRefresh={() => void refetch()}
        columns={COLUMNS}
        rowKey={nameOf}
        empty="There are no log groups."
        select="multi"
        filterPlaceholder="Find log groups"
        sortBy="name"
        actions={(selected) => (
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              disabled={selected.length !== 1}
              onClick={() => selected[0] && setDoing({ what: "retention", of: selected[0] })}
            >
              Edit retention
            </Button>
            <Button
              disabled={selected.length === 0}
              onClick={() => setDoing({ what: "delete", names: selected.map(nameOf) })}
            >
              Delete
            </Button>
            <Button variant="primary" onClick={() => setDoing({ what: "create" })}>
              Create log group
            </Button>
          </SpaceBetween>
        )}
      />
      {doing?.what === "create" && <CreateGroup onDone={done} onDismiss={close} />}
      {doing?.what === "retention" && <EditRetention of={doing.of} onDone={done} onDismiss={close} />}
      {doing?.what === "delete" && (
        <Confirm
          header={
            doing.names.length === 1
              ? `Delete ${doing.names[0]}?`
              : `Delete ${doing.names.length} log groups?`
          }
          word="delete"
          action={() => remove(doing.names)}
          onDone={() => done(`Deleted: ${doing.names.join(", ")}`)}
          onDismiss={close}
        >
          {doing.names.length > 1 && <div>{doing.names.join(", ")}</div>}
          All their events are gone, too.
        </Confirm>
      )}
    </Page>
  );
}
