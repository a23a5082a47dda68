import { useMemo, useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { IAMClient } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import Link from "@cloudscape-design/components/link";
import Spinner from "@cloudscape-design/components/spinner";
import { Confirm } from "~/common/Confirm";
import { FormModal } from "~/common/FormModal";
import { useNotify } from "~/common/notifications";
import { ProblemAlert } from "~/common/Problem";
import { ResourceTable } from "~/common/ResourceTable";
import { problemOfDocument } from "~/panels/documents";
import { PolicyEditor } from "~/panels/PolicyEditor";
import { useClient } from "~/session/context";
import { policiesOf, type Principal, type PrincipalPolicies } from "./principals";
import { policyTemplates } from "./templates";

type Asking = { what: "create" } | { what: "edit" | "delete"; policy: string };

export function InlinePolicies({ principal }: { principal: Principal }) {
  const { kind, name } = principal;
  const iam = useClient(IAMClient);
  const queries = useQueryClient();
  const notify = useNotify();
  const policies = useMemo(() => policiesOf(iam, { kind, name }), [iam, kind, name]);
  const [asking, setAsking] = useState<Asking>();
  const queryKey = ["iam", "inline", kind, name];
  const { data, error, isFetching, refetch } = useQuery({
    queryKey,
    queryFn: async () => (await policies.inline()).map((policy) => ({ policy })),
  });
  const close = () => setAsking(undefined);
  const done = (text: string) => {
    close();
    notify.success(text);
    void queries.invalidateQueries({ queryKey });
  };
  return (
    <>
      <ResourceTable
        title="Inline policies"
        description={`They belong to this ${kind} alone.`}
        items={data}
        error={error}
        loading={isFetching && !data}
        onRefresh={() => void refetch()}
        columns={[
          {
            id: "name",
            header: "Name",
            isRowHeader: true,
            sortingField: "policy",
            cell: ({ policy }) => (
              <Link
                href="#"
                onFollow={(event) => {
                  event.preventDefault();
                  setAsking({ what: "edit", policy });
                }}
              >
                {policy}
              </Link>
            ),
          },
        ]}
        rowKey={({ policy }) => policy}
        empty="There are no inline policies."
        select="single"
        actions={(selected) => {
          const policy = selected[0]?.policy ?? "";
          return (
            <>
              <Button disabled={!policy} onClick={() => setAsking({ what: "edit", policy })}>
                Edit
              </Button>
              <Button disabled={!policy} onClick={() => setAsking({ what: "delete", policy })}>
                Delete
              </Button>
              <Button onClick={() => setAsking({ what: "create" })}>Create inline policy</Button>
            </>
          );
        }}
      />
      {asking?.what === "create" && (
        <InlineForm
          policies={policies}
          onDone={(policy) => done(`Policy ${policy} was created.`)}
          onDismiss={close}
        />
      )}
      {asking?.what === "edit" && (
        <InlineForm
          policies={policies}
          existing={asking.policy}
          onDone={(policy) => done(`Policy ${policy} was saved.`)}
          onDismiss={close}
        />
      )}
      {asking?.what === "delete" && (
        <Confirm
          header={`Delete policy ${asking.policy} of ${name}?`}
          action={() => policies.remove(asking.policy)}
          onDone={() => done(`Policy ${asking.policy} was deleted.`)}
          onDismiss={close}
        >
          Its document is gone for good.
        </Confirm>
      )}
    </>
  );
}

interface FormProps {
  policies: PrincipalPolicies;
  existing?: string;
  onDone: (policy: string) => void;
  onDismiss: () => void;
}

function InlineForm({ policies, existing, onDone, onDismiss }: FormProps) {
  const [name, setName] = useState(existing ?? "");
  const [edited, setEdited] = useState<string>();
  const { data, error } = useQuery({
    queryKey: ["iam", "inlineDocument", policies, existing],
    queryFn: () => policies.document(existing ?? ""),
    enabled: existing !== undefined,
    gcTime: 0,
  });
  const document = edited ?? data ?? "";
  const isLoading = existing !== undefined && data === undefined;
  return (
    <FormModal
      header={existing ? `Policy ${existing}` : "Create inline policy"}
      label="Save policy"
      size="large"
      disabled={!name || isLoading || problemOfDocument(document) !== undefined}
      action={() => policies.put(name, document)}
      onDone={() => onDone(name)}
      onDismiss={onDismiss}
    >
      {!existing && (
        <FormField label="Policy name">
          <Input
            value={name}
            autoFocus
            spellcheck={false}
            onChange={({ detail }) => setName(detail.value.trim())}
          />
        </FormField>
      )}
      <ProblemAlert error={error} />
      {isLoading ? (
        <Spinner />
      ) : (
        <PolicyEditor
          label="Policy document"
          value={document}
          onChange={setEdited}
          templates={policyTemplates}
        />
      )}
    </FormModal>
  );
}
