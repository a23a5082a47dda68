import { useState } from "react";
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import { UpdateTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import { FormModal } from "~/common/FormModal";
import { useNotify } from "~/common/notifications";
import { Card } from "./Card";
import { useDynamoDB, useRefresh } from "./data";
import { CLASSES } from "./SettingsSection";

export function ClassCard({ table }: { table: TableDescription }) {
  const [editing, setEditing] = useState(false);
  const tableClass = table.TableClassSummary?.TableClass ?? "STANDARD";
  return (
    <Card title="Table class" onEdit={() => setEditing(true)}>
      <Box>{CLASSES.find(({ value }) => value === tableClass)?.label ?? tableClass}</Box>
      {editing && <EditClass table={table} onEnd={() => setEditing(false)} />}
    </Card>
  );
}

function EditClass({ table, onEnd }: { table: TableDescription; onEnd: () => void }) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const [tableClass, setTableClass] = useState(table.TableClassSummary?.TableClass ?? "STANDARD");
  return (
    <FormModal
      header={`Table class of ${table.TableName}`}
      label="Save"
      action={() =>
        dynamodb.send(new UpdateTableCommand({ TableName: table.TableName, TableClass: tableClass }))
      }
      onDone={() => {
        onEnd();
        refresh();
        notify.success("The table class is being changed.");
      }}
      onDismiss={onEnd}
    >
      <FormField label="Table class">
        <Select
          options={CLASSES}
          selectedOption={CLASSES.find(({ value }) => value === tableClass) ?? null}
          onChange={({ detail }) =>
            setTableClass(
              CLASSES.find(({ value }) => value === detail.selectedOption.value)?.value ?? "STANDARD",
            )
          }
        />
      </FormField>
    </FormModal>
  );
}
