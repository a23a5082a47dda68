import { useQuery } from "@tanstack/react-query";
import { DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { useClient, useSession } from "~/session/context";

const MOST_SUGGESTED = 100;
const PATH_STYLE = { forcePathStyle: true };

// ARNs of tables and buckets to pick from, as far as they may be listed: these are only suggestions.
export function useResources(): string[] {
  const dynamodb = useClient(DynamoDBClient);
  const s3 = useClient(S3Client, PATH_STYLE);
  const sts = useClient(STSClient);
  const { region } = useSession().session;
  const { data } = useQuery({
    queryKey: ["iam", "resources"],
    queryFn: async () => {
      const [identity, tables, buckets] = await Promise.allSettled([
        sts.send(new GetCallerIdentityCommand({})),
        dynamodb.send(new ListTablesCommand({ Limit: MOST_SUGGESTED })),
        s3.send(new ListBucketsCommand({ MaxBuckets: MOST_SUGGESTED })),
      ]);
      const account = identity.status === "fulfilled" ? identity.value.Account : "*";
      const tableNames = tables.status === "fulfilled" ? (tables.value.TableNames ?? []) : [];
      const bucketNames = buckets.status === "fulfilled" ? (buckets.value.Buckets ?? []) : [];
      return [
        ...tableNames.map((name) => `arn:aws:dynamodb:${region}:${account}:table/${name}`),
        ...bucketNames.flatMap(({ Name }) => [`arn:aws:s3:::${Name}`, `arn:aws:s3:::${Name}/*`]),
      ];
    },
  });
  return data ?? [];
}
