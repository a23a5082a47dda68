// Questions about tables, asked once for all parts of a page.

import { useCallback } from "react";
import { keepPreviousData, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  type TableDescription,
} from "@aws-sdk/client-dynamodb";
import { problemOf } from "~/common/errors";
import { allPages } from "~/common/pages";
import { inParallel } from "~/common/parallel";
import { useClient } from "~/session/context";
import { isChanging } from "./describe";

export const SOON_MS = 1000; // until a state that changes is asked for again
const MOST_DESCRIBED = 500;
const PART = 50;
const AT_ONCE = 2; // of each part

// Everything of this folder is below ["tables"].
export const keys = {
  all: ["tables"],
  list: ["tables", "list"],
  part: (names: string[]) => ["tables", "part", ...names],
  table: (name: string) => ["tables", "description", name],
  of: (name: string, what: string) => ["tables", what, name],
  backups: ["tables", "backups"],
  imports: ["tables", "imports"],
  bulkPuts: ["tables", "bulk puts"],
};

export function useDynamoDB(): DynamoDBClient {
  return useClient(DynamoDBClient);
}

// Shows the pages what has been changed.
export function useRefresh(): () => void {
  const queries = useQueryClient();
  return useCallback(() => void queries.invalidateQueries({ queryKey: keys.all }), [queries]);
}

export interface ListedTable {
  name: string;
  table?: TableDescription; // not of those beyond the first 500
  problem?: string; // why there is none, as AccessDeniedException
  isPending?: boolean; // it is asked for
}

// All tables by their names, at once; what they are comes in parts.
export function useTables() {
  const dynamodb = useDynamoDB();
  const names = useQuery({ queryKey: keys.list, queryFn: () => tableNames(dynamodb) });
  const parts = useQueries({
    queries: chunks((names.data ?? []).slice(0, MOST_DESCRIBED), PART).map((part) => ({
      queryKey: keys.part(part),
      queryFn: () => inParallel(part, AT_ONCE, (name) => describeListed(dynamodb, name)),
      placeholderData: keepPreviousData<ListedTable[] | undefined>,
      refetchInterval: ({ state }: { state: { data?: ListedTable[] } }) =>
        state.data?.some(({ table }) => table && isChanging(table)) ? SOON_MS : false,
    })),
  });
  const known = new Map(parts.flatMap(({ data = [] }) => data).map((row) => [row.name, row]));
  const tables = names.data
    ?.map((name, index): ListedTable => known.get(name) ?? { name, isPending: index < MOST_DESCRIBED })
    // It was deleted since the names were asked for.
    .filter(({ problem }) => problem !== "ResourceNotFoundException");
  return { tables, error: names.error };
}

async function describeListed(dynamodb: DynamoDBClient, name: string): Promise<ListedTable> {
  try {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    return { name, table: Table };
  } catch (error) {
    return { name, problem: problemOf(error).code };
  }
}

function chunks<T>(items: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
}

export function tableNames(dynamodb: DynamoDBClient): Promise<string[]> {
  return allPages(async (start: string | undefined) => {
    const answer = await dynamodb.send(new ListTablesCommand({ ExclusiveStartTableName: start }));
    return { items: answer.TableNames, next: answer.LastEvaluatedTableName };
  });
}

export function useTable(name: string) {
  const dynamodb = useDynamoDB();
  return useQuery({
    queryKey: keys.table(name),
    queryFn: async (): Promise<TableDescription> => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
      if (!Table) throw new Error("the answer has no table");
      return Table;
    },
    refetchInterval: ({ state }) => (state.data && isChanging(state.data) && !state.error ? SOON_MS : false),
  });
}
