import type { Tag } from "@aws-sdk/client-iam";
import { TagsPanel } from "~/panels/TagsPanel";

const MOST_TAGS = 50;

interface Props {
  queryKey: readonly unknown[];
  load: () => Promise<Tag[]>;
  set: (tags: Tag[]) => Promise<unknown>;
  remove: (keys: string[]) => Promise<unknown>;
}

export function IdentityTags({ queryKey, load, set, remove }: Props) {
  return (
    <TagsPanel
      queryKey={queryKey}
      limit={MOST_TAGS}
      load={async () => (await load()).map(({ Key = "", Value = "" }) => ({ key: Key, value: Value }))}
      save={async (_, change) => {
        if (change.removed.length > 0) await remove(change.removed);
        if (change.set.length > 0)
          await set(change.set.map(({ key, value }) => ({ Key: key, Value: value })));
      }}
    />
  );
}
