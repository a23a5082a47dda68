import { useState } from "react";
import Box from "@cloudscape-design/components/box";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useNavigate, useParams } from "react-router-dom";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { problemOf } from "~/common/errors";
import { links } from "~/common/links";
import { PageButton, PageLink } from "~/common/navigation";
import { Page } from "~/common/Page";
import { PageTabs } from "~/common/PageTabs";
import { ProblemAlert } from "~/common/Problem";
import { TableMetrics } from "~/panels/TableMetrics";
import { BackupsTab } from "./BackupsTab";
import { useTable } from "./data";
import { DefinitionTab } from "./DefinitionTab";
import { DeleteTables } from "./DeleteTables";
import { IndexesTab } from "./IndexesTab";
import { InsightsTab } from "./InsightsTab";
import { OverviewTab } from "./OverviewTab";
import { SettingsTab } from "./SettingsTab";
import { TriggersTab } from "./TriggersTab";

const CRUMBS = [{ text: "Tables", to: links.tables() }];

export function TablePage() {
  const { name = "" } = useParams();
  return <OneTable key={name} name={name} />;
}

function OneTable({ name }: { name: string }) {
  const { data: table, error, refetch } = useTable(name);
  const isGone = error !== null && problemOf(error).code === "ResourceNotFoundException";
  return (
    <Page title={name} crumbs={CRUMBS} actions={table && !isGone && <Actions name={name} table={table} />}>
      <SpaceBetween size="m">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {isGone && (
          <Box>
            A table that was deleted may have <PageLink to={links.backups()}>backups</PageLink>.
          </Box>
        )}
        {table && !isGone && <TableTabs name={name} table={table} />}
        {!table && !error && <Spinner size="large" />}
      </SpaceBetween>
    </Page>
  );
}

function Actions({ name, table }: { name: string; table: TableDescription }) {
  const navigate = useNavigate();
  const [isDoomed, setIsDoomed] = useState(false);
  const end = (deleted: string[]) => {
    setIsDoomed(false);
    if (deleted.length > 0) navigate(links.tables());
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <ButtonDropdown
        items={[
          { id: "like", text: "Create one like this" },
          { id: "delete", text: "Delete table" },
        ]}
        onItemClick={({ detail }) =>
          detail.id === "delete" ? setIsDoomed(true) : navigate(links.createTable(name))
        }
      >
        Actions
      </ButtonDropdown>
      {table.LatestStreamArn && <PageButton to={links.stream(name)}>Watch the stream</PageButton>}
      <PageButton variant="primary" to={links.items(name)}>
        Explore items
      </PageButton>
      {isDoomed && <DeleteTables tables={[{ name, table }]} onEnd={end} />}
    </SpaceBetween>
  );
}

function TableTabs({ name, table }: { name: string; table: TableDescription }) {
  return (
    <PageTabs
      label="Parts of the table"
      tabs={[
        { id: "overview", label: "Overview", content: <OverviewTab table={table} /> },
        { id: "indexes", label: "Indexes", content: <IndexesTab table={table} /> },
        { id: "settings", label: "Settings", content: <SettingsTab table={table} /> },
        { id: "backups", label: "Backups and transfers", content: <BackupsTab table={table} /> },
        { id: "triggers", label: "Triggers", content: <TriggersTab table={table} /> },
        { id: "metrics", label: "Metrics", content: <TableMetrics tableName={name} /> },
        { id: "insights", label: "Hot keys", content: <InsightsTab table={table} /> },
        { id: "definition", label: "Definition", content: <DefinitionTab table={table} /> },
      ]}
    />
  );
}
