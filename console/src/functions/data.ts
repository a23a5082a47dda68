// What several pages of functions ask the server for.

import { useQuery } from "@tanstack/react-query";
import {
  GetFunctionCommand,
  LambdaClient,
  ListFunctionsCommand,
  type FunctionConfiguration,
} from "@aws-sdk/client-lambda";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { allPages } from "~/common/pages";
import { useClient } from "~/session/context";

export const POLL_MS = 1000;

export function useFunctions() {
  const lambda = useClient(LambdaClient);
  return useQuery({
    queryKey: ["functions", "list"],
    queryFn: () =>
      allPages(async (token: string | undefined) => {
        const { Functions, NextMarker } = await lambda.send(new ListFunctionsCommand({ Marker: token }));
        return { items: Functions, next: NextMarker };
      }),
  });
}

export function isChanging({ State, LastUpdateStatus }: FunctionConfiguration = {}): boolean {
  return State === "Pending" || LastUpdateStatus === "InProgress";
}

// The function with its code's address and its tags.
export function useFunction(name: string) {
  const lambda = useClient(LambdaClient);
  return useQuery({
    queryKey: ["functions", "one", name],
    queryFn: () => lambda.send(new GetFunctionCommand({ FunctionName: name })),
    refetchInterval: ({ state }) => (isChanging(state.data?.Configuration) ? POLL_MS : false),
  });
}

// To choose one; who may not list them types its ARN.
export function useRoles() {
  const iam = useClient(IAMClient);
  return useQuery({
    queryKey: ["functions", "roles"],
    queryFn: () =>
      allPages(async (token: string | undefined) => {
        const { Roles, Marker } = await iam.send(new ListRolesCommand({ Marker: token }));
        return { items: Roles, next: Marker };
      }, 1000),
  });
}
