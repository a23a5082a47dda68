import { useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router-dom";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { useClient } from "~/session/context";
import { keyNames, keyOf, vectorsOf, type Schema } from "./model/schema";
import { SearchError } from "./model/operands";
import { NEW_SEARCH, requestOf, type Request, type Search } from "./model/search";
import type { Item } from "./model/values";
import { DISTANCE_NAMES, likeness } from "./model/vector";
import { columnsOf } from "./results/columns";
import { fetchOf } from "./results/fetch";
import { Results } from "./results/Results";
import type { Pages } from "./results/usePages";
import { keepSearch, loadSearch } from "./search/kept";
import { SearchForm } from "./search/SearchForm";

interface Props {
  schema: Schema;
  pages: Pages;
  isShown: boolean; // not while an item is edited
  turn: number; // changes when there are new items to be seen
}

function attempt(search: Search, schema: Schema, run: (request: Request) => void): void {
  try {
    run(requestOf(search, schema));
  } catch (error) {
    if (!(error instanceof SearchError)) throw error; // the form says it when it is run
  }
}

// What is asked for at first: by the address (?vectors=INDEX), or what was asked for last.
function firstSearch(schema: Schema, vectorIndex: string | null): Search {
  if (vectorIndex !== null && schema.vectors.some(({ name }) => name === vectorIndex))
    return { ...NEW_SEARCH, operation: "SearchVectors", vectorIndex };
  const kept = loadSearch(window.sessionStorage, schema.table);
  return kept.operation === "SearchVectors" && schema.vectors.length === 0
    ? { ...kept, operation: "Scan" }
    : kept;
}

// A table: what to look for, and what was found.
export function Explorer({ schema, pages, isShown, turn }: Props) {
  const client = useClient(DynamoDBClient);
  const notify = useNotify();
  const [parameters, setParameters] = useSearchParams();
  const [search, setSearch] = useState<Search>(() => firstSearch(schema, parameters.get("vectors")));
  const { start, answer } = pages;
  const [last, setLast] = useState<Request>();
  const run = (request: Request) => {
    setLast(request);
    const { IndexName, ProjectionExpression } = request.input;
    start(fetchOf(client, request), IndexName !== undefined || ProjectionExpression !== undefined);
  };
  // The first page is shown at once, if what was last asked for is whole.
  const asked = useRef<number>();
  useEffect(() => {
    if (!isShown || asked.current === turn) return;
    asked.current = turn;
    if (last) run(last);
    else attempt(search, schema, run);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what is typed is not run by itself
  }, [isShown, turn]);
  useEffect(() => () => void (asked.current = undefined), []);
  const change = (next: Search) => {
    keepSearch(window.sessionStorage, schema.table, next);
    setSearch(next);
  };
  // The item may be shown without its vector, as an index has it: then it is read.
  const findSimilar = async (item: Item, vectorIndex: string) => {
    const index = vectorsOf(schema, vectorIndex);
    if (!index) return;
    try {
      const whole = Object.hasOwn(item, index.attribute)
        ? item
        : (await client.send(new GetItemCommand({ TableName: schema.table, Key: keyOf(schema, item) }))).Item;
      const like = likeness({ ...whole, ...item }, index);
      if (!like) throw new Error(`it has no list of numbers in ${index.attribute}`);
      const isSame = search.operation === "SearchVectors" && vectorsOf(schema, search.vectorIndex) === index;
      const next: Search = {
        ...(isSame ? search : NEW_SEARCH), // filters of a scan are none of a search of vectors
        ...like,
        operation: "SearchVectors",
        vectorIndex,
      };
      change(next);
      attempt(next, schema, run);
    } catch (error) {
      notify.failure("Nothing can be found that is like this item", error);
    }
  };
  const known = useMemo(() => {
    const items = (answer?.rows ?? []).slice(0, 200).map(({ item }) => item);
    return columnsOf(items, keyNames(schema.keys));
  }, [answer, schema]);
  return (
    <Page
      title={schema.table}
      crumbs={[{ text: "Items", to: links.allItems() }]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <PageButton to={links.partiql()}>PartiQL</PageButton>
          <PageButton to={links.table(schema.table)}>Table</PageButton>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <SearchForm
          schema={schema}
          search={search}
          known={known}
          isLoading={pages.isLoading}
          onChange={change}
          onRun={run}
          onStop={pages.stop}
        />
        <ProblemAlert error={pages.error} />
        <Results
          schema={schema}
          pages={pages}
          onRepeat={() => last && run(last)}
          onOpen={(mode, key) => setParameters({ [mode]: key })}
          onSimilar={(item, index) => void findSimilar(item, index)}
          scoreName={
            last?.operation === "SearchVectors"
              ? DISTANCE_NAMES[vectorsOf(schema, last.input.IndexName ?? "")?.distance ?? "COSINE"]
              : undefined
          }
        />
      </SpaceBetween>
    </Page>
  );
}
