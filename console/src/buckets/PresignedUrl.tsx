import { useState } from "react";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import FormField from "@cloudscape-design/components/form-field";
import Modal from "@cloudscape-design/components/modal";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { ProblemAlert } from "~/common/Problem";
import { useSigningS3 } from "./client";

const METHODS = [
  { value: "GET", label: "Download (GET)" },
  { value: "PUT", label: "Upload (PUT)" },
];
const VALIDITY = [
  { value: "300", label: "5 minutes" },
  { value: "3600", label: "1 hour" },
  { value: "43200", label: "12 hours" },
  { value: "86400", label: "1 day" },
  { value: "604800", label: "7 days" },
];
const HOUR = { value: "3600", label: "1 hour" };
const GET = { value: "GET", label: "Download (GET)" };

interface Props {
  bucket: string;
  objectKey: string;
  onDismiss: () => void;
}

// An address that does one thing without keys, as the person who made it may do it.
export function PresignedUrl({ bucket, objectKey, onDismiss }: Props) {
  const s3 = useSigningS3();
  const [method, setMethod] = useState<{ value?: string }>(GET);
  const [validity, setValidity] = useState<{ value?: string }>(HOUR);
  const [url, setUrl] = useState("");
  const [error, setError] = useState<unknown>();
  const make = async () => {
    const input = { Bucket: bucket, Key: objectKey };
    try {
      const expiresIn = Number(validity.value);
      setUrl(
        method.value === "PUT"
          ? await getSignedUrl(s3, new PutObjectCommand(input), { expiresIn })
          : await getSignedUrl(s3, new GetObjectCommand(input), { expiresIn }),
      );
      setError(undefined);
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Modal
      visible
      header="Presigned URL"
      closeAriaLabel="Close"
      onDismiss={onDismiss}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            <Button variant="link" onClick={onDismiss}>
              Close
            </Button>
            <Button variant="primary" onClick={() => void make()}>
              Make URL
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FormField label="For" description={objectKey}>
          <Select
            options={METHODS}
            selectedOption={method}
            onChange={({ detail }) => {
              setMethod(detail.selectedOption);
              setUrl("");
            }}
          />
        </FormField>
        <FormField
          label="Valid for"
          description="Made with the keys of this session: it ends with them, and may what they may."
        >
          <Select
            options={VALIDITY}
            selectedOption={validity}
            onChange={({ detail }) => {
              setValidity(detail.selectedOption);
              setUrl("");
            }}
          />
        </FormField>
        {url && (
          <FormField label="URL">
            <SpaceBetween size="xs">
              <Textarea value={url} readOnly rows={5} ariaLabel="URL" />
              <CopyToClipboard
                textToCopy={url}
                copyButtonText="Copy"
                copySuccessText="Copied"
                copyErrorText="Not copied"
              />
            </SpaceBetween>
          </FormField>
        )}
        <ProblemAlert error={error} />
      </SpaceBetween>
    </Modal>
  );
}
