import { printItem, valueToJson } from "../model/convert";
import { printJson } from "../model/json";
import { itemOf } from "../model/values";
import { hex, isPaged, membersOf, snake, type Call, type Member, type Target } from "./call";

// A word of a POSIX shell.
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

// JSON in a word, without characters that cannot be seen.
function jsonWord(json: string): string {
  const visible = json.replace(/[\p{Cf}\u2028\u2029]/gu, (one) =>
    [...Array(one.length).keys()].map((at) => `\\u${hex(one.charCodeAt(at), 4)}`).join(""),
  );
  return shellWord(visible);
}

function option(member: Member, call: Call): string {
  const name = `--${snake(member.name, "-")}`;
  switch (member.kind) {
    case "text":
      // A value that begins with a dash would be taken for an option.
      return `${name}${member.value.startsWith("-") ? "=" : " "}${shellWord(member.value)}`;
    case "count":
      return `${isPaged(call) ? "--page-size" : name} ${member.value}`;
    case "flag":
      return member.value ? name : `--no-${snake(member.name, "-")}`;
    case "names":
      return `${name} ${jsonWord(JSON.stringify(Object.fromEntries(member.value)))}`;
    case "values":
      return `${name} ${jsonWord(printItem(itemOf(member.value), 0))}`;
    case "list":
      return `${name} ${jsonWord(printJson(member.value.map(valueToJson), 0))}`;
  }
}

export function cli(call: Call, { endpoint, region }: Target): string {
  const lines = [
    `aws dynamodb ${snake(call.operation, "-")}`,
    `--endpoint-url ${shellWord(endpoint)}`,
    `--region ${shellWord(region)}`,
    ...membersOf(call).map((member) => option(member, call)),
  ];
  return lines.join(" \\\n  ") + "\n";
}
