import { useState } from "react";
import type { ExecuteStatementCommandInput } from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Toggle from "@cloudscape-design/components/toggle";
import { CodeEditor } from "~/common/CodeEditor";
import { DraftRow } from "../editor/DraftRow";
import { newDraft, replaceAt, valueOf, type Draft, type Problems } from "../model/draft";
import { shortText } from "../results/columns";

interface Props {
  history: readonly string[];
  isLoading: boolean;
  onRun: (input: ExecuteStatementCommandInput) => void;
  onCode: (input: ExecuteStatementCommandInput) => void;
}

const NOTHING: readonly number[] = [];

export function StatementForm({ history, isLoading, onRun, onCode }: Props) {
  const [statement, setStatement] = useState(history[0] ?? "");
  const [parameters, setParameters] = useState<readonly Draft[]>([]);
  const [limit, setLimit] = useState("100");
  const [isConsistent, setConsistent] = useState(false);
  const problems: Problems = new Map();
  const values = parameters.map((draft) => valueOf(draft, problems));
  const count = limit.trim() === "" ? undefined : Number(limit);
  const isLimit = count === undefined || (Number.isInteger(count) && count > 0);
  const isReady = statement.trim() !== "" && isLimit && problems.size === 0;
  const input: ExecuteStatementCommandInput = {
    Statement: statement,
    ...(values.length > 0 && { Parameters: values }),
    ...(isConsistent && { ConsistentRead: true }),
    ...(count !== undefined && { Limit: count }),
  };
  return (
    <Container
      header={
        <Header
          actions={
            <Button iconName="script" disabled={!isReady} onClick={() => onCode(input)}>
              Code
            </Button>
          }
        >
          Statement
        </Header>
      }
    >
      <SpaceBetween size="m">
        {history.length > 0 && (
          <Select
            selectedOption={null}
            placeholder="Statements of before"
            ariaLabel="Statements of before"
            options={history.map((one, at) => ({ value: String(at), label: shortText({ S: one }).text }))}
            filteringType="auto"
            onChange={({ detail }) => setStatement(history[Number(detail.selectedOption.value)] ?? "")}
          />
        )}
        <CodeEditor label="Statement" language="sql" value={statement} onChange={setStatement} height={160} />
        <SpaceBetween size="xs">
          {parameters.map((draft, at) => (
            <DraftRow
              key={draft.id}
              draft={draft}
              above={NOTHING}
              label={`parameter ${at + 1}`}
              position={at + 1}
              problems={problems}
              onChange={(ids, change) => setParameters((before) => replaceAt(before, ids, change))}
            />
          ))}
          <Button
            iconName="add-plus"
            onClick={() => setParameters((before) => [...before, newDraft("", "S")])}
          >
            Add parameter
          </Button>
        </SpaceBetween>
        <ExpandableSection headerText="Page size and consistency">
          <SpaceBetween size="s">
            <FormField
              label="Page size"
              description="Items that one request reads; empty for 1 MB."
              errorText={!isLimit && "A whole number above 0 is needed."}
            >
              <Input value={limit} inputMode="numeric" onChange={({ detail }) => setLimit(detail.value)} />
            </FormField>
            <Toggle checked={isConsistent} onChange={({ detail }) => setConsistent(detail.checked)}>
              Consistent read
            </Toggle>
          </SpaceBetween>
        </ExpandableSection>
        <Button variant="primary" disabled={!isReady} loading={isLoading} onClick={() => onRun(input)}>
          Run
        </Button>
      </SpaceBetween>
    </Container>
  );
}
