import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  GetEventSourceMappingCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
  type EventSourceMappingConfiguration,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { links } from "~/common/links";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { useClient } from "~/session/context";
import { FunctionField } from "./FunctionField";
import { formOf, isChanging, isValid, updateRequest, type TriggerForm } from "./trigger";
import { TriggerFields } from "./TriggerFields";
import { TriggerOverview } from "./TriggerOverview";

export function TriggerPage({ uuid }: { uuid: string }) {
  const lambda = useClient(LambdaClient);
  const { data, error, refetch } = useQuery({
    queryKey: ["triggers", "one", uuid],
    queryFn: () => lambda.send(new GetEventSourceMappingCommand({ UUID: uuid })),
    refetchInterval: ({ state }) => (state.data && isChanging(state.data) ? 1000 : 5000),
  });
  return (
    <Page
      title={`Trigger ${uuid.slice(0, 8)}`}
      crumbs={[{ text: "Triggers", to: links.triggers() }]}
      actions={<Button iconName="refresh" ariaLabel="Refresh" onClick={() => void refetch()} />}
    >
      <SpaceBetween size="l">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {data && <TriggerOverview of={data} />}
        {data && <TriggerEditor of={data} />}
      </SpaceBetween>
    </Page>
  );
}

function TriggerEditor({ of }: { of: EventSourceMappingConfiguration }) {
  const lambda = useClient(LambdaClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const kept = formOf(of);
  const [typed, setTyped] = useState<{ from: TriggerForm; to: TriggerForm }>();
  const { busy, error, run } = useAction();
  const form = typed?.to ?? kept;
  const request = typed && updateRequest(of.UUID ?? "", typed.from, typed.to);
  const set = (part: Partial<TriggerForm>) =>
    setTyped({ from: typed?.from ?? kept, to: { ...form, ...part } });
  const save = async () => {
    if (!request) return;
    await run(async () => {
      await lambda.send(new UpdateEventSourceMappingCommand(request));
      await queries.invalidateQueries({ queryKey: ["triggers"] });
      setTyped(undefined);
      notify.success("The trigger was saved.");
    });
  };
  return (
    <Form
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button disabled={!request} onClick={() => setTyped(undefined)}>
            Discard
          </Button>
          <Button
            variant="primary"
            disabled={!request || !isValid(form)}
            loading={busy}
            onClick={() => void save()}
          >
            Save
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">Function</Header>}>
          <SpaceBetween size="m">
            <FunctionField value={form.functionName} onChange={(functionName) => set({ functionName })} />
            <Checkbox checked={form.enabled} onChange={({ detail }) => set({ enabled: detail.checked })}>
              Enabled
            </Checkbox>
          </SpaceBetween>
        </Container>
        <TriggerFields form={form} onChange={set} />
        <ProblemAlert error={error} header="The trigger was not saved" />
      </SpaceBetween>
    </Form>
  );
}
