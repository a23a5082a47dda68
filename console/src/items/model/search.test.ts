import type { QueryCommandInput, ScanCommandInput } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import type { Schema } from "./schema";
import { NEW_FILTER, type Filter } from "./filters";
import { SearchError } from "./operands";
import { NEW_SEARCH, requestOf, type Search } from "./search";

const schema: Schema = {
  table: "Music",
  keys: {
    name: undefined,
    partition: [{ name: "Artist", type: "S" }],
    sort: [{ name: "Year", type: "N" }],
    isGlobal: false,
  },
  indexes: [
    {
      name: "several",
      partition: [
        { name: "a", type: "S" },
        { name: "b", type: "N" },
      ],
      sort: [
        { name: "c", type: "S" },
        { name: "d", type: "S" },
      ],
      isGlobal: true,
    },
  ],
  vectors: [
    {
      name: "by-plot",
      attribute: "Plot",
      dimensions: 2,
      distance: "COSINE",
      partition: [{ name: "Language", type: "S" }],
      filters: [{ name: "Year", type: "N" }],
    },
    {
      name: "all",
      attribute: "Plot",
      dimensions: 2,
      distance: "EUCLIDEAN",
      partition: [],
      filters: [],
    },
  ],
};

const query = (change: Partial<Search>) =>
  requestOf({ ...NEW_SEARCH, operation: "Query", ...change }, schema).input as QueryCommandInput;
const filtered = (...filters: Partial<Filter>[]) =>
  requestOf({ ...NEW_SEARCH, filters: filters.map((filter) => ({ ...NEW_FILTER, ...filter })) }, schema)
    .input as ScanCommandInput;
const vectors = (change: Partial<Search>, within = schema) =>
  requestOf({ ...NEW_SEARCH, operation: "SearchVectors", vector: "[1, -0.5]", ...change }, within);

test("a scan of everything", () => {
  expect(requestOf(NEW_SEARCH, schema)).toEqual({
    operation: "Scan",
    input: { TableName: "Music", Limit: 100 },
  });
});

test("a query between two values, the other way round, consistent", () => {
  const input = query({
    partition: { Artist: "The Who" },
    sort: { Year: { operator: "BETWEEN", value: "1965", to: "1979" } },
    descending: true,
    consistent: true,
    pageSize: "",
  });
  expect(input).toEqual({
    TableName: "Music",
    KeyConditionExpression: "#Artist = :Artist AND #Year BETWEEN :Year_from AND :Year_to",
    ExpressionAttributeNames: { "#Artist": "Artist", "#Year": "Year" },
    ExpressionAttributeValues: {
      ":Artist": { S: "The Who" },
      ":Year_from": { N: "1965" },
      ":Year_to": { N: "1979" },
    },
    ScanIndexForward: false,
    ConsistentRead: true,
  });
});

test("an index of several attributes wants all of its partition and its sort keys from the left", () => {
  const partition = { a: "x", b: "1" };
  const condition = (operator: "=" | ">" | "begins_with", value: string) => ({ operator, value, to: "" });
  expect(
    query({ index: "several", partition, sort: { c: condition("=", "c"), d: condition("begins_with", "d") } })
      .KeyConditionExpression,
  ).toBe("#a = :a AND #b = :b AND #c = :c AND begins_with(#d, :d)");
  expect(() => query({ index: "several", partition: { a: "x" } })).toThrow(SearchError);
  expect(() => query({ index: "several", partition, sort: { d: condition("=", "d") } })).toThrow(/need =/);
  expect(() =>
    query({ index: "several", partition, sort: { c: condition(">", "c"), d: condition("=", "d") } }),
  ).toThrow(/need =/);
});

test("global indexes have no consistent reads", () => {
  expect(
    query({ index: "several", partition: { a: "x", b: "1" }, consistent: true }).ConsistentRead,
  ).toBeUndefined();
});

