import { useRef, useState } from "react";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Checkbox from "@cloudscape-design/components/checkbox";
import FileDropzone from "@cloudscape-design/components/file-dropzone";
import FileInput from "@cloudscape-design/components/file-input";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { formatBytes } from "~/common/format";
import { ResourceTable } from "~/common/ResourceTable";
import { summaryOf, type Upload } from "./uploads";
import { UploadStatus } from "./UploadStatus";
import { useUploads } from "./useUploads";

interface Props {
  bucket: string;
  prefix: string;
  files: File[]; // that were dropped
  onDismiss: () => void;
}

export function UploadModal({ bucket, prefix, files, onDismiss }: Props) {
  const { uploads, running, start, stop, add, remove } = useUploads(bucket, prefix, files);
  const [replace, setReplace] = useState(false);
  const folder = useRef<HTMLInputElement | null>(null);
  const left = uploads.filter(({ state }) => state !== "done").length;
  const inFolder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  return (
    <Modal
      visible
      size="large"
      header={`Upload to ${bucket}/${inFolder}`}
      closeAriaLabel="Close"
      onDismiss={() => !running && onDismiss()}
      footer={
        <Box float="right">
          <SpaceBetween direction="horizontal" size="xs">
            {running ? (
              <Button onClick={stop}>Stop</Button>
            ) : (
              <Button variant="link" onClick={onDismiss}>
                Close
              </Button>
            )}
            <Button
              variant="primary"
              disabled={left === 0}
              loading={running}
              onClick={() => void start(replace)}
            >
              Upload files
            </Button>
          </SpaceBetween>
        </Box>
      }
    >
      <SpaceBetween size="m">
        <FileDropzone onChange={({ detail }) => add(detail.value)}>
          <SpaceBetween direction="horizontal" size="xs" alignItems="center">
            <FileInput multiple value={[]} onChange={({ detail }) => add(detail.value)}>
              Choose files
            </FileInput>
            <Button iconName="folder" onClick={() => folder.current?.click()}>
              Choose folder
            </Button>
            <Box color="text-body-secondary">or drop files here</Box>
          </SpaceBetween>
          <input
            ref={(input) => {
              folder.current = input;
              input?.setAttribute("webkitdirectory", "");
            }}
            type="file"
            hidden
            multiple
            aria-label="Folder"
            onChange={({ target }) => {
              add([...(target.files ?? [])]);
              target.value = "";
            }}
          />
        </FileDropzone>
        <Checkbox checked={replace} disabled={running} onChange={({ detail }) => setReplace(detail.checked)}>
          Replace objects that are there already
        </Checkbox>
        {uploads.length > 0 && (
          <ResourceTable<Upload>
            title="Files"
            description={summaryOf(uploads)}
            items={uploads}
            rowKey={({ id }) => String(id)}
            empty="No files."
            variant="borderless"
            pageSize={20}
            columns={[
              { id: "key", header: "Key", cell: ({ key }) => key, minWidth: 260, isRowHeader: true },
              { id: "size", header: "Size", cell: ({ file }) => formatBytes(file.size), minWidth: 90 },
              {
                id: "state",
                header: "State",
                cell: (upload) => <UploadStatus upload={upload} />,
                minWidth: 220,
              },
              {
                id: "remove",
                header: "",
                minWidth: 60,
                cell: ({ id, key }) => (
                  <Button
                    variant="inline-icon"
                    iconName="close"
                    ariaLabel={`Remove ${key}`}
                    disabled={running}
                    onClick={() => remove(id)}
                  />
                ),
              },
            ]}
          />
        )}
        {running && <Alert type="info">Stay on this page until everything is uploaded.</Alert>}
      </SpaceBetween>
    </Modal>
  );
}
