import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { DeleteBucketCommand, ListBucketsCommand, type Bucket } from "@aws-sdk/client-s3";
import Button from "@cloudscape-design/components/button";
import { Confirm } from "~/common/Confirm";
import { formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { allPages } from "~/common/pages";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useS3 } from "./client";
import { CreateBucket } from "./CreateBucket";
import { EmptyBucket } from "./EmptyBucket";

const columns: Columns<Bucket> = [
  {
    id: "name",
    header: "Name",
    isRowHeader: true,
    sortingField: "Name",
    cell: ({ Name = "" }) => <PageLink to={links.bucket(Name)}>{Name}</PageLink>,
    minWidth: 240,
  },
  {
    id: "region",
    header: "Region",
    sortingField: "BucketRegion",
    cell: (bucket) => bucket.BucketRegion ?? "-",
  },
  {
    id: "created",
    header: "Created",
    sortingField: "CreationDate",
    cell: (bucket) => formatTime(bucket.CreationDate),
  },
];

type Asking = { what: "create" } | { what: "empty" | "delete"; bucket: string };

export function BucketsPage() {
  const s3 = useS3();
  const queries = useQueryClient();
  const notify = useNotify();
  const [asking, setAsking] = useState<Asking>();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["s3"],
    queryFn: () =>
      allPages(async (token: string | undefined) => {
        const page = await s3.send(new ListBucketsCommand({ MaxBuckets: 1000, ContinuationToken: token }));
        return { items: page.Buckets, next: page.ContinuationToken };
      }),
  });
  const close = () => setAsking(undefined);
  const done = async (text: string) => {
    close();
    notify.success(text);
    await queries.invalidateQueries({ queryKey: ["s3"] });
  };
  return (
    <Page title="Buckets">
      <ResourceTable
        title="Buckets"
        items={data}
        error={error}
        loading={isFetching && !data}
        onRefresh={() => void refetch()}
        columns={columns}
        rowKey={({ Name = "" }) => Name}
        empty="There are no buckets."
        filterPlaceholder="Find buckets"
        sortBy="name"
        select="single"
        actions={(selected) => {
          const bucket = selected[0]?.Name ?? "";
          return (
            <>
              <Button disabled={!bucket} onClick={() => setAsking({ what: "empty", bucket })}>
                Empty
              </Button>
              <Button disabled={!bucket} onClick={() => setAsking({ what: "delete", bucket })}>
                Delete
              </Button>
              <Button variant="primary" onClick={() => setAsking({ what: "create" })}>
                Create bucket
              </Button>
            </>
          );
        }}
      />
      {asking?.what === "create" && (
        <CreateBucket onDismiss={close} onDone={(name) => void done(`Bucket ${name} was created.`)} />
      )}
      {asking?.what === "empty" && (
        <EmptyBucket
          bucket={asking.bucket}
          onDismiss={close}
          onDone={() => void done(`Bucket ${asking.bucket} is empty.`)}
        />
      )}
      {asking?.what === "delete" && (
        <Confirm
          header={`Delete bucket ${asking.bucket}?`}
          word={asking.bucket}
          action={() => s3.send(new DeleteBucketCommand({ Bucket: asking.bucket }))}
          onDone={() => void done(`Bucket ${asking.bucket} was deleted.`)}
          onDismiss={close}
        >
          Only an empty bucket can be deleted. Empty it first.
        </Confirm>
      )}
    </Page>
  );
}
