import { useEffect, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { GetObjectCommand, type HeadObjectCommandOutput, type S3Client } from "@aws-sdk/client-s3";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { CodeEditor } from "~/common/CodeEditor";
import { formatBytes } from "~/common/format";
import { ProblemAlert } from "~/common/Problem";
import { useS3 } from "./client";
import {
  hexDump,
  imageType,
  languageOf,
  MOST_BYTES,
  MOST_IMAGE,
  MOST_TEXT,
  previewOf,
  textOf,
} from "./preview";

interface Props {
  bucket: string;
  objectKey: string;
  head: HeadObjectCommandOutput;
}

async function readStart(
  s3: S3Client,
  bucket: string,
  key: string,
  size: number,
  most: number,
  etag?: string,
) {
  if (size === 0) return new Uint8Array();
  const { Body } = await s3.send(
    new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      IfMatch: etag,
      Range: size > most ? `bytes=0-${most - 1}` : undefined,
    }),
  );
  return Body ? Uint8Array.from(await Body.transformToByteArray()) : new Uint8Array();
}

// The begin of an object, as text, as an image, or as bytes; never as a page.
export function ObjectPreview({ bucket, objectKey, head }: Props) {
  const s3 = useS3();
  const size = head.ContentLength ?? 0;
  const type = imageType(objectKey, head.ContentType);
  const tooLarge = type !== undefined && size > MOST_IMAGE;
  const { data, error } = useQuery({
    queryKey: ["s3", bucket, "object", objectKey, "preview", head.ETag],
    queryFn: () => readStart(s3, bucket, objectKey, size, type ? MOST_IMAGE : MOST_TEXT, head.ETag),
    enabled: !tooLarge,
    gcTime: 0,
  });
  if (tooLarge)
    return <Alert type="info">The image has {formatBytes(size)}; it is too large to be shown.</Alert>;
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Spinner />;
  if (size === 0) return <Box>The object is empty.</Box>;
  switch (previewOf(objectKey, head.ContentType, data)) {
    case "image":
      return <Image bytes={data} type={type ?? "image/png"} alt={objectKey} />;
    case "text":
      return (
        <SpaceBetween size="s">
          <Cut shown={data.length} size={size} />
          <CodeEditor
            label="Content"
            value={textOf(data) ?? ""}
            language={languageOf(objectKey, head.ContentType)}
            height={480}
          />
        </SpaceBetween>
      );
    case "bytes":
      return (
        <SpaceBetween size="s">
          <Cut shown={Math.min(data.length, MOST_BYTES)} size={size} />
          <CodeEditor
            label="Content"
            value={hexDump(data.subarray(0, MOST_BYTES))}
            language="text"
            height={480}
          />
        </SpaceBetween>
      );
  }
}

function Cut({ shown, size }: { shown: number; size: number }) {
  if (shown >= size) return null;
  return (
    <Alert type="info">
      The first {formatBytes(shown)} of {formatBytes(size)}. Download the object for all of it.
    </Alert>
  );
}

function Image({ bytes, type, alt }: { bytes: Uint8Array<ArrayBuffer>; type: string; alt: string }) {
  const [url, setUrl] = useState<string>();
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type }));
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  if (broken) return <Alert type="info">This is no image that the browser can show.</Alert>;
  return url ? (
    <img
      src={url}
      alt={alt}
      style={{ maxWidth: "100%", maxHeight: "70vh" }}
      onError={() => setBroken(true)}
    />
  ) : null;
}
