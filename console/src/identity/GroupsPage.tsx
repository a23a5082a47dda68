import { CreateGroupCommand, IAMClient, type Group } from "@aws-sdk/client-iam";
import type { Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { useGroups } from "./lists";
import { NameForm } from "./NameForm";
import { PrincipalsPage } from "./PrincipalsPage";
import { deleteGroup } from "./removal";

const columns: Columns<Group> = [
  { id: "arn", header: "ARN", sortingField: "Arn", cell: ({ Arn }) => Arn, width: 420 },
];

export function GroupsPage() {
  const iam = useClient(IAMClient);
  return (
    <PrincipalsPage
      kind="group"
      description="What a group may do, all of its users may do."
      listed={useGroups()}
      nameField="GroupName"
      columns={columns}
      warning="Its users stay; they lose what only the group allows. Inline policies are gone for good."
      remove={(name) => deleteGroup(iam, name)}
      form={(props) => (
        <NameForm
          what="group"
          action={(GroupName, Path) => iam.send(new CreateGroupCommand({ GroupName, Path }))}
          {...props}
        />
      )}
    />
  );
}
