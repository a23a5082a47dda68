import { expect, test } from "vitest";
import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import { describeCondition, draftOf, inputOf, linesOf, mistakesOf, newDraft } from "./alarmModel";

const CUPS: MetricAlarm = {
  AlarmName: "too-much-coffee",
  AlarmDescription: "Somebody should sleep.",
  Namespace: "Office",
  MetricName: "Cups",
  Dimensions: [{ Name: "Floor", Value: "2" }],
  Statistic: "Sum",
  Period: 60,
  Unit: "Count",
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 10,
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: "notBreaching",
  ActionsEnabled: false,
  AlarmActions: ["arn:a"],
  OKActions: ["arn:b"],
};

const SHARE: MetricAlarm = {
  ...CUPS,
  Namespace: undefined,
  MetricName: undefined,
  Dimensions: undefined,
  Statistic: undefined,
  Period: undefined,
  Unit: undefined,
  Metrics: [
    {
      Id: "errors",
      MetricStat: {
        Metric: { Namespace: "N", MetricName: "E", Dimensions: [] },
        Period: 300,
        Stat: "Sum",
        Unit: "Count",
      },
      ReturnData: false,
    },
    { Id: "share", Expression: "errors / 2", Label: "half", ReturnData: true },
  ],
};

test("an alarm that is not changed is put as it was", () => {
  const { AlarmName, ...rest } = CUPS;
  expect(inputOf(draftOf(CUPS), CUPS)).toEqual({
    AlarmName,
    ...rest,
    InsufficientDataActions: [],
    EvaluateLowSampleCountPercentile: undefined,
  });
});

test("so is one on an expression", () => {
  expect(inputOf(draftOf(SHARE), SHARE).Metrics).toEqual(SHARE.Metrics);
  expect(linesOf(SHARE).watched).toBe("share");
});

test("percentiles are extended statistics", () => {
  const draft = draftOf({
    ...CUPS,
    Statistic: undefined,
    ExtendedStatistic: "p99",
    EvaluateLowSampleCountPercentile: "ignore",
  });
  expect(inputOf(draft)).toMatchObject({
    ExtendedStatistic: "p99",
    EvaluateLowSampleCountPercentile: "ignore",
  });
  expect(inputOf(draft).Statistic).toBeUndefined();
});

test("a new alarm watches the expression, or the first metric that is drawn", () => {
  const metric = { namespace: "N", name: "M", dimensions: [] };
  const draft = newDraft([
    { id: "m1", metric },
    { id: "e1", expression: "m1 * 2" },
  ]);
  expect(draft.watched).toBe("e1");
  expect(
    newDraft([
      { id: "m1", metric, hidden: true },
      { id: "m2", metric },
    ]).watched,
  ).toBe("m2");
  expect(inputOf({ ...draft, name: "a", threshold: "1" }).Metrics).toEqual([
    {
      Id: "m1",
      MetricStat: {
        Metric: { Namespace: "N", MetricName: "M", Dimensions: [] },
        Period: 60,
        Stat: "Average",
      },
      ReturnData: false,
    },
    { Id: "e1", Expression: "m1 * 2", ReturnData: true },
  ]);
});

test("mistakes are said before anything is sent", () => {
  expect(mistakesOf(draftOf(CUPS))).toEqual({});
  expect(Object.keys(mistakesOf(newDraft([])))).toEqual(["name", "lines", "threshold"]);
  const draft = draftOf(CUPS);
  expect(mistakesOf({ ...draft, threshold: "ten", evaluationPeriods: "0", datapoints: "1.5" })).toMatchObject(
    {
      threshold: expect.anything() as unknown,
      evaluationPeriods: expect.anything() as unknown,
      datapoints: expect.anything() as unknown,
    },
  );
  expect(mistakesOf({ ...draft, datapoints: "4" })).toHaveProperty("datapoints");
});

test("a condition in words", () => {
  expect(describeCondition(CUPS)).toBe("Sum of Cups > 10 for 2 of 3 datapoints within 3 min");
  expect(describeCondition(SHARE)).toBe("half > 10 for 2 of 3 datapoints within 15 min");
});
