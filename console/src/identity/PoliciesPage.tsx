import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { IAMClient, type Policy } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Confirm } from "~/common/Confirm";
import { formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { CreatePolicy } from "./CreatePolicy";
import { usePolicies } from "./lists";
import { deletePolicy, isOfAws } from "./managed";

const columns: Columns<Policy> = [
  {
    id: "name",
    header: "Name",
    isRowHeader: true,
    sortingField: "PolicyName",
    minWidth: 260,
    cell: ({ PolicyName, Arn = "" }) => <PageLink to={links.policy(Arn)}>{PolicyName}</PageLink>,
  },
  { id: "of", header: "Of", cell: ({ Arn = "" }) => (isOfAws(Arn) ? "AWS" : "This account") },
  {
    id: "attached",
    header: "Attached to",
    sortingField: "AttachmentCount",
    cell: ({ AttachmentCount = 0 }) => AttachmentCount,
  },
  {
    id: "updated",
    header: "Updated",
    sortingField: "UpdateDate",
    cell: (policy) => formatTime(policy.UpdateDate),
    minWidth: 220,
  },
];

export function PoliciesPage() {
  const iam = useClient(IAMClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const [scope, setScope] = useState("own");
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<Policy>();
  const { data, error, isFetching, refetch } = usePolicies();
  const refresh = () => queries.invalidateQueries({ queryKey: ["iam", "policies"] });
  return (
    <Page title="Policies">
      <SpaceBetween size="m">
        <SegmentedControl
          label="Policies shown"
          selectedId={scope}
          onChange={({ detail }) => setScope(detail.selectedId)}
          options={[
            { id: "own", text: "Of this account" },
            { id: "aws", text: "Of AWS" },
          ]}
        />
        <ResourceTable
          key={scope}
          title="Managed policies"
          description="They can be attached to any number of users, groups and roles."
          items={data?.filter(({ Arn = "" }) => isOfAws(Arn) === (scope === "aws"))}
          error={error}
          loading={isFetching && !data}
          onRefresh={() => void refetch()}
          columns={columns}
          rowKey={({ Arn = "" }) => Arn}
          empty="There are no policies of this account."
          filterPlaceholder="Find policies"
          sortBy="name"
          select={scope === "own" ? "single" : undefined}
          actions={(selected) => (
            <>
              {scope === "own" && (
                <Button disabled={selected.length === 0} onClick={() => setDeleting(selected[0])}>
                  Delete
                </Button>
              )}
              <Button variant="primary" onClick={() => setCreating(true)}>
                Create policy
              </Button>
            </>
          )}
        />
      </SpaceBetween>
      {creating && (
        <CreatePolicy
          onDone={(name) => {
            setCreating(false);
            setScope("own");
            notify.success(`Policy ${name} was created.`);
            void refresh();
          }}
          onDismiss={() => setCreating(false)}
        />
      )}
      {deleting && (
        <Confirm
          header={`Delete policy ${deleting.PolicyName}?`}
          word={deleting.PolicyName}
          action={() => deletePolicy(iam, deleting.Arn ?? "")}
          onDone={() => {
            notify.success(`Policy ${deleting.PolicyName} was deleted.`);
            setDeleting(undefined);
            void refresh();
          }}
          onDismiss={() => setDeleting(undefined)}
        >
          All its versions are gone for good. It is refused while the policy is attached.
        </Confirm>
      )}
    </Page>
  );
}
