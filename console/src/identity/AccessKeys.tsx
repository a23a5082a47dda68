import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
  type AccessKey,
  type AccessKeyMetadata,
} from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { Confirm } from "~/common/Confirm";
import { formatTime } from "~/common/format";
import { useNotify } from "~/common/notifications";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { allMarked } from "./lists";
import { NewKey } from "./NewKey";

const columns: Columns<AccessKeyMetadata> = [
  {
    id: "id",
    header: "Access key id",
    isRowHeader: true,
    cell: ({ AccessKeyId }) => AccessKeyId,
    minWidth: 240,
  },
  {
    id: "status",
    header: "Status",
    cell: ({ Status }) => (
      <StatusIndicator type={Status === "Active" ? "success" : "stopped"}>{Status}</StatusIndicator>
    ),
  },
  { id: "created", header: "Created", cell: ({ CreateDate }) => formatTime(CreateDate) },
];

export function AccessKeys({ user }: { user: string }) {
  const iam = useClient(IAMClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const [made, setMade] = useState<AccessKey>();
  const [deleting, setDeleting] = useState<string>();
  const [busy, setBusy] = useState(false);
  const queryKey = ["iam", "users", user, "keys"];
  const { data, error, isFetching, refetch } = useQuery({
    queryKey,
    queryFn: () =>
      allMarked(
        (Marker) => iam.send(new ListAccessKeysCommand({ UserName: user, Marker })),
        (page) => page.AccessKeyMetadata,
      ),
  });
  const change = async (what: string, action: () => Promise<unknown>) => {
    setBusy(true);
    try {
      await action();
      await queries.invalidateQueries({ queryKey });
    } catch (failure) {
      notify.failure(what, failure);
    } finally {
      setBusy(false);
    }
  };
  const create = () =>
    change("No access key was created", async () => {
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: user }));
      setMade(AccessKey);
    });
  const toggle = ({ AccessKeyId, Status }: AccessKeyMetadata) =>
    change("The access key was not changed", () =>
      iam.send(
        new UpdateAccessKeyCommand({
          UserName: user,
          AccessKeyId,
          Status: Status === "Active" ? "Inactive" : "Active",
        }),
      ),
    );
  return (
    <>
      <ResourceTable
        title="Access keys"
        description="What programs sign their requests with. Two at most."
        items={data}
        error={error}
        loading={isFetching && !data}
        onRefresh={() => void refetch()}
        columns={columns}
        rowKey={({ AccessKeyId = "" }) => AccessKeyId}
        empty="There are no access keys."
        select="single"
        actions={(selected) => {
          const key = selected[0];
          return (
            <>
              <Button disabled={!key || busy} onClick={() => key && void toggle(key)}>
                {key?.Status === "Inactive" ? "Activate" : "Deactivate"}
              </Button>
              <Button disabled={!key} onClick={() => setDeleting(key?.AccessKeyId)}>
                Delete
              </Button>
              <Button variant="primary" loading={busy} onClick={() => void create()}>
                Create access key
              </Button>
            </>
          );
        }}
      />
      {made && <NewKey accessKey={made} onDismiss={() => setMade(undefined)} />}
      {deleting && (
        <Confirm
          header={`Delete access key ${deleting}?`}
          word="delete"
          action={() => iam.send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId: deleting }))}
          onDone={() => {
            setDeleting(undefined);
            notify.success(`Access key ${deleting} was deleted.`);
            void queries.invalidateQueries({ queryKey });
          }}
          onDismiss={() => setDeleting(undefined)}
        >
          Who uses it is refused at once. To try that, deactivate it first.
        </Confirm>
      )}
    </>
  );
}
