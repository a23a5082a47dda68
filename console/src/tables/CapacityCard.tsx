import { useState } from "react";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { UpdateTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import { FormModal } from "~/common/FormModal";
import { formatTime } from "~/common/format";
import { useNotify } from "~/common/notifications";
import { CapacityFields } from "./CapacityFields";
import { Card } from "./Card";
import { capacityChange, capacityOf } from "./changes";
import { useDynamoDB, useRefresh } from "./data";
import { capacityText } from "./describe";

export function CapacityCard({ table }: { table: TableDescription }) {
  const [editing, setEditing] = useState(false);
  return (
    <Card title="Capacity" onEdit={() => setEditing(true)}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "Capacity", value: capacityText(table) },
          {
            label: "On demand since",
            value: formatTime(table.BillingModeSummary?.LastUpdateToPayPerRequestDateTime),
          },
          { label: "Decreases today", value: table.ProvisionedThroughput?.NumberOfDecreasesToday ?? 0 },
        ]}
      />
      {editing && <EditCapacity table={table} onEnd={() => setEditing(false)} />}
    </Card>
  );
}

function EditCapacity({ table, onEnd }: { table: TableDescription; onEnd: () => void }) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const [form, setForm] = useState(() => capacityOf(table));
  const save = async () => {
    const change = capacityChange(table, form.table, form.indexes);
    if (change) await dynamodb.send(new UpdateTableCommand(change));
  };
  return (
    <FormModal
      header={`Capacity of ${table.TableName}`}
      label="Save"
      action={save}
      onDone={() => {
        onEnd();
        refresh();
        notify.success("The capacity is being changed.");
      }}
      onDismiss={onEnd}
    >
      <CapacityFields value={form.table} onChange={(capacity) => setForm({ ...form, table: capacity })} />
      {form.indexes.map(({ name, capacity }) => (
        <SpaceBetween key={name} size="xs">
          <Header variant="h3">Index {name}</Header>
          <CapacityFields
            modeIsGiven
            value={{ ...capacity, mode: form.table.mode }}
            onChange={(next) =>
              setForm({
                ...form,
                indexes: form.indexes.map((old) =>
                  old.name === name ? { name, capacity: { ...next, mode: capacity.mode } } : old,
                ),
              })
            }
          />
        </SpaceBetween>
      ))}
    </FormModal>
  );
}
