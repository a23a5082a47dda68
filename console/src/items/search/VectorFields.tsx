import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import type { VectorKeys } from "../model/schema";
import type { Search } from "../model/search";
import { DISTANCE_NAMES, lengthOf } from "../model/vector";
import { AttributesField } from "./AttributesField";
import { KeyFields } from "./KeyFields";

interface Props {
  index: VectorKeys;
  search: Search;
  onChange: (part: Partial<Search>) => void;
  errorOf: (field: string) => string | undefined;
}

function lengthText(length: number | undefined, { dimensions }: VectorKeys): string | undefined {
  if (length === undefined) return undefined;
  return `${length} ${length === 1 ? "number" : "numbers"}; the index has ${dimensions}.`;
}

// What the items of a vector index are compared with.
export function VectorFields({ index, search, onChange, errorOf }: Props) {
  const keys = { name: index.name, partition: index.partition, sort: [], isGlobal: true };
  return (
    <SpaceBetween size="s">
      {keys.partition.length > 0 && (
        <KeyFields keys={keys} search={search} onChange={onChange} errorOf={errorOf} />
      )}
      <FormField
        label="Vector"
        description={`Numbers as JSON, such as [0.1, -0.5, 0.25]. They are compared with ${index.attribute} by ${DISTANCE_NAMES[index.distance]}.`}
        constraintText={lengthText(lengthOf(search.vector), index)}
        errorText={errorOf("vector")}
        stretch
      >
        <Textarea
          value={search.vector}
          rows={3}
          spellcheck={false}
          placeholder="[0.1, -0.5, 0.25]"
          onChange={({ detail }) => onChange({ vector: detail.value })}
        />
      </FormField>
      <ColumnLayout columns={2}>
        <FormField label="Top K" description="How many items: 1 to 100." errorText={errorOf("topK")}>
          <Input
            value={search.topK}
            inputMode="numeric"
            onChange={({ detail }) => onChange({ topK: detail.value })}
          />
        </FormField>
        <AttributesField search={search} placeholder="id, title" onChange={onChange} errorOf={errorOf} />
      </ColumnLayout>
    </SpaceBetween>
  );
}
