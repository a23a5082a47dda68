import { useQuery } from "@tanstack/react-query";
import { DescribeContinuousBackupsCommand } from "@aws-sdk/client-dynamodb";
import { keys, useDynamoDB } from "./data";

// Point-in-time recovery of a table: whether it is on, and for which time.
export function useRecovery(name: string) {
  const dynamodb = useDynamoDB();
  return useQuery({
    queryKey: keys.of(name, "recovery"),
    queryFn: async () => {
      const answer = await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName: name }));
      return answer.ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
    },
  });
}
