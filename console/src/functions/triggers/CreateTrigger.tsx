import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router-dom";
import { useQueryClient } from "@tanstack/react-query";
import { CreateEventSourceMappingCommand, LambdaClient } from "@aws-sdk/client-lambda";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import RadioGroup from "@cloudscape-design/components/radio-group";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { useClient } from "~/session/context";
import { useStreams } from "./data";
import { FunctionField } from "./FunctionField";
import { createRequest, isValid, NEW_TRIGGER, type Start, type TriggerForm } from "./trigger";
import { TriggerFields } from "./TriggerFields";

export function CreateTrigger() {
  const lambda = useClient(LambdaClient);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotify();
  const [search] = useSearchParams();
  const streams = useStreams();
  const [form, setForm] = useState<TriggerForm>({
    ...NEW_TRIGGER,
    functionName: search.get("function") ?? "",
    streamArn: search.get("stream") ?? "",
  });
  const { busy, error, run } = useAction();
  const set = (part: Partial<TriggerForm>) => setForm({ ...form, ...part });
  const create = () =>
    run(async () => {
      const { UUID = "" } = await lambda.send(new CreateEventSourceMappingCommand(createRequest(form)));
      await queries.invalidateQueries({ queryKey: ["triggers"] });
      notify.success("The trigger was created.");
      navigate(links.trigger(UUID));
    });
  return (
    <Page title="Create trigger" crumbs={[{ text: "Triggers", to: links.triggers() }]}>
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <PageButton to={links.triggers()} variant="link">
              Cancel
            </PageButton>
            <Button variant="primary" disabled={!isValid(form)} loading={busy} onClick={() => void create()}>
              Create trigger
            </Button>
          </SpaceBetween>
        }
      >
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">Stream and function</Header>}>
            <SpaceBetween size="m">
              <FormField label="Stream" description="Of a table; the settings of the table switch it on.">
                <Autosuggest
                  value={form.streamArn}
                  onChange={({ detail }) => set({ streamArn: detail.value })}
                  options={(streams.data ?? []).map(({ StreamArn, TableName, StreamLabel }) => ({
                    value: StreamArn ?? "",
                    label: `${TableName}, since ${StreamLabel}`,
                  }))}
                  statusType={streams.isLoading ? "loading" : "finished"}
                  loadingText="Loading streams"
                  empty="There are no streams."
                  enteredTextLabel={(text) => `Use ${text}`}
                  ariaLabel="Stream"
                />
              </FormField>
              <FunctionField value={form.functionName} onChange={(functionName) => set({ functionName })} />
              <FormField label="Begin with">
                <RadioGroup
                  value={form.start}
                  onChange={({ detail }) => set({ start: detail.value as Start })}
                  items={[
                    { value: "LATEST", label: "Changes from now on (LATEST)" },
                    { value: "TRIM_HORIZON", label: "All changes the stream still has (TRIM_HORIZON)" },
                  ]}
                />
              </FormField>
              <Checkbox checked={form.enabled} onChange={({ detail }) => set({ enabled: detail.checked })}>
                Enabled
              </Checkbox>
            </SpaceBetween>
          </Container>
          <TriggerFields form={form} onChange={set} />
          <ProblemAlert error={error} header="The trigger was not created" />
        </SpaceBetween>
      </Form>
    </Page>
  );
}
