import { expect, test } from "vitest";
import {
  createInput,
  definitions,
  emptyIndex,
  emptyTable,
  importParameters,
  missing,
  NO_CAPACITY,
  onDemand,
  provisioned,
  tagsOf,
  type IndexForm,
  type TableForm,
} from "./form";

const music: TableForm = {
  ...emptyTable(),
  name: "Music",
  partition: { name: "Artist", type: "S" },
  sort: { name: "Year", type: "N" },
};

const byGenre: IndexForm = {
  ...emptyIndex(1, "global", NO_CAPACITY),
  name: "ByGenre",
  partition: [
    { name: "Genre", type: "S" },
    { name: "Label", type: "S" },
  ],
  sort: [{ name: "Year", type: "N" }],
  projection: "INCLUDE",
  include: ["Title", "", "Cover"],
};

const byTitle: IndexForm = {
  ...emptyIndex(2, "local", NO_CAPACITY),
  name: "ByTitle",
  sort: [{ name: "Title", type: "S" }],
  projection: "KEYS_ONLY",
};

test("the least that a table has", () => {
  const input = createInput({ ...music, sort: { name: "", type: "S" } });
  expect(JSON.parse(JSON.stringify(input))).toEqual({
    TableName: "Music",
    AttributeDefinitions: [{ AttributeName: "Artist", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "Artist", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
    TableClass: "STANDARD",
    DeletionProtectionEnabled: false,
  });
});

test("indexes, each attribute defined once", () => {
  const input = createInput({ ...music, indexes: [byGenre, byTitle] });
  expect(input.AttributeDefinitions).toEqual([
    { AttributeName: "Artist", AttributeType: "S" },
    { AttributeName: "Year", AttributeType: "N" },
    { AttributeName: "Genre", AttributeType: "S" },
    { AttributeName: "Label", AttributeType: "S" },
    { AttributeName: "Title", AttributeType: "S" },
  ]);
  expect(input.GlobalSecondaryIndexes).toEqual([
    {
      IndexName: "ByGenre",
      KeySchema: [
        { AttributeName: "Genre", KeyType: "HASH" },
        { AttributeName: "Label", KeyType: "HASH" },
        { AttributeName: "Year", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["Title", "Cover"] },
    },
  ]);
  expect(input.LocalSecondaryIndexes).toEqual([
    {
      IndexName: "ByTitle",
      KeySchema: [
        { AttributeName: "Artist", KeyType: "HASH" },
        { AttributeName: "Title", KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "KEYS_ONLY" },
    },
  ]);
});

test("an import has no local indexes, and does not define their attributes", () => {
  const parameters = importParameters({ ...music, indexes: [byTitle] });
  expect(parameters.AttributeDefinitions?.map(({ AttributeName }) => AttributeName)).toEqual([
    "Artist",
    "Year",
  ]);
  expect(parameters).not.toHaveProperty("LocalSecondaryIndexes");
});

test("an attribute with two types stays twice, for the server to refuse", () => {
  expect(
    definitions([
      { name: "a", type: "S" },
      { name: "a", type: "N" },
      { name: "a", type: "S" },
      { name: "", type: "S" },
    ]),
  ).toEqual([
    { AttributeName: "a", AttributeType: "S" },
    { AttributeName: "a", AttributeType: "N" },
  ]);
});

test("units", () => {
  const capacity = { ...NO_CAPACITY, mode: "PROVISIONED" as const, read: " 10 ", write: "many" };
  expect(provisioned(capacity)).toEqual({ ReadCapacityUnits: 10, WriteCapacityUnits: 0 });
  expect(onDemand(capacity)).toBeUndefined();
  expect(provisioned(NO_CAPACITY)).toBeUndefined();
  expect(onDemand(NO_CAPACITY)).toBeUndefined();
  expect(onDemand({ ...NO_CAPACITY, mostRead: "100" })).toEqual({ MaxReadRequestUnits: 100 });
  expect(onDemand({ ...NO_CAPACITY, mostRead: "100" }, -1)).toEqual({
    MaxReadRequestUnits: 100,
    MaxWriteRequestUnits: -1,
  });
});

test("settings", () => {
  const input = createInput({
    ...music,
    stream: "NEW_IMAGE",
    protection: true,
    tableClass: "STANDARD_INFREQUENT_ACCESS",
    tags: [
      { key: "team", value: "music" },
      { key: "", value: "left empty" },
    ],
  });
  expect(input.StreamSpecification).toEqual({ StreamEnabled: true, StreamViewType: "NEW_IMAGE" });
  expect(input.DeletionProtectionEnabled).toBe(true);
  expect(input.TableClass).toBe("STANDARD_INFREQUENT_ACCESS");
  expect(input.Tags).toEqual([{ Key: "team", Value: "music" }]);
  expect(tagsOf([])).toEqual([]);
});

test("what is missing", () => {
  expect(missing(music)).toEqual({});
  expect(missing(emptyTable())).toEqual({ name: "Enter a name.", partition: "Enter an attribute." });
  const indexes = [
    { ...emptyIndex(7, "global", NO_CAPACITY), projection: "INCLUDE" as const, include: [""] },
    emptyIndex(8, "local", NO_CAPACITY),
  ];
  expect(Object.keys(missing({ ...music, indexes }))).toEqual([
    "indexes.7.name",
    "indexes.7.key",
    "indexes.7.include",
    "indexes.8.name",
    "indexes.8.key",
  ]);
});
