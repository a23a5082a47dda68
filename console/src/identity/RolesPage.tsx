import { IAMClient, type Role } from "@aws-sdk/client-iam";
import type { Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { CreateRole } from "./CreateRole";
import { useRoles } from "./lists";
import { PrincipalsPage } from "./PrincipalsPage";
import { deleteRole } from "./removal";
import { trustedBy } from "./trust";

const columns: Columns<Role> = [
  {
    id: "trusts",
    header: "Trusts",
    cell: (role) => trustedBy(role.AssumeRolePolicyDocument).join(", ") || "-",
    width: 320,
  },
  { id: "description", header: "Description", cell: (role) => role.Description || "-" },
];

export function RolesPage() {
  const iam = useClient(IAMClient);
  return (
    <PrincipalsPage
      kind="role"
      description="What functions and other callers may become for a while."
      listed={useRoles()}
      nameField="RoleName"
      columns={columns}
      warning="Functions that run as this role can do nothing any more. Inline policies are gone for good."
      remove={(name) => deleteRole(iam, name)}
      form={(props) => <CreateRole {...props} />}
    />
  );
}
