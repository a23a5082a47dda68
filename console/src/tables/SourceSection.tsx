import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import Select, { type SelectProps } from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Textarea from "@cloudscape-design/components/textarea";
import { BucketField } from "./BucketField";
import type { SourceForm } from "./importForm";

const FORMATS: (SelectProps.Option & { value: SourceForm["format"] })[] = [
  { value: "DYNAMODB_JSON", label: "DynamoDB JSON", description: "As exports write it" },
  { value: "ION", label: "Amazon Ion" },
  { value: "CSV", label: "CSV" },
];

const COMPRESSIONS: (SelectProps.Option & { value: SourceForm["compression"] })[] = [
  { value: "NONE", label: "None" },
  { value: "GZIP", label: "GZIP", description: "As exports write it" },
  { value: "ZSTD", label: "ZSTD" },
];

const DELIMITERS: (SelectProps.Option & { value: string })[] = [
  { value: ",", label: "Comma" },
  { value: ";", label: "Semicolon" },
  { value: "\t", label: "Tab" },
  { value: "|", label: "Pipe" },
  { value: ":", label: "Colon" },
  { value: " ", label: "Space" },
];

interface Props {
  form: SourceForm;
  onChange: (form: SourceForm) => void;
  bucketError?: string;
}

// Where the files of an import are, and what they are.
export function SourceSection(props: Props) {
  return (
    <Container header={<Header variant="h2">Source</Header>}>
      <SourceFields
        {...props}
        prefixText="All objects whose key begins so are imported, for example AWSDynamoDB/01795347290904-29d3e66e/data/."
      />
    </Container>
  );
}

interface FieldsProps extends Props {
  prefixText: string; // what the prefix is for
  formats?: readonly SourceForm["format"][]; // else all
}

export function SourceFields({ form, onChange, bucketError, prefixText, formats }: FieldsProps) {
  const pick = <V extends string>(options: readonly { value: V }[], value: string | undefined, old: V) =>
    options.find((option) => option.value === value)?.value ?? old;
  return (
    <SpaceBetween size="m">
      <BucketField
        value={form.bucket}
        error={bucketError}
        onChange={(bucket) => onChange({ ...form, bucket })}
      />
      <FormField label="Prefix" description={prefixText}>
        <Input
          value={form.prefix}
          spellcheck={false}
          onChange={({ detail }) => onChange({ ...form, prefix: detail.value })}
        />
      </FormField>
      <FormField label="Format">
        <Select
          options={FORMATS.filter(({ value }) => !formats || formats.includes(value))}
          selectedOption={FORMATS.find(({ value }) => value === form.format) ?? null}
          onChange={({ detail }) =>
            onChange({ ...form, format: pick(FORMATS, detail.selectedOption.value, form.format) })
          }
        />
      </FormField>
      <FormField label="Compression">
        <Select
          options={COMPRESSIONS}
          selectedOption={COMPRESSIONS.find(({ value }) => value === form.compression) ?? null}
          onChange={({ detail }) =>
            onChange({
              ...form,
              compression: pick(COMPRESSIONS, detail.selectedOption.value, form.compression),
            })
          }
        />
      </FormField>
      {form.format === "CSV" && (
        <>
          <FormField label="Delimiter">
            <Select
              options={DELIMITERS}
              selectedOption={DELIMITERS.find(({ value }) => value === form.delimiter) ?? null}
              onChange={({ detail }) =>
                onChange({
                  ...form,
                  delimiter: pick(DELIMITERS, detail.selectedOption.value, form.delimiter),
                })
              }
            />
          </FormField>
          <FormField
            label="Names of the columns"
            description="One a line, for files without a line of names. Leave empty if the first line has them."
          >
            <Textarea
              value={form.header}
              rows={4}
              spellcheck={false}
              onChange={({ detail }) => onChange({ ...form, header: detail.value })}
            />
          </FormField>
        </>
      )}
    </SpaceBetween>
  );
}
