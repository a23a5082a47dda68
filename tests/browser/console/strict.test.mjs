// A server that verifies signatures: keys are asked for, and what they may not do is said.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from "@aws-sdk/client-iam";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { open, endpoint } from "./harness.mjs";

const root = { accessKeyId: process.env.STATOR_ROOT_ID, secretAccessKey: process.env.STATOR_ROOT_SECRET };

async function signIn(page, keys) {
  await page.getByLabel("Access key id").fill(keys.accessKeyId);
  await page.getByLabel("Secret access key").fill(keys.secretAccessKey);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("keys are asked for, and wrong ones refused", async (t) => {
  const page = await open(t, "/tables");
  await signIn(page, { ...root, secretAccessKey: "wrong-secret-of-forty-characters-or-so" });
  await page.getByText("SignatureDoesNotMatch").waitFor();
  await signIn(page, root);
  await page.getByRole("heading", { level: 1, name: "Tables" }).waitFor();
  page.check();
});

test("a reload keeps the keys, another tab does not have them, and who signs out is asked again", async (t) => {
  const page = await open(t, "/tables");
  await signIn(page, root);
  await page.getByRole("heading", { level: 1, name: "Tables" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Tables" }).waitFor();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.getByRole("heading", { name: "Sign in" }).waitFor();
  assert.equal(await page.evaluate(() => JSON.stringify(window.localStorage).includes("secret")), false);
  await page.getByRole("button", { name: /^\d{12}/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  page.check();
});

test("who may do nothing is told so by each page", async (t) => {
  const iam = new IAMClient({ endpoint, region: "us-east-1", credentials: root });
  await iam.send(new CreateUserCommand({ UserName: "nobody" }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: "nobody" }));
  const page = await open(t, "/tables");
  await signIn(page, { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey });
  await page.getByTestId("problem").getByText("AccessDeniedException").waitFor();
  await page.getByText("is not authorized to perform: dynamodb:ListTables").waitFor();
  page.check();
});

test("a page in an object, opened in the tab of the console, finds no keys", async (t) => {
  const s3 = new S3Client({ endpoint, region: "us-east-1", credentials: root, forcePathStyle: true });
  const object = { Bucket: "pages", Key: "page.html" };
  await s3.send(new CreateBucketCommand({ Bucket: object.Bucket }));
  await s3.send(new PutObjectCommand({ ...object, Body: "<!doctype html><title>page</title>", ContentType: "text/html" }));
  const link = await getSignedUrl(s3, new GetObjectCommand(object));
  const page = await open(t, "/tables");
  await signIn(page, root);
  await page.getByRole("heading", { level: 1, name: "Tables" }).waitFor();
  assert.match(await page.evaluate(() => JSON.stringify(window.sessionStorage)), /AKIAROOT/);
  await page.goto(link);
  const tried = await page.evaluate(async () => {
    const attempt = async (what) => {
      try {
        return String(await what());
      } catch {
        return "refused";
      }
    };
    return {
      origin: window.origin,
      storage: await attempt(() => window.sessionStorage.length),
      cookies: await attempt(() => document.cookie),
      fetched: await attempt(async () => (await fetch("/_console/")).text()),
      frame: await attempt(async () => {
        const frame = document.createElement("iframe");
        frame.src = "/_console/";
        const loaded = new Promise((resolve) => (frame.onload = resolve));
        document.body.append(frame);
        await loaded;
        return frame.contentWindow.document.title;
      }),
    };
  });
  assert.deepEqual(tried, {
    origin: "null",
    storage: "refused",
    cookies: "refused",
    fetched: "refused",
    frame: "refused",
  });
});
