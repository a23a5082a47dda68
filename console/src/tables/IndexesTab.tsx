import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type {
  GlobalSecondaryIndexDescription,
  LocalSecondaryIndexDescription,
  TableDescription,
} from "@aws-sdk/client-dynamodb";
import { formatBytes, formatCount } from "~/common/format";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { CreateIndex } from "./CreateIndex";
import { DeleteIndex } from "./DeleteIndex";
import { billingMode, keyFields, keyText, limitsText, projectionText, unitsText } from "./describe";
import { IndexStatus } from "./IndexStatus";
import { VectorIndexes } from "./VectorIndexes";

type AnyIndex = LocalSecondaryIndexDescription & GlobalSecondaryIndexDescription;

function columns(table: TableDescription): Columns<AnyIndex> {
  const key = (index: AnyIndex, type: "HASH" | "RANGE") =>
    keyText(keyFields(index.KeySchema, table.AttributeDefinitions, type));
  return [
    {
      id: "name",
      header: "Name",
      cell: ({ IndexName }) => IndexName,
      sortingField: "IndexName",
      isRowHeader: true,
      width: 160,
    },
    { id: "partition", header: "Partition key", cell: (index) => key(index, "HASH"), width: 170 },
    { id: "sort", header: "Sort key", cell: (index) => key(index, "RANGE"), width: 170 },
    {
      id: "projection",
      header: "Projection",
      cell: ({ Projection }) => projectionText(Projection),
      width: 170,
    },
    { id: "items", header: "Items", cell: ({ ItemCount }) => formatCount(ItemCount), width: 80 },
    { id: "size", header: "Size", cell: ({ IndexSizeBytes }) => formatBytes(IndexSizeBytes), width: 100 },
  ];
}

function globalColumns(table: TableDescription): Columns<AnyIndex> {
  const [name, ...others] = columns(table);
  const state: Columns<AnyIndex> = [
    {
      id: "status",
      header: "Status",
      cell: (index) => <IndexStatus index={index} />,
      width: 130,
    },
  ];
  const capacity: Columns<AnyIndex> = [
    {
      id: "capacity",
      header: billingMode(table) === "PROVISIONED" ? "Units" : "Limits",
      cell: (index) =>
        billingMode(table) === "PROVISIONED"
          ? unitsText(index.ProvisionedThroughput)
          : limitsText(index.OnDemandThroughput),
      width: 170,
    },
  ];
  return [...(name ? [name] : []), ...state, ...others, ...capacity];
}

export function IndexesTab({ table }: { table: TableDescription }) {
  const [creating, setCreating] = useState(false);
  const [doomed, setDoomed] = useState<string>();
  return (
    <SpaceBetween size="l">
      <ResourceTable<AnyIndex>
        title="Global indexes"
        items={table.GlobalSecondaryIndexes ?? []}
        columns={globalColumns(table)}
        rowKey={({ IndexName = "" }) => IndexName}
        empty="There are no global indexes."
        select="single"
        actions={(selected) => (
          <>
            <Button disabled={selected.length === 0} onClick={() => setDoomed(selected[0]?.IndexName)}>
              Delete index
            </Button>
            <Button onClick={() => setCreating(true)}>Create index</Button>
          </>
        )}
      />
      <ResourceTable<AnyIndex>
        title="Local indexes"
        description="They are made with the table, and stay as they are."
        items={table.LocalSecondaryIndexes ?? []}
        columns={columns(table)}
        rowKey={({ IndexName = "" }) => IndexName}
        empty="There are no local indexes."
      />
      <VectorIndexes table={table} />
      {creating && <CreateIndex table={table} onEnd={() => setCreating(false)} />}
      {doomed !== undefined && (
        <DeleteIndex
          what="index"
          name={doomed}
          update={{
            TableName: table.TableName,
            GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: doomed } }],
          }}
          onEnd={() => setDoomed(undefined)}
        >
          Queries of the index fail from now on. The items of the table stay.
        </DeleteIndex>
      )}
    </SpaceBetween>
  );
}
