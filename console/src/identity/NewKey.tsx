import { useState } from "react";
import type { AccessKey } from "@aws-sdk/client-iam";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { download } from "~/common/files";

// The only time that the secret is seen: nothing keeps it here.
export function NewKey({ accessKey, onDismiss }: { accessKey: AccessKey; onDismiss: () => void }) {
  const [shown, setShown] = useState(false);
  const { UserName = "", AccessKeyId = "", SecretAccessKey = "" } = accessKey;
  const save = () =>
    download(
      `${UserName}_accessKeys.csv`,
      `Access key ID,Secret access key\r\n${AccessKeyId},${SecretAccessKey}\r\n`,
      "text/csv",
    );
  return (
    <Modal
      visible
      header="Access key"
      closeAriaLabel="Close"
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button iconName="download" onClick={save}>
              Download .csv
            </Button>
            <Button variant="primary" onClick={onDismiss}>
              Done
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <Alert type="warning">
          The secret is shown this once. Keep it now; it cannot be asked for again.
        </Alert>
        <KeyValuePairs
          items={[
            { label: "Access key id", value: <Copyable text={AccessKeyId} what="access key id" /> },
            {
              label: "Secret access key",
              value: (
                <SpaceBetween direction="horizontal" size="xs" alignItems="center">
                  <Copyable
                    text={SecretAccessKey}
                    display={shown ? SecretAccessKey : "*".repeat(20)}
                    what="secret access key"
                  />
                  <Button variant="inline-link" onClick={() => setShown(!shown)}>
                    {shown ? "Hide" : "Show"}
                  </Button>
                </SpaceBetween>
              ),
            },
          ]}
        />
      </SpaceBetween>
    </Modal>
  );
}

function Copyable({ text, display = text, what }: { text: string; display?: string; what: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      textToDisplay={display}
      copyButtonAriaLabel={`Copy ${what}`}
      copySuccessText="Copied"
      copyErrorText="Not copied"
    />
  );
}
