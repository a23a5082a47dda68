// An event source mapping as a form, and what of it was changed.

import type {
  CreateEventSourceMappingRequest,
  EventSourceMappingConfiguration,
  UpdateEventSourceMappingRequest,
} from "@aws-sdk/client-lambda";
import { wholeNumber } from "../configuration";

export type Start = "TRIM_HORIZON" | "LATEST";

export interface TriggerForm {
  functionName: string;
  streamArn: string;
  start: Start;
  enabled: boolean;
  batchSize: string;
  window: string; // seconds
  parallel: string;
  bisect: boolean;
  retries: string; // -1: until the record is too old
  age: string; // seconds; -1: for as long as the stream has it
  tumbling: string; // seconds; 0: none
  partial: boolean; // the function tells which records failed
  filters: string[]; // patterns
  failure: string; // ARN
}

export const NEW_TRIGGER: TriggerForm = {
  functionName: "",
  streamArn: "",
  start: "LATEST",
  enabled: true,
  batchSize: "100",
  window: "0",
  parallel: "1",
  bisect: false,
  retries: "-1",
  age: "-1",
  tumbling: "0",
  partial: false,
  filters: [],
  failure: "",
};

export function formOf(mapping: EventSourceMappingConfiguration): TriggerForm {
  const { State = "" } = mapping;
  return {
    functionName: mapping.FunctionArn ?? "",
    streamArn: mapping.EventSourceArn ?? "",
    start: mapping.StartingPosition === "TRIM_HORIZON" ? "TRIM_HORIZON" : "LATEST",
    enabled: !["Disabled", "Disabling"].includes(State),
    batchSize: String(mapping.BatchSize ?? 100),
    window: String(mapping.MaximumBatchingWindowInSeconds ?? 0),
    parallel: String(mapping.ParallelizationFactor ?? 1),
    bisect: mapping.BisectBatchOnFunctionError ?? false,
    retries: String(mapping.MaximumRetryAttempts ?? -1),
    age: String(mapping.MaximumRecordAgeInSeconds ?? -1),
    tumbling: String(mapping.TumblingWindowInSeconds ?? 0),
    partial: mapping.FunctionResponseTypes?.includes("ReportBatchItemFailures") ?? false,
    filters: (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern ?? ""),
    failure: mapping.DestinationConfig?.OnFailure?.Destination ?? "",
  };
}

export type NumberField = "batchSize" | "window" | "parallel" | "retries" | "age" | "tumbling";

export const RANGES: Record<NumberField, readonly [least: number, most: number]> = {
  batchSize: [1, 10_000],
  window: [0, 300],
  parallel: [1, 10],
  retries: [-1, 10_000],
  age: [-1, 604_800],
  tumbling: [0, 900],
};

export function fieldProblem(form: TriggerForm, name: NumberField): string | undefined {
  const number = wholeNumber(form[name], ...RANGES[name]);
  if (typeof number === "string") return number;
  return name === "age" && number > -1 && number < 60 ? "-1, or 60 and more." : undefined;
}

export function filterProblem(pattern: string): string | undefined {
  try {
    const value: unknown = JSON.parse(pattern);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? undefined
      : "A JSON object.";
  } catch {
    return "This is not JSON.";
  }
}

export function isValid(form: TriggerForm): boolean {
  const names = Object.keys(RANGES) as NumberField[];
  return (
    form.functionName.trim() !== "" &&
    form.streamArn.trim() !== "" &&
    names.every((name) => !fieldProblem(form, name)) &&
    form.filters.every((pattern) => !filterProblem(pattern))
  );
}

function partsOf(form: TriggerForm) {
  return {
    FunctionName: form.functionName.trim(),
    Enabled: form.enabled,
    BatchSize: Number(form.batchSize),
    MaximumBatchingWindowInSeconds: Number(form.window),
    ParallelizationFactor: Number(form.parallel),
    BisectBatchOnFunctionError: form.bisect,
    MaximumRetryAttempts: Number(form.retries),
    MaximumRecordAgeInSeconds: Number(form.age),
    TumblingWindowInSeconds: Number(form.tumbling),
    FunctionResponseTypes: form.partial ? ["ReportBatchItemFailures" as const] : [],
    // Empty ones take away what was there.
    FilterCriteria: { Filters: form.filters.map((Pattern) => ({ Pattern })) },
    DestinationConfig: { OnFailure: form.failure.trim() ? { Destination: form.failure.trim() } : {} },
  } satisfies Omit<UpdateEventSourceMappingRequest, "UUID">;
}

type Parts = Partial<ReturnType<typeof partsOf>>;

function differences(before: TriggerForm, after: TriggerForm): Parts {
  const old: Record<string, unknown> = partsOf(before);
  return Object.fromEntries(
    Object.entries(partsOf(after)).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(old[name]),
    ),
  );
}

// What is as it is by default is left out.
export function createRequest(form: TriggerForm): CreateEventSourceMappingRequest {
  return {
    ...differences(NEW_TRIGGER, form),
    FunctionName: form.functionName.trim(),
    EventSourceArn: form.streamArn.trim(),
    StartingPosition: form.start,
    Enabled: form.enabled,
  };
}

// undefined: nothing was changed.
export function updateRequest(
  uuid: string,
  before: TriggerForm,
  after: TriggerForm,
): UpdateEventSourceMappingRequest | undefined {
  const parts = differences(before, after);
  return Object.keys(parts).length > 0 ? { UUID: uuid, ...parts } : undefined;
}

const CHANGING = new Set(["Creating", "Enabling", "Disabling", "Updating", "Deleting"]);

export function isChanging({ State }: EventSourceMappingConfiguration): boolean {
  return CHANGING.has(State ?? "");
}

// "arn:aws:dynamodb:R:A:table/Music/stream/2026..." -> "Music"; undefined: not the stream of a table.
export function tableOfStream(arn: string | undefined): string | undefined {
  return /^arn:[^:]+:dynamodb:[^:]*:[^:]*:table\/([^/]+)\/stream\//.exec(arn ?? "")?.[1];
}

// "arn:aws:lambda:R:A:function:total:live" -> name "total", qualifier "live".
export function functionOfArn(arn: string | undefined): { name: string; qualifier?: string } {
  const parts = (arn ?? "").split(":");
  return parts[5] === "function" ? { name: parts[6] ?? "", qualifier: parts[7] } : { name: arn ?? "" };
}
