import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import {
  DeleteRolePermissionsBoundaryCommand,
  DeleteUserPermissionsBoundaryCommand,
  IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutUserPermissionsBoundaryCommand,
} from "@aws-sdk/client-iam";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Confirm } from "~/common/Confirm";
import { FormModal } from "~/common/FormModal";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { ProblemAlert } from "~/common/Problem";
import { useClient } from "~/session/context";
import { usePolicies } from "./lists";

interface Props {
  kind: "user" | "role";
  name: string;
  arn: string | undefined; // of the policy that is the boundary
  queryKey: readonly unknown[]; // of the user or role
}

// The most that the policies of a user or role can allow.
export function BoundaryPanel({ kind, name, arn, queryKey }: Props) {
  const iam = useClient(IAMClient);
  const queries = useQueryClient();
  const [asking, setAsking] = useState<"set" | "remove">();
  const done = () => {
    setAsking(undefined);
    void queries.invalidateQueries({ queryKey });
  };
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`Nothing beyond it is allowed to this ${kind}, whatever its policies say.`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={!arn} onClick={() => setAsking("remove")}>
                Remove boundary
              </Button>
              <Button onClick={() => setAsking("set")}>Set boundary</Button>
            </SpaceBetween>
          }
        >
          Permissions boundary
        </Header>
      }
    >
      {arn ? <PageLink to={links.policy(arn)}>{arn}</PageLink> : <Box>There is none.</Box>}
      {asking === "set" && (
        <BoundaryForm
          set={(PermissionsBoundary) =>
            kind === "user"
              ? iam.send(new PutUserPermissionsBoundaryCommand({ UserName: name, PermissionsBoundary }))
              : iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary }))
          }
          onDone={done}
          onDismiss={() => setAsking(undefined)}
        />
      )}
      {asking === "remove" && (
        <Confirm
          header={`Remove the permissions boundary of ${name}?`}
          label="Remove"
          action={() =>
            kind === "user"
              ? iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: name }))
              : iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: name }))
          }
          onDone={done}
          onDismiss={() => setAsking(undefined)}
        >
          Then everything is allowed that its policies allow.
        </Confirm>
      )}
    </Container>
  );
}

interface FormProps {
  set: (arn: string) => Promise<unknown>;
  onDone: () => void;
  onDismiss: () => void;
}

function BoundaryForm({ set, onDone, onDismiss }: FormProps) {
  const { data, error } = usePolicies();
  const [chosen, setChosen] = useState<SelectProps.Option | null>(null);
  return (
    <FormModal
      header="Set permissions boundary"
      label="Set"
      disabled={!chosen}
      action={() => set(chosen?.value ?? "")}
      onDone={onDone}
      onDismiss={onDismiss}
    >
      <FormField label="Policy">
        <Select
          options={(data ?? []).map(({ Arn, PolicyName }) => ({
            value: Arn,
            label: PolicyName,
            description: Arn,
          }))}
          selectedOption={chosen}
          statusType={error ? "error" : data ? "finished" : "loading"}
          loadingText="Loading"
          errorText="The policies could not be loaded."
          filteringType="auto"
          placeholder="Choose a policy"
          onChange={({ detail }) => setChosen(detail.selectedOption)}
        />
      </FormField>
      <ProblemAlert error={error} />
    </FormModal>
  );
}
