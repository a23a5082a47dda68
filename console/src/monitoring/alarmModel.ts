// Alarms as forms and pages have them.

import type {
  ComparisonOperator,
  MetricAlarm,
  MetricDataQuery,
  PutMetricAlarmInput,
  StateValue,
  Statistic,
} from "@aws-sdk/client-cloudwatch";
import { formatDuration } from "~/common/format";
import { DEFAULT_STAT, queryOf, type Line } from "~/panels/metrics";

export interface AlarmAction {
  state: StateValue;
  arn: string;
}

export interface AlarmDraft {
  name: string;
  description: string;
  lines: Line[];
  watched: string; // the id of a line
  comparison: ComparisonOperator;
  threshold: string;
  evaluationPeriods: string;
  datapoints: string;
  missing: string;
  lowSamples: string; // of percentiles
  actionsEnabled: boolean;
  actions: AlarmAction[];
}

export const COMPARISONS: Record<string, string> = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
};

export const MISSING: Record<string, string> = {
  missing: "Missing (no data: no state)",
  notBreaching: "Good (not breaching)",
  breaching: "Bad (breaching)",
  ignore: "Ignored (the state stays)",
};

const STATISTICS = new Set(["Average", "Sum", "Minimum", "Maximum", "SampleCount"]);
export const DEFAULT_PERIOD = 60;

export function isPercentile(line: Line | undefined): boolean {
  return line?.metric !== undefined && /^p\d/.test(line.stat ?? "");
}

function lineOf(query: MetricDataQuery): Line {
  const { Id: id = "", Expression, MetricStat, Label, Period } = query;
  const common = { id, ...(Label && { label: Label }) };
  if (!MetricStat) return { ...common, expression: Expression ?? "", ...(Period && { period: Period }) };
  const { Metric, Period: period, Stat: stat } = MetricStat;
  return {
    ...common,
    metric: {
      namespace: Metric?.Namespace ?? "",
      name: Metric?.MetricName ?? "",
      dimensions: (Metric?.Dimensions ?? []).map(({ Name = "", Value = "" }) => ({
        name: Name,
        value: Value,
      })),
    },
    period,
    stat,
  };
}

// What an alarm looks at, and the id of the line that its threshold is for.
export function linesOf(alarm: MetricAlarm): { lines: Line[]; watched: string } {
  if (alarm.Metrics && alarm.Metrics.length > 0) {
    const watched = alarm.Metrics.find(({ ReturnData }) => ReturnData !== false);
    return { lines: alarm.Metrics.map(lineOf), watched: watched?.Id ?? "" };
  }
  const { Namespace, MetricName, Dimensions, Period, Statistic: statistic, ExtendedStatistic } = alarm;
  const metric = { Namespace, MetricName, Dimensions };
  const stat = statistic ?? ExtendedStatistic ?? DEFAULT_STAT;
  return { lines: [lineOf({ Id: "m1", MetricStat: { Metric: metric, Period, Stat: stat } })], watched: "m1" };
}

export function newDraft(lines: Line[]): AlarmDraft {
  const own = lines.map((line) => (line.metric ? { ...line, period: line.period ?? DEFAULT_PERIOD } : line));
  const drawn = own.filter(({ hidden }) => !hidden);
  return {
    name: "",
    description: "",
    lines: own,
    // Metrics beside an expression are there for it.
    watched: (drawn.find(({ metric }) => !metric) ?? drawn[0])?.id ?? "",
    comparison: "GreaterThanThreshold",
    threshold: "",
    evaluationPeriods: "1",
    datapoints: "1",
    missing: "missing",
    lowSamples: "evaluate",
    actionsEnabled: true,
    actions: [],
  };
}

export function draftOf(alarm: MetricAlarm): AlarmDraft {
  const of = (state: StateValue, arns: string[] | undefined) => (arns ?? []).map((arn) => ({ state, arn }));
  const periods = alarm.EvaluationPeriods ?? 1;
  return {
    name: alarm.AlarmName ?? "",
    description: alarm.AlarmDescription ?? "",
    ...linesOf(alarm),
    comparison: alarm.ComparisonOperator ?? "GreaterThanThreshold",
    threshold: alarm.Threshold === undefined ? "" : String(alarm.Threshold),
    evaluationPeriods: String(periods),
    datapoints: String(alarm.DatapointsToAlarm ?? periods),
    missing: alarm.TreatMissingData ?? "missing",
    lowSamples: alarm.EvaluateLowSampleCountPercentile ?? "evaluate",
    actionsEnabled: alarm.ActionsEnabled ?? true,
    actions: [
      ...of("ALARM", alarm.AlarmActions),
      ...of("OK", alarm.OKActions),
      ...of("INSUFFICIENT_DATA", alarm.InsufficientDataActions),
    ],
  };
}

