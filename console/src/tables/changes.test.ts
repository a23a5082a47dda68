import { expect, test } from "vitest";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { capacityChange, capacityOf, indexCreation } from "./changes";
import { emptyIndex, NO_CAPACITY } from "./form";

const provisioned: TableDescription = {
  TableName: "T",
  AttributeDefinitions: [{ AttributeName: "p", AttributeType: "S" }],
  ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
  GlobalSecondaryIndexes: [
    { IndexName: "i", ProvisionedThroughput: { ReadCapacityUnits: 7, WriteCapacityUnits: 8 } },
  ],
};
const onDemand: TableDescription = {
  TableName: "T",
  BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
  ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
  GlobalSecondaryIndexes: [
    { IndexName: "i", ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 } },
  ],
};

test("nothing changed is no request", () => {
  for (const table of [provisioned, onDemand]) {
    const now = capacityOf(table);
    expect(capacityChange(table, now.table, now.indexes)).toBeUndefined();
  }
});

test("only what changed is said", () => {
  const now = capacityOf(provisioned);
  expect(capacityChange(provisioned, { ...now.table, read: "50" }, now.indexes)).toEqual({
    TableName: "T",
    ProvisionedThroughput: { ReadCapacityUnits: 50, WriteCapacityUnits: 6 },
  });
  const index = [
    { name: "i", capacity: { ...NO_CAPACITY, mode: "PROVISIONED" as const, read: "9", write: "8" } },
  ];
  expect(capacityChange(provisioned, now.table, index)).toEqual({
    TableName: "T",
    GlobalSecondaryIndexUpdates: [
      { Update: { IndexName: "i", ProvisionedThroughput: { ReadCapacityUnits: 9, WriteCapacityUnits: 8 } } },
    ],
  });
});

test("provisioned, each index needs its units", () => {
  const now = capacityOf(onDemand);
  expect(
    capacityChange(onDemand, { ...now.table, mode: "PROVISIONED", read: "1", write: "2" }, now.indexes),
  ).toEqual({
    TableName: "T",
    BillingMode: "PROVISIONED",
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 2 },
    GlobalSecondaryIndexUpdates: [
      { Update: { IndexName: "i", ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 } } },
    ],
  });
});

test("on demand, nothing has to be said of indexes", () => {
  const now = capacityOf(provisioned);
  expect(capacityChange(provisioned, { ...now.table, mode: "PAY_PER_REQUEST" }, now.indexes)).toEqual({
    TableName: "T",
    BillingMode: "PAY_PER_REQUEST",
  });
});

test("a limit is set, and taken away", () => {
  const now = capacityOf(onDemand);
  expect(capacityChange(onDemand, { ...now.table, mostRead: "100" }, now.indexes)).toEqual({
    TableName: "T",
    OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: -1 },
  });
  const limited = { ...onDemand, OnDemandThroughput: { MaxReadRequestUnits: 100, MaxWriteRequestUnits: -1 } };
  expect(capacityChange(limited, { ...capacityOf(limited).table, mostRead: "" }, now.indexes)).toEqual({
    TableName: "T",
    OnDemandThroughput: { MaxReadRequestUnits: -1, MaxWriteRequestUnits: -1 },
  });
});

test("a new index, with the attributes of the table defined", () => {
  const index = {
    ...emptyIndex(0, "global", NO_CAPACITY),
    name: "j",
    partition: [{ name: "q", type: "N" as const }],
  };
  expect(indexCreation(provisioned, index)).toEqual({
    TableName: "T",
    AttributeDefinitions: [
      { AttributeName: "p", AttributeType: "S" },
      { AttributeName: "q", AttributeType: "N" },
    ],
    GlobalSecondaryIndexUpdates: [
      {
        Create: {
          IndexName: "j",
          KeySchema: [{ AttributeName: "q", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
          ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
        },
      },
    ],
  });
});
