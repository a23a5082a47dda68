import { CreateUserCommand, IAMClient, type User } from "@aws-sdk/client-iam";
import type { Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { useUsers } from "./lists";
import { NameForm } from "./NameForm";
import { PrincipalsPage } from "./PrincipalsPage";
import { deleteUser } from "./removal";

const columns: Columns<User> = [
  { id: "path", header: "Path", sortingField: "Path", cell: ({ Path }) => Path },
  { id: "arn", header: "ARN", sortingField: "Arn", cell: ({ Arn }) => Arn, width: 420 },
];

export function UsersPage() {
  const iam = useClient(IAMClient);
  return (
    <PrincipalsPage
      kind="user"
      listed={useUsers()}
      nameField="UserName"
      columns={columns}
      several
      warning="Their access keys stop working at once; inline policies are gone for good."
      remove={(name) => deleteUser(iam, name)}
      form={(props) => (
        <NameForm
          what="user"
          action={(UserName, Path) => iam.send(new CreateUserCommand({ UserName, Path }))}
          {...props}
        />
      )}
    />
  );
}
