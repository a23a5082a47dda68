import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type MultipartUpload,
} from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import { Confirm } from "~/common/Confirm";
import { formatTime } from "~/common/format";
import { allPages } from "~/common/pages";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useS3 } from "./client";
import { decodeKey } from "./keys";

const columns: Columns<MultipartUpload> = [
  { id: "key", header: "Key", cell: ({ Key }) => Key, sortingField: "Key", isRowHeader: true },
  { id: "begun", header: "Begun", cell: ({ Initiated }) => formatTime(Initiated), sortingField: "Initiated" },
  { id: "id", header: "Upload id", cell: ({ UploadId }) => UploadId },
];

// Parts that were uploaded and never became an object; they take space until they are discarded.
export function UnfinishedUploads({ bucket }: { bucket: string }) {
  const s3 = useS3();
  const [discarding, setDiscarding] = useState<MultipartUpload[]>();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["s3", bucket, "uploads"],
    queryFn: () =>
      allPages(async (marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined) => {
        const page = await s3.send(
          new ListMultipartUploadsCommand({ Bucket: bucket, EncodingType: "url", ...marker }),
        );
        return {
          items: page.Uploads?.map((upload) => ({ ...upload, Key: decodeKey(upload.Key ?? "") })),
          next: page.IsTruncated
            ? { KeyMarker: decodeKey(page.NextKeyMarker ?? ""), UploadIdMarker: page.NextUploadIdMarker }
            : undefined,
        };
      }),
  });
  return (
    <>
      <ResourceTable
        title="Unfinished uploads"
        description="Parts of multipart uploads that are not objects yet."
        items={data}
        error={error}
        loading={isFetching && !data}
        onRefresh={() => void refetch()}
        columns={columns}
        rowKey={({ UploadId = "" }) => UploadId}
        empty="There are no unfinished uploads."
        filterPlaceholder="Find uploads"
        select="multi"
        actions={(selected) => (
          <Button disabled={selected.length === 0} onClick={() => setDiscarding(selected)}>
            Discard
          </Button>
        )}
      />
      {discarding && (
        <Confirm
          header={`Discard ${discarding.length} unfinished ${discarding.length === 1 ? "upload" : "uploads"}?`}
          label="Discard"
          action={async () => {
            for (const { Key, UploadId } of discarding)
              await s3.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }));
          }}
          onDone={() => {
            setDiscarding(undefined);
            void refetch();
          }}
          onDismiss={() => setDiscarding(undefined)}
        >
          Who still uploads them will fail.
        </Confirm>
      )}
    </>
  );
}
