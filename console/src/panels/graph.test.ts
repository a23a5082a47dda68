import { expect, test } from "vitest";
import { DEFAULT_RANGE, freeId, graphText, parseGraph, type Graph } from "./graph";

test("a graph comes back from its text", () => {
  const graph: Graph = {
    lines: [
      {
        id: "m1",
        metric: { namespace: "Shop", name: "Orders", dimensions: [{ name: "Country", value: "FR" }] },
        stat: "p99",
        period: 60,
        label: "ordres & more",
        color: "#688ae8",
        hidden: true,
      },
      { id: "e1", expression: "" },
    ],
    range: { type: "relative", seconds: 3600 },
    period: 300,
    area: true,
  };
  expect(parseGraph(graphText(graph))).toEqual(graph);
});

test.each([
  null,
  "",
  "no JSON",
  "null",
  "[]",
  '{"lines": 1}',
  '{"lines": [1, {"id": "a"}, {"expression": "x"}]}',
])("%s is an empty graph", (text) => {
  expect(parseGraph(text)).toMatchObject({ lines: [], range: DEFAULT_RANGE });
});

test("a colour is nothing but a colour", () => {
  const text = JSON.stringify({ lines: [{ id: "e1", expression: "1", color: "red; background: url(//x)" }] });
  expect(parseGraph(text).lines).toEqual([{ id: "e1", expression: "1" }]);
});

test("ids are free ones", () => {
  expect(freeId([], "m")).toBe("m1");
  expect(freeId([{ id: "m1" }, { id: "m3" }, { id: "e1" }], "m")).toBe("m2");
});
