import { useQuery } from "@tanstack/react-query";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { links } from "~/common/links";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { useClient } from "~/session/context";
import { keysFirst, type KeyType, type Schema } from "../model/schema";
import { itemOf, type Item, type Value } from "../model/values";
import { EditItem } from "./EditItem";
import { NewItem } from "./NewItem";

export type Mode = "edit" | "duplicate" | "create";

export type OnSaved = (schema: Schema, changes: ReadonlyMap<string, Item | undefined>) => void;

interface Props {
  schema: Schema;
  mode: Mode;
  itemKey: Item; // of what is edited or duplicated
  onSaved: OnSaved;
  onClose: () => void;
  onCreated: () => void;
}

const TITLES: Record<Mode, string> = {
  edit: "Edit item",
  duplicate: "Duplicate item",
  create: "Create item",
};

const EMPTY: Record<KeyType, Value> = { S: { S: "" }, N: { N: "" }, B: { B: new Uint8Array() } };

function newItem({ keys }: Schema): Item {
  return itemOf([...keys.partition, ...keys.sort].map(({ name, type }) => [name, EMPTY[type]] as const));
}

export function ItemPage({ schema, mode, itemKey, onSaved, onClose, onCreated }: Props) {
  return (
    <Page
      title={TITLES[mode]}
      description={`Of the table ${schema.table}`}
      crumbs={[
        { text: "Items", to: links.allItems() },
        { text: schema.table, to: links.items(schema.table) },
      ]}
    >
      {mode === "create" ? (
        <NewItem schema={schema} initial={newItem(schema)} onCreated={onCreated} onClose={onClose} />
      ) : (
        <Loaded
          schema={schema}
          mode={mode}
          itemKey={itemKey}
          onSaved={onSaved}
          onClose={onClose}
          onCreated={onCreated}
        />
      )}
    </Page>
  );
}

// All attributes are asked for: what is in the list may be a part of them, or old.
function Loaded({ schema, mode, itemKey, onSaved, onClose, onCreated }: Props) {
  const client = useClient(DynamoDBClient);
  const { data, error, refetch } = useQuery({
    queryKey: ["items", "item", schema.table, itemKey],
    queryFn: async () => {
      const input = { TableName: schema.table, Key: itemKey, ConsistentRead: true };
      const { Item: found } = await client.send(new GetItemCommand(input));
      return found ? keysFirst(schema, found) : null;
    },
    gcTime: 0,
    staleTime: Infinity, // what is edited does not change under the hands
  });
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Spinner size="large" />;
  if (data === null)
    return (
      <Alert type="warning" header="There is no such item" action={<Button onClick={onClose}>Back</Button>}>
        It may have been deleted since the list was loaded.
      </Alert>
    );
  return mode === "edit" ? (
    <EditItem schema={schema} loaded={data} onSaved={onSaved} onClose={onClose} />
  ) : (
    <NewItem schema={schema} initial={data} onCreated={onCreated} onClose={onClose} />
  );
}
