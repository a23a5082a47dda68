import { useMemo, useState } from "react";
import {
  DynamoDBClient,
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
} from "@aws-sdk/client-dynamodb";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { useClient, useSession } from "~/session/context";
import { CodeModal } from "./code/CodeModal";
import { exportItems, exportOptions } from "./results/exporting";
import { ItemTable } from "./results/ItemTable";
import { LoadMore } from "./results/LoadMore";
import { summaryOf } from "./results/summary";
import { usePages } from "./results/usePages";
import { addToHistory, loadHistory } from "./statement/history";
import { StatementForm } from "./statement/StatementForm";

export default function PartiQLPage() {
  const { session } = useSession();
  return <PartiQL key={`${session.accessKeyId} ${session.region}`} />;
}

const NO_KEYS: readonly string[] = [];

function PartiQL() {
  const client = useClient(DynamoDBClient);
  const pages = usePages();
  const { answer } = pages;
  const [history, setHistory] = useState(() => loadHistory(window.sessionStorage));
  const [code, setCode] = useState<ExecuteStatementCommandInput>();
  const run = (input: ExecuteStatementCommandInput) => {
    setHistory(addToHistory(window.sessionStorage, history, input.Statement ?? ""));
    pages.start(async (next, abortSignal) => {
      const request = {
        ...input,
        NextToken: next as string | undefined,
        ReturnConsumedCapacity: "TOTAL" as const,
      };
      const page = await client.send(new ExecuteStatementCommand(request), { abortSignal });
      return {
        items: page.Items ?? [],
        units: page.ConsumedCapacity?.CapacityUnits,
        next: page.NextToken,
      };
    }, true);
  };
  const items = useMemo(() => (answer?.rows ?? []).map(({ item }) => item), [answer]);
  return (
    <Page title="PartiQL" description="Statements of SQL's kind on the tables of this region.">
      <SpaceBetween size="l">
        <StatementForm history={history} isLoading={pages.isLoading} onRun={run} onCode={setCode} />
        <ProblemAlert error={pages.error} />
        <ItemTable
          title="Result"
          answer={answer}
          isLoading={pages.isLoading}
          keyNames={NO_KEYS}
          selected={[]}
          description={answer && summaryOf(answer)}
          empty={answer ? "The statement was run and answers no items." : "Run a statement to see its items."}
          footer={<LoadMore pages={pages} />}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {pages.isLoading && <Button onClick={pages.stop}>Stop</Button>}
              <ButtonDropdown
                disabled={items.length === 0}
                items={exportOptions("all that are loaded")}
                onItemClick={({ detail }) => exportItems("result", detail.id, items, NO_KEYS)}
              >
                Export
              </ButtonDropdown>
            </SpaceBetween>
          }
        />
      </SpaceBetween>
      {code && (
        <CodeModal
          call={{ operation: "ExecuteStatement", input: code }}
          onDismiss={() => setCode(undefined)}
        />
      )}
    </Page>
  );
}
