// What S3 keeps of an object besides its bytes, as it is edited.

import type { CopyObjectCommandInput, HeadObjectCommandOutput } from "@aws-sdk/client-s3";

export const HEADERS = [
  "ContentType",
  "CacheControl",
  "ContentDisposition",
  "ContentEncoding",
  "ContentLanguage",
] as const;

export type HeaderName = (typeof HEADERS)[number];

export const HEADER_LABELS: Record<HeaderName, string> = {
  ContentType: "Content-Type",
  CacheControl: "Cache-Control",
  ContentDisposition: "Content-Disposition",
  ContentEncoding: "Content-Encoding",
  ContentLanguage: "Content-Language",
};

export interface Metadata {
  headers: Record<HeaderName, string>;
  user: { name: string; value: string }[]; // x-amz-meta-...
}

export function metadataOf(head: HeadObjectCommandOutput): Metadata {
  return {
    headers: {
      ContentType: head.ContentType ?? "",
      CacheControl: head.CacheControl ?? "",
      ContentDisposition: head.ContentDisposition ?? "",
      ContentEncoding: head.ContentEncoding ?? "",
      ContentLanguage: head.ContentLanguage ?? "",
    },
    user: Object.entries(head.Metadata ?? {}).map(([name, value]) => ({ name, value })),
  };
}

export function problemOfName(user: Metadata["user"], index: number): string | undefined {
  const name = user[index]?.name ?? "";
  if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) return "Lower case letters, digits and hyphens.";
  return user.findIndex((other) => other.name === name) < index ? "There is this name already." : undefined;
}

// It is a header, and browsers send no others.
export function problemOfValue(value: string): string | undefined {
  return [...value].every((char) => char >= " " && char <= "\u00FF")
    ? undefined
    : "Characters of Latin-1 only.";
}

export function isComplete({ headers, user }: Metadata): boolean {
  return (
    Object.values(headers).every((value) => problemOfValue(value) === undefined) &&
    user.every(
      ({ value }, at) => problemOfName(user, at) === undefined && problemOfValue(value) === undefined,
    )
  );
}

// Metadata cannot be changed in place: the object is copied onto itself.
export function replacing({ headers, user }: Metadata): Partial<CopyObjectCommandInput> {
  const given = Object.fromEntries(HEADERS.map((name) => [name, headers[name] || undefined]));
  return {
    ...given,
    MetadataDirective: "REPLACE",
    Metadata: Object.fromEntries(user.map(({ name, value }) => [name, value])),
  };
}
