import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Toggle from "@cloudscape-design/components/toggle";
import { freeId } from "~/panels/graph";
import { COLORS, DEFAULT_STAT, describeMetric, STATISTICS, type Line } from "~/panels/metrics";
import { duplicate } from "./addMetrics";
import { DraftInput } from "./DraftInput";
import { periodOption, periodOptions } from "./periods";

interface Props {
  lines: Line[];
  onChange: (lines: Line[]) => void;
  onPick?: () => void; // a button for more metrics
  ownPeriod?: boolean; // a line may have the period of the graph
}

const AS_GRAPH = { value: "", label: "As the graph" };

function expressionsFor(lines: Line[]) {
  const first = lines.find(({ metric }) => metric)?.id ?? "m1";
  return [
    { id: "", text: "Empty expression" },
    { id: "SUM(METRICS())", text: "Sum of all metrics" },
    { id: `${first} / PERIOD(${first})`, text: `${first} for each second` },
    { id: `FILL(${first}, 0)`, text: `${first}, zero where there is nothing` },
    { id: `RATE(${first})`, text: `How fast ${first} changes` },
    {
      id: `SEARCH('{AWS/DynamoDB,TableName} MetricName="ConsumedReadCapacityUnits"', 'Sum')`,
      text: "Search for metrics",
    },
  ];
}

// The lines of a graph: metrics with their statistics, and expressions on them.
export function LinesTable({ lines, onChange, onPick, ownPeriod = false }: Props) {
  const change = (id: string, part: Partial<Line>) =>
    onChange(lines.map((line) => (line.id === id ? { ...line, ...part } : line)));
  const add = (expression: string) => onChange([...lines, { id: freeId(lines, "e"), expression }]);
  return (
    <Table
      items={lines}
      trackBy="id"
      variant="embedded"
      empty={<Box textAlign="center">Nothing is drawn. Pick metrics, or add an expression.</Box>}
      header={
        <Header
          variant="h3"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {onPick && <Button onClick={onPick}>Pick metrics</Button>}
              <ButtonDropdown items={expressionsFor(lines)} onItemClick={({ detail }) => add(detail.id)}>
                Add expression
              </ButtonDropdown>
              {ownPeriod && (
                <Button disabled={lines.length === 0} onClick={() => onChange([])}>
                  Remove all
                </Button>
              )}
            </SpaceBetween>
          }
        >
          Metrics and expressions
        </Header>
      }
      columnDefinitions={[
        {
          id: "shown",
          header: "Drawn",
          minWidth: 110,
          cell: ({ id, hidden }) => (
            <Toggle
              checked={!hidden}
              ariaLabel={`Draw ${id}`}
              onChange={({ detail }) => change(id, { hidden: !detail.checked || undefined })}
            >
              {id}
            </Toggle>
          ),
        },
        {
          id: "color",
          header: "Colour",
          width: 80,
          cell: ({ id, color }) => {
            const index = lines.filter(({ hidden }) => !hidden).findIndex((line) => line.id === id);
            return (
              <input
                type="color"
                aria-label={`Colour of ${id}`}
                value={color ?? COLORS[Math.max(index, 0) % COLORS.length]}
                onChange={(event) => change(id, { color: event.target.value })}
              />
            );
          },
        },
        {
          id: "label",
          header: "Label",
          minWidth: 130,
          cell: ({ id, label }) => (
            <DraftInput
              value={label ?? ""}
              label={`Label of ${id}`}
              placeholder="Automatic"
              onCommit={(text) => change(id, { label: text || undefined })}
            />
          ),
        },
        {
          id: "details",
          header: "Metric or expression",
          minWidth: 200,
          cell: ({ id, metric, expression }) =>
            metric ? (
              describeMetric(metric)
            ) : (
              <DraftInput
                value={expression ?? ""}
                label={`Expression of ${id}`}
                placeholder="m1 / m2 * 100"
                onCommit={(text) => change(id, { expression: text })}
              />
            ),
        },
        {
          id: "stat",
          header: "Statistic",
          minWidth: 180,
          cell: ({ id, metric, stat }) =>
            metric && (
              <DraftInput
                value={stat ?? DEFAULT_STAT}
                label={`Statistic of ${id}`}
                suggestions={STATISTICS}
                onCommit={(text) => change(id, { stat: text || undefined })}
              />
            ),
        },
        {
          id: "period",
          header: "Period",
          minWidth: 150,
          cell: ({ id, metric, period }) =>
            (metric || ownPeriod) && (
              <Select
                ariaLabel={`Period of ${id}`}
                expandToViewport
                selectedOption={period === undefined ? AS_GRAPH : periodOption(period)}
                options={ownPeriod ? [AS_GRAPH, ...periodOptions(period)] : periodOptions(period)}
                onChange={({ detail }) =>
                  change(id, { period: Number(detail.selectedOption.value) || undefined })
                }
              />
            ),
        },
        {
          id: "edit",
          header: "",
          minWidth: 95,
          cell: (line) => (
            <div style={{ whiteSpace: "nowrap" }}>
              <Button
                variant="icon"
                iconName="copy"
                ariaLabel={`Duplicate ${line.id}`}
                onClick={() => onChange(duplicate(lines, line))}
              />
              <Button
                variant="icon"
                iconName="remove"
                ariaLabel={`Remove ${line.id}`}
                onClick={() => onChange(lines.filter(({ id }) => id !== line.id))}
              />
            </div>
          ),
        },
      ]}
    />
  );
}
