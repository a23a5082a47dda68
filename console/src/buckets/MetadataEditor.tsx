import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { CopyObjectCommand, type HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import AttributeEditor from "@cloudscape-design/components/attribute-editor";
import Button from "@cloudscape-design/components/button";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Header from "@cloudscape-design/components/header";
import Input from "@cloudscape-design/components/input";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { useS3 } from "./client";
import { copySource } from "./keys";
import {
  HEADER_LABELS,
  HEADERS,
  isComplete,
  metadataOf,
  problemOfName,
  problemOfValue,
  replacing,
  type Metadata,
} from "./metadata";

interface Props {
  bucket: string;
  objectKey: string;
  head: HeadObjectCommandOutput;
}

export function MetadataEditor({ bucket, objectKey, head }: Props) {
  const s3 = useS3();
  const queries = useQueryClient();
  const notify = useNotify();
  const [edited, setEdited] = useState<Metadata>();
  const { busy, error, run } = useAction();
  const { headers, user } = edited ?? metadataOf(head);
  const change = (index: number, part: Partial<Metadata["user"][number]>) =>
    setEdited({ headers, user: user.map((one, at) => (at === index ? { ...one, ...part } : one)) });
  const save = () =>
    run(async () => {
      await s3.send(
        new CopyObjectCommand({
          ...replacing({ headers, user }),
          Bucket: bucket,
          Key: objectKey,
          CopySource: copySource(bucket, objectKey),
          CopySourceIfMatch: head.ETag,
        }),
      );
      await queries.invalidateQueries({ queryKey: ["s3", bucket, "object", objectKey] });
      setEdited(undefined);
      notify.success("The metadata was saved.");
    });
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {edited && (
                <Button variant="link" onClick={() => setEdited(undefined)}>
                  Undo changes
                </Button>
              )}
              <Button disabled={!edited || !isComplete(edited)} loading={busy} onClick={() => void save()}>
                Save metadata
              </Button>
            </SpaceBetween>
          }
        >
          Metadata
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ColumnLayout columns={3}>
          {HEADERS.map((name) => (
            <FormField key={name} label={HEADER_LABELS[name]} errorText={problemOfValue(headers[name])}>
              <Input
                value={headers[name]}
                spellcheck={false}
                onChange={({ detail }) => setEdited({ headers: { ...headers, [name]: detail.value }, user })}
              />
            </FormField>
          ))}
        </ColumnLayout>
        <AttributeEditor<Metadata["user"][number]>
          items={user}
          empty="There is no metadata of your own."
          definition={[
            {
              label: "Name",
              errorText: (_, index) => problemOfName(user, index),
              control: ({ name }, index) => (
                <Input
                  value={name}
                  ariaLabel={`Name of metadata ${index + 1}`}
                  onChange={({ detail }) => change(index, { name: detail.value })}
                />
              ),
            },
            {
              label: "Value",
              errorText: ({ value }) => problemOfValue(value),
              control: ({ value }, index) => (
                <Input
                  value={value}
                  ariaLabel={`Value of metadata ${index + 1}`}
                  onChange={({ detail }) => change(index, { value: detail.value })}
                />
              ),
            },
          ]}
          addButtonText="Add metadata"
          removeButtonText="Remove"
          onAddButtonClick={() => setEdited({ headers, user: [...user, { name: "", value: "" }] })}
          onRemoveButtonClick={({ detail }) =>
            setEdited({ headers, user: user.filter((_, index) => index !== detail.itemIndex) })
          }
        />
        <ProblemAlert error={error} />
      </SpaceBetween>
    </Container>
  );
}
