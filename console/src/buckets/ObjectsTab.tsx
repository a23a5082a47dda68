import { useState, type DragEvent } from "react";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "react-router-dom";
import Box from "@cloudscape-design/components/box";
import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNotify } from "~/common/notifications";
import { ResourceTable } from "~/common/ResourceTable";
import { useS3 } from "./client";
import { CreateFolder } from "./CreateFolder";
import { DeleteEntries } from "./DeleteEntries";
import { startDownload } from "./downloads";
import { entryColumns } from "./entryColumns";
import { stepsOf } from "./keys";
import { listEntries, type Entry } from "./objects";
import { PrefixSearch } from "./PrefixSearch";
import { UploadModal } from "./UploadModal";

type Asking = { what: "upload"; files: File[] } | { what: "folder" } | { what: "delete"; entries: Entry[] };

export function ObjectsTab({ bucket }: { bucket: string }) {
  const s3 = useS3();
  const queries = useQueryClient();
  const notify = useNotify();
  const [search, setSearch] = useSearchParams();
  const [asking, setAsking] = useState<Asking>();
  const prefix = search.get("prefix") ?? "";
  const go = (to: string) => setSearch(to ? { prefix: to } : {});
  const { data, error, isFetching, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } =
    useInfiniteQuery({
      queryKey: ["s3", bucket, "objects", prefix],
      queryFn: ({ pageParam }) => listEntries(s3, bucket, prefix, pageParam),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.next,
    });
  const entries = data?.pages.flatMap((page) => page.entries);
  const refresh = () => queries.invalidateQueries({ queryKey: ["s3", bucket, "objects"] });
  const close = () => setAsking(undefined);
  const downloadAll = async (keys: string[]) => {
    for (const key of keys) {
      try {
        await startDownload(s3, bucket, key);
      } catch (failure) {
        notify.failure(`${key} was not downloaded`, failure);
      }
    }
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    const files = [...event.dataTransfer.files];
    // What is dropped on a dialog comes by here as well.
    if (files.length > 0 && !asking) setAsking({ what: "upload", files });
  };
  return (
    <div onDragOver={(event) => event.preventDefault()} onDrop={dropped}>
      <SpaceBetween size="m">
        <SpaceBetween direction="horizontal" size="m" alignItems="center">
          <BreadcrumbGroup
            ariaLabel="Folders"
            items={[{ text: bucket, prefix: "" }, ...stepsOf(prefix)].map((step) => ({
              text: step.text,
              href: `#${step.prefix}`,
            }))}
            onFollow={(event) => {
              event.preventDefault();
              go(event.detail.href.slice(1));
            }}
          />
          <PrefixSearch key={prefix} prefix={prefix} onGo={go} />
        </SpaceBetween>
        <ResourceTable<Entry>
          title="Objects"
          description={
            hasNextPage ? "There are more than are shown; filter and order are of those shown." : undefined
          }
          items={entries}
          error={error}
          loading={isFetching && !data}
          onRefresh={() => void refetch()}
          columns={entryColumns(bucket, prefix)}
          rowKey={({ key }) => key}
          empty={
            prefix ? "Nothing begins with this." : "This bucket is empty. Drop files here, or upload them."
          }
          filterPlaceholder="Find among those shown"
          select="multi"
          pageSize={100}
          actions={(selected) => {
            const keys = selected.filter(({ kind }) => kind === "object").map(({ key }) => key);
            return (
              <>
                <ButtonDropdown
                  disabled={selected.length === 0}
                  items={[
                    { id: "download", text: "Download", disabled: keys.length !== selected.length },
                    { id: "delete", text: "Delete" },
                  ]}
                  onItemClick={({ detail }) => {
                    if (detail.id === "download") void downloadAll(keys);
                    if (detail.id === "delete") setAsking({ what: "delete", entries: selected });
                  }}
                >
                  Actions
                </ButtonDropdown>
                <Button onClick={() => setAsking({ what: "folder" })}>Create folder</Button>
                <Button
                  variant="primary"
                  iconName="upload"
                  onClick={() => setAsking({ what: "upload", files: [] })}
                >
                  Upload
                </Button>
              </>
            );
          }}
        />
        {hasNextPage && (
          <Box textAlign="center">
            <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              Load more
            </Button>
          </Box>
        )}
      </SpaceBetween>
      {asking?.what === "upload" && (
        <UploadModal
          bucket={bucket}
          prefix={prefix}
          files={asking.files}
          onDismiss={() => {
            close();
            void refresh();
          }}
        />
      )}
      {asking?.what === "folder" && (
        <CreateFolder
          bucket={bucket}
          prefix={prefix}
          onDismiss={close}
          onDone={() => {
            close();
            void refresh();
          }}
        />
      )}
      {asking?.what === "delete" && (
        <DeleteEntries
          bucket={bucket}
          entries={asking.entries}
          onDismiss={() => {
            close();
            void refresh();
          }}
          onDone={(text) => {
            close();
            notify.success(text);
            void refresh();
          }}
        />
      )}
    </div>
  );
}
