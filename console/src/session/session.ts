// Who asks, and where: what every request of the console is signed with.

export interface Session {
  readonly endpoint: string; // "http://localhost:8000", without a path
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

// With `--auth lax` any key will do; an access key of twelve digits stands for the account of that number.
export const ANYBODY = { accessKeyId: "console", secretAccessKey: "console" } as const;
export const DEFAULT_REGION = "us-east-1";

const KEY = "stator-session";

type Kept = Omit<Session, "endpoint">;

function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null) return false;
  const kept = value as Record<string, unknown>;
  return (
    ["region", "accessKeyId", "secretAccessKey"].every((name) => typeof kept[name] === "string") &&
    ["string", "undefined"].includes(typeof kept.sessionToken)
  );
}

// For this tab only, and until it is closed: keys are never written to the disk.
export function loadSession(storage: Storage, endpoint: string): Session {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "null");
    if (isKept(kept)) return { ...kept, endpoint };
  } catch {
    // Somebody else's; begin anew.
  }
  return { endpoint, region: DEFAULT_REGION, ...ANYBODY };
}

export function keepSession(storage: Storage, session: Session): void {
  const { region, accessKeyId, secretAccessKey, sessionToken } = session;
  storage.setItem(KEY, JSON.stringify({ region, accessKeyId, secretAccessKey, sessionToken }));
}
