import { useState } from "react";
import { CreateBucketCommand, type BucketLocationConstraint } from "@aws-sdk/client-s3";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { FormModal } from "~/common/FormModal";
import { DEFAULT_REGION } from "~/session/session";
import { useSession } from "~/session/context";
import { useS3 } from "./client";

interface Props {
  onDone: (name: string) => void;
  onDismiss: () => void;
}

export function CreateBucket({ onDone, onDismiss }: Props) {
  const s3 = useS3();
  const { region } = useSession().session;
  const [name, setName] = useState("");
  const location =
    region === DEFAULT_REGION ? undefined : { LocationConstraint: region as BucketLocationConstraint };
  return (
    <FormModal
      header="Create bucket"
      label="Create"
      disabled={!name}
      action={() => s3.send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: location }))}
      onDone={() => onDone(name)}
      onDismiss={onDismiss}
    >
      <FormField
        label="Bucket name"
        description={`In ${region}, the region picked above.`}
        constraintText="3 to 63 lower case letters, digits, hyphens and dots."
      >
        <Input
          value={name}
          autoFocus
          spellcheck={false}
          onChange={({ detail }) => setName(detail.value.trim())}
        />
      </FormField>
    </FormModal>
  );
}
