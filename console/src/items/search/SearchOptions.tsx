import ColumnLayout from "@cloudscape-design/components/column-layout";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Toggle from "@cloudscape-design/components/toggle";
import type { Search } from "../model/search";
import { AttributesField } from "./AttributesField";

interface Props {
  search: Search;
  isGlobal: boolean;
  onChange: (part: Partial<Search>) => void;
  errorOf: (field: string) => string | undefined;
}

export function SearchOptions({ search, isGlobal, onChange, errorOf }: Props) {
  return (
    <ExpandableSection headerText="Attributes, order and page size">
      <ColumnLayout columns={2}>
        <AttributesField
          search={search}
          placeholder="id, address.city, tags[0]"
          onChange={onChange}
          errorOf={errorOf}
        />
        <FormField
          label="Page size"
          description="Items that one request reads; empty for 1 MB."
          errorText={errorOf("pageSize")}
        >
          <Input
            value={search.pageSize}
            inputMode="numeric"
            onChange={({ detail }) => onChange({ pageSize: detail.value })}
          />
        </FormField>
        {search.operation === "Query" && (
          <FormField label="Order of the sort key">
            <SegmentedControl
              label="Order of the sort key"
              selectedId={search.descending ? "descending" : "ascending"}
              options={[
                { id: "ascending", text: "Ascending" },
                { id: "descending", text: "Descending" },
              ]}
              onChange={({ detail }) => onChange({ descending: detail.selectedId === "descending" })}
            />
          </FormField>
        )}
        <FormField label="Consistency">
          <Toggle
            checked={search.consistent && !isGlobal}
            disabled={isGlobal}
            onChange={({ detail }) => onChange({ consistent: detail.checked })}
          >
            {isGlobal ? "A global index has no consistent reads" : "Consistent read"}
          </Toggle>
        </FormField>
      </ColumnLayout>
    </ExpandableSection>
  );
}
