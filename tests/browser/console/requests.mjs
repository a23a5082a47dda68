// Requests of the tests themselves, to services whose client is not installed here. Signatures are well formed, and not verified.

import { endpoint } from "./harness.mjs";

function headers(service, more) {
  const now = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `console/${now.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  return {
    "x-amz-date": now,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${"0".repeat(64)}`,
    ...more,
  };
}

async function answer(response) {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

// `await lambda("GET", "/2015-03-31/functions/f")`
export async function lambda(method, path, body) {
  const init = { method, headers: headers("lambda", { "content-type": "application/json" }) };
  return answer(await fetch(endpoint + path, { ...init, body: body && JSON.stringify(body) }));
}

// `await logs("CreateLogGroup", { logGroupName: "/a" })`
export async function logs(operation, body) {
  const target = { "x-amz-target": `Logs_20140328.${operation}`, "content-type": "application/x-amz-json-1.1" };
  return answer(
    await fetch(endpoint, { method: "POST", headers: headers("logs", target), body: JSON.stringify(body) }),
  );
}

// `await dynamodb("SearchVectors", { TableName: "Films" })`: operations that the client installed here does not know.
export async function dynamodb(operation, body) {
  const target = { "x-amz-target": `DynamoDB_20120810.${operation}`, "content-type": "application/x-amz-json-1.0" };
  return answer(
    await fetch(endpoint, { method: "POST", headers: headers("dynamodb", target), body: JSON.stringify(body) }),
  );
}

// `await cloudwatch("PutMetricData", { Namespace: "Shop", MetricData: [] })`; times are seconds.
export async function cloudwatch(operation, body) {
  const target = {
    "x-amz-target": `GraniteServiceVersion20100801.${operation}`,
    "content-type": "application/x-amz-json-1.0",
  };
  return answer(
    await fetch(endpoint, { method: "POST", headers: headers("monitoring", target), body: JSON.stringify(body) }),
  );
}

// A zip archive of one file, not compressed.
export function zipOf(name, text) {
  const file = Buffer.from(text);
  const path = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt32LE(crc32(file), 14);
  local.writeUInt32LE(file.length, 18);
  local.writeUInt32LE(file.length, 22);
  local.writeUInt16LE(path.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 6);
  local.copy(entry, 16, 14, 30);
  entry.writeUInt32LE(0, 42);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length + path.length, 12);
  end.writeUInt32LE(local.length + path.length + file.length, 16);
  return Buffer.concat([local, path, file, entry, path, end]);
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc >>> 0;
}

// A function in Python, and its name.
export async function createFunction(name, code) {
  await lambda("POST", "/2015-03-31/functions", {
    FunctionName: name,
    Runtime: "python3.13",
    Handler: "lambda_function.lambda_handler",
    Role: "arn:aws:iam::000000000000:role/any",
    Code: { ZipFile: zipOf("lambda_function.py", code).toString("base64") },
  });
  return name;
}
