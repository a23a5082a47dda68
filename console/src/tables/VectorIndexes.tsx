import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import type { TableDescription, VectorIndexDescription } from "@aws-sdk/client-dynamodb";
import { formatBytes, formatCount } from "~/common/format";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { CreateVectorIndex } from "./CreateVectorIndex";
import { DeleteIndex } from "./DeleteIndex";
import { keyText, projectionText } from "./describe";
import { IndexStatus } from "./IndexStatus";
import { distanceText, schemaFields, vectorDeletion } from "./vectors";

function columns(table: TableDescription): Columns<VectorIndexDescription> {
  const schema = (index: VectorIndexDescription, type: "HASH" | "INLINE_FILTER") =>
    keyText(schemaFields(index, table.AttributeDefinitions, type));
  return [
    {
      id: "name",
      header: "Name",
      cell: ({ IndexName }) => IndexName,
      sortingField: "IndexName",
      isRowHeader: true,
    },
    {
      id: "status",
      header: "Status",
      cell: (index) => <IndexStatus index={index} />,
    },
    { id: "attribute", header: "Vector", cell: ({ VectorAttribute }) => VectorAttribute?.AttributeName },
    { id: "dimensions", header: "Dimensions", cell: ({ Dimensions }) => formatCount(Dimensions) },
    { id: "distance", header: "Distance", cell: ({ DistanceFunction }) => distanceText(DistanceFunction) },
    { id: "partition", header: "Search partition", cell: (index) => schema(index, "HASH") },
    { id: "filters", header: "Inline filters", cell: (index) => schema(index, "INLINE_FILTER") },
    { id: "projection", header: "Projection", cell: ({ Projection }) => projectionText(Projection) },
    { id: "items", header: "Items", cell: ({ ItemCount }) => formatCount(ItemCount) },
    { id: "size", header: "Size", cell: ({ IndexSizeBytes }) => formatBytes(IndexSizeBytes) },
  ];
}

export function VectorIndexes({ table }: { table: TableDescription }) {
  const [creating, setCreating] = useState(false);
  const [doomed, setDoomed] = useState<string>();
  return (
    <>
      <ResourceTable<VectorIndexDescription>
        title="Vector indexes"
        description="They find the items whose vectors are nearest to one."
        items={table.VectorIndexes ?? []}
        columns={columns(table)}
        rowKey={({ IndexName = "" }) => IndexName}
        empty="There are no vector indexes."
        select="single"
        actions={(selected) => (
          <>
            <PageButton
              disabled={selected.length === 0}
              to={links.searchVectors(table.TableName ?? "", selected[0]?.IndexName ?? "")}
            >
              Search
            </PageButton>
            <Button disabled={selected.length === 0} onClick={() => setDoomed(selected[0]?.IndexName)}>
              Delete vector index
            </Button>
            <Button onClick={() => setCreating(true)}>Create vector index</Button>
          </>
        )}
      />
      {creating && <CreateVectorIndex table={table} onEnd={() => setCreating(false)} />}
      {doomed !== undefined && (
        <DeleteIndex
          what="vector index"
          name={doomed}
          update={vectorDeletion(table.TableName, doomed)}
          onEnd={() => setDoomed(undefined)}
        >
          Searches of the index fail from now on. The items and their vectors stay.
        </DeleteIndex>
      )}
    </>
  );
}
