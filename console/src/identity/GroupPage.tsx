import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "react-router-dom";
import {
  AddUserToGroupCommand,
  GetGroupCommand,
  IAMClient,
  RemoveUserFromGroupCommand,
  type Group,
} from "@aws-sdk/client-iam";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { Page } from "~/common/Page";
import { PageTabs } from "~/common/PageTabs";
import { ProblemAlert } from "~/common/Problem";
import { useClient } from "~/session/context";
import { allMarked, useUsers } from "./lists";
import { Membership } from "./Membership";
import { PermissionsPanel } from "./PermissionsPanel";
import { Summary } from "./Summary";

export function GroupPage() {
  const { name = "" } = useParams();
  const iam = useClient(IAMClient);
  const queries = useQueryClient();
  const users = useUsers();
  const queryKey = ["iam", "groups", name];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async () => {
      let group: Group | undefined;
      const members = await allMarked(
        async (Marker) => {
          const page = await iam.send(new GetGroupCommand({ GroupName: name, Marker }));
          group = page.Group;
          return page;
        },
        (page) => page.Users,
      );
      return { group, members: members.map(({ UserName = "" }) => UserName) };
    },
  });
  const changed = () => {
    void queries.invalidateQueries({ queryKey });
    void queries.invalidateQueries({ queryKey: ["iam", "users"] });
  };
  return (
    <Page
      title={name}
      crumbs={[{ text: "Groups", to: links.groups() }]}
      actions={data && <PageButton to={links.simulator(data.group?.Arn)}>Simulate</PageButton>}
    >
      <SpaceBetween size="l">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {data && (
          <>
            <Summary
              of={{
                arn: data.group?.Arn,
                id: data.group?.GroupId,
                path: data.group?.Path,
                created: data.group?.CreateDate,
              }}
            />
            <PageTabs
              label="Group"
              tabs={[
                {
                  id: "users",
                  label: "Users",
                  content: (
                    <Membership
                      title="Users"
                      what="users"
                      of={name}
                      names={data.members}
                      error={users.error}
                      known={users.data?.map(({ UserName = "" }) => UserName)}
                      linkTo={links.user}
                      add={(UserName) => iam.send(new AddUserToGroupCommand({ GroupName: name, UserName }))}
                      remove={(UserName) =>
                        iam.send(new RemoveUserFromGroupCommand({ GroupName: name, UserName }))
                      }
                      onChanged={changed}
                      onRefresh={() => void refetch()}
                    />
                  ),
                },
                {
                  id: "permissions",
                  label: "Permissions",
                  content: <PermissionsPanel key={name} principal={{ kind: "group", name }} />,
                },
              ]}
            />
          </>
        )}
      </SpaceBetween>
    </Page>
  );
}
