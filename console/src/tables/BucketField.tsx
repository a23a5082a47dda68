import { useQuery } from "@tanstack/react-query";
import Autosuggest from "@cloudscape-design/components/autosuggest";
import FormField from "@cloudscape-design/components/form-field";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { useClient } from "~/session/context";

const PATHS = { forcePathStyle: true };

interface Props {
  value: string;
  onChange: (value: string) => void;
  error?: string;
  label?: string;
}

// The name of a bucket: one of one's own, or any that is typed.
export function BucketField({ value, onChange, error, label = "Bucket" }: Props) {
  const s3 = useClient(S3Client, PATHS);
  const { data } = useQuery({
    queryKey: ["tables", "buckets"],
    queryFn: async () => (await s3.send(new ListBucketsCommand({}))).Buckets ?? [],
  });
  return (
    <FormField label={label} errorText={error}>
      <Autosuggest
        value={value}
        placeholder="Name of a bucket"
        enteredTextLabel={(text) => `Use "${text}"`}
        empty="There are no buckets of yours."
        options={(data ?? []).map(({ Name = "" }) => ({ value: Name }))}
        onChange={({ detail }) => onChange(detail.value)}
      />
    </FormField>
  );
}
