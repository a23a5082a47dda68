import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { Lines } from "~/common/Lines";
import type { Done } from "./TestTab";

export function InvocationResult({ of: { way, status, milliseconds, outcome } }: { of: Done }) {
  const { failure, payload, log, report, version } = outcome;
  return (
    <Container
      header={
        <Header
          variant="h2"
          info={
            failure ? (
              <StatusIndicator type="error">Failed: {failure}</StatusIndicator>
            ) : (
              <StatusIndicator type="success">{said(way)}</StatusIndicator>
            )
          }
        >
          Result
        </Header>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={4}
          items={[
            { label: "Status", value: status ?? "-" },
            { label: "Until the answer", value: `${milliseconds} ms` },
            ...(version ? [{ label: "Version", value: version }] : []),
            ...report.map(([label, value]) => ({ label, value })),
          ]}
        />
        {way === "RequestResponse" && (
          <div>
            <Box variant="awsui-key-label">{failure ? "Error" : "Answer"}</Box>
            <Lines text={payload} label={failure ? "Error" : "Answer"} />
          </div>
        )}
        {log && (
          <div>
            <Box variant="awsui-key-label">The last 4 KB of its log</Box>
            <Lines text={log} label="Log" />
          </div>
        )}
      </SpaceBetween>
    </Container>
  );
}

function said(way: Done["way"]): string {
  if (way === "Event") return "Accepted; it runs on its own";
  return way === "DryRun" ? "It may be called" : "Succeeded";
}
