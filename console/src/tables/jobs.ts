// Exports, imports and bulk puts: lists name them, and each is described by itself.

import { useQuery } from "@tanstack/react-query";
import {
  DescribeBulkOperationCommand,
  DescribeExportCommand,
  DescribeImportCommand,
  ListBulkOperationsCommand,
  ListExportsCommand,
  ListImportsCommand,
  type BulkOperationDescription,
  type DynamoDBClient,
  type ExportDescription,
  type ImportTableDescription,
} from "@aws-sdk/client-dynamodb";
import { allPages } from "~/common/pages";
import { inParallel } from "~/common/parallel";
import { tableOfArn } from "./arn";
import { isRunning } from "./bulkForm";
import { keys, SOON_MS, useDynamoDB } from "./data";

const MOST_JOBS = 200;
const AT_ONCE = 8;

export function useExports(tableArn: string | undefined) {
  const dynamodb = useDynamoDB();
  return useQuery({
    queryKey: ["tables", "exports", tableArn ?? ""],
    queryFn: async (): Promise<ExportDescription[]> => {
      const jobs = await allPages(async (token: string | undefined) => {
        const answer = await dynamodb.send(new ListExportsCommand({ TableArn: tableArn, NextToken: token }));
        return { items: answer.ExportSummaries, next: answer.NextToken };
      }, MOST_JOBS);
      return inParallel(jobs, AT_ONCE, async (job) => {
        const { ExportDescription } = await dynamodb.send(
          new DescribeExportCommand({ ExportArn: job.ExportArn }),
        );
        return ExportDescription ?? job;
      });
    },
    refetchInterval: ({ state }) =>
      state.data?.some(({ ExportStatus }) => ExportStatus === "IN_PROGRESS") ? SOON_MS : false,
  });
}

export function useImports() {
  const dynamodb = useDynamoDB();
  return useQuery({
    queryKey: keys.imports,
    queryFn: async (): Promise<ImportTableDescription[]> => {
      const jobs = await allPages(async (token: string | undefined) => {
        const answer = await dynamodb.send(new ListImportsCommand({ NextToken: token }));
        return { items: answer.ImportSummaryList, next: answer.NextToken };
      }, MOST_JOBS);
      return inParallel(jobs, AT_ONCE, async (job) => {
        const { ImportTableDescription } = await dynamodb.send(
          new DescribeImportCommand({ ImportArn: job.ImportArn }),
        );
        return ImportTableDescription ?? job;
      });
    },
    refetchInterval: ({ state }) =>
      state.data?.some(({ ImportStatus }) => ImportStatus === "IN_PROGRESS" || ImportStatus === "CANCELLING")
        ? SOON_MS
        : false,
  });
}

async function describeBulkPut(dynamodb: DynamoDBClient, arn: string | undefined) {
  const { BulkOperationDescription: job } = await dynamodb.send(
    new DescribeBulkOperationCommand({ BulkOperationArn: arn }),
  );
  return job;
}

// Those of one table, or all.
export function useBulkPuts(tableName: string | undefined) {
  const dynamodb = useDynamoDB();
  return useQuery({
    queryKey: [...keys.bulkPuts, tableName ?? ""],
    queryFn: async (): Promise<BulkOperationDescription[]> => {
      const all = await allPages(async (token: string | undefined) => {
        const answer = await dynamodb.send(new ListBulkOperationsCommand({ NextToken: token }));
        return { items: answer.BulkOperationsSummaryList, next: answer.NextToken };
      });
      const jobs = all
        .filter(({ BulkOperationArn: arn }) => tableName === undefined || tableOfArn(arn) === tableName)
        .slice(0, MOST_JOBS);
      return inParallel(
        jobs,
        AT_ONCE,
        async (job) => (await describeBulkPut(dynamodb, job.BulkOperationArn)) ?? job,
      );
    },
    refetchInterval: ({ state }) => (state.data?.some(isRunning) ? SOON_MS : false),
  });
}

export function useBulkPut(arn: string) {
  const dynamodb = useDynamoDB();
  return useQuery({
    queryKey: [...keys.bulkPuts, "one", arn],
    queryFn: async (): Promise<BulkOperationDescription> => {
      const job = await describeBulkPut(dynamodb, arn);
      if (!job) throw new Error("the answer has no bulk operation");
      return job;
    },
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) && !state.error ? SOON_MS : false),
  });
}
