import { useMemo, useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { LambdaClient, UpdateFunctionCodeCommand, type GetFunctionResponse } from "@aws-sdk/client-lambda";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { download } from "~/common/files";
import { formatBytes } from "~/common/format";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { useAction } from "~/common/useAction";
import { useClient, useSession } from "~/session/context";
import { MOST_EDITED, readArchive, writeArchive, type ArchiveFile } from "./archive";
import { FilesEditor } from "./FilesEditor";
import { ReplaceCode } from "./ReplaceCode";
import { fileOfHandler } from "./runtimes";

// The link names the server as the request did; a proxy in front of it may have changed that.
async function fetchCode(endpoint: string, location: string): Promise<Uint8Array<ArrayBuffer>> {
  const { pathname, search } = new URL(location);
  const response = await fetch(endpoint + pathname + search);
  if (!response.ok) throw new Error(`the code was not sent: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

export function CodeTab({ of }: { of: GetFunctionResponse }) {
  const lambda = useClient(LambdaClient);
  const { session } = useSession();
  const queries = useQueryClient();
  const notify = useNotify();
  const {
    FunctionName: name = "",
    CodeSha256: sha,
    CodeSize: size = 0,
    Handler,
    Runtime,
  } = of.Configuration ?? {};
  const location = of.Code?.Location ?? "";
  const small = size <= MOST_EDITED.zipped;
  const archive = useQuery({
    queryKey: ["functions", "code", name, sha],
    queryFn: () => fetchCode(session.endpoint, location),
    enabled: small && location !== "",
    staleTime: Infinity,
  });
  const [edited, setEdited] = useState<{ sha: string | undefined; files: ArchiveFile[] }>();
  const [replacing, setReplacing] = useState(false);
  const deployment = useAction();
  const saving = useAction();

  const unpacked = useMemo(() => archive.data && unpack(archive.data), [archive.data]);
  const files = edited?.files ?? unpacked?.files;
  const refresh = () => queries.invalidateQueries({ queryKey: ["functions"] });
  const deploy = (changed: ArchiveFile[]) =>
    deployment.run(async () => {
      const ZipFile = writeArchive(changed);
      await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile }));
      setEdited(undefined);
      await refresh();
      notify.success(`The code of ${name} was deployed.`);
    });
  const save = () =>
    saving.run(async () => {
      download(
        `${name}.zip`,
        archive.data ?? (await fetchCode(session.endpoint, location)),
        "application/zip",
      );
    });
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={`${formatBytes(size)}, SHA-256 ${sha ?? "-"}`}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="download" disabled={!location} onClick={() => void save()}>
                Download
              </Button>
              <Button onClick={() => setReplacing(true)}>Replace</Button>
              <Button disabled={!edited} onClick={() => setEdited(undefined)}>
                Discard
              </Button>
              <Button
                variant="primary"
                disabled={!edited}
                loading={deployment.busy}
                onClick={() => edited && void deploy(edited.files)}
              >
                Deploy
              </Button>
            </SpaceBetween>
          }
        >
          Code
        </Header>
      }
    >
      <SpaceBetween size="m">
        <ProblemAlert error={deployment.error} header="The code was not changed" />
        <ProblemAlert error={saving.error} header="The code was not downloaded" />
        <ProblemAlert error={archive.error} onRetry={() => void archive.refetch()} />
        {!small && <Alert>Code of more than {formatBytes(MOST_EDITED.zipped)} is not edited here.</Alert>}
        {unpacked?.problem && <Alert>The archive cannot be edited here: {unpacked.problem}.</Alert>}
        {edited && edited.sha !== sha && (
          <Alert type="warning">
            The function has new code since you began to edit. Deploy replaces it, Discard shows it.
          </Alert>
        )}
        {archive.isLoading && <Spinner />}
        {files && (
          <FilesEditor
            files={files}
            first={fileOfHandler(Runtime ?? "", Handler ?? "")}
            onChange={(next) => setEdited({ sha: edited?.sha ?? sha, files: next })}
          />
        )}
      </SpaceBetween>
      {replacing && (
        <ReplaceCode
          name={name}
          onDone={() => {
            setReplacing(false);
            setEdited(undefined);
            void refresh();
            notify.success(`The code of ${name} was replaced.`);
          }}
          onDismiss={() => setReplacing(false)}
        />
      )}
    </Container>
  );
}

function unpack(archive: Uint8Array): { files?: ArchiveFile[]; problem?: string } {
  try {
    return { files: readArchive(archive) };
  } catch (failure) {
    return { problem: failure instanceof Error ? failure.message : String(failure) };
  }
}
