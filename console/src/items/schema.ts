// What the server says about tables.

import { useQuery } from "@tanstack/react-query";
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { allPages } from "~/common/pages";
import { useClient } from "~/session/context";
import { schemaOf } from "./model/schema";

export function tableNames(client: DynamoDBClient): Promise<string[]> {
  return allPages(async (after: string | undefined) => {
    const page = await client.send(new ListTablesCommand({ ExclusiveStartTableName: after }));
    return { items: page.TableNames, next: page.LastEvaluatedTableName };
  });
}

export function useSchema(table: string) {
  const client = useClient(DynamoDBClient);
  return useQuery({
    queryKey: ["items", "schema", table],
    queryFn: async () => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
      return schemaOf(Table ?? {});
    },
  });
}
