import FileUpload from "@cloudscape-design/components/file-upload";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import type { FunctionCode } from "@aws-sdk/client-lambda";

export interface ZipChoice {
  from: "file" | "bucket";
  file?: File;
  bucket: string;
  key: string;
}

export const NO_ZIP: ZipChoice = { from: "file", bucket: "", key: "" };

export function isComplete({ from, file, bucket, key }: ZipChoice): boolean {
  return from === "file" ? file !== undefined : bucket.trim() !== "" && key !== "";
}

export async function codeOf({ from, file, bucket, key }: ZipChoice): Promise<FunctionCode> {
  if (from === "bucket") return { S3Bucket: bucket.trim(), S3Key: key };
  return { ZipFile: file && new Uint8Array(await file.arrayBuffer()) };
}

// A zip archive: a file of this machine, or an object of a bucket.
export function ZipSource({ value, onChange }: { value: ZipChoice; onChange: (value: ZipChoice) => void }) {
  return (
    <SpaceBetween size="m">
      <Tiles
        value={value.from}
        onChange={({ detail }) => onChange({ ...value, from: detail.value as ZipChoice["from"] })}
        ariaLabel="Where the archive is"
        items={[
          { value: "file", label: "A file of this machine", description: "12 MB at most." },
          { value: "bucket", label: "An object in a bucket", description: "Unpacked, 250 MB at most." },
        ]}
      />
      {value.from === "file" ? (
        <FormField label="Zip archive">
          <FileUpload
            value={value.file ? [value.file] : []}
            onChange={({ detail }) => onChange({ ...value, file: detail.value[0] })}
            accept=".zip,application/zip"
            showFileSize
            i18nStrings={{
              uploadButtonText: () => "Choose file",
              dropzoneText: () => "Drop the file here",
              removeFileAriaLabel: () => "Remove the file",
              limitShowFewer: "Show fewer",
              limitShowMore: "Show more",
              errorIconAriaLabel: "Error",
            }}
          />
        </FormField>
      ) : (
        <>
          <FormField label="Bucket">
            <Input
              value={value.bucket}
              onChange={({ detail }) => onChange({ ...value, bucket: detail.value })}
            />
          </FormField>
          <FormField label="Key">
            <Input value={value.key} onChange={({ detail }) => onChange({ ...value, key: detail.value })} />
          </FormField>
        </>
      )}
    </SpaceBetween>
  );
}
