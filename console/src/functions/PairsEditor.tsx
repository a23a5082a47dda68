import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Input from "@cloudscape-design/components/input";
import { pairsProblem, type Pair } from "./configuration";

interface Props {
  pairs: Pair[];
  onChange: (pairs: Pair[]) => void;
  addText: string;
  empty: string;
}

// Names and values: variables, tags.
export function PairsEditor({ pairs, onChange, addText, empty }: Props) {
  const set = (index: number, part: Partial<Pair>) =>
    onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
  return (
    <AttributeEditor
      items={pairs}
      addButtonText={addText}
      removeButtonText="Remove"
      empty={empty}
      onAddButtonClick={() => onChange([...pairs, { key: "", value: "" }])}
      onRemoveButtonClick={({ detail }) => onChange(pairs.filter((_, at) => at !== detail.itemIndex))}
      definition={[
        {
          label: "Name",
          control: (pair, index) => (
            <Input
              value={pair.key}
              spellcheck={false}
              ariaLabel={`Name ${index + 1}`}
              onChange={({ detail }) => set(index, { key: detail.value })}
            />
          ),
          errorText: (_, index) => pairsProblem(pairs, index),
        },
        {
          label: "Value",
          control: (pair, index) => (
            <Input
              value={pair.value}
              spellcheck={false}
              ariaLabel={`Value ${index + 1}`}
              onChange={({ detail }) => set(index, { value: detail.value })}
            />
          ),
        },
      ]}
    />
  );
}
