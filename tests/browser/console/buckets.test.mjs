// Buckets and objects, as a person works with them; what the server then has is asked by the SDK.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { clientOptions, open } from "./harness.mjs";

const s3 = new S3Client({ ...clientOptions, forcePathStyle: true });

async function bucketOf(t, objects = {}) {
  const Bucket = `console-${randomBytes(6).toString("hex")}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const [Key, [Body, ContentType]] of Object.entries(objects))
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
  return Bucket;
}

async function keysOf(Bucket) {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, EncodingType: "url" }));
  return Contents.map(({ Key }) => decodeURIComponent(Key.replaceAll("+", " ")));
}

async function textOf(Bucket, Key) {
  return (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToString();
}

function row(page, name) {
  return page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
}

test("a bucket is made, and deleted again when it is empty", async (t) => {
  const page = await open(t, "/buckets");
  const name = `console-${randomBytes(6).toString("hex")}`;
  await page.getByRole("button", { name: "Create bucket" }).click();
  await page.getByLabel("Bucket name").fill("No");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByText("InvalidBucketName").waitFor();
  await page.getByLabel("Bucket name").fill(name);
  await page.keyboard.press("Enter");
  await page.getByPlaceholder("Find buckets").fill(name);
  await row(page, name).waitFor();
  await s3.send(new PutObjectCommand({ Bucket: name, Key: "a/b", Body: "x" }));

  await row(page, name).getByRole("radio").check();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("BucketNotEmpty").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();

  await page.getByRole("button", { name: "Empty", exact: true }).click();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("button", { name: "Delete all objects" }).click();
  await page.getByText(`Bucket ${name} is empty.`).waitFor();
  assert.deepEqual(await keysOf(name), []);

  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByLabel(`Type ${name} to confirm`).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText(`Bucket ${name} was deleted.`).waitFor();
  await assert.rejects(s3.send(new HeadBucketCommand({ Bucket: name })), { name: "NotFound" });
  page.check();
});

test("files go up into a folder, and nothing is replaced without being asked", async (t) => {
  const bucket = await bucketOf(t, { "docs/old.txt": ["old"] });
  const page = await open(t, `/buckets/${bucket}`);
  await page.getByRole("link", { name: "docs/", exact: true }).click();
  await page.getByRole("link", { name: "old.txt" }).waitFor();
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  await page.getByRole("dialog").locator("input[type=file]").first().setInputFiles([
    { name: "old.txt", mimeType: "text/plain", buffer: Buffer.from("new") },
    { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.alloc(0) },
    { name: "ünd ähnlich & <b>.json", mimeType: "application/json", buffer: Buffer.from("{}") },
  ]);
  await page.getByRole("button", { name: "Upload files" }).click();
  await page.getByText("2 of 3 uploaded, 1 failed").waitFor();
  await page.getByText("AlreadyThere: There is an object of this key.").waitFor();
  assert.equal(await textOf(bucket, "docs/old.txt"), "old");
  await page.getByLabel("Replace objects that are there already").check();
  await page.getByRole("button", { name: "Upload files" }).click();
  await page.getByText("3 of 3 uploaded").waitFor();
  assert.equal(await textOf(bucket, "docs/old.txt"), "new");
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("link", { name: "ünd ähnlich & <b>.json" }).waitFor();
  const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: "docs/ünd ähnlich & <b>.json" }));
  assert.equal(head.ContentType, "application/json");
  page.check();
});

test("files that are dropped on the list are uploaded", async (t) => {
  const bucket = await bucketOf(t, { "a/b": ["x"] });
  const page = await open(t, `/buckets/${bucket}?prefix=a%2F`);
  const list = page.getByRole("link", { name: "b", exact: true });
  await list.waitFor();
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["dropped"], "c.txt", { type: "text/plain" }));
    return transfer;
  });
  await list.dispatchEvent("drop", { dataTransfer: data });
  await page.getByRole("button", { name: "Upload files" }).click();
  await page.getByText("1 of 1 uploaded").waitFor();
  assert.equal(await textOf(bucket, "a/c.txt"), "dropped");
  page.check();
});

test("a large file goes up in parts, a folder keeps its structure", async (t) => {
  const bucket = await bucketOf(t);
  const local = mkdtempSync(join(tmpdir(), "console-"));
  t.after(() => rmSync(local, { recursive: true }));
  mkdirSync(join(local, "site", "css"), { recursive: true });
  writeFileSync(join(local, "site", "index.html"), "<html>");
  writeFileSync(join(local, "site", "css", "a.css"), "b {}");
  const large = randomBytes(9 << 20);
  const page = await open(t, `/buckets/${bucket}`);
  await page.getByRole("button", { name: "Upload", exact: true }).click();
  const inputs = page.getByRole("dialog").locator("input[type=file]");
  await inputs.first().setInputFiles({ name: "large", mimeType: "", buffer: large });
  await inputs.last().setInputFiles(join(local, "site"));
  await page.getByRole("button", { name: "Upload files" }).click();
  await page.getByText("3 of 3 uploaded").waitFor();
  assert.deepEqual(await keysOf(bucket), ["large", "site/css/a.css", "site/index.html"]);
  const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "large" }));
  assert.match(ETag, /-2"$/);
  assert.deepEqual(Buffer.from(await Body.transformToByteArray()), large);
  page.check();
});

test("objects and folders are deleted together, after saying how much that is", async (t) => {
  const bucket = await bucketOf(t, {
    "a/1": ["x"],
    "a/b/2": ["xyz"],
    "c\u0001": ["x"],
    d: ["x"],
    "e/1": ["x"],
  });
  const page = await open(t, `/buckets/${bucket}`);
  await row(page, "a/").getByRole("checkbox").check();
  await row(page, "d").getByRole("checkbox").check();
  await page.getByRole("row").filter({ hasText: /^.?c/ }).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByText("a/ (2 objects, 4 bytes)").waitFor();
  await page.getByLabel("Type delete to confirm").fill("delete");
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("3 entries deleted.").waitFor();
  assert.deepEqual(await keysOf(bucket), ["e/1"]);
  await row(page, "e/").waitFor();
  page.check();
});

test("a key with dots in its path is deleted by its name, and no other object or bucket is", async (t) => {
  const other = await bucketOf(t, { kept: ["x"] });
  const keys = [`../${other}`, "x/../important", "x/./y", "x/..", "z/../c\u0001"];
  const bucket = await bucketOf(t, { important: ["x"], ...Object.fromEntries(keys.map((key) => [key, ["junk"]])) });
  assert.deepEqual(await keysOf(bucket), [...keys, "important"].sort());
  const remove = async (page) => {
    await page.getByRole("button", { name: "Actions" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  };

  const page = await open(t, `/buckets/${bucket}?prefix=${encodeURIComponent("../")}`);
  await row(page, other).getByRole("checkbox").check();
  await remove(page);
  await page.getByText(`../${other} deleted.`).waitFor();
  assert.deepEqual(await keysOf(other), ["kept"]);

  // Its own page reads nothing of the other one, but deletes it.
  await page.goto(`${page.url().split("?")[0]}/object?key=${encodeURIComponent("x/../important")}`);
  await page.getByText("Browsers cannot address a key").waitFor();
  assert.equal(await page.getByRole("tab").count(), 0);
  await remove(page);
  await page.getByText("x/../important was deleted.").waitFor();
  assert.deepEqual(await keysOf(bucket), ["important", "x/..", "x/./y", "z/../c\u0001"]);

  await page.goto(`${page.url().split("?")[0]}?prefix=${encodeURIComponent("z/../")}`);
  await page.getByRole("row").filter({ hasText: /^.?c/ }).getByRole("checkbox").check();
  await remove(page);
  await page.getByText("KeyHasNoAddress").waitFor();
  await page.goto(`${page.url().split("?")[0]}`);
  await row(page, "x/").getByRole("checkbox").check();
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByLabel("Type delete to confirm").fill("delete");
  await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("x/ deleted.").waitFor();
  assert.deepEqual(await keysOf(bucket), ["important", "z/../c\u0001"]);
  page.check();
});

test("an object is downloaded as it is", async (t) => {
  const key = 'a "b"/ünï (1)+#?.html';
  const bucket = await bucketOf(t, { [key]: ["<script>alert(1)</script>", "text/html"] });
  const page = await open(t, `/buckets/${bucket}/object?key=${encodeURIComponent(key)}`);
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  const file = await waiting;
  assert.equal(file.suggestedFilename(), "ünï (1)+#_.html");
  assert.equal(await readFile(await file.path(), "utf-8"), "<script>alert(1)</script>");
  page.check();
});

test("a preview shows a page as text and an image as an image", async (t) => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><script>parent.hacked=1</script></svg>`;
  const bucket = await bucketOf(t, {
    "page.html": ["<script>window.hacked = 1</script><h1>Evil</h1>", "text/html"],
    "image.svg": [svg, "image/svg+xml"],
    bytes: [Buffer.from([0, 1, 2, 255])],
  });
  const page = await open(t, `/buckets/${bucket}/object?key=page.html&tab=preview`);
  await page.getByText("window.hacked").waitFor();
  assert.equal(await page.getByRole("heading", { name: "Evil" }).count(), 0);
  await page.goto(page.url().replace("page.html", "image.svg"));
  await page.getByRole("img", { name: "image.svg" }).waitFor();
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await page.goto(page.url().replace("image.svg", "bytes"));
  await page.getByText("00 01 02 ff").waitFor();
  page.check();
});

