import { useQuery } from "@tanstack/react-query";
import {
  DeleteBucketTaggingCommand,
  GetBucketLocationCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  PutBucketTaggingCommand,
} from "@aws-sdk/client-s3";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { problemOf } from "~/common/errors";
import { ProblemAlert } from "~/common/Problem";
import { TagsPanel } from "~/panels/TagsPanel";
import type { Tag } from "~/panels/tags";
import { DEFAULT_REGION } from "~/session/session";
import { useS3 } from "./client";

const MOST_TAGS = 50;

export function BucketProperties({ bucket }: { bucket: string }) {
  const s3 = useS3();
  const { data, error } = useQuery({
    queryKey: ["s3", bucket, "properties"],
    queryFn: async () => {
      const [location, versioning] = await Promise.all([
        s3.send(new GetBucketLocationCommand({ Bucket: bucket })),
        s3.send(new GetBucketVersioningCommand({ Bucket: bucket })),
      ]);
      return {
        region: location.LocationConstraint ?? DEFAULT_REGION,
        versioning: versioning.Status ?? "Off",
      };
    },
  });
  const arn = `arn:aws:s3:::${bucket}`;
  return (
    <SpaceBetween size="l">
      <ProblemAlert error={error} />
      <Container header={<Header variant="h2">Bucket</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            {
              label: "ARN",
              value: (
                <CopyToClipboard
                  variant="inline"
                  textToCopy={arn}
                  copyButtonAriaLabel="Copy ARN"
                  copySuccessText="Copied"
                  copyErrorText="Not copied"
                />
              ),
            },
            { label: "Region", value: data?.region ?? "-" },
            { label: "Versioning", value: data?.versioning ?? "-" },
          ]}
        />
      </Container>
      <TagsPanel
        queryKey={["s3", bucket, "tags"]}
        limit={MOST_TAGS}
        load={async () => {
          try {
            const { TagSet = [] } = await s3.send(new GetBucketTaggingCommand({ Bucket: bucket }));
            return TagSet.map(({ Key = "", Value = "" }): Tag => ({ key: Key, value: Value }));
          } catch (failure) {
            if (problemOf(failure).code === "NoSuchTagSet") return [];
            throw failure;
          }
        }}
        save={(all) =>
          all.length === 0
            ? s3.send(new DeleteBucketTaggingCommand({ Bucket: bucket }))
            : s3.send(
                new PutBucketTaggingCommand({
                  Bucket: bucket,
                  Tagging: { TagSet: all.map(({ key, value }) => ({ Key: key, Value: value })) },
                }),
              )
        }
      />
    </SpaceBetween>
  );
}
