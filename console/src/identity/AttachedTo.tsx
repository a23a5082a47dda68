import { useQuery } from "@tanstack/react-query";
import { IAMClient, ListEntitiesForPolicyCommand } from "@aws-sdk/client-iam";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { allMarked } from "./lists";

interface Entity {
  kind: "User" | "Group" | "Role";
  name: string;
}

const LINKS = { User: links.user, Group: links.group, Role: links.role };

const columns: Columns<Entity> = [
  {
    id: "name",
    header: "Name",
    isRowHeader: true,
    sortingField: "name",
    cell: ({ kind, name }) => <PageLink to={LINKS[kind](name)}>{name}</PageLink>,
  },
  { id: "kind", header: "Kind", sortingField: "kind", cell: ({ kind }) => kind },
];

export function AttachedTo({ arn }: { arn: string }) {
  const iam = useClient(IAMClient);
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["iam", "policies", arn, "entities"],
    queryFn: () =>
      allMarked(
        (Marker) => iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: arn, Marker })),
        (page): Entity[] => [
          ...(page.PolicyUsers ?? []).map(({ UserName = "" }): Entity => ({ kind: "User", name: UserName })),
          ...(page.PolicyGroups ?? []).map(({ GroupName = "" }): Entity => ({
            kind: "Group",
            name: GroupName,
          })),
          ...(page.PolicyRoles ?? []).map(({ RoleName = "" }): Entity => ({ kind: "Role", name: RoleName })),
        ],
      ),
  });
  return (
    <ResourceTable
      title="Attached to"
      items={data}
      error={error}
      loading={isFetching && !data}
      onRefresh={() => void refetch()}
      columns={columns}
      rowKey={({ kind, name }) => `${kind} ${name}`}
      empty="It is attached to nobody."
      filterPlaceholder="Find users, groups and roles"
    />
  );
}
