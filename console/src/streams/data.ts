import { useQuery } from "@tanstack/react-query";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { allPages } from "~/common/pages";
import { useClient } from "~/session/context";

// All streams, or those of one table; those that were switched off can be read for 24 hours.
export function useStreams(table?: string) {
  const streams = useClient(DynamoDBStreamsClient);
  return useQuery({
    queryKey: ["streams", "list", table ?? ""],
    queryFn: () =>
      allPages(async (token: string | undefined) => {
        const request = new ListStreamsCommand({ TableName: table, ExclusiveStartStreamArn: token });
        const { Streams, LastEvaluatedStreamArn } = await streams.send(request);
        return { items: Streams, next: LastEvaluatedStreamArn };
      }),
  });
}

// Its first hundred shards are enough for what is shown of it.
export function useStream(arn: string) {
  const streams = useClient(DynamoDBStreamsClient);
  return useQuery({
    queryKey: ["streams", "one", arn],
    queryFn: async () =>
      (await streams.send(new DescribeStreamCommand({ StreamArn: arn }))).StreamDescription,
  });
}
