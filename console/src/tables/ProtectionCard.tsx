import { useState } from "react";
import Box from "@cloudscape-design/components/box";
import { UpdateTableCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import { Confirm } from "~/common/Confirm";
import { useNotify } from "~/common/notifications";
import { Card } from "./Card";
import { useDynamoDB, useRefresh } from "./data";

export function ProtectionCard({ table }: { table: TableDescription }) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const isOn = table.DeletionProtectionEnabled ?? false;
  const label = isOn ? "Switch off" : "Switch on";
  return (
    <Card title="Deletion protection" onEdit={() => setAsking(true)} editLabel={label}>
      <Box>{isOn ? "On: the table cannot be deleted." : "Off"}</Box>
      {asking && (
        <Confirm
          header={`${label} deletion protection of ${table.TableName}?`}
          label={label}
          action={() =>
            dynamodb.send(
              new UpdateTableCommand({ TableName: table.TableName, DeletionProtectionEnabled: !isOn }),
            )
          }
          onDone={() => {
            setAsking(false);
            refresh();
            notify.success(`Deletion protection is ${isOn ? "off" : "on"}.`);
          }}
          onDismiss={() => setAsking(false)}
        >
          <Box>
            {isOn
              ? "Then anybody who may delete tables can delete this one."
              : "Then the table cannot be deleted."}
          </Box>
        </Confirm>
      )}
    </Card>
  );
}
