import FormField from "@cloudscape-design/components/form-field";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { ProblemAlert } from "~/common/Problem";
import { useGroups, useRoles, useUsers } from "./lists";

interface Props {
  arn: string;
  onChange: (arn: string) => void;
}

export function PrincipalSelect({ arn, onChange }: Props) {
  const users = useUsers();
  const groups = useGroups();
  const roles = useRoles();
  const error = users.error ?? groups.error ?? roles.error;
  const isLoading = users.isPending || groups.isPending || roles.isPending;
  const options = [
    {
      label: "Users",
      options: (users.data ?? []).map(({ Arn, UserName }) => ({
        value: Arn,
        label: UserName,
        description: Arn,
      })),
    },
    {
      label: "Groups",
      options: (groups.data ?? []).map(({ Arn, GroupName }) => ({
        value: Arn,
        label: GroupName,
        description: Arn,
      })),
    },
    {
      label: "Roles",
      options: (roles.data ?? []).map(({ Arn, RoleName }) => ({
        value: Arn,
        label: RoleName,
        description: Arn,
      })),
    },
  ].filter((group) => group.options.length > 0);
  const chosen = options.flatMap((group) => group.options).find(({ value }) => value === arn);
  return (
    <SpaceBetween size="s">
      <FormField
        label="User, group or role"
        description="With all policies that it has, also by its groups."
        stretch
      >
        <Select
          options={options}
          selectedOption={chosen ?? (arn ? { value: arn, label: arn } : null)}
          statusType={isLoading ? "loading" : "finished"}
          loadingText="Loading"
          filteringType="auto"
          placeholder="Choose a user, group or role"
          empty="There are no users, groups or roles."
          onChange={({ detail }) => onChange(detail.selectedOption.value ?? "")}
        />
      </FormField>
      <ProblemAlert error={error} />
    </SpaceBetween>
  );
}
