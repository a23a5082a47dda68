import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  AddUserToGroupCommand,
  IAMClient,
  ListGroupsForUserCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import { links } from "~/common/links";
import { useClient } from "~/session/context";
import { allMarked, useGroups } from "./lists";
import { Membership } from "./Membership";

export function GroupsOfUser({ user }: { user: string }) {
  const iam = useClient(IAMClient);
  const queries = useQueryClient();
  const groups = useGroups();
  const queryKey = ["iam", "users", user, "groups"];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: () =>
      allMarked(
        (Marker) => iam.send(new ListGroupsForUserCommand({ UserName: user, Marker })),
        (page) => page.Groups,
      ),
  });
  return (
    <Membership
      title="Groups"
      what="groups"
      of={user}
      names={data?.map(({ GroupName = "" }) => GroupName)}
      error={error ?? groups.error}
      known={groups.data?.map(({ GroupName = "" }) => GroupName)}
      linkTo={links.group}
      add={(GroupName) => iam.send(new AddUserToGroupCommand({ UserName: user, GroupName }))}
      remove={(GroupName) => iam.send(new RemoveUserFromGroupCommand({ UserName: user, GroupName }))}
      onChanged={() => {
        void queries.invalidateQueries({ queryKey });
        void queries.invalidateQueries({ queryKey: ["iam", "groups"] });
      }}
      onRefresh={() => void refetch()}
    />
  );
}
