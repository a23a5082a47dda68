import { useQuery } from "@tanstack/react-query";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { links } from "~/common/links";
import { PageButton, PageLink } from "~/common/navigation";
import { Page } from "~/common/Page";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { tableNames } from "./schema";

const columns: Columns<string> = [
  {
    id: "name",
    header: "Table",
    cell: (name) => <PageLink to={links.items(name)}>{name}</PageLink>,
    sortingComparator: (a, b) => a.localeCompare(b),
    isRowHeader: true,
  },
];

export function PickTable() {
  const client = useClient(DynamoDBClient);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["items", "tables"],
    queryFn: () => tableNames(client),
  });
  return (
    <Page title="Items" description="Pick the table to look into.">
      <ResourceTable
        title="Tables"
        items={data}
        error={error}
        loading={isFetching}
        onRefresh={() => void refetch()}
        columns={columns}
        rowKey={(name) => name}
        empty="There are no tables."
        filterPlaceholder="Find a table"
        sortBy="name"
        actions={() => <PageButton to={links.createTable()}>Create table</PageButton>}
      />
    </Page>
  );
}
