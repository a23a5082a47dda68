import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { CodeEditor } from "~/common/CodeEditor";
import { download } from "~/common/files";
import { cliInput, template } from "./definition";

const KINDS = [
  { id: "cli", text: "AWS CLI" },
  { id: "template", text: "CloudFormation" },
  { id: "description", text: "DescribeTable" },
];

export function DefinitionTab({ table }: { table: TableDescription }) {
  const [kind, setKind] = useState("cli");
  const text =
    kind === "cli" ? cliInput(table) : kind === "template" ? template(table) : JSON.stringify(table, null, 2);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            kind === "cli"
              ? "aws dynamodb create-table --cli-input-json file://table.json makes a table like this one."
              : kind === "template"
                ? "A template that makes a table like this one."
                : "What the server says of the table."
          }
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <CopyToClipboard
                copyButtonText="Copy"
                textToCopy={text}
                copySuccessText="Copied"
                copyErrorText="It could not be copied"
              />
              <Button
                iconName="download"
                onClick={() => download(`${table.TableName}.json`, text, "application/json")}
              >
                Download
              </Button>
            </SpaceBetween>
          }
        >
          Definition
        </Header>
      }
    >
      <SpaceBetween size="m">
        <SegmentedControl
          label="Form of the definition"
          selectedId={kind}
          options={KINDS}
          onChange={({ detail }) => setKind(detail.selectedId)}
        />
        <CodeEditor label="Definition" value={text} height={480} />
      </SpaceBetween>
    </Container>
  );
}
