import { useState } from "react";
import { CopyObjectCommand, DeleteObjectCommand } from "@aws-sdk/client-s3";
import Checkbox from "@cloudscape-design/components/checkbox";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { FormModal } from "~/common/FormModal";
import { useS3 } from "./client";
import { copySource, problemOfKey } from "./keys";

interface Props {
  bucket: string;
  objectKey: string;
  etag: string | undefined; // of what the person sees
  isMove: boolean;
  onDone: (bucket: string, key: string) => void;
  onDismiss: () => void;
}

// S3 cannot rename: the object is copied, and the old one deleted when the new one is there.
export function CopyObject({ bucket, objectKey, etag, isMove, onDone, onDismiss }: Props) {
  const s3 = useS3();
  const [target, setTarget] = useState(bucket);
  const [key, setKey] = useState(objectKey);
  const [replace, setReplace] = useState(false);
  const same = target === bucket && key === objectKey;
  const problem = problemOfKey(key);
  const action = async () => {
    await s3.send(
      new CopyObjectCommand({
        Bucket: target,
        Key: key,
        CopySource: copySource(bucket, objectKey),
        CopySourceIfMatch: etag,
        IfNoneMatch: replace ? undefined : "*",
      }),
    );
    if (isMove) await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: objectKey, IfMatch: etag }));
  };
  return (
    <FormModal
      header={`${isMove ? "Rename or move" : "Copy"} ${objectKey}`}
      label={isMove ? "Rename" : "Copy"}
      disabled={same || !target || problem !== undefined}
      action={action}
      onDone={() => onDone(target, key)}
      onDismiss={onDismiss}
    >
      <FormField label="Bucket">
        <Input value={target} spellcheck={false} onChange={({ detail }) => setTarget(detail.value.trim())} />
      </FormField>
      <FormField label="Key" errorText={problem} description="Metadata and tags come along.">
        <Input value={key} autoFocus spellcheck={false} onChange={({ detail }) => setKey(detail.value)} />
      </FormField>
      <Checkbox checked={replace} onChange={({ detail }) => setReplace(detail.checked)}>
        Replace an object that is there already
      </Checkbox>
    </FormModal>
  );
}
