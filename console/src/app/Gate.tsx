import type { ReactNode } from "react";
import Box from "@cloudscape-design/components/box";
import Spinner from "@cloudscape-design/components/spinner";
import { wantsSignIn } from "~/common/errors";
import { ProblemAlert } from "~/common/Problem";
import { useIdentity } from "./identity";
import { SignIn } from "./SignIn";

// A server with `--auth strict` wants keys before there is anything to see.
export function Gate({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useIdentity();
  if (data) return children;
  if (error && wantsSignIn(error)) return <SignIn error={error} />;
  return (
    <Box padding="xxl" textAlign="center">
      {error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Spinner size="large" />}
    </Box>
  );
}
