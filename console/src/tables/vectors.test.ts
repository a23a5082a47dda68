import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { vectorIndexCreation } from "./changes";
import { formLike, isChanging } from "./describe";
import { createInput, emptyTable, importParameters, missing } from "./form";
import { distanceText, emptyVector, missingOfVector, vectorDeletion, type VectorForm } from "./vectors";

const byPlot: VectorForm = {
  ...emptyVector(0),
  name: "ByPlot",
  attribute: "Plot",
  dimensions: " 3",
  partition: [{ name: "Language", type: "S" }],
  filters: [
    { name: "Year", type: "N" },
    { name: "", type: "S" },
  ],
  projection: "INCLUDE",
  include: ["Cover", ""],
};

const made = {
  IndexName: "ByPlot",
  VectorAttribute: { AttributeName: "Plot" },
  Dimensions: 3,
  DistanceFunction: "COSINE" as const,
  SearchSchema: [
    { AttributeName: "Language", SearchSchemaElementType: "HASH" as const },
    { AttributeName: "Year", SearchSchemaElementType: "INLINE_FILTER" as const },
  ],
  Projection: { ProjectionType: "INCLUDE" as const, NonKeyAttributes: ["Cover"] },
};

const films: TableDescription = {
  TableName: "Films",
  AttributeDefinitions: [
    { AttributeName: "Title", AttributeType: "S" },
    { AttributeName: "Language", AttributeType: "S" },
    { AttributeName: "Year", AttributeType: "N" },
  ],
  KeySchema: [{ AttributeName: "Title", KeyType: "HASH" }],
  BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
  VectorIndexes: [{ ...made, IndexStatus: "ACTIVE", ItemCount: 4 }],
};

test("a new table, and an import, with a vector index: what it searches by is defined, the vector is not", () => {
  const table = {
    ...emptyTable(),
    name: "Films",
    partition: { name: "Title", type: "S" as const },
    vectors: [byPlot],
  };
  for (const input of [createInput(table), importParameters(table)]) {
    expect(input.VectorIndexes).toEqual([made]);
    expect(input.AttributeDefinitions).toEqual(films.AttributeDefinitions);
  }
  expect(createInput({ ...table, vectors: [] }).VectorIndexes).toBeUndefined();
});

test("a table is the beginning of another one with its vector indexes", () => {
  expect(createInput({ ...formLike(films), name: "Films" })).toMatchObject({
    AttributeDefinitions: films.AttributeDefinitions,
    VectorIndexes: [made],
  });
});

test("one is added to a table, and deleted", () => {
  expect(
    vectorIndexCreation(films, { ...byPlot, partition: [], filters: [], projection: "ALL", dimensions: "x" }),
  ).toEqual({
    TableName: "Films",
    AttributeDefinitions: films.AttributeDefinitions,
    VectorIndexUpdates: [
      {
        Create: {
          IndexName: "ByPlot",
          VectorAttribute: { AttributeName: "Plot" },
          Dimensions: 0,
          DistanceFunction: "COSINE",
          Projection: { ProjectionType: "ALL" },
        },
      },
    ],
  });
  expect(vectorDeletion("Films", "ByPlot")).toEqual({
    TableName: "Films",
    VectorIndexUpdates: [{ Delete: { IndexName: "ByPlot" } }],
  });
});

test("a table changes while one of its vector indexes does", () => {
  const creating = { ...made, IndexStatus: "CREATING" as const };
  expect(isChanging({ ...films, TableStatus: "ACTIVE" })).toBe(false);
  expect(isChanging({ ...films, TableStatus: "ACTIVE", VectorIndexes: [creating] })).toBe(true);
});

test("what is missing is said at its field", () => {
  expect(missingOfVector(byPlot)).toEqual({});
  const empty: VectorForm = { ...emptyVector(4), projection: "INCLUDE" };
  expect(
    Object.keys(
      missing({ ...emptyTable(), name: "T", partition: { name: "p", type: "S" }, vectors: [empty] }),
    ),
  ).toEqual(["vectors.4.name", "vectors.4.attribute", "vectors.4.dimensions", "vectors.4.include"]);
});

test("distances have names", () => {
  expect(distanceText("DOT_PRODUCT")).toBe("Dot product");
  expect(distanceText(undefined)).toBe("-");
});
