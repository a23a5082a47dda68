import { expect, test } from "vitest";
import { permissionsOf } from "./permissions";

test("the statements of a policy", () => {
  const policy = {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "a",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111122223333:root" },
        Action: "lambda:InvokeFunction",
        Resource: "arn",
      },
      {
        Sid: "b",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: "lambda:InvokeFunction",
        Resource: "arn",
        Condition: {
          StringEquals: { "AWS:SourceAccount": "111122223333" },
          ArnLike: { "AWS:SourceArn": "arn:aws:s3:::b" },
        },
      },
    ],
  };
  expect(permissionsOf(JSON.stringify(policy))).toEqual([
    { id: "a", principal: "arn:aws:iam::111122223333:root", action: "lambda:InvokeFunction", condition: "" },
    {
      id: "b",
      principal: "s3.amazonaws.com",
      action: "lambda:InvokeFunction",
      condition: "AWS:SourceAccount = 111122223333, AWS:SourceArn = arn:aws:s3:::b",
    },
  ]);
  expect(permissionsOf("{}")).toEqual([]);
});
