import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { useQueryClient } from "@tanstack/react-query";
import { DeleteFunctionCommand, LambdaClient } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { Confirm } from "~/common/Confirm";
import { formatTime } from "~/common/format";
import { links } from "~/common/links";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { PageTabs } from "~/common/PageTabs";
import { ProblemAlert } from "~/common/Problem";
import { FunctionMetrics } from "~/panels/FunctionMetrics";
import { useClient } from "~/session/context";
import { CodeTab } from "./CodeTab";
import { ConfigurationTab } from "./ConfigurationTab";
import { useFunction } from "./data";
import { FunctionState } from "./FunctionState";
import { LogsTab } from "./LogsTab";
import { TestTab } from "./TestTab";
import { TriggersTable } from "./triggers/TriggersTable";
import { VersionsTab } from "./VersionsTab";

export function FunctionPage({ name }: { name: string }) {
  const lambda = useClient(LambdaClient);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotify();
  const { data, error, refetch } = useFunction(name);
  const [deleting, setDeleting] = useState(false);
  const configuration = data?.Configuration;
  return (
    <Page
      title={name}
      description={configuration?.Description}
      crumbs={[{ text: "Functions", to: links.functions() }]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button iconName="refresh" ariaLabel="Refresh" onClick={() => void refetch()} />
          <Button disabled={!data} onClick={() => setDeleting(true)}>
            Delete
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {!data && !error && <Spinner size="large" />}
        {data && configuration && (
          <>
            <Container>
              <KeyValuePairs
                columns={4}
                items={[
                  { label: "State", value: <FunctionState of={configuration} /> },
                  { label: "Runtime", value: configuration.Runtime ?? "-" },
                  { label: "Last modified", value: formatTime(Date.parse(configuration.LastModified ?? "")) },
                  {
                    label: "ARN",
                    value: (
                      <CopyToClipboard
                        variant="inline"
                        textToCopy={configuration.FunctionArn ?? ""}
                        copyButtonAriaLabel="Copy the ARN"
                        copySuccessText="Copied"
                        copyErrorText="Not copied"
                      />
                    ),
                  },
                ]}
              />
            </Container>
            <PageTabs
              label="Parts of the function"
              tabs={[
                { id: "code", label: "Code", contentRenderStrategy: "lazy", content: <CodeTab of={data} /> },
                {
                  id: "test",
                  label: "Test",
                  contentRenderStrategy: "lazy",
                  content: <TestTab name={name} />,
                },
                { id: "triggers", label: "Triggers", content: <TriggersTable functionName={name} /> },
                {
                  id: "configuration",
                  label: "Configuration",
                  contentRenderStrategy: "lazy",
                  content: <ConfigurationTab of={data} />,
                },
                { id: "versions", label: "Versions and aliases", content: <VersionsTab name={name} /> },
                { id: "logs", label: "Logs", content: <LogsTab configuration={configuration} /> },
                { id: "metrics", label: "Metrics", content: <FunctionMetrics functionName={name} /> },
              ]}
            />
          </>
        )}
      </SpaceBetween>
      {deleting && (
        <Confirm
          header={`Delete function ${name}?`}
          word={name}
          action={() => lambda.send(new DeleteFunctionCommand({ FunctionName: name }))}
          onDone={() => {
            notify.success(`Function ${name} was deleted.`);
            void queries.invalidateQueries({ queryKey: ["functions", "list"] });
            navigate(links.functions());
          }}
          onDismiss={() => setDeleting(false)}
        >
          Code, versions and aliases are gone with it. Logs stay, and so do triggers, which then fail.
        </Confirm>
      )}
    </Page>
  );
}
