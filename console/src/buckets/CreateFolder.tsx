import { useState } from "react";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { FormModal } from "~/common/FormModal";
import { useS3 } from "./client";
import { DELIMITER, problemOfKey } from "./keys";

interface Props {
  bucket: string;
  prefix: string;
  onDone: () => void;
  onDismiss: () => void;
}

// An empty object whose key ends with a slash, as AWS's console makes it.
export function CreateFolder({ bucket, prefix, onDone, onDismiss }: Props) {
  const s3 = useS3();
  const [name, setName] = useState("");
  const folder = prefix.slice(0, prefix.lastIndexOf(DELIMITER) + 1);
  const key = `${folder}${name.replace(/\/+$/, "")}${DELIMITER}`;
  const problem = name ? problemOfKey(key) : undefined;
  return (
    <FormModal
      header="Create folder"
      label="Create"
      disabled={!name || problem !== undefined}
      action={() =>
        s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: new Uint8Array(), IfNoneMatch: "*" }))
      }
      onDone={onDone}
      onDismiss={onDismiss}
    >
      <FormField label="Folder name" errorText={problem} description={folder && `In ${folder}`}>
        <Input value={name} autoFocus spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
    </FormModal>
  );
}
