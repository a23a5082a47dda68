import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useSearchParams } from "react-router-dom";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Confirm } from "~/common/Confirm";
import { problemOf } from "~/common/errors";
import { links } from "~/common/links";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { PageTabs } from "~/common/PageTabs";
import { ProblemAlert } from "~/common/Problem";
import { hasNoAddress } from "./addresses";
import { useS3 } from "./client";
import { CopyObject } from "./CopyObject";
import { startDownload } from "./downloads";
import { folderOf, stepsOf } from "./keys";
import { deleteKeys } from "./objects";
import { ObjectPreview } from "./ObjectPreview";
import { ObjectProperties } from "./ObjectProperties";
import { ObjectTags } from "./ObjectTags";
import { PresignedUrl } from "./PresignedUrl";

export function ObjectPage() {
  const { bucket = "" } = useParams();
  const [search] = useSearchParams();
  const key = search.get("key") ?? "";
  return <ObjectOf key={`${bucket}/${key}`} bucket={bucket} objectKey={key} />;
}

type Asking = "delete" | "copy" | "rename" | "sign";

function ObjectOf({ bucket, objectKey }: { bucket: string; objectKey: string }) {
  const s3 = useS3();
  const queries = useQueryClient();
  const notify = useNotify();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking>();
  const { data, error, refetch } = useQuery({
    queryKey: ["s3", bucket, "object", objectKey],
    queryFn: () =>
      s3.send(new HeadObjectCommand({ Bucket: bucket, Key: objectKey, ChecksumMode: "ENABLED" })),
  });
  const close = () => setAsking(undefined);
  const leave = async (to: string, text: string) => {
    notify.success(text);
    queries.removeQueries({ queryKey: ["s3", bucket, "object", objectKey] });
    navigate(to);
  };
  const folder = folderOf(objectKey);
  return (
    <Page
      title={objectKey.slice(folder.length) || objectKey}
      crumbs={[
        { text: "Buckets", to: links.buckets() },
        { text: bucket, to: links.bucket(bucket) },
        ...stepsOf(folder).map(({ text, prefix }) => ({ text, to: links.bucket(bucket, prefix) })),
      ]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          <Button iconName="refresh" ariaLabel="Refresh" onClick={() => void refetch()} />
          <ButtonDropdown
            disabled={!data && !hasNoAddress(error)}
            items={[
              { id: "copy", text: "Copy", disabled: !data },
              { id: "rename", text: "Rename or move", disabled: !data },
              { id: "sign", text: "Presigned URL", disabled: !data },
              { id: "delete", text: "Delete" },
            ]}
            onItemClick={({ detail }) => setAsking(detail.id as Asking)}
          >
            Actions
          </ButtonDropdown>
          <Button
            variant="primary"
            iconName="download"
            disabled={!data}
            onClick={() =>
              startDownload(s3, bucket, objectKey).catch((failure: unknown) =>
                notify.failure("The object was not downloaded", failure),
              )
            }
          >
            Download
          </Button>
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <ProblemAlert
          error={error}
          header={
            error && problemOf(error).code === "NotFound"
              ? "There is no object of this key"
              : "The object could not be read"
          }
          onRetry={() => void refetch()}
        />
        {data && (
          <PageTabs
            label="Object"
            tabs={[
              {
                id: "properties",
                label: "Properties",
                content: <ObjectProperties bucket={bucket} objectKey={objectKey} head={data} />,
              },
              {
                id: "preview",
                label: "Preview",
                content: <ObjectPreview bucket={bucket} objectKey={objectKey} head={data} />,
              },
              { id: "tags", label: "Tags", content: <ObjectTags bucket={bucket} objectKey={objectKey} /> },
            ]}
          />
        )}
      </SpaceBetween>
      {asking === "delete" && (
        <Confirm
          header={`Delete ${objectKey}?`}
          action={() => deleteKeys(s3, bucket, [objectKey])}
          onDone={() => void leave(links.bucket(bucket, folder), `${objectKey} was deleted.`)}
          onDismiss={close}
        >
          It is gone for good: there are no versions.
        </Confirm>
      )}
      {asking === "sign" && <PresignedUrl bucket={bucket} objectKey={objectKey} onDismiss={close} />}
      {(asking === "copy" || asking === "rename") && (
        <CopyObject
          bucket={bucket}
          objectKey={objectKey}
          etag={data?.ETag}
          isMove={asking === "rename"}
          onDismiss={close}
          onDone={(target, key) => {
            close();
            void leave(links.object(target, key), `${key} is there.`);
          }}
        />
      )}
    </Page>
  );
}
