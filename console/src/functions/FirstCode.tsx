import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CodeEditor } from "~/common/CodeEditor";
import { fileOfHandler, firstCode, languageOfFile } from "./runtimes";
import { ZipSource, type ZipChoice } from "./ZipSource";

export interface CodeChoice {
  kind: "plain" | "stream" | "zip";
  text?: string; // undefined: as it is proposed
  zip: ZipChoice;
}

interface Props {
  value: CodeChoice;
  onChange: (value: CodeChoice) => void;
  runtime: string;
  handler: string;
}

// The code that a function begins with: one file written here, or a zip archive.
export function FirstCode({ value, onChange, runtime, handler }: Props) {
  const file = fileOfHandler(runtime, handler);
  const proposed = firstCode(runtime, handler, value.kind === "stream" ? "stream" : "plain");
  return (
    <Container header={<Header variant="h2">Code</Header>}>
      <SpaceBetween size="m">
        <SegmentedControl
          selectedId={value.kind}
          label="Begin with"
          options={[
            { id: "plain", text: "Plain function" },
            { id: "stream", text: "Changes of a table" },
            { id: "zip", text: "Zip archive" },
          ]}
          onChange={({ detail }) =>
            onChange({ ...value, kind: detail.selectedId as CodeChoice["kind"], text: undefined })
          }
        />
        {value.kind === "zip" ? (
          <ZipSource value={value.zip} onChange={(zip) => onChange({ ...value, zip })} />
        ) : (
          <FormField label={file} stretch>
            <CodeEditor
              label={file}
              language={languageOfFile(file)}
              value={value.text ?? proposed}
              onChange={(text) => onChange({ ...value, text })}
            />
          </FormField>
        )}
      </SpaceBetween>
    </Container>
  );
}
