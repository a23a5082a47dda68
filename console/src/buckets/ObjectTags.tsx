import {
  DeleteObjectTaggingCommand,
  GetObjectTaggingCommand,
  PutObjectTaggingCommand,
} from "@aws-sdk/client-s3";
import { TagsPanel } from "~/panels/TagsPanel";
import { useS3 } from "./client";

const MOST_TAGS = 10;

export function ObjectTags({ bucket, objectKey }: { bucket: string; objectKey: string }) {
  const s3 = useS3();
  const object = { Bucket: bucket, Key: objectKey };
  return (
    <TagsPanel
      queryKey={["s3", bucket, "object", objectKey, "tags"]}
      limit={MOST_TAGS}
      load={async () => {
        const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(object));
        return TagSet.map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }));
      }}
      save={(all) =>
        all.length === 0
          ? s3.send(new DeleteObjectTaggingCommand(object))
          : s3.send(
              new PutObjectTaggingCommand({
                ...object,
                Tagging: { TagSet: all.map(({ key, value }) => ({ Key: key, Value: value })) },
              }),
            )
      }
    />
  );
}
