import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router-dom";
import {
  GetRoleCommand,
  IAMClient,
  ListRoleTagsCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from "@aws-sdk/client-iam";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { formatDuration } from "~/common/format";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { Page } from "~/common/Page";
import { PageTabs } from "~/common/PageTabs";
import { ProblemAlert } from "~/common/Problem";
import { useClient } from "~/session/context";
import { BoundaryPanel } from "./BoundaryPanel";
import { IdentityTags } from "./IdentityTags";
import { allMarked } from "./lists";
import { PermissionsPanel } from "./PermissionsPanel";
import { RoleSettings } from "./RoleSettings";
import { Summary } from "./Summary";
import { TrustPanel } from "./TrustPanel";

export function RolePage() {
  const { name = "" } = useParams();
  const iam = useClient(IAMClient);
  const queryKey = ["iam", "roles", name];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async () => (await iam.send(new GetRoleCommand({ RoleName: name }))).Role,
  });
  return (
    <Page
      title={name}
      crumbs={[{ text: "Roles", to: links.roles() }]}
      description={data?.Description}
      actions={data && <PageButton to={links.simulator(data.Arn)}>Simulate</PageButton>}
    >
      <SpaceBetween size="l">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {data && (
          <>
            <Summary
              of={{ arn: data.Arn, id: data.RoleId, path: data.Path, created: data.CreateDate }}
              more={[{ label: "Longest session", value: formatDuration(data.MaxSessionDuration ?? 3600) }]}
            />
            <PageTabs
              label="Role"
              tabs={[
                {
                  id: "permissions",
                  label: "Permissions",
                  content: (
                    <SpaceBetween size="l">
                      <PermissionsPanel key={name} principal={{ kind: "role", name }} />
                      <BoundaryPanel
                        kind="role"
                        name={name}
                        arn={data.PermissionsBoundary?.PermissionsBoundaryArn}
                        queryKey={queryKey}
                      />
                    </SpaceBetween>
                  ),
                },
                {
                  id: "trust",
                  label: "Trust policy",
                  content: <TrustPanel role={name} document={data.AssumeRolePolicyDocument} />,
                },
                { id: "settings", label: "Settings", content: <RoleSettings role={data} /> },
                {
                  id: "tags",
                  label: "Tags",
                  content: (
                    <IdentityTags
                      queryKey={[...queryKey, "tags"]}
                      load={() =>
                        allMarked(
                          (Marker) => iam.send(new ListRoleTagsCommand({ RoleName: name, Marker })),
                          (page) => page.Tags,
                        )
                      }
                      set={(Tags) => iam.send(new TagRoleCommand({ RoleName: name, Tags }))}
                      remove={(TagKeys) => iam.send(new UntagRoleCommand({ RoleName: name, TagKeys }))}
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
