import Box from "@cloudscape-design/components/box";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CodeEditor } from "~/common/CodeEditor";
import { formatBytes } from "~/common/format";
import { printJson } from "../model/json";
import { valueToJson } from "../model/convert";
import { valueSize } from "../model/size";
import { TYPE_NAMES, typeOf, type Value } from "../model/values";

interface Props {
  name: string;
  value: Value;
  onDismiss: () => void;
}

// All of a value.
export function ValueModal({ name, value, onDismiss }: Props) {
  const type = typeOf(value);
  const text = value.S ?? value.N ?? printJson(valueToJson(value));
  return (
    <Modal visible size="max" header={name} closeAriaLabel="Close" onDismiss={onDismiss}>
      <SpaceBetween size="s">
        <SpaceBetween direction="horizontal" size="m" alignItems="center">
          <Box color="text-body-secondary">
            {TYPE_NAMES[type]}, {formatBytes(valueSize(value))}
          </Box>
          <CopyToClipboard
            textToCopy={text}
            copyButtonText="Copy"
            copySuccessText="Copied"
            copyErrorText="The browser did not copy it"
          />
        </SpaceBetween>
        <CodeEditor
          label={`Value of ${name}`}
          language={value.S === undefined ? "json" : "text"}
          value={text}
        />
      </SpaceBetween>
    </Modal>
  );
}
