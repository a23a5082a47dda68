import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { GetPolicyCommand, LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Confirm } from "~/common/Confirm";
import { problemOf } from "~/common/errors";
import { useNotify } from "~/common/notifications";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { AddPermission } from "./AddPermission";
import { permissionsOf, type Permission } from "./permissions";

const COLUMNS: Columns<Permission> = [
  { id: "id", header: "Statement", cell: ({ id }) => id, sortingField: "id", isRowHeader: true },
  { id: "principal", header: "Who", cell: ({ principal }) => principal },
  { id: "action", header: "Action", cell: ({ action }) => action },
  { id: "condition", header: "Only if", cell: ({ condition }) => condition || "-" },
];

// Who else may call the function: its resource policy.
export function Permissions({ name }: { name: string }) {
  const lambda = useClient(LambdaClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const queryKey = ["functions", "policy", name];
  const { data, error, refetch } = useQuery({
    queryKey,
    queryFn: async () => {
      try {
        const { Policy = "{}" } = await lambda.send(new GetPolicyCommand({ FunctionName: name }));
        return permissionsOf(Policy);
      } catch (failure) {
        if (problemOf(failure).code === "ResourceNotFoundException") return []; // it has none
        throw failure;
      }
    },
  });
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<string>();
  const done = (text: string) => {
    notify.success(text);
    setAdding(false);
    setRemoving(undefined);
    void queries.invalidateQueries({ queryKey });
  };
  return (
    <>
      <ResourceTable
        title="Permissions"
        description="Who may call the function, apart from those whose own policies allow it."
        items={data}
        error={error}
        onRefresh={() => void refetch()}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        empty="There are none."
        select="single"
        actions={([picked]) => (
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={!picked} onClick={() => setRemoving(picked?.id)}>
              Remove permission
            </Button>
            <Button onClick={() => setAdding(true)}>Add permission</Button>
          </SpaceBetween>
        )}
      />
      {adding && (
        <AddPermission
          name={name}
          onDone={() => done("The permission was added.")}
          onDismiss={() => setAdding(false)}
        />
      )}
      {removing !== undefined && (
        <Confirm
          header={`Remove permission ${removing}?`}
          label="Remove"
          action={() =>
            lambda.send(new RemovePermissionCommand({ FunctionName: name, StatementId: removing }))
          }
          onDone={() => done("The permission was removed.")}
          onDismiss={() => setRemoving(undefined)}
        />
      )}
    </>
  );
}
