// Everything of a kind that the account has, as far as a person looks through it.

import {
  IAMClient,
  ListGroupsCommand,
  ListPoliciesCommand,
  ListRolesCommand,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import { useQuery } from "@tanstack/react-query";
import { allPages } from "~/common/pages";
import { useClient } from "~/session/context";

interface Marked {
  IsTruncated?: boolean;
  Marker?: string;
}

// Lists of IAM are continued by markers.
export function allMarked<Page extends Marked, T>(
  ask: (marker: string | undefined) => Promise<Page>,
  itemsOf: (page: Page) => T[] | undefined,
): Promise<T[]> {
  return allPages(async (marker: string | undefined) => {
    const page = await ask(marker);
    return { items: itemsOf(page), next: page.IsTruncated ? page.Marker : undefined };
  });
}

export function useUsers() {
  const iam = useClient(IAMClient);
  return useQuery({
    queryKey: ["iam", "users"],
    queryFn: () =>
      allMarked(
        (Marker) => iam.send(new ListUsersCommand({ Marker })),
        (page) => page.Users,
      ),
  });
}

export function useGroups() {
  const iam = useClient(IAMClient);
  return useQuery({
    queryKey: ["iam", "groups"],
    queryFn: () =>
      allMarked(
        (Marker) => iam.send(new ListGroupsCommand({ Marker })),
        (page) => page.Groups,
      ),
  });
}

export function useRoles() {
  const iam = useClient(IAMClient);
  return useQuery({
    queryKey: ["iam", "roles"],
    queryFn: () =>
      allMarked(
        (Marker) => iam.send(new ListRolesCommand({ Marker })),
        (page) => page.Roles,
      ),
  });
}

export function usePolicies() {
  const iam = useClient(IAMClient);
  return useQuery({
    queryKey: ["iam", "policies"],
    queryFn: () =>
      allMarked(
        (Marker) => iam.send(new ListPoliciesCommand({ Marker, Scope: "All" })),
        (page) => page.Policies,
      ),
  });
}
