import { useState } from "react";
import { useSearchParams } from "react-router-dom";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import Toggle from "@cloudscape-design/components/toggle";
import { CodeEditor } from "~/common/CodeEditor";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { Page } from "~/common/Page";
import { graphText, parseGraph, type Graph } from "~/panels/graph";
import { MetricChart } from "~/panels/MetricChart";
import { RangeBar } from "~/panels/RangeBar";
import { useSession } from "~/session/context";
import { addMetrics } from "./addMetrics";
import { AddToDashboard } from "./AddToDashboard";
import { LinesTable } from "./LinesTable";
import { MetricPicker } from "./MetricPicker";
import { periodOption, periodOptions } from "./periods";
import { widgetOf } from "./widgetSource";

const BY_RANGE = { value: "", label: "Period: as the range wants it" };

// The graph is in the address: it can be kept and passed on.
export function MetricsPage() {
  const [search, setSearch] = useSearchParams();
  const graph = parseGraph(search.get("graph"));
  const [every, setEvery] = useState(0);
  const [tab, setTab] = useState("browse");
  const [adding, setAdding] = useState(false);
  const { session } = useSession();
  const set = (part: Partial<Graph>) =>
    setSearch({ graph: graphText({ ...graph, ...part }) }, { replace: true });
  const { lines, range, period, area } = graph;
  return (
    <Page
      title="Metrics"
      description="What your programs reported, and what the server knows of tables and functions."
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <PageButton to={links.createAlarm(graphText(graph))}>Create alarm</PageButton>
          <Button disabled={lines.length === 0} onClick={() => setAdding(true)}>
            Add to dashboard
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <Container
          header={
            <Header
              variant="h2"
              actions={
                <SpaceBetween direction="horizontal" size="xs" alignItems="center">
                  <Toggle
                    checked={area === true}
                    onChange={({ detail }) => set({ area: detail.checked || undefined })}
                  >
                    Stacked
                  </Toggle>
                  <Select
                    ariaLabel="Period of the graph"
                    selectedOption={period ? periodOption(period) : BY_RANGE}
                    options={[BY_RANGE, ...periodOptions(period)]}
                    onChange={({ detail }) =>
                      set({ period: Number(detail.selectedOption.value) || undefined })
                    }
                  />
                  <RangeBar
                    range={range}
                    onRange={(next) => set({ range: next })}
                    every={every}
                    onEvery={setEvery}
                  />
                </SpaceBetween>
              }
            >
              Graph
            </Header>
          }
        >
          <MetricChart
            label="Graph"
            lines={lines}
            range={range}
            period={period}
            every={every}
            area={area}
            height={300}
            nothing={lines.length === 0 ? "Pick metrics below, or add an expression." : undefined}
          />
        </Container>
        <Tabs
          activeTabId={tab}
          onChange={({ detail }) => setTab(detail.activeTabId)}
          tabs={[
            {
              id: "browse",
              label: "Browse",
              content: (
                <MetricPicker
                  label="Add to graph"
                  onPick={(metrics) => set({ lines: addMetrics(lines, metrics) })}
                />
              ),
            },
            {
              id: "lines",
              label: `Graphed metrics (${lines.length})`,
              content: (
                <Container>
                  <LinesTable lines={lines} ownPeriod onChange={(next) => set({ lines: next })} />
                </Container>
              ),
            },
            {
              id: "source",
              label: "Source",
              content: (
                <CodeEditor
                  label="The graph as the widget of a dashboard"
                  value={JSON.stringify(widgetOf(graph, "", session.region), null, 2)}
                />
              ),
            },
          ]}
        />
      </SpaceBetween>
      {adding && <AddToDashboard graph={graph} onDismiss={() => setAdding(false)} />}
    </Page>
  );
}