export interface Mistakes {
  name?: string;
  lines?: string;
  threshold?: string;
  evaluationPeriods?: string;
  datapoints?: string;
}

function isCount(text: string) {
  return /^[1-9]\d*$/.test(text.trim());
}

// What need not be sent; the rest the server says.
export function mistakesOf(draft: AlarmDraft): Mistakes {
  const { name, lines, watched, threshold, evaluationPeriods, datapoints } = draft;
  const mistakes: Mistakes = {};
  if (!name.trim()) mistakes.name = "An alarm needs a name.";
  if (!lines.some(({ id }) => id === watched)) mistakes.lines = "Pick what the alarm watches.";
  if (threshold.trim() === "" || !Number.isFinite(Number(threshold)))
    mistakes.threshold = "A number is needed.";
  if (!isCount(evaluationPeriods)) mistakes.evaluationPeriods = "A whole number from 1 is needed.";
  if (!isCount(datapoints)) mistakes.datapoints = "A whole number from 1 is needed.";
  else if (Number(datapoints) > Number(evaluationPeriods))
    mistakes.datapoints = "There are not so many periods.";
  return mistakes;
}

// `alarm`: the one that is changed; what the form does not have stays as it is.
export function inputOf(draft: AlarmDraft, alarm?: MetricAlarm): PutMetricAlarmInput {
  const of = (state: StateValue) =>
    draft.actions.filter((one) => one.state === state && one.arn).map(({ arn }) => arn);
  const watched = draft.lines.find(({ id }) => id === draft.watched);
  return {
    AlarmName: draft.name.trim(),
    AlarmDescription: draft.description || undefined,
    ActionsEnabled: draft.actionsEnabled,
    AlarmActions: of("ALARM"),
    OKActions: of("OK"),
    InsufficientDataActions: of("INSUFFICIENT_DATA"),
    EvaluationPeriods: Number(draft.evaluationPeriods),
    DatapointsToAlarm: Number(draft.datapoints),
    Threshold: Number(draft.threshold),
    ComparisonOperator: draft.comparison,
    TreatMissingData: draft.missing,
    EvaluateLowSampleCountPercentile: isPercentile(watched) ? draft.lowSamples : undefined,
    ...(draft.lines.length === 1 && watched?.metric
      ? simple(watched, alarm)
      : { Metrics: queries(draft, alarm) }),
  };
}

function simple(line: Line, alarm: MetricAlarm | undefined): Partial<PutMetricAlarmInput> {
  const { Metric, Period, Stat = DEFAULT_STAT } = queryOf(line, DEFAULT_PERIOD).MetricStat ?? {};
  return {
    Namespace: Metric?.Namespace,
    MetricName: Metric?.MetricName,
    Dimensions: Metric?.Dimensions,
    Period,
    Unit: alarm?.Unit,
    ...(STATISTICS.has(Stat) ? { Statistic: Stat as Statistic } : { ExtendedStatistic: Stat }),
  };
}

function queries(draft: AlarmDraft, alarm: MetricAlarm | undefined): MetricDataQuery[] {
  return draft.lines.map((line) => {
    const before = alarm?.Metrics?.find(({ Id }) => Id === line.id);
    const query = queryOf(line, DEFAULT_PERIOD);
    const unit = line.metric && before?.MetricStat?.Unit;
    return {
      ...query,
      ...(unit && { MetricStat: { ...query.MetricStat, Unit: unit } as MetricDataQuery["MetricStat"] }),
      ...(before?.AccountId && { AccountId: before.AccountId }),
      Period: line.metric ? undefined : line.period,
      ReturnData: line.id === draft.watched,
    };
  });
}

export function periodOfAlarm(alarm: MetricAlarm): number {
  const periods = linesOf(alarm).lines.map(({ period }) => period ?? 0);
  return Math.max(...periods) || DEFAULT_PERIOD;
}

// "Sum of Cups > 10 for 2 of 3 datapoints within 3 min".
export function describeCondition(alarm: MetricAlarm): string {
  const { lines, watched } = linesOf(alarm);
  const line = lines.find(({ id }) => id === watched);
  const what = line?.metric
    ? `${line.stat ?? DEFAULT_STAT} of ${line.metric.name}`
    : (line?.label ?? line?.expression ?? "");
  const operator = COMPARISONS[alarm.ComparisonOperator ?? ""] ?? alarm.ComparisonOperator ?? "";
  const of = alarm.EvaluationPeriods ?? 1;
  const some = alarm.DatapointsToAlarm ?? of;
  const within = formatDuration(of * periodOfAlarm(alarm));
  return `${what} ${operator} ${alarm.Threshold ?? ""} for ${some} of ${of} datapoints within ${within}`;
}
