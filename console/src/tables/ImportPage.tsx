import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate } from "react-router-dom";
import { ImportTableCommand } from "@aws-sdk/client-dynamodb";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { CapacityFields } from "./CapacityFields";
import { useDynamoDB, useRefresh } from "./data";
import { emptyTable, missing } from "./form";
import { importInput, NO_SOURCE } from "./importForm";
import { IndexesEditor } from "./IndexesEditor";
import { KeysSection } from "./KeysSection";
import { SourceSection } from "./SourceSection";

const CRUMBS = [
  { text: "Tables", to: links.tables() },
  { text: "Imports", to: links.imports() },
];

// A new table from files of a bucket.
export function ImportPage() {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const navigate = useNavigate();
  const [source, setSource] = useState(NO_SOURCE);
  const [table, setTable] = useState(emptyTable);
  const [tried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const problems = tried ? missing(table) : {};
  const noBucket = source.bucket === "";

  const start = async () => {
    setTried(true);
    if (noBucket || Object.keys(missing(table)).length > 0) return;
    await run(async () => {
      await dynamodb.send(new ImportTableCommand(importInput(source, table)));
      refresh();
      notify.success(`Table ${table.name} is being imported.`);
      navigate(links.imports());
    });
  };

  return (
    <Page title="Import from S3" description="Files of a bucket become a new table." crumbs={CRUMBS}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void start();
        }}
      >
        <Form
          errorText={tried && (noBucket || Object.keys(problems).length > 0) && "Something is missing above."}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <PageButton variant="link" formAction="none" to={links.imports()}>
                Cancel
              </PageButton>
              <Button variant="primary" loading={busy} formAction="submit">
                Import
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            <SourceSection
              form={source}
              onChange={setSource}
              bucketError={tried && noBucket ? "Enter a bucket." : undefined}
            />
            <KeysSection form={table} onChange={setTable} problems={problems} />
            <Container header={<Header variant="h2">Capacity</Header>}>
              <CapacityFields
                value={table.capacity}
                onChange={(capacity) => setTable({ ...table, capacity })}
              />
            </Container>
            <IndexesEditor
              form={table}
              problems={problems}
              globalOnly
              onChange={(part) => setTable({ ...table, ...part })}
            />
            <ProblemAlert error={error} />
          </SpaceBetween>
        </Form>
      </form>
    </Page>
  );
}
