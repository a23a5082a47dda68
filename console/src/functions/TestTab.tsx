import { useRef, useState } from "react";
import { InvokeCommand, LambdaClient, type InvocationType } from "@aws-sdk/client-lambda";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CodeEditor } from "~/common/CodeEditor";
import { prettyJson } from "~/common/json";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { useClient } from "~/session/context";
import { outcomeOf, SAMPLE_EVENTS, type Outcome } from "./invocation";
import { InvocationResult } from "./InvocationResult";
import { QualifierSelect } from "./QualifierSelect";

const WAYS: { value: InvocationType; label: string }[] = [
  { value: "RequestResponse", label: "Wait for the answer" },
  { value: "Event", label: "Do not wait" },
  { value: "DryRun", label: "Only check that it may be called" },
];
const MOST_PAYLOAD = 6 << 20;

// What was typed last is there again as long as the tab of the browser.
const payloadKey = (name: string) => `stator-test-event:${name}`;
const firstPayload = (name: string) =>
  window.sessionStorage.getItem(payloadKey(name)) ?? JSON.stringify(SAMPLE_EVENTS[1]?.payload, null, 2);

export interface Done {
  way: InvocationType;
  status?: number;
  milliseconds: number;
  outcome: Outcome;
}

export function TestTab({ name }: { name: string }) {
  // A call that went wrong on its way is not made again: the function may have run.
  const lambda = useClient(LambdaClient, { maxAttempts: 1 });
  const [payload, setPayload] = useState(() => firstPayload(name));
  const [way, setWay] = useState<InvocationType>("RequestResponse");
  const [qualifier, setQualifier] = useState("$LATEST");
  const [done, setDone] = useState<Done>();
  const { busy, error, run } = useAction();
  const stop = useRef<AbortController>(undefined);

  const isJson = payload.trim() === "" || prettyJson(payload) !== undefined;
  const keep = (text: string) => {
    setPayload(text);
    if (text.length < 100_000) window.sessionStorage.setItem(payloadKey(name), text);
  };
  const invoke = () =>
    run(async () => {
      setDone(undefined);
      stop.current = new AbortController();
      const from = performance.now();
      const response = await lambda.send(
        new InvokeCommand({
          FunctionName: name,
          InvocationType: way,
          LogType: way === "RequestResponse" ? "Tail" : "None",
          Qualifier: qualifier,
          Payload: payload.trim() === "" ? undefined : new TextEncoder().encode(payload),
        }),
        { abortSignal: stop.current.signal },
      );
      const milliseconds = Math.round(performance.now() - from);
      setDone({ way, status: response.StatusCode, milliseconds, outcome: outcomeOf(response) });
    });
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <ButtonDropdown
                  items={SAMPLE_EVENTS.map(({ id, text }) => ({ id, text }))}
                  onItemClick={({ detail }) => {
                    const sample = SAMPLE_EVENTS.find(({ id }) => id === detail.id);
                    if (sample) keep(JSON.stringify(sample.payload, null, 2));
                  }}
                >
                  Sample events
                </ButtonDropdown>
                <Button disabled={!prettyJson(payload)} onClick={() => keep(prettyJson(payload) ?? payload)}>
                  Format
                </Button>
                {busy && <Button onClick={() => stop.current?.abort()}>Stop waiting</Button>}
                <Button
                  variant="primary"
                  loading={busy}
                  disabled={!isJson || payload.length > MOST_PAYLOAD}
                  onClick={() => void invoke()}
                >
                  Invoke
                </Button>
              </SpaceBetween>
            }
          >
            Event
          </Header>
        }
      >
        <SpaceBetween size="m">
          <Grid gridDefinition={[{ colspan: 6 }, { colspan: 6 }]}>
            <FormField label="Version or alias">
              <QualifierSelect name={name} value={qualifier} onChange={setQualifier} />
            </FormField>
            <FormField label="Invocation">
              <Select
                selectedOption={WAYS.find(({ value }) => value === way) ?? null}
                options={WAYS}
                onChange={({ detail }) => setWay(detail.selectedOption.value as InvocationType)}
              />
            </FormField>
          </Grid>
          <FormField errorText={!isJson && "The event is not JSON."} stretch>
            <CodeEditor label="Event" value={payload} onChange={keep} height={240} />
          </FormField>
        </SpaceBetween>
      </Container>
      <ProblemAlert error={error} />
      {busy && <Box color="text-status-inactive">The function runs.</Box>}
      {done && <InvocationResult of={done} />}
    </SpaceBetween>
  );
}
