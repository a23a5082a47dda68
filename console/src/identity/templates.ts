import type { PolicyTemplate } from "~/panels/documents";

const Version = "2012-10-17";
const TABLE = "arn:aws:dynamodb:*:*:table/TABLE";

const READS = [
  "dynamodb:BatchGetItem",
  "dynamodb:ConditionCheckItem",
  "dynamodb:DescribeTable",
  "dynamodb:GetItem",
  "dynamodb:Query",
  "dynamodb:Scan",
];
const WRITES = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"];

export const policyTemplates: PolicyTemplate[] = [
  {
    name: "Read one table",
    description: "Items and indexes of a table, no changes.",
    document: {
      Version,
      Statement: [{ Effect: "Allow", Action: READS, Resource: [TABLE, `${TABLE}/index/*`] }],
    },
  },
  {
    name: "Read and write one table",
    description: "Items of a table, but not the table itself.",
    document: {
      Version,
      Statement: [{ Effect: "Allow", Action: [...READS, ...WRITES], Resource: [TABLE, `${TABLE}/index/*`] }],
    },
  },
  {
    name: "Only the caller's own items",
    description: "Items whose partition key is the name of the user.",
    document: {
      Version,
      Statement: [
        {
          Effect: "Allow",
          Action: [
            "dynamodb:BatchGetItem",
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
          ],
          Resource: TABLE,
          Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["${aws:username}"] } },
        },
      ],
    },
  },
  {
    name: "Only some attributes",
    description: "Reads of the attributes that are named, and of no other.",
    document: {
      Version,
      Statement: [
        {
          Effect: "Allow",
          Action: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:BatchGetItem"],
          Resource: TABLE,
          Condition: {
            "ForAllValues:StringEquals": { "dynamodb:Attributes": ["id", "name"] },
            StringEqualsIfExists: { "dynamodb:Select": "SPECIFIC_ATTRIBUTES" },
          },
        },
      ],
    },
  },
  {
    name: "Function with a trigger",
    description: "Reads the stream of a table and writes logs.",
    document: {
      Version,
      Statement: [
        {
          Effect: "Allow",
          Action: [
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
          ],
          Resource: `${TABLE}/stream/*`,
        },
        {
          Effect: "Allow",
          Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "*",
        },
      ],
    },
  },
  {
    name: "Read and write one bucket",
    document: {
      Version,
      Statement: [
        { Effect: "Allow", Action: "s3:ListBucket", Resource: "arn:aws:s3:::BUCKET" },
        {
          Effect: "Allow",
          Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
          Resource: "arn:aws:s3:::BUCKET/*",
        },
      ],
    },
  },
];

function trust(name: string, description: string, principal: object): PolicyTemplate {
  const statement = { Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" };
  return { name, description, document: { Version, Statement: [statement] } };
}

export const trustTemplates: PolicyTemplate[] = [
  trust("Functions", "Lambda runs functions as this role.", { Service: "lambda.amazonaws.com" }),
  trust("An account", "Who may do so by policies of that account.", {
    AWS: "arn:aws:iam::000000000000:root",
  }),
  trust("One user", "Somebody who is named.", { AWS: "arn:aws:iam::000000000000:user/NAME" }),
];
