// What a function may be written in, and what one begins with.

export interface RuntimeChoice {
  id: string;
  text: string;
}

export const RUNTIMES: RuntimeChoice[] = [
  { id: "python3.13", text: "Python 3.13" },
  { id: "python3.12", text: "Python 3.12" },
  { id: "python3.11", text: "Python 3.11" },
  { id: "nodejs22.x", text: "Node.js 22" },
  { id: "nodejs20.x", text: "Node.js 20" },
  { id: "nodejs18.x", text: "Node.js 18" },
  { id: "provided.al2023", text: "A program of its own (provided.al2023)" },
  { id: "provided.al2", text: "A program of its own (provided.al2)" },
];

export type Family = "python" | "node" | "program";

export function familyOf(runtime: string): Family {
  if (runtime.startsWith("python")) return "python";
  return runtime.startsWith("nodejs") ? "node" : "program";
}

export const DEFAULT_HANDLERS: Record<Family, string> = {
  python: "lambda_function.lambda_handler",
  node: "index.handler",
  program: "bootstrap",
};

// The file in which the runtime looks for the handler: "app/main.handler" of Python is in "app/main.py".
export function fileOfHandler(runtime: string, handler: string): string {
  const family = familyOf(runtime);
  if (family === "program") return "bootstrap";
  const dot = handler.lastIndexOf(".");
  const module = dot > 0 ? handler.slice(0, dot) : handler || "index";
  return family === "python" ? `${module.replaceAll(".", "/")}.py` : `${module}.mjs`;
}

function nameOfHandler(handler: string): string {
  const name = handler.slice(handler.lastIndexOf(".") + 1);
  return /^[A-Za-z_]\w*$/.test(name) ? name : "handler";
}

const STREAM_PYTHON = `def HANDLER(event, context):
    for record in event["Records"]:
        change = record["dynamodb"]
        print(record["eventName"], change["Keys"], change.get("NewImage"))
`;

const PLAIN_PYTHON = `import json


def HANDLER(event, context):
    print(json.dumps(event))
    return {"hello": "world"}
`;

const STREAM_NODE = `export const HANDLER = async (event) => {
  for (const { eventName, dynamodb } of event.Records) {
    console.log(eventName, JSON.stringify(dynamodb.Keys), JSON.stringify(dynamodb.NewImage));
  }
};
`;

const PLAIN_NODE = `export const HANDLER = async (event) => {
  console.log(JSON.stringify(event));
  return { hello: "world" };
};
`;

// The interface of Lambda's custom runtimes, in the shell.
const PROGRAM = `#!/bin/sh
# Asks for an event, answers it, and begins again.
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  headers=$(mktemp)
  event=$(curl -sS -D "$headers" "$api/next")
  id=$(tr -d '\\r' < "$headers" | sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: //p')
  rm "$headers"
  echo "event: $event" >&2
  curl -sS -o /dev/null "$api/$id/response" -d '{"hello": "world"}'
done
`;

export type Purpose = "plain" | "stream";

export function firstCode(runtime: string, handler: string, purpose: Purpose): string {
  const codes: Record<Family, Record<Purpose, string>> = {
    python: { plain: PLAIN_PYTHON, stream: STREAM_PYTHON },
    node: { plain: PLAIN_NODE, stream: STREAM_NODE },
    program: { plain: PROGRAM, stream: PROGRAM },
  };
  return codes[familyOf(runtime)][purpose].replace("HANDLER", nameOfHandler(handler));
}

const LANGUAGES: Record<string, "python" | "javascript" | "json" | "sh" | "sql"> = {
  py: "python",
  js: "javascript",
  mjs: "javascript",
  cjs: "javascript",
  ts: "javascript",
  json: "json",
  sh: "sh",
  sql: "sql",
};

// What the editor takes a file for.
export function languageOfFile(name: string) {
  if (name === "bootstrap") return "sh";
  return LANGUAGES[name.slice(name.lastIndexOf(".") + 1).toLowerCase()] ?? "text";
}
