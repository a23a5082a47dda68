import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router-dom";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import FormField from "@cloudscape-design/components/form-field";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import Select from "@cloudscape-design/components/select";
import { links } from "~/common/links";
import { useClient } from "~/session/context";
import type { Keys, Schema } from "../model/schema";
import type { Search } from "../model/search";
import { tableNames } from "../schema";

interface Props {
  schema: Schema;
  search: Search;
  onChange: (part: Partial<Search>) => void;
}

const describe = ({ partition, sort }: Keys) => [...partition, ...sort].map(({ name }) => name).join(", ");

// How, which table, and whether by one of its indexes.
export function SourceFields({ schema, search: { operation, index, vectorIndex }, onChange }: Props) {
  const client = useClient(DynamoDBClient);
  const navigate = useNavigate();
  const tables = useQuery({ queryKey: ["items", "tables"], queryFn: () => tableNames(client) });
  const options = [
    { value: "", label: "The table itself", description: describe(schema.keys) },
    ...schema.indexes.map((keys) => ({
      value: keys.name,
      label: keys.name,
      description: describe(keys),
      tags: [keys.isGlobal ? "global index" : "local index"],
    })),
  ];
  const vectorOptions = schema.vectors.map(({ name, attribute }) => ({
    value: name,
    label: name,
    description: attribute,
  }));
  return (
    <ColumnLayout columns={3}>
      <FormField label="Operation">
        <SegmentedControl
          label="Operation"
          selectedId={operation}
          options={[
            { id: "Scan", text: "Scan" },
            { id: "Query", text: "Query" },
            ...(schema.vectors.length > 0 ? [{ id: "SearchVectors", text: "Vector search" }] : []),
          ]}
          onChange={({ detail }) => onChange({ operation: detail.selectedId as Search["operation"] })}
        />
      </FormField>
      <FormField label="Table" stretch>
        <Select
          selectedOption={{ value: schema.table, label: schema.table }}
          options={(tables.data ?? [schema.table]).map((name) => ({ value: name, label: name }))}
          filteringType="auto"
          filteringPlaceholder="Find a table"
          statusType={tables.isPending ? "loading" : tables.error ? "error" : "finished"}
          errorText="The tables could not be listed."
          virtualScroll
          onChange={({ detail }) => navigate(links.items(detail.selectedOption.value ?? ""))}
        />
      </FormField>
      {operation === "SearchVectors" ? (
        <FormField label="Vector index" stretch>
          <Select
            selectedOption={
              vectorOptions.find(({ value }) => value === vectorIndex) ?? vectorOptions[0] ?? null
            }
            options={vectorOptions}
            onChange={({ detail }) => onChange({ vectorIndex: detail.selectedOption.value ?? "" })}
          />
        </FormField>
      ) : (
        <FormField label="Table or index" stretch>
          <Select
            selectedOption={options.find(({ value }) => value === (index ?? "")) ?? options[0]!}
            options={options}
            onChange={({ detail }) => onChange({ index: detail.selectedOption.value || undefined })}
          />
        </FormField>
      )}
    </ColumnLayout>
  );
}
