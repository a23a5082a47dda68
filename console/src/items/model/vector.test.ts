import { expect, test } from "vitest";
import { SearchError } from "./operands";
import { schemaOf, vectorsOf } from "./schema";
import type { Item } from "./values";
import { lengthOf, likeness, parseVector, scoreText, vectorText } from "./vector";

const films = schemaOf({
  TableName: "Films",
  AttributeDefinitions: [
    { AttributeName: "Title", AttributeType: "S" },
    { AttributeName: "Year", AttributeType: "N" },
  ],
  KeySchema: [{ AttributeName: "Title", KeyType: "HASH" }],
  VectorIndexes: [
    {
      IndexName: "ByPlot",
      VectorAttribute: { AttributeName: "Plot" },
      Dimensions: 3,
      DistanceFunction: "DOT_PRODUCT",
      SearchSchema: [
        { AttributeName: "Title", SearchSchemaElementType: "INLINE_FILTER" },
        { AttributeName: "Year", SearchSchemaElementType: "HASH" },
      ],
    },
  ],
});
const byPlot = vectorsOf(films, "ByPlot")!;

test("the schema has the vector indexes; the first one stands for none", () => {
  expect(byPlot).toEqual({
    name: "ByPlot",
    attribute: "Plot",
    dimensions: 3,
    distance: "DOT_PRODUCT",
    partition: [{ name: "Year", type: "N" }],
    filters: [{ name: "Title", type: "S" }],
  });
  expect(vectorsOf(films, "")).toBe(byPlot);
  expect(vectorsOf(schemaOf({}), "ByPlot")).toBeUndefined();
});

test("a vector is read as models and as items write it, with every digit", () => {
  const numbers = [{ N: "0.12345678901234567890" }, { N: "-1e-7" }];
  for (const text of [
    "[0.12345678901234567890, -1e-7]",
    "0.12345678901234567890, -1e-7",
    ' [{"N": "0.12345678901234567890"}, {"N": "-1e-7"}]\n',
    '{"L": [{"N": "0.12345678901234567890"}, {"N": "-1e-7"}]}',
  ])
    expect(parseVector(text, "vector"), text).toEqual(numbers);
  expect(lengthOf("[1, 2, 3]")).toBe(3);
});

test("what is no vector is told, with its place", () => {
  const problem = (text: string) => {
    try {
      parseVector(text, "vector");
    } catch (error) {
      if (error instanceof SearchError) return error.message;
      throw error;
    }
    return undefined;
  };
  expect(problem(" ")).toMatch(/^A vector is needed/);
  expect(problem("[1, 2")).toBe("Line 1, column 6: a comma or ] is expected");
  expect(problem('[1, "2"]')).toBe("[1]: This is not a number.");
  expect(problem('[1, {"S": "2"}]')).toBe("[1]: This is not a number.");
  expect(problem("[1e999]")).toMatch(/^\[0\]: The magnitude/);
  expect(problem('{"S": "x"}')).toBe("a list in [brackets] is expected");
  expect(lengthOf("[1, ")).toBeUndefined();
});

test("an item says what is to be like it", () => {
  const Plot = { L: [{ N: "1" }, { N: "0.50" }] };
  expect(likeness({ Plot, Year: { N: "1982" }, Other: { S: "x" } }, byPlot)).toEqual({
    vector: "[1, 0.50]",
    partition: { Year: "1982" },
  });
  expect(likeness({ Plot }, byPlot)).toEqual({ vector: "[1, 0.50]", partition: {} });
  expect(parseVector(vectorText({ Plot }, "Plot")!, "")).toEqual(Plot.L);
  const without: Item[] = [{}, { Plot: { S: "x" } }, { Plot: { L: [] } }, { Plot: { L: [{ S: "1" }] } }];
  for (const item of without) expect(likeness(item, byPlot)).toBeUndefined();
});

test("scores have as many digits as say something", () => {
  expect(scoreText(0.0051234567)).toBe("0.00512346");
  expect(scoreText(2)).toBe("2");
});
