// The configuration of a function as a form, and what of it was changed.

import type {
  FunctionConfiguration,
  Runtime,
  UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";

export interface Pair {
  key: string;
  value: string;
}

export interface ConfigurationForm {
  description: string;
  runtime: string;
  handler: string;
  role: string;
  memory: string; // MB
  timeout: string; // seconds
  storage: string; // MB
  variables: Pair[];
  layers: string[];
}

export function formOf(configuration: FunctionConfiguration): ConfigurationForm {
  return {
    description: configuration.Description ?? "",
    runtime: configuration.Runtime ?? "",
    handler: configuration.Handler ?? "",
    role: configuration.Role ?? "",
    memory: String(configuration.MemorySize ?? ""),
    timeout: String(configuration.Timeout ?? ""),
    storage: String(configuration.EphemeralStorage?.Size ?? 512),
    variables: Object.entries(configuration.Environment?.Variables ?? {}).map(([key, value]) => ({
      key,
      value,
    })),
    layers: (configuration.Layers ?? []).map(({ Arn }) => Arn ?? ""),
  };
}

// The number that was typed, or what is wrong with it.
export function wholeNumber(text: string, least: number, most: number): number | string {
  if (!/^-?\d{1,9}$/.test(text.trim())) return `A whole number from ${least} to ${most}.`;
  const number = Number(text);
  return number < least || number > most ? `A whole number from ${least} to ${most}.` : number;
}

export const LIMITS = {
  memory: [128, 10240],
  timeout: [1, 900],
  storage: [512, 10240],
} as const;

export type Limited = keyof typeof LIMITS;

export function numberProblem(form: ConfigurationForm, name: Limited): string | undefined {
  const [least, most] = LIMITS[name];
  const number = wholeNumber(form[name], least, most);
  return typeof number === "string" ? number : undefined;
}

export function pairsProblem(pairs: readonly Pair[], index: number): string | undefined {
  const key = pairs[index]?.key ?? "";
  if (!key) return "Give it a name.";
  return pairs.findIndex((pair) => pair.key === key) < index ? "There is one of this name." : undefined;
}

export function recordOf(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}

export function isValid(form: ConfigurationForm): boolean {
  return (
    (["memory", "timeout", "storage"] as const).every((name) => !numberProblem(form, name)) &&
    form.variables.every((_, index) => !pairsProblem(form.variables, index)) &&
    form.layers.every((layer) => layer.trim() !== "")
  );
}

type Changes = Omit<UpdateFunctionConfigurationRequest, "FunctionName">;

// Only what differs, so that what others changed meanwhile stays; undefined: nothing does.
export function changesOf(before: ConfigurationForm, after: ConfigurationForm): Changes | undefined {
  const differs = (name: keyof ConfigurationForm) =>
    JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  const changes: Changes = {
    ...(differs("description") && { Description: after.description }),
    ...(differs("runtime") && { Runtime: after.runtime as Runtime }),
    ...(differs("handler") && { Handler: after.handler.trim() }),
    ...(differs("role") && { Role: after.role.trim() }),
    ...(differs("memory") && { MemorySize: Number(after.memory) }),
    ...(differs("timeout") && { Timeout: Number(after.timeout) }),
    ...(differs("storage") && { EphemeralStorage: { Size: Number(after.storage) } }),
    ...(differs("variables") && { Environment: { Variables: recordOf(after.variables) } }),
    ...(differs("layers") && { Layers: after.layers.map((layer) => layer.trim()) }),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}
