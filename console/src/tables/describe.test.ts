import { expect, test } from "vitest";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { cliInput, template } from "./definition";
import {
  capacityText,
  formLike,
  isChanging,
  keyOf,
  limitsText,
  partitionText,
  projectionText,
  sortText,
} from "./describe";
import { createInput } from "./form";

const music: TableDescription = {
  TableName: "Music",
  TableStatus: "ACTIVE",
  AttributeDefinitions: [
    { AttributeName: "Artist", AttributeType: "S" },
    { AttributeName: "Year", AttributeType: "N" },
    { AttributeName: "Genre", AttributeType: "B" },
  ],
  KeySchema: [
    { AttributeName: "Artist", KeyType: "HASH" },
    { AttributeName: "Year", KeyType: "RANGE" },
  ],
  ProvisionedThroughput: { ReadCapacityUnits: 1500, WriteCapacityUnits: 2 },
  GlobalSecondaryIndexes: [
    {
      IndexName: "ByGenre",
      IndexStatus: "ACTIVE",
      KeySchema: [{ AttributeName: "Genre", KeyType: "HASH" }],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["Title"] },
      ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
    },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: "ByOther",
      KeySchema: [
        { AttributeName: "Artist", KeyType: "HASH" },
        { AttributeName: "Genre", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "ALL" },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
  DeletionProtectionEnabled: true,
};

test("keys", () => {
  expect(partitionText(music)).toBe("Artist (String)");
  expect(keyOf(music)).toBe("Artist (S), Year (N)");
  expect(sortText(music)).toBe("Year (Number)");
  expect(sortText({ ...music, KeySchema: [{ AttributeName: "Artist", KeyType: "HASH" }] })).toBe("-");
});

test("capacity", () => {
  expect(capacityText(music)).toBe("Provisioned: 1,500 read, 2 write");
  const onDemand: TableDescription = { BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" } };
  expect(capacityText(onDemand)).toBe("On demand");
  expect(
    capacityText({ ...onDemand, OnDemandThroughput: { MaxReadRequestUnits: 10, MaxWriteRequestUnits: -1 } }),
  ).toBe("On demand, at most read 10, write no limit");
  expect(limitsText({ MaxReadRequestUnits: -1 })).toBe("no limit");
});

test("projections", () => {
  expect(projectionText({ ProjectionType: "ALL" })).toBe("All attributes");
  expect(projectionText({ ProjectionType: "INCLUDE", NonKeyAttributes: ["a", "b"] })).toBe("Keys and a, b");
  expect(projectionText(undefined)).toBe("-");
});

test("what changes by itself", () => {
  expect(isChanging(music)).toBe(false);
  expect(isChanging({ TableStatus: "CREATING" })).toBe(true);
  expect(isChanging({ TableStatus: "ACTIVE", GlobalSecondaryIndexes: [{ IndexStatus: "DELETING" }] })).toBe(
    true,
  );
  expect(isChanging({ TableStatus: "INACCESSIBLE_ENCRYPTION_CREDENTIALS" })).toBe(false);
});

test("a form like a table makes that table", () => {
  const input = createInput(formLike(music));
  expect(input.KeySchema).toEqual(music.KeySchema);
  expect(input.AttributeDefinitions).toEqual(music.AttributeDefinitions);
  expect(input.ProvisionedThroughput).toEqual(music.ProvisionedThroughput);
  expect(input.GlobalSecondaryIndexes?.[0]).toMatchObject({
    IndexName: "ByGenre",
    Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["Title"] },
    ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
  });
  expect(input.LocalSecondaryIndexes?.[0]).toMatchObject({ IndexName: "ByOther" });
  expect(input.DeletionProtectionEnabled).toBe(true);
  expect(input.StreamSpecification?.StreamViewType).toBe("KEYS_ONLY");
});

test("a stream that is off is not made again", () => {
  expect(formLike({ ...music, StreamSpecification: { StreamEnabled: false } }).stream).toBe("");
});

test("definitions", () => {
  expect(JSON.parse(cliInput(music))).toMatchObject({
    TableName: "Music",
    StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" },
  });
  const properties = (JSON.parse(template(music)) as { Resources: { Table: { Properties: unknown } } })
    .Resources.Table.Properties;
  expect(properties).toMatchObject({
    TableName: "Music",
    StreamSpecification: { StreamViewType: "KEYS_ONLY" },
  });
  expect(properties).not.toHaveProperty("StreamSpecification.StreamEnabled");
});
