import { expect, test } from "vitest";
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { AddressingS3Client, hasNoAddress, isSentAsItIs } from "./addresses";

const RESOLVED = ["x/../y", "../b", "..", ".", "./a", "a/.", "a/..", "a//../b", "a/./b"];
const PLAIN = [
  "a",
  "a/",
  "a//b",
  "/a",
  "//",
  "...",
  "a/.b/..c/d./e..",
  "a b+c=&?#%;@:$,",
  "(1)!'*~_-|^`{}[]<>\"\\",
  "..\\b",
  "%2e%2e/b",
  "%2E",
  "ü/日本/😀",
  "c\u0001\t\n\r\u007f",
  " a ",
];

test.each([
  ["/b/x/../y"],
  ["/b/%2e%2E/y"],
  ["/b/.%2e"],
  ["/b/%2e"],
  ["/b/./"],
  ["/.."],
  ["/b/a\tb"],
  ["/b/a\\b"],
])("a browser changes the path %s", (path) => {
  expect(isSentAsItIs(path)).toBe(false);
});

test.each([["/"], ["/b"], ["/b/"], ["/b//a"], ["/b/a%20b"], ["/b/%252e"], ["/b/...a"], ["/b/a%2F.."]])(
  "a browser sends the path %s",
  (path) => {
    expect(isSentAsItIs(path)).toBe(true);
  },
);

const sent: string[] = [];
const s3 = new AddressingS3Client({
  endpoint: "http://127.0.0.1:8000",
  region: "us-east-1",
  forcePathStyle: true,
  credentials: { accessKeyId: "a", secretAccessKey: "b" },
  maxAttempts: 1,
  requestHandler: {
    handle: (request: { path: string }) => {
      sent.push(request.path);
      return Promise.reject(new Error("nobody listens"));
    },
  },
});

test.each(RESOLVED.map((key) => [key]))("nothing is sent or signed for the key %s", async (Key) => {
  sent.length = 0;
  const input = { Bucket: "bucket", Key };
  await expect(s3.send(new DeleteObjectCommand(input))).rejects.toSatisfy(hasNoAddress);
  await expect(s3.send(new PutObjectCommand({ ...input, Body: "x" }))).rejects.toSatisfy(hasNoAddress);
  await expect(getSignedUrl(s3, new GetObjectCommand(input))).rejects.toThrow(/list of objects/);
  expect(sent).toEqual([]);
});

test.each(PLAIN.map((key) => [key]))("the key %j is sent and signed", async (Key) => {
  sent.length = 0;
  const input = { Bucket: "bucket", Key };
  await expect(s3.send(new DeleteObjectCommand(input))).rejects.toThrow("nobody listens");
  expect(sent.map(decodeURIComponent)).toEqual([`/bucket/${Key}`]);
  expect(new URL(await getSignedUrl(s3, new GetObjectCommand(input))).pathname).toBe(sent[0]);
});
