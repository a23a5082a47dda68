import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";
import type { Tag } from "~/panels/tags";
import { MOST_TAGS } from "./form";

export function TagsEditor({ tags, onChange }: { tags: Tag[]; onChange: (tags: Tag[]) => void }) {
  const set = (index: number, tag: Tag) => onChange(tags.map((old, at) => (at === index ? tag : old)));
  return (
    <AttributeEditor
      items={tags}
      addButtonText="Add tag"
      removeButtonText="Remove"
      removeButtonAriaLabel={({ key }) => `Remove tag ${key}`}
      empty="There are no tags."
      disableAddButton={tags.length >= MOST_TAGS}
      onAddButtonClick={() => onChange([...tags, { key: "", value: "" }])}
      onRemoveButtonClick={({ detail }) => onChange(tags.filter((_, at) => at !== detail.itemIndex))}
      definition={[
        {
          label: "Key",
          control: (tag, index) => (
            <Input
              value={tag.key}
              ariaLabel={`Key of tag ${index + 1}`}
              onChange={({ detail }) => set(index, { ...tag, key: detail.value })}
            />
          ),
        },
        {
          label: "Value",
          control: (tag, index) => (
            <Input
              value={tag.value}
              ariaLabel={`Value of tag ${index + 1}`}
              onChange={({ detail }) => set(index, { ...tag, value: detail.value })}
            />
          ),
        },
      ]}
    />
  );
}
