import { useState } from "react";
import { useNavigate } from "react-router-dom";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  CloudWatchClient,
  DeleteDashboardsCommand,
  PutDashboardCommand,
  type DashboardEntry,
} from "@aws-sdk/client-cloudwatch";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { Confirm } from "~/common/Confirm";
import { FormModal } from "~/common/FormModal";
import { formatBytes, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { DASHBOARDS, listDashboards } from "./dashboards";

const COLUMNS: Columns<DashboardEntry> = [
  {
    id: "name",
    header: "Name",
    cell: ({ DashboardName = "" }) => (
      <PageLink to={links.dashboard(DashboardName)}>{DashboardName}</PageLink>
    ),
    sortingField: "DashboardName",
    isRowHeader: true,
    width: 420,
  },
  {
    id: "modified",
    header: "Last changed",
    cell: ({ LastModified }) => formatTime(LastModified),
    sortingField: "LastModified",
    width: 240,
  },
  { id: "size", header: "Size", cell: ({ Size }) => formatBytes(Size), sortingField: "Size", width: 120 },
];

export function DashboardsPage() {
  const cloudwatch = useClient(CloudWatchClient);
  const queries = useQueryClient();
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<string[]>();
  const { data, error, refetch } = useQuery({
    queryKey: DASHBOARDS,
    queryFn: () => listDashboards(cloudwatch),
  });
  return (
    <Page title="Dashboards" description="They belong to the account, and are the same in every region.">
      <ResourceTable
        title="Dashboards"
        items={data}
        error={error}
        onRefresh={() => void refetch()}
        columns={COLUMNS}
        rowKey={({ DashboardName = "" }) => DashboardName}
        empty="There are no dashboards."
        select="multi"
        sortBy="name"
        filterPlaceholder="Find dashboards"
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              onClick={() => setDeleting(selected.map(({ DashboardName = "" }) => DashboardName))}
            >
              Delete
            </Button>
            <Button variant="primary" onClick={() => setCreating(true)}>
              Create dashboard
            </Button>
          </>
        )}
      />
      {creating && <CreateDashboard onDismiss={() => setCreating(false)} />}
      {deleting && (
        <DeleteDashboards
          names={deleting}
          onDismiss={() => setDeleting(undefined)}
          onDone={() => {
            setDeleting(undefined);
            void queries.invalidateQueries({ queryKey: DASHBOARDS });
          }}
        />
      )}
    </Page>
  );
}

const AT_ONCE = 100;

interface DeleteProps {
  names: string[];
  onDismiss: () => void;
  onDone: () => void;
}

export function DeleteDashboards({ names, onDismiss, onDone }: DeleteProps) {
  const cloudwatch = useClient(CloudWatchClient);
  const notify = useNotify();
  const what = names.length === 1 ? `dashboard ${names[0] ?? ""}` : `${names.length} dashboards`;
  return (
    <Confirm
      header={`Delete ${what}?`}
      action={async () => {
        for (let from = 0; from < names.length; from += AT_ONCE)
          await cloudwatch.send(
            new DeleteDashboardsCommand({ DashboardNames: names.slice(from, from + AT_ONCE) }),
          );
      }}
      onDismiss={onDismiss}
      onDone={() => {
        notify.success(`Deleted ${what}.`);
        onDone();
      }}
    >
      <Box>{names.length > 1 ? names.join(", ") : "Its body is gone with it."}</Box>
    </Confirm>
  );
}

function CreateDashboard({ onDismiss }: { onDismiss: () => void }) {
  const cloudwatch = useClient(CloudWatchClient);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const create = async () => {
    // PutDashboard replaces one that is there.
    const there = await listDashboards(cloudwatch);
    if (there.some((entry) => entry.DashboardName === name))
      throw new Error(`There is a dashboard ${name} already.`);
    await cloudwatch.send(new PutDashboardCommand({ DashboardName: name, DashboardBody: '{"widgets":[]}' }));
    await queries.invalidateQueries({ queryKey: DASHBOARDS });
  };
  return (
    <FormModal
      header="Create dashboard"
      label="Create"
      disabled={!name}
      action={create}
      onDone={() => navigate(links.dashboard(name))}
      onDismiss={onDismiss}
    >
      <FormField label="Name" constraintText="Letters, digits, - and _.">
        <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
    </FormModal>
  );
}
