// What is asked of the policy simulator, and what it answers, as rows.

import type {
  ContextEntry,
  ContextKeyTypeEnum,
  EvaluationResult,
  SimulateCustomPolicyRequest,
  SimulatePrincipalPolicyRequest,
  Statement,
} from "@aws-sdk/client-iam";

export interface Context {
  name: string;
  type: ContextKeyTypeEnum;
  values: string; // separated by commas
}

export interface Question {
  principal: string; // an ARN; empty: only the policies that are written here
  policies: string[];
  boundary: string;
  actions: string[];
  resources: string[]; // none: *
  context: Context[];
  resourcePolicy: string;
  caller: string; // an ARN, for the resource policy
}

export const NOTHING: Question = {
  principal: "",
  policies: [],
  boundary: "",
  actions: [],
  resources: [],
  context: [],
  resourcePolicy: "",
  caller: "",
};

export function contextEntries(context: readonly Context[]): ContextEntry[] {
  return context
    .filter(({ name, values }) => name.trim() && values.trim())
    .map(({ name, type, values }) => ({
      ContextKeyName: name.trim(),
      ContextKeyType: type,
      ContextKeyValues: type.endsWith("List")
        ? values
            .split(",")
            .map((value) => value.trim())
            .filter(Boolean)
        : [values.trim()],
    }));
}

// Keys that policies use and that are not in the form yet.
export function withKeys(context: readonly Context[], names: readonly string[]): Context[] {
  const there = new Set(context.map(({ name }) => name.trim().toLowerCase()));
  const added = names
    .filter((name) => !there.has(name.toLowerCase()))
    .map((name): Context => ({ name, type: likelyType(name), values: "" }));
  return [...context, ...added];
}

const TYPES: Record<string, ContextKeyTypeEnum> = {
  "dynamodb:leadingkeys": "stringList",
  "dynamodb:attributes": "stringList",
  "aws:tagkeys": "stringList",
  "aws:sourceip": "ip",
  "aws:currenttime": "date",
  "aws:tokenissuetime": "date",
  "aws:epochtime": "numeric",
  "aws:securetransport": "boolean",
  "aws:multifactorauthpresent": "boolean",
  "aws:multifactorauthage": "numeric",
  "s3:max-keys": "numeric",
};

export function likelyType(name: string): ContextKeyTypeEnum {
  return TYPES[name.toLowerCase()] ?? "string";
}

const orNone = (text: string) => (text.trim() ? text : undefined);

function common(question: Question) {
  const { actions, resources, context, resourcePolicy, caller, boundary } = question;
  const entries = contextEntries(context);
  return {
    ActionNames: actions,
    ResourceArns: resources.length > 0 ? resources : undefined,
    ContextEntries: entries.length > 0 ? entries : undefined,
    ResourcePolicy: orNone(resourcePolicy),
    CallerArn: orNone(caller),
    PermissionsBoundaryPolicyInputList: boundary.trim() ? [boundary] : undefined,
  };
}

export function principalRequest(question: Question): SimulatePrincipalPolicyRequest {
  const policies = question.policies.filter((text) => text.trim());
  return {
    ...common(question),
    PolicySourceArn: question.principal,
    PolicyInputList: policies.length > 0 ? policies : undefined,
  };
}

export function customRequest(question: Question): SimulateCustomPolicyRequest {
  return { ...common(question), PolicyInputList: question.policies.filter((text) => text.trim()) };
}

export interface Verdict {
  id: string;
  action: string;
  resource: string;
  decision: string;
  statements: Statement[];
  missing: string[];
  boundary: boolean | undefined; // does the permissions boundary allow it?
  details: Record<string, string>; // by kind of policy
}

// A row for each action and resource.
export function verdicts(results: readonly EvaluationResult[]): Verdict[] {
  return results.flatMap((result, index): Verdict[] => {
    const action = result.EvalActionName ?? "";
    const whole = {
      id: String(index),
      action,
      resource: result.EvalResourceName ?? "*",
      decision: result.EvalDecision ?? "",
      statements: result.MatchedStatements ?? [],
      missing: result.MissingContextValues ?? [],
      boundary: result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary,
      details: result.EvalDecisionDetails ?? {},
    };
    const each = result.ResourceSpecificResults ?? [];
    if (each.length === 0) return [whole];
    return each.map((one, at) => ({
      id: `${index}.${at}`,
      action,
      resource: one.EvalResourceName ?? "*",
      decision: one.EvalResourceDecision ?? "",
      statements: one.MatchedStatements ?? [],
      missing: one.MissingContextValues ?? [],
      boundary: one.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary ?? whole.boundary,
      details: one.EvalDecisionDetails ?? {},
    }));
  });
}

export function decisionText(decision: string): string {
  switch (decision) {
    case "allowed":
      return "Allowed";
    case "explicitDeny":
      return "Denied by a statement";
    case "implicitDeny":
      return "Denied: nothing allows it";
    default:
      return decision;
  }
}

export function statementText({
  SourcePolicyId,
  SourcePolicyType,
  StartPosition,
  EndPosition,
}: Statement): string {
  const at =
    StartPosition?.Line === undefined ? "" : ` from ${StartPosition.Line}:${StartPosition.Column ?? 1}`;
  const to = EndPosition?.Line === undefined ? "" : ` to ${EndPosition.Line}:${EndPosition.Column ?? 1}`;
  const type = SourcePolicyType && SourcePolicyType !== "none" ? ` (${SourcePolicyType})` : "";
  return `${SourcePolicyId ?? "?"}${type}${at}${to}`;
}

// The statement itself, where it is one of the policies that were written here.
export function statementSource(policies: readonly string[], statement: Statement): string | undefined {
  const { SourcePolicyId = "", StartPosition, EndPosition } = statement;
  const text = policies[Number(/^PolicyInputList\.(\d+)$/.exec(SourcePolicyId)?.[1] ?? 0) - 1];
  if (text === undefined || !StartPosition?.Line || !EndPosition?.Line) return undefined;
  const lines = text.split("\n").slice(StartPosition.Line - 1, EndPosition.Line);
  const last = lines.length - 1;
  lines[last] = (lines[last] ?? "").slice(0, EndPosition.Column);
  lines[0] = (lines[0] ?? "").slice((StartPosition.Column ?? 1) - 1);
  // What is between two statements counts to the second one.
  return lines
    .join("\n")
    .replace(/^[\s[,]+/, "")
    .replace(/[\s\],]+$/, "");
}

// What is typed or pasted: actions and ARNs have neither spaces nor commas.
export function tokensOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
