import { useMemo, useState } from "react";
import { useMutation } from "@tanstack/react-query";
import { useSearchParams } from "react-router-dom";
import {
  IAMClient,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
  type EvaluationResult,
} from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { problemOfDocument } from "~/panels/documents";
import { PolicyEditor } from "~/panels/PolicyEditor";
import { useClient } from "~/session/context";
import { ACTIONS } from "./actions";
import { ContextKeys } from "./ContextKeys";
import { allMarked } from "./lists";
import { PrincipalSelect } from "./PrincipalSelect";
import { customRequest, NOTHING, principalRequest, verdicts, type Question } from "./simulation";
import { SimulatorOptions } from "./SimulatorOptions";
import { policyTemplates } from "./templates";
import { TokensField } from "./TokensField";
import { useResources } from "./useResources";
import { Verdicts } from "./Verdicts";

export function SimulatorPage() {
  const iam = useClient(IAMClient);
  const [search] = useSearchParams();
  const resources = useResources();
  const [mode, setMode] = useState("principal");
  const [question, setQuestion] = useState<Question>({
    ...NOTHING,
    principal: search.get("principal") ?? "",
  });
  const change = (part: Partial<Question>) => setQuestion((before) => ({ ...before, ...part }));
  const simulation = useMutation({
    mutationFn: async (asked: Question): Promise<EvaluationResult[]> =>
      allMarked(
        (Marker) =>
          mode === "principal"
            ? iam.send(new SimulatePrincipalPolicyCommand({ ...principalRequest(asked), Marker }))
            : iam.send(new SimulateCustomPolicyCommand({ ...customRequest(asked), Marker })),
        (page) => page.EvaluationResults,
      ),
  });
  const decisions = useMemo(() => simulation.data && verdicts(simulation.data), [simulation.data]);
  const written = question.policies[0] ?? "";
  const isComplete =
    question.actions.length > 0 &&
    (mode === "principal" ? question.principal !== "" : problemOfDocument(written) === undefined) &&
    [written, question.boundary, question.resourcePolicy].every(
      (text) => !text.trim() || problemOfDocument(text) === undefined,
    );
  return (
    <Page title="Policy simulator" description="Asks what policies would decide. Nothing is done.">
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">Who</Header>}>
          <SpaceBetween size="m">
            <SegmentedControl
              label="Whose policies"
              selectedId={mode}
              onChange={({ detail }) => {
                setMode(detail.selectedId);
                simulation.reset();
              }}
              options={[
                { id: "principal", text: "A user, group or role" },
                { id: "custom", text: "A policy that I write" },
              ]}
            />
            {mode === "principal" ? (
              <PrincipalSelect arn={question.principal} onChange={(principal) => change({ principal })} />
            ) : (
              <PolicyEditor
                label="Policy"
                value={written}
                onChange={(text) => change({ policies: [text] })}
                templates={policyTemplates}
                height={240}
              />
            )}
          </SpaceBetween>
        </Container>
        <Container header={<Header variant="h2">What</Header>}>
          <SpaceBetween size="m">
            <TokensField
              label="Actions"
              description="Such as dynamodb:GetItem. Several may be pasted."
              placeholder="Add actions"
              values={question.actions}
              suggestions={ACTIONS}
              onChange={(actions) => change({ actions })}
            />
            <TokensField
              label="Resources"
              description="ARNs. None: all resources (*)."
              placeholder="Add ARNs"
              values={question.resources}
              suggestions={resources}
              onChange={(arns) => change({ resources: arns })}
            />
          </SpaceBetween>
        </Container>
        <ContextKeys mode={mode} question={question} onChange={(context) => change({ context })} />
        <SimulatorOptions isPrincipal={mode === "principal"} question={question} onChange={change} />
        <Box float="right">
          <Button
            variant="primary"
            disabled={!isComplete}
            loading={simulation.isPending}
            onClick={() => simulation.mutate(question)}
          >
            Simulate
          </Button>
        </Box>
        <ProblemAlert error={simulation.error} header="It could not be simulated" />
        {decisions && <Verdicts verdicts={decisions} policies={simulation.variables?.policies ?? []} />}
      </SpaceBetween>
    </Page>
  );
}
