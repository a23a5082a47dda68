import { useState, type ReactNode } from "react";
import { useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import Button from "@cloudscape-design/components/button";
import { Confirm } from "~/common/Confirm";
import { capitalized, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import type { FormProps } from "./NameForm";
import type { Principal } from "./principals";

type NameField = "UserName" | "GroupName" | "RoleName";
type Listed<Field extends NameField> = { [name in Field]?: string } & { Arn?: string; CreateDate?: Date };

interface Props<Field extends NameField, T extends Listed<Field>> {
  kind: Principal["kind"];
  description?: string;
  listed: UseQueryResult<T[]>;
  nameField: Field;
  columns: Columns<T>; // between the name and the time of creation
  several?: boolean; // may be deleted at once
  warning: string; // what it means to delete one
  remove: (name: string) => Promise<unknown>;
  form: (props: FormProps) => ReactNode; // makes one
}

// All users, groups or roles of the account.
export function PrincipalsPage<Field extends NameField, T extends Listed<Field>>({
  kind,
  description,
  listed: { data, error, isFetching, refetch },
  nameField,
  columns,
  several = false,
  warning,
  remove,
  form,
}: Props<Field, T>) {
  const queries = useQueryClient();
  const notify = useNotify();
  const [creating, setCreating] = useState(false);
  const [deleting, setDeleting] = useState<string[]>([]);
  const refresh = () => void queries.invalidateQueries({ queryKey: ["iam", `${kind}s`] });
  const nameOf = (item: T): string => item[nameField] ?? "";
  const title = capitalized(`${kind}s`);
  const [first = ""] = deleting;
  const isOne = deleting.length === 1;
  return (
    <Page title={title}>
      <ResourceTable
        title={title}
        description={description}
        items={data}
        error={error}
        loading={isFetching && !data}
        onRefresh={() => void refetch()}
        columns={[
          {
            id: "name",
            header: "Name",
            isRowHeader: true,
            sortingField: nameField,
            minWidth: 200,
            cell: (item) => <PageLink to={links[kind](nameOf(item))}>{nameOf(item)}</PageLink>,
          },
          ...columns,
          {
            id: "created",
            header: "Created",
            sortingField: "CreateDate",
            cell: (item) => formatTime(item.CreateDate),
          },
        ]}
        rowKey={({ Arn = "" }) => Arn}
        empty={`There are no ${kind}s.`}
        filterPlaceholder={`Find ${kind}s`}
        sortBy="name"
        select={several ? "multi" : "single"}
        actions={(selected) => (
          <>
            <Button disabled={selected.length === 0} onClick={() => setDeleting(selected.map(nameOf))}>
              Delete
            </Button>
            <Button variant="primary" onClick={() => setCreating(true)}>
              Create {kind}
            </Button>
          </>
        )}
      />
      {creating &&
        form({
          onDone: (name) => {
            setCreating(false);
            notify.success(`${capitalized(kind)} ${name} was created.`);
            refresh();
          },
          onDismiss: () => setCreating(false),
        })}
      {deleting.length > 0 && (
        <Confirm
          header={isOne ? `Delete ${kind} ${first}?` : `Delete ${deleting.length} ${kind}s?`}
          word={isOne ? first : "delete"}
          action={async () => {
            for (const name of deleting) await remove(name);
          }}
          onDone={() => {
            setDeleting([]);
            notify.success(
              isOne ? `${capitalized(kind)} ${first} was deleted.` : `The ${kind}s were deleted.`,
            );
            refresh();
          }}
          onDismiss={() => {
            setDeleting([]);
            refresh(); // some may be gone
          }}
        >
          {warning}
        </Confirm>
      )}
    </Page>
  );
}
