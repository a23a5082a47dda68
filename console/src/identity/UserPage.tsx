import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router-dom";
import {
  GetUserCommand,
  IAMClient,
  ListUserTagsCommand,
  TagUserCommand,
  UntagUserCommand,
} from "@aws-sdk/client-iam";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { Page } from "~/common/Page";
import { PageTabs } from "~/common/PageTabs";
import { ProblemAlert } from "~/common/Problem";
import { useClient } from "~/session/context";
import { AccessKeys } from "./AccessKeys";
import { BoundaryPanel } from "./BoundaryPanel";
import { GroupsOfUser } from "./GroupsOfUser";
import { IdentityTags } from "./IdentityTags";
import { allMarked } from "./lists";
import { PermissionsPanel } from "./PermissionsPanel";
import { Summary } from "./Summary";

export function UserPage() {
  const { name = "" } = useParams();
  const iam = useClient(IAMClient);
  const queryKey = ["iam", "users", name];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async () => (await iam.send(new GetUserCommand({ UserName: name }))).User,
  });
  return (
    <Page
      title={name}
      crumbs={[{ text: "Users", to: links.users() }]}
      actions={data && <PageButton to={links.simulator(data.Arn)}>Simulate</PageButton>}
    >
      <SpaceBetween size="l">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {data && (
          <>
            <Summary of={{ arn: data.Arn, id: data.UserId, path: data.Path, created: data.CreateDate }} />
            <PageTabs
              label="User"
              tabs={[
                {
                  id: "permissions",
                  label: "Permissions",
                  content: (
                    <SpaceBetween size="l">
                      <PermissionsPanel key={name} principal={{ kind: "user", name }} />
                      <BoundaryPanel
                        kind="user"
                        name={name}
                        arn={data.PermissionsBoundary?.PermissionsBoundaryArn}
                        queryKey={queryKey}
                      />
                    </SpaceBetween>
                  ),
                },
                { id: "groups", label: "Groups", content: <GroupsOfUser user={name} /> },
                { id: "keys", label: "Access keys", content: <AccessKeys user={name} /> },
                {
                  id: "tags",
                  label: "Tags",
                  content: (
                    <IdentityTags
                      queryKey={[...queryKey, "tags"]}
                      load={() =>
                        allMarked(
                          (Marker) => iam.send(new ListUserTagsCommand({ UserName: name, Marker })),
                          (page) => page.Tags,
                        )
                      }
                      set={(Tags) => iam.send(new TagUserCommand({ UserName: name, Tags }))}
                      remove={(TagKeys) => iam.send(new UntagUserCommand({ UserName: name, TagKeys }))}
                    />
                  ),
                },
              ]}
            />
          </>
        )}
      </SpaceBetween>
    </Page>
  );
}
