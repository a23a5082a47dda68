import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Box from "@cloudscape-design/components/box";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import {
  DescribeTimeToLiveCommand,
  UpdateTimeToLiveCommand,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { Confirm } from "~/common/Confirm";
import { useNotify } from "~/common/notifications";
import { Card } from "./Card";
import { keys, SOON_MS, useDynamoDB } from "./data";
import { Status } from "./Status";

export function ExpiryCard({ table: { TableName: name = "" } }: { table: TableDescription }) {
  const dynamodb = useDynamoDB();
  const queries = useQueryClient();
  const notify = useNotify();
  const queryKey = keys.of(name, "expiry");
  const { data, error } = useQuery({
    queryKey,
    queryFn: async () => {
      const answer = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: name }));
      return answer.TimeToLiveDescription ?? {};
    },
    refetchInterval: ({ state }) => (state.data?.TimeToLiveStatus?.endsWith("ING") ? SOON_MS : false),
  });
  const [asking, setAsking] = useState(false);
  const [attribute, setAttribute] = useState("");
  const isOn = data?.TimeToLiveStatus === "ENABLED";
  const change = () =>
    dynamodb.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { Enabled: !isOn, AttributeName: isOn ? data.AttributeName : attribute },
      }),
    );
  return (
    <Card
      title="Time to live"
      description="Deletes items by themselves after the second that an attribute of theirs says."
      error={error}
      onEdit={data && (() => setAsking(true))}
      editLabel={isOn ? "Switch off" : "Switch on"}
    >
      <KeyValuePairs
        columns={3}
        items={[
          { label: "State", value: <Status state={data?.TimeToLiveStatus} /> },
          { label: "Attribute", value: data?.AttributeName ?? "-" },
        ]}
      />
      {asking && (
        <Confirm
          header={isOn ? "Switch time to live off?" : "Switch time to live on"}
          label={isOn ? "Switch off" : "Switch on"}
          action={change}
          onDone={() => {
            setAsking(false);
            void queries.invalidateQueries({ queryKey });
            notify.success("Time to live is being changed.");
          }}
          onDismiss={() => setAsking(false)}
        >
          {isOn ? (
            <Box>Items stay from now on, whatever their attribute {data.AttributeName} says.</Box>
          ) : (
            <>
              <FormField label="Attribute" description="A number: seconds since 1970.">
                <Input
                  value={attribute}
                  spellcheck={false}
                  onChange={({ detail }) => setAttribute(detail.value)}
                />
              </FormField>
              <Box color="text-status-warning">
                Items whose attribute is in the past already are deleted, and cannot be brought back.
              </Box>
            </>
          )}
        </Confirm>
      )}
    </Card>
  );
}
