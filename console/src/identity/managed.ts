// Managed policies and their versions.

import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  ListPolicyVersionsCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { allMarked } from "./lists";

export const MOST_VERSIONS = 5;

export function isOfAws(arn: string): boolean {
  return /^arn:[^:]*:iam::aws:/.test(arn);
}

export function listVersions(iam: IAMClient, PolicyArn: string) {
  return allMarked(
    (Marker) => iam.send(new ListPolicyVersionsCommand({ PolicyArn, Marker })),
    (page) => page.Versions,
  );
}

// A policy has to have no version but its default to be deleted. One that is attached keeps its versions.
export async function deletePolicy(iam: IAMClient, PolicyArn: string): Promise<void> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const isUsed = Boolean(Policy?.AttachmentCount) || Boolean(Policy?.PermissionsBoundaryUsageCount);
  if (!isUsed) {
    for (const { VersionId, IsDefaultVersion } of await listVersions(iam, PolicyArn))
      if (!IsDefaultVersion) await iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
  await iam.send(new DeletePolicyCommand({ PolicyArn }));
}
