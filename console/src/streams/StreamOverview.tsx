import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { ProblemAlert } from "~/common/Problem";
import { useStream } from "./data";

const VIEWS: Record<string, string> = {
  KEYS_ONLY: "Keys only",
  NEW_IMAGE: "New images",
  OLD_IMAGE: "Old images",
  NEW_AND_OLD_IMAGES: "New and old images",
};

export function StreamOverview({ arn }: { arn: string }) {
  const { data, error, refetch } = useStream(arn);
  if (error) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const isOn = data?.StreamStatus === "ENABLED" || data?.StreamStatus === "ENABLING";
  return (
    <Container>
      <KeyValuePairs
        columns={3}
        items={[
          {
            label: "State",
            value: data ? (
              <StatusIndicator type={isOn ? "success" : "stopped"}>
                {isOn ? "On" : "Off; it can be read for 24 hours"}
              </StatusIndicator>
            ) : (
              "-"
            ),
          },
          { label: "Records have", value: VIEWS[data?.StreamViewType ?? ""] ?? data?.StreamViewType ?? "-" },
          {
            label: "ARN",
            value: (
              <CopyToClipboard
                variant="inline"
                textToCopy={arn}
                copyButtonAriaLabel="Copy the ARN"
                copySuccessText="Copied"
                copyErrorText="Not copied"
              />
            ),
          },
        ]}
      />
    </Container>
  );
}
