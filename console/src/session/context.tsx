import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { keepSession, loadSession, type Session } from "./session";

interface SessionState {
  session: Session;
  setSession: (session: Session) => void;
}

const SessionContext = createContext<SessionState | undefined>(undefined);

export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [session, setSession] = useState(() => loadSession(window.sessionStorage, window.location.origin));
  const state = useMemo(
    () => ({
      session,
      setSession: (next: Session) => {
        keepSession(window.sessionStorage, next);
        queries.clear(); // what another account or region has is not shown
        setSession(next);
      },
    }),
    [session, queries],
  );
  return <SessionContext.Provider value={state}>{children}</SessionContext.Provider>;
}

export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (!state) throw new Error("useSession needs a SessionProvider");
  return state;
}

// What all clients of the AWS SDK are made with.
export interface ClientOptions {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  maxAttempts: number;
}

interface Client {
  destroy(): void;
}

// A client of the SDK for the session: `const dynamodb = useClient(DynamoDBClient)`. `more` must not change.
export function useClient<C extends Client, O extends object = object>(
  make: new (options: ClientOptions & O) => C,
  more?: O,
): C {
  const { session } = useSession();
  const client = useMemo(() => {
    const { endpoint, region, accessKeyId, secretAccessKey, sessionToken } = session;
    const credentials = { accessKeyId, secretAccessKey, sessionToken };
    return new make({ endpoint, region, credentials, maxAttempts: 2, ...(more as O) });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `more` is a constant of the caller
  }, [session, make]);
  useEffect(() => () => client.destroy(), [client]);
  return client;
}