test("every filter", () => {
  const expression = (filter: Partial<Filter>) => filtered({ path: "x", ...filter }).FilterExpression;
  expect(expression({ operator: "<>", value: "a" })).toBe("#x <> :x");
  expect(expression({ operator: "BETWEEN", type: "N", value: "1", to: "2" })).toBe(
    "#x BETWEEN :x_from AND :x_to",
  );
  expect(expression({ operator: "IN", value: "a\nb\n" })).toBe("#x IN (:x, :x_2)");
  expect(expression({ operator: "contains", not: true, value: "a" })).toBe("NOT contains(#x, :x)");
  expect(expression({ operator: "attribute_exists" })).toBe("attribute_exists(#x)");
  expect(expression({ operator: "attribute_type", value: "SS" })).toBe("attribute_type(#x, :x_type)");
  expect(expression({ operator: "size", size: "<=", type: "S", value: "10" })).toBe("size(#x) <= :x_size");
});

test("all of the filters or any of them, with one placeholder a name", () => {
  const filters = [
    { ...NEW_FILTER, path: "a.size[1]", value: "x" },
    { ...NEW_FILTER, path: "a", value: "y" },
  ];
  const any = requestOf({ ...NEW_SEARCH, match: "any", filters }, schema).input as ScanCommandInput;
  expect(any.FilterExpression).toBe("#a.#size[1] = :size OR #a = :a");
  expect(any.ExpressionAttributeNames).toEqual({ "#a": "a", "#size": "size" });
});

test("a search of vectors names the partition, and what else has to hold", () => {
  const year = (operator: Filter["operator"], value: string): Filter => ({
    ...NEW_FILTER,
    path: "Year",
    operator,
    type: "N",
    value,
  });
  const filters = [year("<", "1970"), year(">=", "1980")];
  const search = { partition: { Language: "en" }, filters, projection: "Title" };
  expect(vectors({ ...search, match: "any" })).toEqual({
    operation: "SearchVectors",
    input: {
      TableName: "Music",
      IndexName: "by-plot",
      TopK: 10,
      SearchVector: [{ N: "1" }, { N: "-0.5" }],
      SearchConditionExpression: "#Language = :Language AND (#Year < :Year OR #Year >= :Year_2)",
      ProjectionExpression: "#Title",
      ExpressionAttributeNames: { "#Language": "Language", "#Year": "Year", "#Title": "Title" },
      ExpressionAttributeValues: {
        ":Language": { S: "en" },
        ":Year": { N: "1970" },
        ":Year_2": { N: "1980" },
      },
    },
  });
  expect(vectors(search).input).toMatchObject({
    SearchConditionExpression: "#Language = :Language AND #Year < :Year AND #Year >= :Year_2",
  });
});

test("without partition and filters a search of vectors has no condition", () => {
  expect(vectors({ vectorIndex: "all", topK: "3" }).input).toEqual({
    TableName: "Music",
    IndexName: "all",
    TopK: 3,
    SearchVector: [{ N: "1" }, { N: "-0.5" }],
  });
});

test("names that look alike have placeholders of their own", () => {
  const input = requestOf({ ...NEW_SEARCH, projection: 'a-b, a_b, ä, ö, "x.y"' }, schema).input;
  expect(input.ProjectionExpression).toBe("#a_b, #a_b_2, #_, #__2, #x_y");
  expect(Object.values(input.ExpressionAttributeNames ?? {})).toEqual(["a-b", "a_b", "ä", "ö", "x.y"]);
});

test("what is wrong is said where it is", () => {
  const field = (make: () => unknown) => {
    try {
      make();
    } catch (error) {
      return (error as SearchError).field;
    }
    return undefined;
  };
  expect(field(() => query({}))).toBe("partition.Artist");
  expect(
    field(() => query({ partition: { Artist: "a" }, sort: { Year: { operator: "=", value: "x", to: "" } } })),
  ).toBe("sort.Year");
  expect(field(() => filtered({ path: "a", value: "1" }, { path: "" }))).toBe("filter.1");
  expect(field(() => filtered({ path: "a", type: "B", value: "*" }))).toBe("filter.0");
  expect(field(() => requestOf({ ...NEW_SEARCH, projection: "a..b" }, schema))).toBe("projection");
  expect(field(() => requestOf({ ...NEW_SEARCH, pageSize: "0" }, schema))).toBe("pageSize");
  expect(field(() => vectors({}))).toBe("partition.Language");
  expect(field(() => vectors({ vectorIndex: "all", vector: "[1, x]" }))).toBe("vector");
  expect(field(() => vectors({ vectorIndex: "all", topK: "many" }))).toBe("topK");
  expect(field(() => vectors({}, { ...schema, vectors: [] }))).toBe("vector");
});
