import { useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { DeleteFunctionCommand, LambdaClient, type FunctionConfiguration } from "@aws-sdk/client-lambda";
import Button from "@cloudscape-design/components/button";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { Confirm } from "~/common/Confirm";
import { formatBytes, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageButton, PageLink } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { useFunctions } from "./data";
import { FunctionState } from "./FunctionState";

const nameOf = (item: FunctionConfiguration) => item.FunctionName ?? "";
const modifiedOf = (item: FunctionConfiguration) => Date.parse(item.LastModified ?? "");

const COLUMNS: Columns<FunctionConfiguration> = [
  {
    id: "name",
    header: "Name",
    cell: (item) => <PageLink to={links.function(nameOf(item))}>{nameOf(item)}</PageLink>,
    sortingField: "FunctionName",
    isRowHeader: true,
  },
  {
    id: "state",
    header: "State",
    cell: (item) => <FunctionState of={item} />,
    sortingField: "State",
  },
  {
    id: "runtime",
    header: "Runtime",
    cell: (item) => item.Runtime ?? "-",
    sortingField: "Runtime",
  },
  {
    id: "memory",
    header: "Memory",
    cell: (item) => `${item.MemorySize ?? "-"} MB`,
    sortingField: "MemorySize",
  },
  { id: "timeout", header: "Timeout", cell: (item) => `${item.Timeout ?? "-"} s`, sortingField: "Timeout" },
  { id: "size", header: "Code size", cell: (item) => formatBytes(item.CodeSize), sortingField: "CodeSize" },
  {
    id: "modified",
    header: "Last modified",
    cell: (item) => formatTime(modifiedOf(item)),
    sortingComparator: (a, b) => modifiedOf(a) - modifiedOf(b),
  },
];

export function FunctionsList() {
  const lambda = useClient(LambdaClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const { data, error, refetch, isRefetching } = useFunctions();
  const [deleting, setDeleting] = useState<string[]>();
  const remove = async (names: string[]) => {
    try {
      for (const name of names) await lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
    } finally {
      await queries.invalidateQueries({ queryKey: ["functions"] });
    }
  };
  return (
    <Page title="Functions" description="Code that is called by clients, or by the streams of tables.">
      <ResourceTable
        title="Functions"
        items={data}
        error={error}
        loading={isRefetching}
        onRefresh={() => void refetch()}
        columns={COLUMNS}
        rowKey={nameOf}
        empty="There are no functions."
        select="multi"
        filterPlaceholder="Find functions"
        sortBy="name"
        actions={(selected) => (
          <SpaceBetween direction="horizontal" size="xs">
            <Button disabled={selected.length === 0} onClick={() => setDeleting(selected.map(nameOf))}>
              Delete
            </Button>
            <PageButton to={links.createFunction()} variant="primary">
              Create function
            </PageButton>
          </SpaceBetween>
        )}
      />
      {deleting && (
        <Confirm
          header={
            deleting.length === 1 ? `Delete function ${deleting[0]}?` : `Delete ${deleting.length} functions?`
          }
          word="delete"
          action={() => remove(deleting)}
          onDone={() => {
            notify.success(`Deleted: ${deleting.join(", ")}`);
            setDeleting(undefined);
          }}
          onDismiss={() => setDeleting(undefined)}
        >
          {deleting.length > 1 && <div>{deleting.join(", ")}</div>}
          Code, versions and aliases are gone with it. Logs stay.
        </Confirm>
      )}
    </Page>
  );
}
