import type { _Stream } from "@aws-sdk/client-dynamodb-streams";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { Page } from "~/common/Page";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useStreams } from "./data";

const COLUMNS: Columns<_Stream> = [
  {
    id: "table",
    header: "Table",
    cell: ({ TableName = "" }) => <PageLink to={links.stream(TableName)}>{TableName}</PageLink>,
    sortingField: "TableName",
    isRowHeader: true,
  },
  {
    id: "label",
    header: "Since",
    cell: ({ StreamLabel }) => StreamLabel ?? "-",
    sortingField: "StreamLabel",
  },
  { id: "arn", header: "ARN", cell: ({ StreamArn }) => StreamArn ?? "-" },
];

export function StreamsList() {
  const { data, error, refetch, isRefetching } = useStreams();
  return (
    <Page title="Streams" description="The changes of tables in the last 24 hours.">
      <ResourceTable
        title="Streams"
        items={data}
        error={error}
        loading={isRefetching}
        onRefresh={() => void refetch()}
        columns={COLUMNS}
        rowKey={({ StreamArn }) => StreamArn ?? ""}
        empty="There are no streams. The settings of a table switch its stream on."
        filterPlaceholder="Find streams"
        sortBy="table"
      />
    </Page>
  );
}
