import { useEffect, useRef } from "react";
import Box from "@cloudscape-design/components/box";
import Popover from "@cloudscape-design/components/popover";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { prettyJson } from "~/common/json";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { decisionText, statementSource, statementText, type Verdict } from "./simulation";

const columnsFor = (policies: readonly string[]): Columns<Verdict> => [
  { id: "action", header: "Action", sortingField: "action", isRowHeader: true, cell: ({ action }) => action },
  {
    id: "resource",
    header: "Resource",
    sortingField: "resource",
    cell: ({ resource }) => resource,
    width: 270,
  },
  {
    id: "decision",
    header: "Decision",
    sortingField: "decision",
    width: 210,
    cell: ({ decision, boundary }) => (
      <>
        <StatusIndicator type={decision === "allowed" ? "success" : "error"}>
          {decisionText(decision)}
        </StatusIndicator>
        {boundary === false && <div>Beyond the permissions boundary</div>}
      </>
    ),
  },
  {
    id: "because",
    header: "Statements that decide",
    width: 260,
    cell: ({ statements, details }) => (
      <>
        {statements.map((statement) => {
          const text = statementText(statement);
          return (
            <div key={text}>
              <MatchedStatement text={text} source={statementSource(policies, statement)} />
            </div>
          );
        })}
        {Object.entries(details).map(([kind, decision]) => (
          <Box key={kind} color="text-body-secondary" fontSize="body-s">
            {kind}: {decision}
          </Box>
        ))}
        {statements.length === 0 && Object.keys(details).length === 0 && "-"}
      </>
    ),
  },
  {
    id: "missing",
    header: "Keys without a value",
    width: 150,
    cell: ({ missing }) => missing.join(", ") || "-",
  },
];

function MatchedStatement({ text, source }: { text: string; source: string | undefined }) {
  if (source === undefined) return text;
  return (
    <Popover
      header={text}
      size="large"
      dismissAriaLabel="Close"
      content={
        <Box variant="code">
          <pre style={{ whiteSpace: "pre-wrap", margin: 0 }}>{prettyJson(source) ?? source}</pre>
        </Box>
      }
    >
      {text}
    </Popover>
  );
}

interface Props {
  verdicts: Verdict[];
  policies: readonly string[]; // that were written for the simulation
}

export function Verdicts({ verdicts, policies }: Props) {
  const shown = useRef<HTMLDivElement>(null);
  // They are below a long form.
  useEffect(() => {
    shown.current?.scrollIntoView({ block: "nearest" });
  }, [verdicts]);
  const allowed = verdicts.filter(({ decision }) => decision === "allowed").length;
  return (
    <div ref={shown}>
      <ResourceTable
        title="Decisions"
        description={`${allowed} of ${verdicts.length} allowed`}
        items={verdicts}
        columns={columnsFor(policies)}
        rowKey={({ id }) => id}
        empty="There are no decisions."
        filterPlaceholder="Find decisions"
      />
    </div>
  );
}
