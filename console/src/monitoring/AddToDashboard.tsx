import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { CloudWatchClient, PutDashboardCommand } from "@aws-sdk/client-cloudwatch";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { FormModal } from "~/common/FormModal";
import { links } from "~/common/links";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import type { Graph } from "~/panels/graph";
import { useClient, useSession } from "~/session/context";
import { DASHBOARDS, getBody, listDashboards, putBody, withWidgets } from "./dashboards";
import { widgetOf } from "./widgetSource";

interface Props {
  graph: Graph;
  onDismiss: () => void;
}

export function AddToDashboard({ graph, onDismiss }: Props) {
  const cloudwatch = useClient(CloudWatchClient);
  const { session } = useSession();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const notify = useNotify();
  const { data, error } = useQuery({
    queryKey: DASHBOARDS,
    queryFn: () => listDashboards(cloudwatch),
  });
  const [name, setName] = useState("");
  const [title, setTitle] = useState("");
  const names = (data ?? []).map((entry) => entry.DashboardName ?? "");
  const add = async () => {
    const widget = widgetOf(graph, title, session.region);
    if (names.includes(name)) {
      const body = await getBody(cloudwatch, name);
      await putBody(
        cloudwatch,
        name,
        body,
        withWidgets(body, (all) => [...all, widget]),
      );
    } else {
      const body = JSON.stringify({ widgets: [widget] });
      await cloudwatch.send(new PutDashboardCommand({ DashboardName: name, DashboardBody: body }));
    }
    await queries.invalidateQueries({ queryKey: DASHBOARDS });
  };
  return (
    <FormModal
      header="Add to dashboard"
      label="Add"
      disabled={!name || !data}
      action={add}
      onDone={() => {
        notify.success(`The graph is on dashboard ${name}.`);
        navigate(links.dashboard(name));
      }}
      onDismiss={onDismiss}
    >
      <FormField label="Dashboard" description="One that is there, or the name of a new one.">
        <Autosuggest
          value={name}
          options={names.map((value) => ({ value }))}
          enteredTextLabel={(text) => `New dashboard ${text}`}
          onChange={({ detail }) => setName(detail.value)}
        />
      </FormField>
      <FormField label="Title of the widget">
        <Input value={title} onChange={({ detail }) => setTitle(detail.value)} />
      </FormField>
      <ProblemAlert error={error} />
    </FormModal>
  );
}
