import { expect, test } from "vitest";
import { addMetrics, duplicate, statFor } from "./addMetrics";

const ORDERS = { namespace: "Shop", name: "Orders", dimensions: [] };
const READS = { namespace: "AWS/DynamoDB", name: "ConsumedReadCapacityUnits", dimensions: [] };

test("what counts is summed, other metrics have their average", () => {
  expect(statFor(READS)).toBe("Sum");
  expect(statFor({ ...READS, name: "SuccessfulRequestLatency" })).toBe("Average");
  expect(statFor(ORDERS)).toBe("Average");
});

test("a metric is added once, with an id of its own", () => {
  const once = addMetrics([], [ORDERS, READS]);
  expect(once.map(({ id, stat }) => [id, stat])).toEqual([
    ["m1", "Average"],
    ["m2", "Sum"],
  ]);
  expect(addMetrics(once, [READS])).toEqual(once);
});

test("a line is doubled right below, with its own id and colour", () => {
  const first = { id: "m1", metric: ORDERS, stat: "p99", color: "#112233" };
  const last = { id: "m2", metric: READS };
  expect(duplicate([first, last], first)).toEqual([
    first,
    { id: "m3", metric: ORDERS, stat: "p99", color: undefined },
    last,
  ]);
});
