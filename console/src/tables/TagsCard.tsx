import {
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { allPages } from "~/common/pages";
import type { Tag, TagChange } from "~/panels/tags";
import { TagsPanel } from "~/panels/TagsPanel";
import { keys, useDynamoDB } from "./data";
import { MOST_TAGS, tagsOf } from "./form";

export function TagsCard({ table: { TableName: name = "", TableArn: arn } }: { table: TableDescription }) {
  const dynamodb = useDynamoDB();
  const load = () =>
    allPages(async (token: string | undefined) => {
      const answer = await dynamodb.send(
        new ListTagsOfResourceCommand({ ResourceArn: arn, NextToken: token }),
      );
      const items = answer.Tags?.map(({ Key = "", Value = "" }): Tag => ({ key: Key, value: Value }));
      return { items, next: answer.NextToken };
    });
  const save = async (_: Tag[], { set, removed }: TagChange) => {
    if (removed.length > 0)
      await dynamodb.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: removed }));
    if (set.length > 0) await dynamodb.send(new TagResourceCommand({ ResourceArn: arn, Tags: tagsOf(set) }));
  };
  return <TagsPanel queryKey={keys.of(name, "tags")} load={load} save={save} limit={MOST_TAGS} />;
}
