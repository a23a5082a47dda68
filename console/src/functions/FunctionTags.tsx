import {
  LambdaClient,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-lambda";
import { TagsPanel } from "~/panels/TagsPanel";
import { useClient } from "~/session/context";

const MOST_TAGS = 50;

export function FunctionTags({ arn }: { arn: string }) {
  const lambda = useClient(LambdaClient);
  return (
    <TagsPanel
      queryKey={["functions", "tags", arn]}
      limit={MOST_TAGS}
      load={async () => {
        const { Tags = {} } = await lambda.send(new ListTagsCommand({ Resource: arn }));
        return Object.entries(Tags).map(([key, value]) => ({ key, value }));
      }}
      save={async (_, { set, removed }) => {
        const Tags = Object.fromEntries(set.map(({ key, value }) => [key, value]));
        if (set.length > 0) await lambda.send(new TagResourceCommand({ Resource: arn, Tags }));
        if (removed.length > 0)
          await lambda.send(new UntagResourceCommand({ Resource: arn, TagKeys: removed }));
      }}
    />
  );
}
