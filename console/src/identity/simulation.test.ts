import { expect, test } from "vitest";
import { ACTIONS } from "./actions";
import {
  contextEntries,
  customRequest,
  NOTHING,
  principalRequest,
  statementSource,
  statementText,
  tokensOf,
  verdicts,
  withKeys,
} from "./simulation";

const POLICY = '{"Version": "2012-10-17"}';

test("what was left empty is not part of a request", () => {
  expect(
    principalRequest({ ...NOTHING, principal: "arn:x", actions: ["s3:GetObject"], policies: [" "] }),
  ).toEqual({
    PolicySourceArn: "arn:x",
    ActionNames: ["s3:GetObject"],
  });
});

test("policies that are written are simulated alone or with a principal's", () => {
  const question = {
    ...NOTHING,
    actions: ["s3:GetObject"],
    resources: ["arn:aws:s3:::b/*"],
    policies: [POLICY, ""],
    boundary: POLICY,
    context: [{ name: "aws:SourceIp", type: "ip" as const, values: "10.0.0.1" }],
  };
  expect(customRequest(question)).toEqual({
    ActionNames: ["s3:GetObject"],
    ResourceArns: ["arn:aws:s3:::b/*"],
    PolicyInputList: [POLICY],
    PermissionsBoundaryPolicyInputList: [POLICY],
    ContextEntries: [
      { ContextKeyName: "aws:SourceIp", ContextKeyType: "ip", ContextKeyValues: ["10.0.0.1"] },
    ],
  });
  expect(principalRequest({ ...question, principal: "arn:x" }).PolicyInputList).toEqual([POLICY]);
});

test("only lists are taken apart at commas", () => {
  const context = [
    { name: "a", type: "stringList" as const, values: "x, y" },
    { name: "b", type: "string" as const, values: "x, y" },
    { name: "c", type: "string" as const, values: " " },
  ];
  expect(contextEntries(context).map(({ ContextKeyValues }) => ContextKeyValues)).toEqual([
    ["x", "y"],
    ["x, y"],
  ]);
});

test("keys of policies are added once, with the type they have", () => {
  const context = [{ name: "AWS:username", type: "string" as const, values: "ann" }];
  expect(withKeys(context, ["aws:username", "dynamodb:LeadingKeys"])).toEqual([
    context[0],
    { name: "dynamodb:LeadingKeys", type: "stringList", values: "" },
  ]);
});

test("a row for each action and resource", () => {
  const rows = verdicts([
    {
      EvalActionName: "dynamodb:GetItem",
      EvalResourceName: "arn:template",
      EvalDecision: "allowed",
      ResourceSpecificResults: [
        { EvalResourceName: "arn:1", EvalResourceDecision: "allowed" },
        { EvalResourceName: "arn:2", EvalResourceDecision: "explicitDeny", MissingContextValues: ["k"] },
      ],
    },
    { EvalActionName: "dynamodb:ListTables", EvalDecision: "implicitDeny" },
  ]);
  expect(
    rows.map(({ action, resource, decision, missing }) => [action, resource, decision, missing]),
  ).toEqual([
    ["dynamodb:GetItem", "arn:1", "allowed", []],
    ["dynamodb:GetItem", "arn:2", "explicitDeny", ["k"]],
    ["dynamodb:ListTables", "*", "implicitDeny", []],
  ]);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
});

test("a statement is found by its policy and place", () => {
  expect(
    statementText({
      SourcePolicyId: "PolicyInputList.1",
      SourcePolicyType: "none",
      StartPosition: { Line: 3, Column: 5 },
      EndPosition: { Line: 9, Column: 6 },
    }),
  ).toBe("PolicyInputList.1 from 3:5 to 9:6");
});

test("a statement of a policy that was written is shown itself", () => {
  const policy = '{\n  "Statement": [\n    {"Sid": "A"},\n    {\n      "Sid": "B"\n    }\n  ]\n}';
  const statement = {
    SourcePolicyId: "PolicyInputList.1",
    StartPosition: { Line: 3, Column: 17 },
    EndPosition: { Line: 6, Column: 6 },
  };
  expect(statementSource([policy], statement)).toBe('{\n      "Sid": "B"\n    }');
  const first = {
    ...statement,
    StartPosition: { Line: 2, Column: 17 },
    EndPosition: { Line: 3, Column: 17 },
  };
  expect(statementSource([policy], first)).toBe('{"Sid": "A"}');
  expect(statementSource([policy], { ...statement, SourcePolicyId: "own" })).toBeUndefined();
  expect(statementSource([], statement)).toBeUndefined();
});

test("several actions may be pasted", () => {
  expect(tokensOf(" s3:GetObject,s3:PutObject\n  s3:List* ")).toEqual([
    "s3:GetObject",
    "s3:PutObject",
    "s3:List*",
  ]);
});

test("actions to pick from are each named once", () => {
  expect(ACTIONS.every((action) => /^[a-z0-9]+:[A-Z][A-Za-z]+$/.test(action))).toBe(true);
  expect(new Set(ACTIONS).size).toBe(ACTIONS.length);
});
