import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  DeletePolicyVersionCommand,
  GetPolicyVersionCommand,
  IAMClient,
  SetDefaultPolicyVersionCommand,
  type PolicyVersion,
} from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import Modal from "@cloudscape-design/components/modal";
import { CodeEditor } from "~/common/CodeEditor";
import { Confirm } from "~/common/Confirm";
import { formatTime } from "~/common/format";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { readableDocument } from "~/panels/documents";
import { useClient } from "~/session/context";
import { listVersions } from "./managed";

const columns: Columns<PolicyVersion> = [
  { id: "id", header: "Version", isRowHeader: true, cell: ({ VersionId }) => VersionId },
  { id: "default", header: "In force", cell: (version) => (version.IsDefaultVersion ? "Yes" : "No") },
  { id: "created", header: "Created", cell: ({ CreateDate }) => formatTime(CreateDate) },
];

type Asking = { what: "show" | "use" | "delete"; version: string };

export function PolicyVersions({ arn, isOwn }: { arn: string; isOwn: boolean }) {
  const iam = useClient(IAMClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const [asking, setAsking] = useState<Asking>();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["iam", "policies", arn, "versions"],
    queryFn: () => listVersions(iam, arn),
  });
  const close = () => setAsking(undefined);
  const done = (text: string) => {
    close();
    notify.success(text);
    void queries.invalidateQueries({ queryKey: ["iam", "policies"] });
  };
  return (
    <>
      <ResourceTable
        title="Versions"
        items={data}
        error={error}
        loading={isFetching && !data}
        onRefresh={() => void refetch()}
        columns={columns}
        rowKey={({ VersionId = "" }) => VersionId}
        empty="There are no versions."
        select="single"
        actions={(selected) => {
          const { VersionId: version = "", IsDefaultVersion } = selected[0] ?? {};
          const ask = (what: Asking["what"]) => setAsking({ what, version });
          return (
            <>
              <Button disabled={!version} onClick={() => ask("show")}>
                Show
              </Button>
              {isOwn && (
                <>
                  <Button disabled={!version || IsDefaultVersion} onClick={() => ask("use")}>
                    Put in force
                  </Button>
                  <Button disabled={!version || IsDefaultVersion} onClick={() => ask("delete")}>
                    Delete
                  </Button>
                </>
              )}
            </>
          );
        }}
      />
      {asking?.what === "show" && <ShownVersion arn={arn} version={asking.version} onDismiss={close} />}
      {asking?.what === "use" && (
        <Confirm
          header={`Put version ${asking.version} in force?`}
          label="Put in force"
          action={() =>
            iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: arn, VersionId: asking.version }))
          }
          onDone={() => done(`Version ${asking.version} is in force.`)}
          onDismiss={close}
        >
          It decides at once for all that the policy is attached to.
        </Confirm>
      )}
      {asking?.what === "delete" && (
        <Confirm
          header={`Delete version ${asking.version}?`}
          action={() =>
            iam.send(new DeletePolicyVersionCommand({ PolicyArn: arn, VersionId: asking.version }))
          }
          onDone={() => done(`Version ${asking.version} was deleted.`)}
          onDismiss={close}
        >
          Its document is gone for good.
        </Confirm>
      )}
    </>
  );
}

function ShownVersion({ arn, version, onDismiss }: { arn: string; version: string; onDismiss: () => void }) {
  const iam = useClient(IAMClient);
  const { data, error } = useQuery({
    queryKey: ["iam", "policies", arn, "versions", version],
    queryFn: async () => {
      const answer = await iam.send(new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: version }));
      return readableDocument(answer.PolicyVersion?.Document, true);
    },
  });
  return (
    <Modal visible size="large" header={`Version ${version}`} closeAriaLabel="Close" onDismiss={onDismiss}>
      <ProblemAlert error={error} />
      <CodeEditor label="Policy document" value={data ?? ""} />
    </Modal>
  );
}
