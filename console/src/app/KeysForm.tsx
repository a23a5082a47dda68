import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Session } from "~/session/session";

export interface TypedKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

export const NO_KEYS: TypedKeys = { accessKeyId: "", secretAccessKey: "", sessionToken: "" };

// As a session has them.
export function keysOf(typed: TypedKeys): Pick<Session, keyof TypedKeys> {
  return {
    accessKeyId: typed.accessKeyId.trim(),
    secretAccessKey: typed.secretAccessKey.trim(),
    sessionToken: typed.sessionToken.trim() || undefined,
  };
}

interface Props {
  keys: TypedKeys;
  onChange: (keys: TypedKeys) => void;
  idDescription?: string;
  secretDescription?: string;
  remembered?: boolean; // the browser may keep them, as a name and its password
}

// An access key, as a person types it.
export function KeysForm({ keys, onChange, idDescription, secretDescription, remembered = false }: Props) {
  const set = (name: keyof TypedKeys) => (event: { detail: { value: string } }) =>
    onChange({ ...keys, [name]: event.detail.value });
  return (
    <SpaceBetween size="m">
      <FormField label="Access key id" description={idDescription}>
        <Input
          value={keys.accessKeyId}
          autoFocus
          autoComplete={remembered ? "username" : "off"}
          spellcheck={false}
          onChange={set("accessKeyId")}
        />
      </FormField>
      <FormField label="Secret access key" description={secretDescription}>
        <Input
          type="password"
          value={keys.secretAccessKey}
          autoComplete={remembered ? "current-password" : "off"}
          onChange={set("secretAccessKey")}
        />
      </FormField>
      <FormField label="Session token" description="Of temporary keys only.">
        <Input type="password" value={keys.sessionToken} autoComplete="off" onChange={set("sessionToken")} />
      </FormField>
    </SpaceBetween>
  );
}
