import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router-dom";
import {
  GetPolicyCommand,
  IAMClient,
  ListPolicyTagsCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
} from "@aws-sdk/client-iam";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { links } from "~/common/links";
import { Page } from "~/common/Page";
import { PageTabs } from "~/common/PageTabs";
import { ProblemAlert } from "~/common/Problem";
import { useClient } from "~/session/context";
import { AttachedTo } from "./AttachedTo";
import { IdentityTags } from "./IdentityTags";
import { allMarked } from "./lists";
import { isOfAws } from "./managed";
import { PolicyDocument } from "./PolicyDocument";
import { PolicyVersions } from "./PolicyVersions";
import { Summary } from "./Summary";

export function PolicyPage() {
  const { arn = "" } = useParams();
  const iam = useClient(IAMClient);
  const queryKey = ["iam", "policies", arn];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async () => (await iam.send(new GetPolicyCommand({ PolicyArn: arn }))).Policy,
  });
  const isOwn = !isOfAws(arn);
  const tags = {
    id: "tags",
    label: "Tags",
    content: (
      <IdentityTags
        queryKey={[...queryKey, "tags"]}
        load={() =>
          allMarked(
            (Marker) => iam.send(new ListPolicyTagsCommand({ PolicyArn: arn, Marker })),
            (page) => page.Tags,
          )
        }
        set={(Tags) => iam.send(new TagPolicyCommand({ PolicyArn: arn, Tags }))}
        remove={(TagKeys) => iam.send(new UntagPolicyCommand({ PolicyArn: arn, TagKeys }))}
      />
    ),
  };
  return (
    <Page
      title={data?.PolicyName ?? arn}
      crumbs={[{ text: "Policies", to: links.policies() }]}
      description={data?.Description}
    >
      <SpaceBetween size="l">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {data && (
          <>
            <Summary
              of={{ arn: data.Arn, id: data.PolicyId, path: data.Path, created: data.CreateDate }}
              more={[
                { label: "Of", value: isOwn ? "This account" : "AWS" },
                { label: "Version in force", value: data.DefaultVersionId ?? "-" },
                { label: "Attached to", value: data.AttachmentCount ?? 0 },
                { label: "Boundary of", value: data.PermissionsBoundaryUsageCount ?? 0 },
              ]}
            />
            <PageTabs
              label="Policy"
              tabs={[
                {
                  id: "document",
                  label: "Document",
                  content: (
                    <PolicyDocument
                      key={data.DefaultVersionId}
                      arn={arn}
                      version={data.DefaultVersionId ?? "v1"}
                      isOwn={isOwn}
                    />
                  ),
                },
                {
                  id: "versions",
                  label: "Versions",
                  content: <PolicyVersions arn={arn} isOwn={isOwn} />,
                },
                { id: "attached", label: "Attached to", content: <AttachedTo arn={arn} /> },
                ...(isOwn ? [tags] : []),
              ]}
            />
          </>
        )}
      </SpaceBetween>
    </Page>
  );
}
