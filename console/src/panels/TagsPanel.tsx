import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import type { Tag, TagChange } from "./tags";
import { changeOfTags, problemsOfTags } from "./tags";

interface Props {
  queryKey: readonly unknown[];
  load: () => Promise<Tag[]>;
  // `all` is what shall be there, `change` how to come to it from what is there.
  save: (all: Tag[], change: TagChange) => Promise<unknown>;
  limit: number;
}

// The tags of something, shown and changed.
export function TagsPanel({ queryKey, load, save, limit }: Props) {
  const queries = useQueryClient();
  const notify = useNotify();
  const { data, error } = useQuery({ queryKey, queryFn: load });
  const [edited, setEdited] = useState<Tag[]>();
  const { busy, error: refusal, run } = useAction();
  const tags = edited ?? data ?? [];
  const problems = problemsOfTags(tags);
  const change = (index: number, part: Partial<Tag>) =>
    setEdited(tags.map((tag, at) => (at === index ? { ...tag, ...part } : tag)));
  const submit = () =>
    run(async () => {
      await save(tags, changeOfTags(data ?? [], tags));
      await queries.invalidateQueries({ queryKey });
      setEdited(undefined);
      notify.success("The tags were saved.");
    });
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={data && `(${data.length})`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {edited && (
                <Button variant="link" onClick={() => setEdited(undefined)}>
                  Undo changes
                </Button>
              )}
              <Button
                disabled={!edited || problems.some(Boolean)}
                loading={busy}
                onClick={() => void submit()}
              >
                Save tags
              </Button>
            </SpaceBetween>
          }
        >
          Tags
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert error={error ?? refusal} />
        <AttributeEditor<Tag>
          items={tags}
          definition={[
            {
              label: "Key",
              errorText: (_, index) => problems[index],
              control: (tag, index) => (
                <Input
                  value={tag.key}
                  ariaLabel={`Key of tag ${index + 1}`}
                  onChange={({ detail }) => change(index, { key: detail.value })}
                />
              ),
            },
            {
              label: "Value",
              control: (tag, index) => (
                <Input
                  value={tag.value}
                  ariaLabel={`Value of tag ${index + 1}`}
                  onChange={({ detail }) => change(index, { value: detail.value })}
                />
              ),
            },
          ]}
          addButtonText="Add tag"
          removeButtonText="Remove"
          removeButtonAriaLabel={({ key }) => `Remove tag ${key}`}
          disableAddButton={!data || tags.length >= limit}
          empty="There are no tags."
          onAddButtonClick={() => setEdited([...tags, { key: "", value: "" }])}
          onRemoveButtonClick={({ detail }) =>
            setEdited(tags.filter((_, index) => index !== detail.itemIndex))
          }
        />
      </SpaceBetween>
    </Container>
  );
}
