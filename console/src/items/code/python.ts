import { elementsOf, toBase64, typeOf, type Value } from "../model/values";
import {
  foundIn,
  hasBytes,
  isPaged,
  membersOf,
  quoted,
  snake,
  valuesOf,
  whole,
  type Call,
  type Member,
  type Target,
} from "./call";

const text = (value: string) => quoted(value, whole);
const bytes = (base64: string) => `base64.b64decode("${base64}")`;

function literal(value: Value): string {
  const type = typeOf(value);
  const inner = () => {
    if (value.M)
      return `{${Object.entries(value.M)
        .map(([name, one]) => `${text(name)}: ${literal(one)}`)
        .join(", ")}}`;
    if (value.L) return `[${value.L.map(literal).join(", ")}]`;
    if (value.B) return bytes(toBase64(value.B));
    if (value.BS) return `[${elementsOf(value).map(bytes).join(", ")}]`;
    if (value.BOOL !== undefined) return value.BOOL ? "True" : "False";
    if (value.NULL) return "True";
    return value.S !== undefined || value.N !== undefined
      ? text(value.S ?? value.N!)
      : `[${elementsOf(value).map(text).join(", ")}]`;
  };
  return `{"${type}": ${inner()}}`;
}

const dictionary = (entries: string[]) => `{\n${entries.map((entry) => `        ${entry},\n`).join("")}    }`;

function argument(member: Member, call: Call): string {
  switch (member.kind) {
    case "text":
      return `${member.name}=${text(member.value)}`;
    case "count":
      return isPaged(call)
        ? `PaginationConfig={"PageSize": ${member.value}}`
        : `${member.name}=${member.value}`;
    case "flag":
      return `${member.name}=${member.value ? "True" : "False"}`;
    case "names":
      return `${member.name}=${dictionary(member.value.map(([made, name]) => `${text(made)}: ${text(name)}`))}`;
    case "values":
      return `${member.name}=${dictionary(member.value.map(([made, value]) => `${text(made)}: ${literal(value)}`))}`;
    case "list":
      return `${member.name}=[${member.value.map(literal).join(", ")}]`;
  }
}

export function python(call: Call, { endpoint, region }: Target): string {
  const operation = snake(call.operation, "_");
  const paged = isPaged(call);
  return [
    ...(valuesOf(call).some(hasBytes) ? ["import base64", ""] : []),
    "import boto3",
    "",
    `dynamodb = boto3.client("dynamodb", region_name=${text(region)}, endpoint_url=${text(endpoint)})`,
    "",
    paged ? `pages = dynamodb.get_paginator("${operation}").paginate(` : `page = dynamodb.${operation}(`,
    ...membersOf(call).map((member) => `    ${argument(member, call)},`),
    ")",
    ...(paged
      ? ["for page in pages:", '    for item in page["Items"]:', "        print(item)"]
      : [`for item in page["${foundIn(call)}"]:`, "    print(item)"]),
    "",
  ].join("\n");
}