test("metadata and tags are changed, the bytes stay", async (t) => {
  const bucket = await bucketOf(t, { "a.txt": ["hello", "text/plain"] });
  const page = await open(t, `/buckets/${bucket}/object?key=a.txt`);
  await page.getByLabel("Cache-Control").fill("no-store");
  await page.getByRole("button", { name: "Add metadata" }).click();
  await page.getByLabel("Name of metadata 1").fill("colour");
  await page.getByLabel("Value of metadata 1").fill("blue");
  await page.getByRole("button", { name: "Save metadata" }).click();
  await page.getByText("The metadata was saved.").waitFor();
  const head = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: "a.txt" }));
  assert.deepEqual([head.ContentType, head.CacheControl, head.Metadata], ["text/plain", "no-store", { colour: "blue" }]);
  assert.equal(await textOf(bucket, "a.txt"), "hello");
  await page.getByRole("tab", { name: "Tags" }).click();
  await page.getByRole("button", { name: "Add tag" }).click();
  await page.getByLabel("Key of tag 1").fill("team");
  await page.getByLabel("Value of tag 1").fill("data");
  await page.getByRole("button", { name: "Save tags" }).click();
  await page.getByText("The tags were saved.").waitFor();
  await page.reload();
  await page.locator("input[value=team]").waitFor();
  page.check();
});

