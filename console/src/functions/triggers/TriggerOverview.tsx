import type { EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { useHealth } from "./data";
import { Errors, Lag, LastResult, TriggerState } from "./states";
import { functionOfArn, tableOfStream } from "./trigger";

export function TriggerOverview({ of }: { of: EventSourceMappingConfiguration }) {
  const { name } = functionOfArn(of.FunctionArn);
  const table = tableOfStream(of.EventSourceArn);
  const { data: health } = useHealth([name]);
  return (
    <Container header={<Header variant="h2">State</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: "State", value: <TriggerState of={of} /> },
          { label: "Last result", value: <LastResult of={of} /> },
          { label: "Lag", value: <Lag milliseconds={health?.get(name)?.lag} /> },
          {
            label: "Failed calls in the last ten minutes",
            value: <Errors count={health?.get(name)?.errors} />,
          },
          { label: "Function", value: <PageLink to={links.function(name)}>{name}</PageLink> },
          {
            label: "Stream",
            value: table ? <PageLink to={links.stream(table)}>{table}</PageLink> : (of.EventSourceArn ?? "-"),
          },
          { label: "What it says", value: <PageLink to={links.function(name, "logs")}>Logs</PageLink> },
          { label: "Began with", value: of.StartingPosition ?? "-" },
          { label: "Why it is so", value: of.StateTransitionReason ?? "-" },
          { label: "Last modified", value: formatTime(of.LastModified) },
          { label: "Id", value: of.UUID ?? "-" },
        ]}
      />
    </Container>
  );
}
