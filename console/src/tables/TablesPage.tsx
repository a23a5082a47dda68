import { useState } from "react";
import Badge from "@cloudscape-design/components/badge";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useNavigate } from "react-router-dom";
import { formatBytes, formatCount, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageButton, PageLink } from "~/common/navigation";
import { Page } from "~/common/Page";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useRefresh, useTables, type ListedTable } from "./data";
import { DeleteTables } from "./DeleteTables";
import { billingMode, capacityText, keyOf } from "./describe";
import { Status } from "./Status";

function text(of: (table: NonNullable<ListedTable["table"]>) => string) {
  return ({ table }: ListedTable) => (table ? of(table) : "-");
}

function byText(of: (table: NonNullable<ListedTable["table"]>) => string) {
  return (a: ListedTable, b: ListedTable) => text(of)(a).localeCompare(text(of)(b));
}

function byNumber(of: (table: NonNullable<ListedTable["table"]>) => number | undefined) {
  const value = ({ table }: ListedTable) => (table && of(table)) ?? -1;
  return (a: ListedTable, b: ListedTable) => value(a) - value(b);
}

function indexCount({ table }: ListedTable): number {
  const { GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [], VectorIndexes = [] } = table ?? {};
  return GlobalSecondaryIndexes.length + LocalSecondaryIndexes.length + VectorIndexes.length;
}

function RowStatus({ row: { table, problem, isPending } }: { row: ListedTable }) {
  if (problem) return <StatusIndicator type="warning">{problem}</StatusIndicator>;
  if (isPending) return <StatusIndicator type="loading">Loading</StatusIndicator>;
  return <Status state={table?.TableStatus} />;
}

const COLUMNS: Columns<ListedTable> = [
  {
    id: "name",
    header: "Name",
    cell: ({ name }) => <PageLink to={links.table(name)}>{name}</PageLink>,
    sortingField: "name",
    isRowHeader: true,
    width: 200,
  },
  {
    id: "status",
    header: "Status",
    cell: (row) => <RowStatus row={row} />,
    sortingComparator: byText((table) => table.TableStatus ?? ""),
    width: 110,
  },
  {
    id: "key",
    header: "Key",
    cell: text(keyOf),
    sortingComparator: byText(keyOf),
    width: 190,
  },
  {
    id: "indexes",
    header: "Indexes",
    cell: (row) => (row.table ? indexCount(row) : "-"),
    sortingComparator: (a, b) => indexCount(a) - indexCount(b),
    width: 110,
  },
  {
    id: "items",
    header: "Items",
    cell: ({ name, table }) =>
      table ? (
        <PageLink to={links.items(name)} ariaLabel={`Items of ${name}`}>
          {formatCount(table.ItemCount)}
        </PageLink>
      ) : (
        "-"
      ),
    sortingComparator: byNumber((table) => table.ItemCount),
    width: 100,
  },
  {
    id: "size",
    header: "Size",
    cell: text((table) => formatBytes(table.TableSizeBytes)),
    sortingComparator: byNumber((table) => table.TableSizeBytes),
    width: 105,
  },
  {
    id: "capacity",
    header: "Capacity",
    cell: text(capacityText),
    sortingComparator: byText(billingMode),
    width: 135,
  },
  {
    id: "stream",
    header: "Stream",
    cell: text((table) => (table.StreamSpecification?.StreamEnabled ? "On" : "Off")),
    sortingComparator: byText((table) => (table.StreamSpecification?.StreamEnabled ? "On" : "Off")),
    width: 105,
  },
  {
    id: "protection",
    header: "Protection",
    cell: ({ table }) => (table?.DeletionProtectionEnabled ? <Badge color="blue">Protected</Badge> : "Off"),
    sortingComparator: byText((table) => String(table.DeletionProtectionEnabled ?? false)),
    width: 125,
  },
  {
    id: "created",
    header: "Created",
    cell: text((table) => formatTime(table.CreationDateTime)),
    sortingComparator: byNumber((table) => table.CreationDateTime?.getTime()),
    width: 210,
  },
];

export function TablesPage() {
  const { tables, error } = useTables();
  const refresh = useRefresh();
  const navigate = useNavigate();
  const [doomed, setDoomed] = useState<ListedTable[]>();
  return (
    <Page
      title="Tables"
      actions={
        <ButtonDropdown
          items={[
            { id: links.importTable(), text: "Import from S3" },
            { id: links.imports(), text: "Imports" },
            { id: links.backups(), text: "Backups" },
          ]}
          onItemClick={({ detail }) => navigate(detail.id)}
        >
          Imports and backups
        </ButtonDropdown>
      }
    >
      <ResourceTable
        title="Tables"
        items={tables}
        error={error}
        onRefresh={refresh}
        columns={COLUMNS}
        rowKey={({ name }) => name}
        empty="There are no tables in this account and region."
        filterPlaceholder="Find tables"
        filterFields={["name"]}
        sortBy="name"
        select="multi"
        actions={(selected) => (
          <>
            <Button disabled={selected.length === 0} onClick={() => setDoomed(selected)}>
              Delete
            </Button>
            <PageButton variant="primary" to={links.createTable()}>
              Create table
            </PageButton>
          </>
        )}
      />
      {doomed && <DeleteTables tables={doomed} onEnd={() => setDoomed(undefined)} />}
    </Page>
  );
}
