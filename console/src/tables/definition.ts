// A table as the input of the tools that make one.

import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { formLike } from "./describe";
import { createInput } from "./form";

// For `aws dynamodb create-table --cli-input-json`.
export function cliInput(table: TableDescription): string {
  return JSON.stringify(createInput(formLike(table)), null, 2);
}

// A template of CloudFormation. Its table has the same properties, but for a stream, which has only a view.
export function template(table: TableDescription): string {
  const { StreamSpecification: stream, ...properties } = createInput(formLike(table));
  const resource = {
    Type: "AWS::DynamoDB::Table",
    Properties: {
      ...properties,
      StreamSpecification: stream && { StreamViewType: stream.StreamViewType },
    },
  };
  return JSON.stringify({ AWSTemplateFormatVersion: "2010-09-09", Resources: { Table: resource } }, null, 2);
}
