import { useState } from "react";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import Toggle from "@cloudscape-design/components/toggle";
import { formatTime } from "~/common/format";
import { Lines } from "~/common/Lines";
import { keyText } from "./attributes";
import { ChangesTable } from "./ChangesTable";
import { EventBadge } from "./EventBadge";
import { cause, recordJson } from "./records";

export function RecordDetail({ record, onClose }: { record: _Record; onClose: () => void }) {
  const [onlyChanged, setOnlyChanged] = useState(false);
  const by = cause(record);
  const time = formatTime(record.dynamodb?.ApproximateCreationDateTime);
  return (
    <Container
      header={
        <Header
          variant="h2"
          info={<EventBadge record={record} />}
          description={by ? `${time}, by ${by}` : time}
          actions={
            <SpaceBetween direction="horizontal" size="s" alignItems="center">
              <Toggle checked={onlyChanged} onChange={({ detail }) => setOnlyChanged(detail.checked)}>
                Only what changed
              </Toggle>
              <Button iconName="close" variant="icon" ariaLabel="Close the record" onClick={onClose} />
            </SpaceBetween>
          }
        >
          {keyText(record.dynamodb?.Keys)}
        </Header>
      }
    >
      <Tabs
        ariaLabel="Views of the record"
        tabs={[
          {
            id: "changes",
            label: "Images",
            content: <ChangesTable record={record} onlyChanged={onlyChanged} />,
          },
          {
            id: "json",
            label: "DynamoDB JSON",
            content: <Lines text={JSON.stringify(recordJson(record), null, 2)} label="Record" height={480} />,
          },
        ]}
      />
    </Container>
  );
}
