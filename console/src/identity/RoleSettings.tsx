import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { IAMClient, UpdateRoleCommand, type Role } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { useClient } from "~/session/context";

export function RoleSettings({ role }: { role: Role }) {
  const iam = useClient(IAMClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const [description, setDescription] = useState(role.Description ?? "");
  const [seconds, setSeconds] = useState(String(role.MaxSessionDuration ?? 3600));
  const { busy, error, run } = useAction();
  const save = () =>
    run(async () => {
      await iam.send(
        new UpdateRoleCommand({
          RoleName: role.RoleName,
          Description: description,
          MaxSessionDuration: Number(seconds),
        }),
      );
      await queries.invalidateQueries({ queryKey: ["iam", "roles"] });
      notify.success("The role was saved.");
    });
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <Button loading={busy} disabled={!/^\d+$/.test(seconds)} onClick={() => void save()}>
              Save
            </Button>
          }
        >
          Settings
        </Header>
      }
    >
      <SpaceBetween size="m">
        <FormField label="Description">
          <Input value={description} onChange={({ detail }) => setDescription(detail.value)} />
        </FormField>
        <FormField label="Longest session" description="Seconds, from an hour (3600) to twelve (43200).">
          <Input
            value={seconds}
            type="number"
            inputMode="numeric"
            onChange={({ detail }) => setSeconds(detail.value)}
          />
        </FormField>
        <ProblemAlert error={error} />
      </SpaceBetween>
    </Container>
  );
}
