import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { useClient } from "~/session/context";
import { AddressingS3Client } from "./addresses";

const PATH_STYLE = { forcePathStyle: true };

// Buckets in the path: names below the server's own do not resolve everywhere, and are other origins.
export function useS3(): S3Client {
  return useClient(AddressingS3Client, PATH_STYLE);
}

const FOR_SIGNING: Pick<S3ClientConfig, "forcePathStyle" | "requestChecksumCalculation"> = {
  forcePathStyle: true,
  requestChecksumCalculation: "WHEN_REQUIRED",
};

// For presigned URLs of uploads: the checksum of a body that is not there yet must not be part of them.
export function useSigningS3(): S3Client {
  return useClient(AddressingS3Client, FOR_SIGNING);
}
