import { useQuery } from "@tanstack/react-query";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { useClient } from "~/session/context";

// Who the server takes the session for.
export function useIdentity() {
  const sts = useClient(STSClient);
  return useQuery({
    queryKey: ["identity"],
    queryFn: () => sts.send(new GetCallerIdentityCommand({})),
    staleTime: Infinity,
  });
}
