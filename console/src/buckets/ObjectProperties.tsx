import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import Container from "@cloudscape-design/components/container";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { formatBytes, formatCount, formatTime } from "~/common/format";
import { s3Uri } from "./keys";
import { MetadataEditor } from "./MetadataEditor";

interface Props {
  bucket: string;
  objectKey: string;
  head: HeadObjectCommandOutput;
}

export function ObjectProperties({ bucket, objectKey, head }: Props) {
  const size = head.ContentLength;
  const checksums = [
    ["CRC32", head.ChecksumCRC32],
    ["CRC32C", head.ChecksumCRC32C],
    ["CRC64NVME", head.ChecksumCRC64NVME],
    ["SHA-1", head.ChecksumSHA1],
    ["SHA-256", head.ChecksumSHA256],
  ].filter(([, value]) => value !== undefined);
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Object</Header>}>
        <KeyValuePairs
          columns={2}
          items={[
            { label: "S3 URI", value: <Copyable text={s3Uri(bucket, objectKey)} what="S3 URI" /> },
            { label: "ARN", value: <Copyable text={`arn:aws:s3:::${bucket}/${objectKey}`} what="ARN" /> },
            {
              label: "Size",
              value:
                (size ?? 0) < 1024 ? formatBytes(size) : `${formatBytes(size)} (${formatCount(size)} bytes)`,
            },
            { label: "Last modified", value: formatTime(head.LastModified) },
            { label: "ETag", value: head.ETag ?? "-" },
            { label: "Storage class", value: head.StorageClass ?? "STANDARD" },
            {
              label: "Checksum",
              value: checksums.map(([name, value]) => `${name} ${value}`).join(", ") || "-",
            },
            { label: "Parts", value: head.PartsCount ?? "-" },
          ]}
        />
      </Container>
      <MetadataEditor key={head.ETag} bucket={bucket} objectKey={objectKey} head={head} />
    </SpaceBetween>
  );
}

function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <span style={{ overflowWrap: "anywhere" }}>
      <CopyToClipboard
        variant="inline"
        textToCopy={text}
        copyButtonAriaLabel={`Copy ${what}`}
        copySuccessText="Copied"
        copyErrorText="Not copied"
      />
    </span>
  );
}
