import {
  QueryCommand,
  ScanCommand,
  SearchVectorsCommand,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import type { Request } from "../model/search";
import type { Item } from "../model/values";
import type { Fetch } from "./answer";

export function fetchOf(client: DynamoDBClient, request: Request): Fetch {
  if (request.operation === "SearchVectors")
    return async (_, abortSignal) => {
      const input = { ...request.input, ReturnConsumedCapacity: "TOTAL" as const };
      const answer = await client.send(new SearchVectorsCommand(input), { abortSignal });
      const results = answer.SearchResults ?? [];
      return {
        items: results.map(({ Item }) => Item ?? {}),
        scores: results.map(({ Score }) => Score),
        searchedBytes: answer.ConsumedCapacity?.VectorSearchRequestBytes,
      };
    };
  return async (next, abortSignal) => {
    const more = { ExclusiveStartKey: next as Item | undefined, ReturnConsumedCapacity: "TOTAL" as const };
    const page =
      request.operation === "Query"
        ? await client.send(new QueryCommand({ ...request.input, ...more }), { abortSignal })
        : await client.send(new ScanCommand({ ...request.input, ...more }), { abortSignal });
    return {
      items: page.Items ?? [],
      scanned: page.ScannedCount,
      units: page.ConsumedCapacity?.CapacityUnits,
      next: page.LastEvaluatedKey,
    };
  };
}
