import { useState, type FormEvent } from "react";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ProblemAlert } from "~/common/Problem";
import { useSession } from "~/session/context";
import { ANYBODY } from "~/session/session";
import { KeysForm, keysOf, NO_KEYS } from "./KeysForm";

// `error`: why the keys of the session were refused.
export function SignIn({ error }: { error: unknown }) {
  const { session, setSession } = useSession();
  const isFirst = session.accessKeyId === ANYBODY.accessKeyId;
  const [keys, setKeys] = useState({ ...NO_KEYS, accessKeyId: isFirst ? "" : session.accessKeyId });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSession({ ...session, ...keysOf(keys) });
  };
  return (
    <Box padding="xxl">
      <div style={{ maxWidth: "32rem", margin: "0 auto" }}>
        <form onSubmit={submit}>
          <Form
            header={
              <Header variant="h1" description="This server verifies signatures (--auth strict).">
                Sign in
              </Header>
            }
            actions={
              <Button
                variant="primary"
                formAction="submit"
                disabled={!keys.accessKeyId.trim() || !keys.secretAccessKey.trim()}
              >
                Sign in
              </Button>
            }
          >
            <SpaceBetween size="m">
              {!isFirst && <ProblemAlert error={error} />}
              <Container>
                <KeysForm
                  keys={keys}
                  onChange={setKeys}
                  secretDescription="Kept in this tab until it is closed."
                  remembered
                />
              </Container>
            </SpaceBetween>
          </Form>
        </form>
      </div>
    </Box>
  );
}
