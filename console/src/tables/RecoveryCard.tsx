import { useState } from "react";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { UpdateContinuousBackupsCommand, type TableDescription } from "@aws-sdk/client-dynamodb";
import { Confirm } from "~/common/Confirm";
import { formatTime } from "~/common/format";
import { useNotify } from "~/common/notifications";
import { Card } from "./Card";
import { useDynamoDB } from "./data";
import { useRecovery } from "./recovery";
import { RestoreMoment } from "./RestoreMoment";
import { Status } from "./Status";

export function RecoveryCard({ table: { TableName: name = "" } }: { table: TableDescription }) {
  const dynamodb = useDynamoDB();
  const notify = useNotify();
  const { data, error, refetch } = useRecovery(name);
  const [asking, setAsking] = useState<"switch" | "days" | "restore">();
  const [days, setDays] = useState("35");
  const isOn = data?.PointInTimeRecoveryStatus === "ENABLED";
  const change = (enabled: boolean) =>
    dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName: name,
        PointInTimeRecoverySpecification: {
          PointInTimeRecoveryEnabled: enabled,
          RecoveryPeriodInDays: enabled ? Number(days) || 0 : undefined,
        },
      }),
    );
  const done = () => {
    setAsking(undefined);
    void refetch();
    notify.success("Point-in-time recovery is changed.");
  };
  const ask = (what: "switch" | "days") => () => {
    setDays(String(data?.RecoveryPeriodInDays ?? 35));
    setAsking(what);
  };
  const daysField = (
    <FormField label="Days of recovery" constraintText="1 to 35.">
      <Input value={days} inputMode="numeric" onChange={({ detail }) => setDays(detail.value)} />
    </FormField>
  );
  return (
    <Card
      title="Point-in-time recovery"
      description="The table as it was at any second of the last days, restored as another table. Exports need it."
      error={error}
      onEdit={data && ask("switch")}
      editLabel={isOn ? "Switch off" : "Switch on"}
      actions={
        isOn && (
          <>
            <Button onClick={() => void refetch()} iconName="refresh" ariaLabel="Refresh recovery" />
            <Button onClick={ask("days")}>Change days</Button>
            <Button onClick={() => setAsking("restore")}>Restore</Button>
          </>
        )
      }
    >
      <KeyValuePairs
        columns={4}
        items={[
          { label: "State", value: <Status state={data?.PointInTimeRecoveryStatus} /> },
          { label: "Days", value: data?.RecoveryPeriodInDays ?? "-" },
          { label: "Earliest moment", value: formatTime(data?.EarliestRestorableDateTime) },
          { label: "Latest moment", value: formatTime(data?.LatestRestorableDateTime) },
        ]}
      />
      {asking === "switch" && (
        <Confirm
          header={isOn ? "Switch recovery off?" : "Switch point-in-time recovery on"}
          label={isOn ? "Switch off" : "Switch on"}
          word={isOn ? "forget" : undefined}
          action={() => change(!isOn)}
          onDone={done}
          onDismiss={() => setAsking(undefined)}
        >
          {isOn ? <Alert type="warning">All earlier states of the table are forgotten.</Alert> : daysField}
        </Confirm>
      )}
      {asking === "days" && (
        <Confirm
          header="Days of recovery"
          label="Save"
          action={() => change(true)}
          onDone={done}
          onDismiss={() => setAsking(undefined)}
        >
          {daysField}
        </Confirm>
      )}
      {asking === "restore" && data && (
        <RestoreMoment name={name} recovery={data} onEnd={() => setAsking(undefined)} />
      )}
    </Card>
  );
}
