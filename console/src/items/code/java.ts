import { elementsOf, toBase64, type Value } from "../model/values";
import {
  foundIn,
  halves,
  hasBytes,
  isPaged,
  lower,
  membersOf,
  quoted,
  valuesOf,
  type Call,
  type Member,
  type Target,
} from "./call";

const text = (value: string) => quoted(value, halves);
const bytes = (base64: string) => `SdkBytes.fromByteArray(Base64.getDecoder().decode("${base64}"))`;
const texts = (value: Value) => `List.of(${elementsOf(value).map(text).join(", ")})`;
const map = (entries: string[], indent: string) =>
  entries.length === 0
    ? "Map.of()"
    : `Map.ofEntries(\n${indent}        ${entries.map((entry) => `Map.entry(${entry})`).join(`,\n${indent}        `)})`;

function literal(value: Value): string {
  const make = (type: string, inner: string) => `AttributeValue.from${type}(${inner})`;
  if (value.S !== undefined) return make("S", text(value.S));
  if (value.N !== undefined) return make("N", text(value.N));
  if (value.B) return make("B", bytes(toBase64(value.B)));
  if (value.BOOL !== undefined) return make("Bool", String(value.BOOL));
  if (value.NULL) return make("Nul", "true");
  if (value.SS) return make("Ss", texts(value));
  if (value.NS) return make("Ns", texts(value));
  if (value.BS) return make("Bs", `List.of(${elementsOf(value).map(bytes).join(", ")})`);
  if (value.L) return make("L", `List.of(${value.L.map(literal).join(", ")})`);
  const members = Object.entries(value.M ?? {}).map(
    ([name, one]) => `Map.entry(${text(name)}, ${literal(one)})`,
  );
  return make("M", members.length === 0 ? "Map.of()" : `Map.ofEntries(${members.join(", ")})`);
}

const INDENT = " ".repeat(20);

function setter(member: Member): string {
  const name = lower(member.name);
  switch (member.kind) {
    case "text":
      return `.${name}(${text(member.value)})`;
    case "count":
    case "flag":
      return `.${name}(${member.value})`;
    case "names":
      return `.${name}(${map(
        member.value.map(([made, one]) => `${text(made)}, ${text(one)}`),
        INDENT,
      )})`;
    case "values":
      return `.${name}(${map(
        member.value.map(([made, one]) => `${text(made)}, ${literal(one)}`),
        INDENT,
      )})`;
    case "list":
      return `.${name}(${member.value.map(literal).join(", ")})`;
  }
}

function importsOf(call: Call): string[] {
  const values = valuesOf(call);
  const kinds = new Set(membersOf(call).map(({ kind }) => kind));
  const has = (test: (value: Value) => boolean): boolean => {
    const inside = (value: Value): boolean =>
      test(value) || Object.values(value.M ?? {}).some(inside) || (value.L ?? []).some(inside);
    return values.some(inside);
  };
  const isBinary = values.some(hasBytes);
  const hasLists = has((value) => Boolean(value.L ?? value.SS ?? value.NS ?? value.BS));
  const hasMaps = kinds.has("names") || kinds.has("values") || has((value) => value.M !== undefined);
  return [
    "java.net.URI",
    ...(isBinary ? ["java.util.Base64"] : []),
    ...(hasLists ? ["java.util.List"] : []),
    ...(hasMaps ? ["java.util.Map"] : []),
    ...(isBinary ? ["software.amazon.awssdk.core.SdkBytes"] : []),
    "software.amazon.awssdk.regions.Region",
    "software.amazon.awssdk.services.dynamodb.DynamoDbClient",
    ...(values.length > 0 ? ["software.amazon.awssdk.services.dynamodb.model.AttributeValue"] : []),
    `software.amazon.awssdk.services.dynamodb.model.${call.operation}Request`,
  ].map((name) => `import ${name};`);
}

export function java(call: Call, { endpoint, region }: Target): string {
  const { operation } = call;
  const items = isPaged(call)
    ? `dynamodb.${lower(operation)}Paginator(request).items()`
    : `dynamodb.${lower(operation)}(request).${lower(foundIn(call))}()`;
  return [
    ...importsOf(call),
    "",
    `public class Example {`,
    "    public static void main(String[] args) {",
    "        try (DynamoDbClient dynamodb = DynamoDbClient.builder()",
    `                .region(Region.of(${text(region)}))`,
    `                .endpointOverride(URI.create(${text(endpoint)}))`,
    "                .build()) {",
    `            ${operation}Request request = ${operation}Request.builder()`,
    ...membersOf(call).map((member) => INDENT + setter(member)),
    `${INDENT}.build();`,
    `            ${items}.forEach(System.out::println);`,
    "        }",
    "    }",
    "}",
    "",
  ].join("\n");
}
