import { useState } from "react";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Select from "@cloudscape-design/components/select";
import { UpdateTableCommand, type StreamViewType, type TableDescription } from "@aws-sdk/client-dynamodb";
import { Confirm } from "~/common/Confirm";
import { useNotify } from "~/common/notifications";
import { Card } from "./Card";
import { useDynamoDB, useRefresh } from "./data";
import { VIEWS } from "./SettingsSection";

export function StreamCard({ table }: { table: TableDescription }) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const [view, setView] = useState<StreamViewType>("NEW_AND_OLD_IMAGES");
  const isOn = table.StreamSpecification?.StreamEnabled ?? false;
  const views = VIEWS.filter(({ value }) => value !== "");
  const change = () =>
    dynamodb.send(
      new UpdateTableCommand({
        TableName: table.TableName,
        StreamSpecification: isOn ? { StreamEnabled: false } : { StreamEnabled: true, StreamViewType: view },
      }),
    );
  return (
    <Card
      title="Stream"
      description="A list of all changes, for 24 hours."
      onEdit={() => setAsking(true)}
      editLabel={isOn ? "Switch off" : "Switch on"}
    >
      <KeyValuePairs
        columns={3}
        items={[
          { label: "State", value: isOn ? "On" : "Off" },
          {
            label: "Records show",
            value:
              VIEWS.find(({ value }) => isOn && value === table.StreamSpecification?.StreamViewType)?.label ??
              "-",
          },
        ]}
      />
      {asking && (
        <Confirm
          header={isOn ? "Switch the stream off?" : "Switch the stream on"}
          label={isOn ? "Switch off" : "Switch on"}
          action={change}
          onDone={() => {
            setAsking(false);
            refresh();
            notify.success(isOn ? "The stream is being switched off." : "The stream is being switched on.");
          }}
          onDismiss={() => setAsking(false)}
        >
          {isOn ? (
            <Alert type="warning">
              Triggers of this stream get no new changes, also when a stream is switched on again: that will
              be another one.
            </Alert>
          ) : (
            <FormField label="Records show">
              <Select
                options={views}
                selectedOption={views.find(({ value }) => value === view) ?? null}
                onChange={({ detail }) => {
                  const picked = views.find(({ value }) => value === detail.selectedOption.value)?.value;
                  if (picked) setView(picked);
                }}
              />
            </FormField>
          )}
          {isOn && <Box>What is in the stream can be read for 24 hours.</Box>}
        </Confirm>
      )}
    </Card>
  );
}