test("an object is renamed, and another is not overwritten by that", async (t) => {
  const bucket = await bucketOf(t, { "a/x": ["one"], "a/y": ["two"] });
  const page = await open(t, `/buckets/${bucket}/object?key=a%2Fx`);
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Rename or move" }).click();
  await page.getByLabel("Key", { exact: true }).fill("a/y");
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await page.getByText("PreconditionFailed").waitFor();
  await page.getByLabel("Key", { exact: true }).fill("b/ä z");
  await page.getByRole("button", { name: "Rename", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "ä z" }).waitFor();
  assert.deepEqual(await keysOf(bucket), ["a/y", "b/ä z"]);
  assert.equal(await textOf(bucket, "b/ä z"), "one");
  page.check();
});

test("a presigned address gives the object to anybody", async (t) => {
  const bucket = await bucketOf(t, { "a b": ["hello"] });
  const page = await open(t, `/buckets/${bucket}/object?key=a%20b`);
  await page.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Presigned URL" }).click();
  await page.getByRole("button", { name: "Make URL" }).click();
  const url = await page.getByRole("textbox", { name: "URL" }).inputValue();
  const answer = await fetch(url);
  assert.equal(answer.status, 200);
  assert.equal(await answer.text(), "hello");
  await page.getByRole("button", { name: "Download (GET)" }).click();
  await page.getByRole("option", { name: "Upload (PUT)" }).click();
  await page.getByRole("button", { name: "Make URL" }).click();
  const upload = await page.getByRole("textbox", { name: "URL" }).inputValue();
  assert.doesNotMatch(upload, /checksum/i);
  assert.equal((await fetch(upload, { method: "PUT", body: "new" })).status, 200);
  assert.equal(await textOf(bucket, "a b"), "new");
  page.check();
});

test("a bucket has a policy, tags, and uploads that nobody finished", async (t) => {
  const bucket = await bucketOf(t);
  await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: "half" }));
  const page = await open(t, `/buckets/${bucket}?tab=permissions`);
  await page.getByText("Choose a template").click();
  await page.getByRole("option", { name: "Anybody may read objects" }).click();
  await page.getByRole("button", { name: "Save policy" }).click();
  await page.getByText("Access Denied").waitFor();
  await page.getByRole("checkbox", { name: "Refuse public bucket policies" }).uncheck();
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("The public access settings were saved.").waitFor();
  const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket: bucket }));
  assert.equal(PublicAccessBlockConfiguration.BlockPublicPolicy, false);
  assert.equal(PublicAccessBlockConfiguration.IgnorePublicAcls, true);
  await page.getByRole("button", { name: "Save policy" }).click();
  await page.getByText("The bucket policy was saved.").waitFor();
  const { Policy } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
  assert.equal(JSON.parse(Policy).Statement[0].Resource, `arn:aws:s3:::${bucket}/*`);

  await page.getByRole("tab", { name: "Properties" }).click();
  await page.getByRole("button", { name: "Add tag" }).click();
  await page.getByLabel("Key of tag 1").fill("team");
  await page.getByRole("button", { name: "Save tags" }).click();
  await page.getByText("The tags were saved.").waitFor();
  assert.deepEqual((await s3.send(new GetBucketTaggingCommand({ Bucket: bucket }))).TagSet, [{ Key: "team", Value: "" }]);

  await page.getByRole("tab", { name: "Unfinished uploads" }).click();
  await page.getByRole("row").filter({ hasText: "half" }).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await page.getByText("There are no unfinished uploads.").waitFor();
  assert.equal((await s3.send(new ListMultipartUploadsCommand({ Bucket: bucket }))).Uploads, undefined);
  page.check();
});

test("many objects are listed by pages, and found by what they begin with", async (t) => {
  const bucket = await bucketOf(t);
  const put = (n) => s3.send(new PutObjectCommand({ Bucket: bucket, Key: `k${String(n).padStart(4, "0")}`, Body: "x" }));
  for (let from = 0; from < 620; from += 31) await Promise.all(Array.from({ length: 31 }, (_, n) => put(from + n)));
  const page = await open(t, `/buckets/${bucket}`);
  await page.getByText("(500)").waitFor();
  await page.getByRole("button", { name: "Load more" }).click();
  await page.getByText("(620)").waitFor();
  await page.getByLabel("Keys that begin with").fill("k061");
  await page.keyboard.press("Enter");
  await page.getByText("(10)").waitFor();
  await page.getByRole("link", { name: "k0610" }).waitFor();
  page.check();
});
