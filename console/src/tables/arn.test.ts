import { expect, test } from "vitest";
import { functionOfArn, lastOfArn, tableOfArn } from "./arn";

const TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/Music.v2";
const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:handler";

test("tables", () => {
  expect(tableOfArn(TABLE)).toBe("Music.v2");
  expect(tableOfArn(`${TABLE}/export/0179-ab`)).toBe("Music.v2");
  expect(tableOfArn("nothing")).toBe("nothing");
  expect(tableOfArn(undefined)).toBe("-");
});

test("the last part", () => {
  expect(lastOfArn(`${TABLE}/export/0179-ab`)).toBe("0179-ab");
  expect(lastOfArn(undefined)).toBe("-");
});

test("functions", () => {
  expect(functionOfArn(FUNCTION)).toEqual({ name: "handler", qualifier: "" });
  expect(functionOfArn(`${FUNCTION}:live`)).toEqual({ name: "handler", qualifier: "live" });
  expect(functionOfArn(undefined)).toEqual({ name: "-", qualifier: "" });
});
