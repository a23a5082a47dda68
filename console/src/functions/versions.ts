import { useQuery } from "@tanstack/react-query";
import { LambdaClient, ListAliasesCommand, ListVersionsByFunctionCommand } from "@aws-sdk/client-lambda";
import { allPages } from "~/common/pages";
import { useClient } from "~/session/context";

// "$LATEST" first, then as they were published.
export function useVersions(name: string) {
  const lambda = useClient(LambdaClient);
  return useQuery({
    queryKey: ["functions", "versions", name],
    queryFn: () =>
      allPages(async (token: string | undefined) => {
        const request = new ListVersionsByFunctionCommand({ FunctionName: name, Marker: token });
        const { Versions, NextMarker } = await lambda.send(request);
        return { items: Versions, next: NextMarker };
      }, 1000),
  });
}

export function useAliases(name: string) {
  const lambda = useClient(LambdaClient);
  return useQuery({
    queryKey: ["functions", "aliases", name],
    queryFn: () =>
      allPages(async (token: string | undefined) => {
        const request = new ListAliasesCommand({ FunctionName: name, Marker: token });
        const { Aliases, NextMarker } = await lambda.send(request);
        return { items: Aliases, next: NextMarker };
      }, 1000),
  });
}
