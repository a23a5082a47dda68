import { elementsOf, toBase64, typeOf, type Value } from "../model/values";
import { foundIn, halves, isPaged, membersOf, quoted, type Call, type Member, type Target } from "./call";

const text = (value: string) => quoted(value, halves);
const bytes = (base64: string) => `Buffer.from("${base64}", "base64")`;
// In a literal, a name of its own and not the prototype.
const key = (name: string) => (name === "__proto__" ? `["__proto__"]` : text(name));

function literal(value: Value): string {
  const inner = () => {
    if (value.M) {
      const members = Object.entries(value.M).map(([name, one]) => `${key(name)}: ${literal(one)}`);
      return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
    }
    if (value.L) return `[${value.L.map(literal).join(", ")}]`;
    if (value.B) return bytes(toBase64(value.B));
    if (value.BS) return `[${elementsOf(value).map(bytes).join(", ")}]`;
    if (value.BOOL !== undefined) return String(value.BOOL);
    if (value.NULL) return "true";
    return value.S !== undefined || value.N !== undefined
      ? text(value.S ?? value.N!)
      : `[${elementsOf(value).map(text).join(", ")}]`;
  };
  return `{ ${typeOf(value)}: ${inner()} }`;
}

const object = (entries: string[]) => `{\n${entries.map((entry) => `    ${entry},\n`).join("")}  }`;

function property(member: Member): string {
  switch (member.kind) {
    case "text":
      return `${member.name}: ${text(member.value)}`;
    case "count":
    case "flag":
      return `${member.name}: ${member.value}`;
    case "names":
      return `${member.name}: ${object(member.value.map(([made, name]) => `${text(made)}: ${text(name)}`))}`;
    case "values":
      return `${member.name}: ${object(member.value.map(([made, value]) => `${text(made)}: ${literal(value)}`))}`;
    case "list":
      return `${member.name}: [${member.value.map(literal).join(", ")}]`;
  }
}

export function javascript(call: Call, { endpoint, region }: Target): string {
  const { operation } = call;
  const paged = isPaged(call);
  const imported = paged ? `paginate${operation}` : `${operation}Command`;
  return [
    `import { DynamoDBClient, ${imported} } from "@aws-sdk/client-dynamodb";`,
    "",
    `const client = new DynamoDBClient({ region: ${text(region)}, endpoint: ${text(endpoint)} });`,
    "",
    "const input = {",
    ...membersOf(call).map((member) => `  ${property(member)},`),
    "};",
    ...(paged
      ? [
          `for await (const page of ${imported}({ client }, input)) {`,
          "  for (const item of page.Items ?? []) console.log(item);",
          "}",
        ]
      : [
          `const page = await client.send(new ${imported}(input));`,
          `for (const item of page.${foundIn(call)} ?? []) console.log(item);`,
        ]),
    "",
  ].join("\n");
}
