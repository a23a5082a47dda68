// Dashboards of the account: their bodies are JSON that CloudWatch keeps as it comes.

import {
  GetDashboardCommand,
  ListDashboardsCommand,
  PutDashboardCommand,
  type CloudWatchClient,
  type DashboardValidationMessage,
} from "@aws-sdk/client-cloudwatch";
import { allPages } from "~/common/pages";

export const DASHBOARDS = ["dashboards"];

export function listDashboards(client: CloudWatchClient) {
  return allPages(async (token: string | undefined) => {
    const answer = await client.send(new ListDashboardsCommand({ NextToken: token }));
    return { items: answer.DashboardEntries, next: answer.NextToken };
  });
}

export async function getBody(client: CloudWatchClient, name: string): Promise<string> {
  return (await client.send(new GetDashboardCommand({ DashboardName: name }))).DashboardBody ?? "";
}

// What `loaded` has become. Somebody else's change is not overwritten; what CloudWatch warns of is returned.
export async function putBody(
  client: CloudWatchClient,
  name: string,
  loaded: string,
  body: string,
): Promise<DashboardValidationMessage[]> {
  if ((await getBody(client, name)) !== loaded)
    throw Object.assign(new Error("The dashboard was changed since it was loaded. Load it again."), {
      name: "Conflict",
    });
  const answer = await client.send(new PutDashboardCommand({ DashboardName: name, DashboardBody: body }));
  return answer.DashboardValidationMessages ?? [];
}

// Keeps all that is in a body and is not known here.
export function withWidgets(body: string, change: (widgets: unknown[]) => unknown[]): string {
  const parsed: unknown = JSON.parse(body || "{}");
  const all = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : {};
  const { widgets } = all as { widgets?: unknown };
  return JSON.stringify({ ...all, widgets: change(Array.isArray(widgets) ? widgets : []) });
}
