// What resource policies of tables begin with.

import type { PolicyTemplate } from "~/panels/documents";

const READ = [
  "dynamodb:GetItem",
  "dynamodb:BatchGetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:DescribeTable",
];
const WRITE = ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"];
const OTHER_ACCOUNT = { AWS: "arn:aws:iam::123456789012:root" };

function policy(...statements: object[]): object {
  return { Version: "2012-10-17", Statement: statements };
}

export function policyTemplates(tableArn: string): [PolicyTemplate, ...PolicyTemplate[]] {
  const resources = [tableArn, `${tableArn}/index/*`];
  const allow = { Effect: "Allow", Principal: OTHER_ACCOUNT, Resource: resources };
  return [
    {
      name: "Another account may read",
      document: policy({ Sid: "Read", ...allow, Action: READ }),
    },
    {
      name: "Another account may read and write",
      document: policy({ Sid: "ReadAndWrite", ...allow, Action: [...READ, ...WRITE] }),
    },
    {
      name: "Nobody may delete the table",
      document: policy({
        Sid: "KeepTable",
        Effect: "Deny",
        Principal: "*",
        Action: "dynamodb:DeleteTable",
        Resource: tableArn,
      }),
    },
  ];
}
