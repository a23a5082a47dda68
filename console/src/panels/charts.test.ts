import { expect, test } from "vitest";
import { functionCharts, quoted, tableCharts } from "./charts";
import { queryOf } from "./metrics";

test.each([tableCharts("Music", "p99"), functionCharts("resize")])(
  "each chart has lines of different ids",
  (...charts) => {
    for (const { title, lines } of charts) {
      expect(title).not.toBe("");
      expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
      for (const { id } of lines) expect(id).toMatch(/^[a-z][a-zA-Z0-9_]*$/);
      expect(lines.some(({ hidden }) => !hidden)).toBe(true);
    }
  },
);

test("operations are searched for, with the statistic that was picked", () => {
  const latency = tableCharts("Music", "p99").find(({ title }) => title === "Latency");
  expect(latency?.lines.map((line) => queryOf(line, 60))).toEqual([
    {
      Id: "latency",
      Expression:
        "SEARCH('{AWS/DynamoDB,TableName,Operation} MetricName=\"SuccessfulRequestLatency\" TableName=\"Music\"', 'p99')",
      Label: "${PROP('Dim.Operation')}",
      Period: 60,
    },
  ]);
});

test("a quote does not end what is quoted", () => {
  expect(quoted('a"b\\')).toBe('"a\\"b\\\\"');
});
