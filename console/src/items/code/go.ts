import { elementsOf, type Value } from "../model/values";
import {
  foundIn,
  hex,
  isPaged,
  membersOf,
  quoted,
  valuesOf,
  whole,
  type Call,
  type Member,
  type Target,
} from "./call";

const text = (value: string) => quoted(value, whole);
const bytes = (value: Uint8Array) => `[]byte("${[...value].map((byte) => `\\x${hex(byte, 2)}`).join("")}")`;
const texts = (value: Value) => `[]string{${elementsOf(value).map(text).join(", ")}}`;

function literal(value: Value): string {
  const make = (type: string, inner: string) => `&types.AttributeValueMember${type}{Value: ${inner}}`;
  if (value.S !== undefined) return make("S", text(value.S));
  if (value.N !== undefined) return make("N", text(value.N));
  if (value.B) return make("B", bytes(value.B));
  if (value.BOOL !== undefined) return make("BOOL", String(value.BOOL));
  if (value.NULL) return make("NULL", "true");
  if (value.SS) return make("SS", texts(value));
  if (value.NS) return make("NS", texts(value));
  if (value.BS) return make("BS", `[][]byte{${value.BS.map(bytes).join(", ")}}`);
  if (value.L) return make("L", `[]types.AttributeValue{${value.L.map(literal).join(", ")}}`);
  const members = Object.entries(value.M ?? {}).map(([name, one]) => `${text(name)}: ${literal(one)}`);
  return make("M", `map[string]types.AttributeValue{${members.join(", ")}}`);
}

const map = (type: string, entries: string[]) =>
  `map[string]${type}{\n${entries.map((entry) => `\t\t\t${entry},\n`).join("")}\t\t}`;

function field(member: Member): string {
  switch (member.kind) {
    case "text":
      return `${member.name}: aws.String(${text(member.value)})`;
    case "count":
      return `${member.name}: aws.Int32(${member.value})`;
    case "flag":
      return `${member.name}: aws.Bool(${member.value})`;
    case "names":
      return `${member.name}: ${map(
        "string",
        member.value.map(([made, name]) => `${text(made)}: ${text(name)}`),
      )}`;
    case "values":
      return `${member.name}: ${map(
        "types.AttributeValue",
        member.value.map(([made, value]) => `${text(made)}: ${literal(value)}`),
      )}`;
    case "list":
      return `${member.name}: []types.AttributeValue{${member.value.map(literal).join(", ")}}`;
  }
}

function loopOf(call: Call): string[] {
  const print = (indent: string) => [
    `${indent}for _, item := range page.${foundIn(call)} {`,
    `${indent}\tfmt.Println(item)`,
    `${indent}}`,
  ];
  const check = (indent: string) => [`${indent}if err != nil {`, `${indent}\tlog.Fatal(err)`, `${indent}}`];
  if (!isPaged(call))
    return [`\tpage, err := client.${call.operation}(ctx, input)`, ...check("\t"), ...print("\t")];
  return [
    `\tpages := dynamodb.New${call.operation}Paginator(client, input)`,
    "\tfor pages.HasMorePages() {",
    "\t\tpage, err := pages.NextPage(ctx)",
    ...check("\t\t"),
    ...print("\t\t"),
    "\t}",
  ];
}

export function go(call: Call, { endpoint, region }: Target): string {
  const usesTypes = valuesOf(call).length > 0;
  return [
    "package main",
    "",
    "import (",
    '\t"context"',
    '\t"fmt"',
    '\t"log"',
    "",
    '\t"github.com/aws/aws-sdk-go-v2/aws"',
    '\t"github.com/aws/aws-sdk-go-v2/config"',
    '\t"github.com/aws/aws-sdk-go-v2/service/dynamodb"',
    ...(usesTypes ? ['\t"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"'] : []),
    ")",
    "",
    "func main() {",
    "\tctx := context.Background()",
    `\tcfg, err := config.LoadDefaultConfig(ctx, config.WithRegion(${text(region)}))`,
    "\tif err != nil {",
    "\t\tlog.Fatal(err)",
    "\t}",
    "\tclient := dynamodb.NewFromConfig(cfg, func(options *dynamodb.Options) {",
    `\t\toptions.BaseEndpoint = aws.String(${text(endpoint)})`,
    "\t})",
    `\tinput := &dynamodb.${call.operation}Input{`,
    ...membersOf(call).map((member) => `\t\t${field(member)},`),
    "\t}",
    ...loopOf(call),
    "}",
    "",
  ].join("\n");
}
