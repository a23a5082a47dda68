import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import {
  DeleteAliasCommand,
  DeleteFunctionCommand,
  LambdaClient,
  PublishVersionCommand,
  type AliasConfiguration,
  type FunctionConfiguration,
} from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Confirm } from "~/common/Confirm";
import { formatBytes, formatTime } from "~/common/format";
import { useNotify } from "~/common/notifications";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { AliasModal } from "./AliasModal";
import { useAliases, useVersions } from "./versions";

const versionOf = (item: FunctionConfiguration) => item.Version ?? "";
const aliasOf = (item: AliasConfiguration) => item.Name ?? "";

const VERSIONS: Columns<FunctionConfiguration> = [
  { id: "version", header: "Version", cell: versionOf, isRowHeader: true },
  { id: "description", header: "Description", cell: (item) => item.Description || "-" },
  { id: "runtime", header: "Runtime", cell: (item) => item.Runtime ?? "-" },
  { id: "size", header: "Code size", cell: (item) => formatBytes(item.CodeSize) },
  {
    id: "modified",
    header: "Last modified",
    cell: (item) => formatTime(Date.parse(item.LastModified ?? "")),
  },
];

function weights(item: AliasConfiguration): string {
  const others = Object.entries(item.RoutingConfig?.AdditionalVersionWeights ?? {});
  return others.map(([version, weight]) => `${version}: ${Math.round(weight * 100)} %`).join(", ") || "-";
}

const ALIASES: Columns<AliasConfiguration> = [
  { id: "name", header: "Alias", cell: aliasOf, sortingField: "Name", isRowHeader: true },
  { id: "version", header: "Version", cell: (item) => item.FunctionVersion ?? "-" },
  { id: "weights", header: "Other versions", cell: weights },
  { id: "description", header: "Description", cell: (item) => item.Description || "-" },
];

type Doing =
  | { what: "publish" }
  | { what: "alias"; of?: AliasConfiguration }
  | { what: "deleteVersion"; version: string }
  | { what: "deleteAlias"; alias: string };

export function VersionsTab({ name }: { name: string }) {
  const lambda = useClient(LambdaClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const versions = useVersions(name);
  const aliases = useAliases(name);
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const done = (text: string) => {
    notify.success(text);
    close();
    void queries.invalidateQueries({ queryKey: ["functions"] });
  };
  return (
    <SpaceBetween size="l">
      <ResourceTable
        title="Versions"
        items={versions.data}
        error={versions.error}
        onRefresh={() => void versions.refetch()}
        columns={VERSIONS}
        rowKey={versionOf}
        empty="There are no versions."
        select="single"
        actions={([picked]) => (
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              disabled={!picked || versionOf(picked) === "$LATEST"}
              onClick={() => picked && setDoing({ what: "deleteVersion", version: versionOf(picked) })}
            >
              Delete
            </Button>
            <Button onClick={() => setDoing({ what: "publish" })}>Publish version</Button>
          </SpaceBetween>
        )}
      />
      <ResourceTable
        title="Aliases"
        items={aliases.data}
        error={aliases.error}
        onRefresh={() => void aliases.refetch()}
        columns={ALIASES}
        rowKey={aliasOf}
        empty="There are no aliases."
        select="single"
        actions={([picked]) => (
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              disabled={!picked}
              onClick={() => picked && setDoing({ what: "deleteAlias", alias: aliasOf(picked) })}
            >
              Delete
            </Button>
            <Button disabled={!picked} onClick={() => setDoing({ what: "alias", of: picked })}>
              Edit
            </Button>
            <Button onClick={() => setDoing({ what: "alias" })}>Create alias</Button>
          </SpaceBetween>
        )}
      />
      {doing?.what === "publish" && (
        <Confirm
          header={`Publish a version of ${name}?`}
          label="Publish"
          action={() => lambda.send(new PublishVersionCommand({ FunctionName: name }))}
          onDone={() => done("The version was published.")}
          onDismiss={close}
        >
          Code and configuration as they are now, for good.
        </Confirm>
      )}
      {doing?.what === "deleteVersion" && (
        <Confirm
          header={`Delete version ${doing.version} of ${name}?`}
          action={() =>
            lambda.send(new DeleteFunctionCommand({ FunctionName: name, Qualifier: doing.version }))
          }
          onDone={() => done(`Version ${doing.version} was deleted.`)}
          onDismiss={close}
        />
      )}
      {doing?.what === "deleteAlias" && (
        <Confirm
          header={`Delete alias ${doing.alias} of ${name}?`}
          action={() => lambda.send(new DeleteAliasCommand({ FunctionName: name, Name: doing.alias }))}
          onDone={() => done(`Alias ${doing.alias} was deleted.`)}
          onDismiss={close}
        />
      )}
      {doing?.what === "alias" && (
        <AliasModal
          name={name}
          of={doing.of}
          versions={(versions.data ?? []).map(versionOf)}
          onDone={done}
          onDismiss={close}
        />
      )}
    </SpaceBetween>
  );
}
