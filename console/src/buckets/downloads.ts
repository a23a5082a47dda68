import { GetObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { attachment, lastName } from "./keys";

const DOWNLOAD_STARTS_WITHIN_S = 300;

// The browser stores it by a signed address, so an object of any size passes by the page's memory. What is wrong is said
// by the request before that.
export async function startDownload(s3: S3Client, bucket: string, key: string): Promise<void> {
  await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  const url = await getSignedUrl(
    s3,
    new GetObjectCommand({ Bucket: bucket, Key: key, ResponseContentDisposition: attachment(key) }),
    { expiresIn: DOWNLOAD_STARTS_WITHIN_S },
  );
  const link = document.createElement("a");
  link.href = url;
  link.download = lastName(key) || "object";
  link.click();
}
