import { useState } from "react";
import { useNavigate, useParams } from "react-router-dom";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { links } from "~/common/links";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { DEFAULT_RANGE } from "~/panels/graph";
import { RangeBar } from "~/panels/RangeBar";
import type { TimeRange } from "~/panels/timeRange";
import { useClient } from "~/session/context";
import { AddAlarms, AddText } from "./AddWidget";
import { DASHBOARDS, getBody, putBody, withWidgets } from "./dashboards";
import { DeleteDashboards } from "./DashboardsPage";
import { DeleteWidget, EditWidget } from "./EditWidget";
import { SourceEditor } from "./SourceEditor";
import { WidgetGrid } from "./WidgetGrid";
import { parseDashboard, type Dashboard } from "./widgets";

const CRUMBS = [{ text: "Dashboards", to: links.dashboards() }];

type Asking = { what: "source" | "text" | "alarm" | "delete" } | { what: "edit" | "remove"; index: number };

function readBody(body: string): { dashboard?: Dashboard; error?: unknown } {
  try {
    return { dashboard: parseDashboard(body) };
  } catch (error) {
    return { error };
  }
}

export function DashboardPage() {
  const { name = "" } = useParams();
  const cloudwatch = useClient(CloudWatchClient);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const key = [...DASHBOARDS, name];
  const {
    data: body,
    error,
    refetch,
  } = useQuery({ queryKey: key, queryFn: () => getBody(cloudwatch, name) });
  const { dashboard, error: unreadable } = readBody(body ?? "");
  const [chosen, setRange] = useState<TimeRange>();
  const [every, setEvery] = useState(60_000);
  const [asking, setAsking] = useState<Asking>();
  const [warnings, setWarnings] = useState<string[]>([]);
  const range = chosen ?? dashboard?.range ?? DEFAULT_RANGE;
  const done = () => setAsking(undefined);
  const save = async (next: string) => {
    const told = await putBody(cloudwatch, name, body ?? "", next);
    setWarnings(told.map(({ DataPath, Message }) => `${DataPath ?? ""}: ${Message ?? ""}`));
    await queries.invalidateQueries({ queryKey: key });
    done();
  };
  const change = (edit: (widgets: unknown[]) => unknown[]) => save(withWidgets(body ?? "", edit));
  const add = (id: string) => {
    if (id === "metrics") navigate(links.metrics());
    else if (id === "text" || id === "alarm") setAsking({ what: id });
  };
  return (
    <Page
      title={name}
      crumbs={CRUMBS}
      actions={
        body !== undefined && (
          <SpaceBetween direction="horizontal" size="xs">
            <RangeBar range={range} onRange={setRange} every={every} onEvery={setEvery} />
            <ButtonDropdown
              items={[
                { id: "metrics", text: "Metrics", description: "Draw a graph, then add it to the dashboard" },
                { id: "text", text: "Text" },
                { id: "alarm", text: "State of alarms" },
              ]}
              onItemClick={({ detail }) => add(detail.id)}
            >
              Add widget
            </ButtonDropdown>
            <Button onClick={() => setAsking({ what: "source" })}>Edit source</Button>
            <Button onClick={() => setAsking({ what: "delete" })}>Delete</Button>
          </SpaceBetween>
        )
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {body !== undefined && <ProblemAlert error={unreadable} header="The body cannot be read" />}
        {warnings.length > 0 && (
          <Alert type="warning" header="Saved, with warnings" dismissible onDismiss={() => setWarnings([])}>
            {warnings.map((warning) => (
              <div key={warning}>{warning}</div>
            ))}
          </Alert>
        )}
        {asking?.what === "source" && <SourceEditor body={body ?? ""} onSave={save} onDismiss={done} />}
        {body !== undefined && dashboard && asking?.what !== "source" && (
          <WidgetGrid
            widgets={dashboard.widgets}
            range={range}
            every={every}
            onEdit={(index) => setAsking({ what: "edit", index })}
            onDelete={(index) => setAsking({ what: "remove", index })}
          />
        )}
      </SpaceBetween>
      {asking?.what === "text" && (
        <AddText onAdd={(widget) => change((all) => [...all, widget])} onDismiss={done} />
      )}
      {asking?.what === "alarm" && (
        <AddAlarms onAdd={(widget) => change((all) => [...all, widget])} onDismiss={done} />
      )}
      {asking?.what === "edit" && (
        <EditWidget
          body={body ?? ""}
          index={asking.index}
          onSave={(widget) => change((all) => all.map((one, at) => (at === asking.index ? widget : one)))}
          onDismiss={done}
        />
      )}
      {asking?.what === "remove" && (
        <DeleteWidget
          onDelete={() => change((all) => all.filter((_, at) => at !== asking.index))}
          onDismiss={done}
        />
      )}
      {asking?.what === "delete" && (
        <DeleteDashboards
          names={[name]}
          onDismiss={done}
          onDone={() => {
            queries.removeQueries({ queryKey: key });
            navigate(links.dashboards());
          }}
        />
      )}
    </Page>
  );
}
