import { expect, test } from "vitest";
import { itemOf } from "../model/values";
import type { Call } from "./call";
import { shellWord } from "./cli";
import { languages } from "./languages";

const target = { endpoint: "http://localhost:8000", region: "us-east-1" };
const write = (id: string, call: Call) =>
  languages.find((language) => language.id === id)!.write(call, target);

const query: Call = {
  operation: "Query",
  input: {
    TableName: "Music",
    KeyConditionExpression: "#Artist = :Artist",
    ExpressionAttributeNames: { "#Artist": "Artist" },
    ExpressionAttributeValues: { ":Artist": { S: `O'Brien "\\ $x\n\u202e😀` } },
    ScanIndexForward: false,
    Limit: 10,
    ExclusiveStartKey: { Artist: { S: "left out" } },
  },
};

test("a shell takes any text as it is", () => {
  expect(shellWord("a-b_c.d/e:1")).toBe("a-b_c.d/e:1");
  expect(shellWord("it's $HOME `x`")).toBe("'it'\\''s $HOME `x`'");
  expect(shellWord("")).toBe("''");
});

test("the AWS CLI", () => {
  expect(write("cli", query)).toBe(
    [
      "aws dynamodb query",
      "--endpoint-url http://localhost:8000",
      "--region us-east-1",
      "--table-name Music",
      "--key-condition-expression '#Artist = :Artist'",
      `--expression-attribute-names '{"#Artist":"Artist"}'`,
      `--expression-attribute-values '{":Artist":{"S":"O'\\''Brien \\"\\\\ $x\\n\\u202e😀"}}'`,
      "--no-scan-index-forward",
      "--page-size 10\n",
    ].join(" \\\n  "),
  );
});

test("Python", () => {
  const text = write("python", query);
  expect(text).toContain('":Artist": {"S": "O\'Brien \\"\\\\ $x\\n\\u202e😀"},');
  expect(text).toContain("ScanIndexForward=False,");
  expect(text).toContain('PaginationConfig={"PageSize": 10},');
  expect(text).not.toContain("left out");
});

test("JavaScript, with names that mean something in it", () => {
  const odd: Call = {
    operation: "ExecuteStatement",
    input: {
      Statement: 'SELECT * FROM "T" WHERE a = ?',
      Parameters: [{ M: itemOf([["__proto__", { B: new Uint8Array([1]) }]]) }],
    },
  };
  const text = write("javascript", odd);
  expect(text).toContain('{ M: { ["__proto__"]: { B: Buffer.from("AQ==", "base64") } } }');
  expect(text).toContain('Statement: "SELECT * FROM \\"T\\" WHERE a = ?"');
  expect(write("javascript", query)).toContain("paginateQuery({ client }, input)");
});

test("Java and Go import what they use and nothing else", () => {
  const scan: Call = { operation: "Scan", input: { TableName: "T" } };
  expect(write("java", scan)).not.toMatch(/AttributeValue|java.util/);
  expect(write("go", scan)).not.toContain("types");
  const bytes: Call = {
    operation: "Scan",
    input: {
      TableName: "T",
      FilterExpression: "#a IN (:a)",
      ExpressionAttributeNames: { "#a": "a" },
      ExpressionAttributeValues: { ":a": { L: [{ B: new Uint8Array([0, 255]) }] } },
    },
  };
  for (const name of [
    "java.util.Base64",
    "java.util.List",
    "java.util.Map",
    "software.amazon.awssdk.core.SdkBytes",
  ])
    expect(write("java", bytes)).toContain(`import ${name};`);
  expect(write("go", bytes)).toContain('&types.AttributeValueMemberB{Value: []byte("\\x00\\xff")}');
});

test("a statement that begins with a comment is no option of the CLI", () => {
  const call: Call = {
    operation: "ExecuteStatement",
    input: { Statement: '-- all\nSELECT * FROM "T"', Limit: 5 },
  };
  expect(write("cli", call)).toContain(`--statement='-- all\nSELECT * FROM "T"'`);
  expect(write("cli", call)).toContain("--limit 5");
});

test("a search of vectors has one page, with results", () => {
  const call: Call = {
    operation: "SearchVectors",
    input: { TableName: "T", IndexName: "i", TopK: 3, SearchVector: [{ N: "0.5" }, { N: "-1" }] },
  };
  expect(write("cli", call)).toBe(
    [
      "aws dynamodb search-vectors",
      "--endpoint-url http://localhost:8000",
      "--region us-east-1",
      "--table-name T",
      "--index-name i",
      "--top-k 3",
      `--search-vector '[{"N":"0.5"},{"N":"-1"}]'\n`,
    ].join(" \\\n  "),
  );
  expect(write("python", call)).toContain("page = dynamodb.search_vectors(\n");
  expect(write("python", call)).toContain('for item in page["SearchResults"]:');
  expect(write("javascript", call)).toContain("page.SearchResults ?? []");
  expect(write("java", call)).toContain("dynamodb.searchVectors(request).searchResults().forEach");
  expect(write("go", call)).toContain("range page.SearchResults {");
});
