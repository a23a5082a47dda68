import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import SegmentedControl from "@cloudscape-design/components/segmented-control";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { CodeModal } from "../code/CodeModal";
import { keysOf, vectorsOf, type Schema } from "../model/schema";
import { NEW_FILTER } from "../model/filters";
import { SearchError } from "../model/operands";
import { NEW_SEARCH, requestOf, type Request, type Search } from "../model/search";
import type { ColumnInfo } from "../results/columns";
import { FilterRow } from "./FilterRow";
import { KeyFields } from "./KeyFields";
import { operatorOptions, vectorOperatorOptions } from "./operators";
import { SearchOptions } from "./SearchOptions";
import { SourceFields } from "./SourceFields";
import { VectorFields } from "./VectorFields";

interface Props {
  schema: Schema;
  search: Search;
  known: readonly ColumnInfo[]; // attributes of items that were found
  isLoading: boolean;
  onChange: (search: Search) => void;
  onRun: (request: Request) => void;
  onStop: () => void;
}

export function SearchForm({ schema, search, known, isLoading, onChange, onRun, onStop }: Props) {
  const [problem, setProblem] = useState<SearchError>();
  const [code, setCode] = useState<Request>();
  const change = (part: Partial<Search>) => {
    setProblem(undefined);
    onChange({ ...search, ...part });
  };
  const attempt = (then: (request: Request) => void) => {
    try {
      const request = requestOf(search, schema);
      setProblem(undefined);
      then(request);
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      setProblem(error);
    }
  };
  const errorOf = (field: string) => (problem?.field === field ? problem.message : undefined);
  const keys = keysOf(schema, search.index);
  const vectors = search.operation === "SearchVectors" ? vectorsOf(schema, search.vectorIndex) : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt(onRun);
      }}
    >
      <Container
        header={
          <Header
            actions={
              <Button formAction="none" iconName="script" onClick={() => attempt(setCode)}>
                Code
              </Button>
            }
          >
            Search
          </Header>
        }
      >
        <SpaceBetween size="m">
          <SourceFields schema={schema} search={search} onChange={change} />
          {search.operation === "Query" && (
            <KeyFields keys={keys} search={search} onChange={change} errorOf={errorOf} />
          )}
          {vectors && <VectorFields index={vectors} search={search} onChange={change} errorOf={errorOf} />}
          <ExpandableSection
            headerText={`Filters (${search.filters.length})`}
            headerDescription={
              vectors
                ? `A search of this index knows ${vectors.filters.map(({ name }) => name).join(", ") || "no filters"}.`
                : "What is left out after it was read. Filters do not make a request cheaper."
            }
            defaultExpanded
          >
            <SpaceBetween size="s">
              {search.filters.length > 1 && (
                <FormField label="Items match">
                  <SegmentedControl
                    label="Items match"
                    selectedId={search.match}
                    options={[
                      { id: "all", text: "All filters" },
                      { id: "any", text: "Any filter" },
                    ]}
                    onChange={({ detail }) => change({ match: detail.selectedId as Search["match"] })}
                  />
                </FormField>
              )}
              {search.filters.map((filter, at) => (
                <FilterRow
                  key={at}
                  number={at + 1}
                  filter={filter}
                  known={vectors?.filters.map(({ name, type }) => ({ name, types: [type] })) ?? known}
                  operators={vectors ? vectorOperatorOptions : operatorOptions}
                  error={errorOf(`filter.${at}`)}
                  onChange={(next) =>
                    change({ filters: search.filters.map((one, other) => (other === at ? next : one)) })
                  }
                  onRemove={() => change({ filters: search.filters.filter((_, other) => other !== at) })}
                />
              ))}
              <Button
                formAction="none"
                iconName="add-plus"
                onClick={() => change({ filters: [...search.filters, NEW_FILTER] })}
              >
                Add filter
              </Button>
            </SpaceBetween>
          </ExpandableSection>
          {!vectors && (
            <SearchOptions search={search} isGlobal={keys.isGlobal} onChange={change} errorOf={errorOf} />
          )}
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="primary" formAction="submit" loading={isLoading}>
              Run
            </Button>
            {isLoading && (
              <Button formAction="none" onClick={onStop}>
                Stop
              </Button>
            )}
            <Button
              formAction="none"
              onClick={() => {
                setProblem(undefined);
                onChange(NEW_SEARCH);
              }}
            >
              Reset
            </Button>
          </SpaceBetween>
        </SpaceBetween>
      </Container>
      {code && <CodeModal call={code} onDismiss={() => setCode(undefined)} />}
    </form>
  );
}
