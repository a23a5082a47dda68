// What is done to objects, many at a time.

import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  type S3Client,
} from "@aws-sdk/client-s3";
import { decodeKey, DELIMITER, fitsXml } from "./keys";

export interface Folder {
  kind: "folder";
  key: string; // ends with a slash
}

export interface StoredObject {
  kind: "object";
  key: string;
  size: number;
  modified: Date | undefined;
  storageClass: string | undefined;
}

export type Entry = Folder | StoredObject;

export interface EntryPage {
  entries: Entry[];
  next: string | undefined;
}

const PAGE = 500;
const BATCH = 1000; // what DeleteObjects takes

// `prefix` is all that the keys begin with: a folder, or more of a name.
export async function listEntries(
  s3: S3Client,
  bucket: string,
  prefix: string,
  token?: string,
): Promise<EntryPage> {
  const page = await s3.send(
    new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: DELIMITER,
      EncodingType: "url",
      MaxKeys: PAGE,
      ContinuationToken: token,
    }),
  );
  const folders = (page.CommonPrefixes ?? []).map(({ Prefix = "" }): Entry => {
    return { kind: "folder", key: decodeKey(Prefix) };
  });
  const objects = (page.Contents ?? []).map(({ Key = "", Size = 0, LastModified, StorageClass }): Entry => {
    return {
      kind: "object",
      key: decodeKey(Key),
      size: Size,
      modified: LastModified,
      storageClass: StorageClass,
    };
  });
  return { entries: [...folders, ...objects], next: page.NextContinuationToken };
}

async function keysBelow(s3: S3Client, bucket: string, prefix: string): Promise<string[]> {
  const page = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, EncodingType: "url", MaxKeys: BATCH }),
  );
  return (page.Contents ?? []).map(({ Key = "" }) => decodeKey(Key));
}

export interface Below {
  objects: number;
  bytes: number;
  complete: boolean; // false: there are more
}

// How much a folder holds, as far as `pages` requests tell.
export async function countBelow(s3: S3Client, bucket: string, prefix: string, pages = 10): Promise<Below> {
  const below: Below = { objects: 0, bytes: 0, complete: false };
  let token: string | undefined;
  for (let page = 0; page < pages; ++page) {
    const { Contents = [], NextContinuationToken } = await s3.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        EncodingType: "url",
        ContinuationToken: token,
      }),
    );
    below.objects += Contents.length;
    below.bytes += Contents.reduce((sum, { Size = 0 }) => sum + Size, 0);
    token = NextContinuationToken;
    if (!token) return { ...below, complete: true };
  }
  return below;
}

class NotDeleted extends Error {
  constructor(code: string, message: string) {
    super(message);
    this.name = code;
  }
}

type Progress = (deleted: number) => void;

// By requests that name the keys in XML. A key that does not fit there is deleted by its address, if it has one.
export async function deleteKeys(s3: S3Client, bucket: string, keys: string[], progress?: Progress) {
  const plain = keys.filter(fitsXml);
  let deleted = 0;
  for (let from = 0; from < plain.length; from += BATCH) {
    const batch = plain.slice(from, from + BATCH);
    const { Errors = [] } = await s3.send(
      new DeleteObjectsCommand({
        Bucket: bucket,
        Delete: { Objects: batch.map((Key) => ({ Key })), Quiet: true },
      }),
    );
    deleted += batch.length - Errors.length;
    progress?.(deleted);
    const first = Errors[0];
    if (first)
      throw new NotDeleted(
        first.Code ?? "Error",
        `${first.Message ?? "no message"} (${first.Key ?? ""}; ${Errors.length} not deleted)`,
      );
  }
  for (const key of keys.filter((one) => !fitsXml(one))) {
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    deleted += 1;
    progress?.(deleted);
  }
}

// All objects whose keys begin with `prefix`, until there are none or `stop` says so.
export async function deleteBelow(
  s3: S3Client,
  bucket: string,
  prefix: string,
  progress?: Progress,
  stop?: AbortSignal,
): Promise<void> {
  let before = 0;
  for (;;) {
    const keys = await keysBelow(s3, bucket, prefix);
    if (keys.length === 0 || stop?.aborted) return;
    const from = before;
    await deleteKeys(s3, bucket, keys, (deleted) => progress?.(from + deleted));
    before += keys.length;
  }
}
