import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Modal from "@cloudscape-design/components/modal";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CodeEditor } from "~/common/CodeEditor";
import { download } from "~/common/files";
import { useSession } from "~/session/context";
import type { Call } from "./call";
import { languages } from "./languages";

const KEY = "stator-code-language";

// The request as a program. Keys are never in it: every SDK finds them in its environment.
export function CodeModal({ call, onDismiss }: { call: Call; onDismiss: () => void }) {
  const { session } = useSession();
  const [id, setId] = useState(() => window.sessionStorage.getItem(KEY) ?? "cli");
  const language = languages.find((one) => one.id === id) ?? languages[0]!;
  const text = language.write(call, session);
  return (
    <Modal visible size="max" header="Code of this request" closeAriaLabel="Close" onDismiss={onDismiss}>
      <SpaceBetween size="m">
        <SegmentedControl
          label="Language"
          selectedId={language.id}
          options={languages.map((one) => ({ id: one.id, text: one.name }))}
          onChange={({ detail }) => {
            window.sessionStorage.setItem(KEY, detail.selectedId);
            setId(detail.selectedId);
          }}
        />
        <CodeEditor label="Code" language={language.highlight} value={text} height={380} />
        <SpaceBetween direction="horizontal" size="xs">
          <CopyToClipboard
            textToCopy={text}
            copyButtonText="Copy"
            copySuccessText="Copied"
            copyErrorText="The browser did not copy it"
          />
          <Button iconName="download" onClick={() => download(language.file, text)}>
            Download
          </Button>
        </SpaceBetween>
      </SpaceBetween>
    </Modal>
  );
}
