// Users, groups and roles have the same operations on their policies, under names of their own.

import {
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  DeleteGroupPolicyCommand,
  DeleteRolePolicyCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  GetGroupPolicyCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  type AttachedPolicy,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { readableDocument } from "~/panels/documents";
import { allMarked } from "./lists";

export interface Principal {
  kind: "user" | "group" | "role";
  name: string;
}

export interface PrincipalPolicies {
  inline: () => Promise<string[]>;
  document: (policy: string) => Promise<string>;
  put: (policy: string, document: string) => Promise<unknown>;
  remove: (policy: string) => Promise<unknown>;
  attached: () => Promise<AttachedPolicy[]>;
  attach: (arn: string) => Promise<unknown>;
  detach: (arn: string) => Promise<unknown>;
}

const decoded = (answer: { PolicyDocument: string | undefined }) =>
  readableDocument(answer.PolicyDocument, true);

function ofUser(iam: IAMClient, UserName: string): PrincipalPolicies {
  return {
    inline: () =>
      allMarked(
        (Marker) => iam.send(new ListUserPoliciesCommand({ UserName, Marker })),
        (page) => page.PolicyNames,
      ),
    document: async (PolicyName) =>
      decoded(await iam.send(new GetUserPolicyCommand({ UserName, PolicyName }))),
    put: (PolicyName, PolicyDocument) =>
      iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument })),
    remove: (PolicyName) => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName })),
    attached: () =>
      allMarked(
        (Marker) => iam.send(new ListAttachedUserPoliciesCommand({ UserName, Marker })),
        (page) => page.AttachedPolicies,
      ),
    attach: (PolicyArn) => iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn })),
    detach: (PolicyArn) => iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn })),
  };
}

function ofGroup(iam: IAMClient, GroupName: string): PrincipalPolicies {
  return {
    inline: () =>
      allMarked(
        (Marker) => iam.send(new ListGroupPoliciesCommand({ GroupName, Marker })),
        (page) => page.PolicyNames,
      ),
    document: async (PolicyName) =>
      decoded(await iam.send(new GetGroupPolicyCommand({ GroupName, PolicyName }))),
    put: (PolicyName, PolicyDocument) =>
      iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName, PolicyDocument })),
    remove: (PolicyName) => iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName })),
    attached: () =>
      allMarked(
        (Marker) => iam.send(new ListAttachedGroupPoliciesCommand({ GroupName, Marker })),
        (page) => page.AttachedPolicies,
      ),
    attach: (PolicyArn) => iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn })),
    detach: (PolicyArn) => iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn })),
  };
}

function ofRole(iam: IAMClient, RoleName: string): PrincipalPolicies {
  return {
    inline: () =>
      allMarked(
        (Marker) => iam.send(new ListRolePoliciesCommand({ RoleName, Marker })),
        (page) => page.PolicyNames,
      ),
    document: async (PolicyName) =>
      decoded(await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
    put: (PolicyName, PolicyDocument) =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument })),
    remove: (PolicyName) => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
    attached: () =>
      allMarked(
        (Marker) => iam.send(new ListAttachedRolePoliciesCommand({ RoleName, Marker })),
        (page) => page.AttachedPolicies,
      ),
    attach: (PolicyArn) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
    detach: (PolicyArn) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
  };
}

export function policiesOf(iam: IAMClient, { kind, name }: Principal): PrincipalPolicies {
  return { user: ofUser, group: ofGroup, role: ofRole }[kind](iam, name);
}
