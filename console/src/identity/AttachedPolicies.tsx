import { useMemo, useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { IAMClient, type AttachedPolicy } from "@aws-sdk/client-iam";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Multiselect, { type MultiselectProps } from "@cloudscape-design/components/multiselect";
import { Confirm } from "~/common/Confirm";
import { FormModal } from "~/common/FormModal";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import { ProblemAlert } from "~/common/Problem";
import { ResourceTable, type Columns } from "~/common/ResourceTable";
import { useClient } from "~/session/context";
import { usePolicies } from "./lists";
import { isOfAws } from "./managed";
import { policiesOf, type Principal } from "./principals";

const columns: Columns<AttachedPolicy> = [
  {
    id: "name",
    header: "Name",
    isRowHeader: true,
    sortingField: "PolicyName",
    minWidth: 280,
    cell: ({ PolicyName, PolicyArn = "" }) => <PageLink to={links.policy(PolicyArn)}>{PolicyName}</PageLink>,
  },
  { id: "of", header: "Of", cell: ({ PolicyArn = "" }) => (isOfAws(PolicyArn) ? "AWS" : "This account") },
  { id: "arn", header: "ARN", cell: ({ PolicyArn }) => PolicyArn, width: 460 },
];

export function AttachedPolicies({ principal }: { principal: Principal }) {
  const { kind, name } = principal;
  const iam = useClient(IAMClient);
  const queries = useQueryClient();
  const policies = useMemo(() => policiesOf(iam, { kind, name }), [iam, kind, name]);
  const [attaching, setAttaching] = useState(false);
  const [detaching, setDetaching] = useState<AttachedPolicy[]>();
  const queryKey = ["iam", "attached", kind, name];
  const { data, error, isFetching, refetch } = useQuery({ queryKey, queryFn: policies.attached });
  const refresh = async () => {
    setAttaching(false);
    setDetaching(undefined);
    await Promise.all([
      queries.invalidateQueries({ queryKey }),
      queries.invalidateQueries({ queryKey: ["iam", "policies"] }),
    ]);
  };
  return (
    <>
      <ResourceTable
        title="Attached policies"
        items={data}
        error={error}
        loading={isFetching && !data}
        onRefresh={() => void refetch()}
        columns={columns}
        rowKey={({ PolicyArn = "" }) => PolicyArn}
        empty="No policy is attached."
        select="multi"
        actions={(selected) => (
          <>
            <Button disabled={selected.length === 0} onClick={() => setDetaching(selected)}>
              Detach
            </Button>
            <Button variant="primary" onClick={() => setAttaching(true)}>
              Attach policies
            </Button>
          </>
        )}
      />
      {attaching && (
        <AttachForm
          to={name}
          already={data?.map(({ PolicyArn = "" }) => PolicyArn) ?? []}
          attach={policies.attach}
          onDone={() => void refresh()}
          onDismiss={() => void refresh()}
        />
      )}
      {detaching && (
        <Confirm
          header={`Detach ${detaching.map(({ PolicyName }) => PolicyName).join(", ")} from ${name}?`}
          label="Detach"
          action={async () => {
            for (const { PolicyArn = "" } of detaching) await policies.detach(PolicyArn);
          }}
          onDone={() => void refresh()}
          onDismiss={() => void refresh()}
        >
          What only these policies allow is refused from then on.
        </Confirm>
      )}
    </>
  );
}

interface AttachFormProps {
  to: string;
  already: string[];
  attach: (arn: string) => Promise<unknown>;
  onDone: () => void;
  onDismiss: () => void;
}

function AttachForm({ to, already, attach, onDone, onDismiss }: AttachFormProps) {
  const { data, error } = usePolicies();
  const [chosen, setChosen] = useState<readonly MultiselectProps.Option[]>([]);
  const options = data
    ?.filter(({ Arn = "" }) => !already.includes(Arn))
    .map(({ Arn = "", PolicyName = "" }) => ({
      value: Arn,
      label: PolicyName,
      labelTag: isOfAws(Arn) ? "AWS" : undefined,
    }));
  return (
    <FormModal
      header={`Attach policies to ${to}`}
      label="Attach"
      disabled={chosen.length === 0}
      action={async () => {
        for (const { value = "" } of chosen) await attach(value);
      }}
      onDone={onDone}
      onDismiss={onDismiss}
    >
      <FormField label="Policies">
        <Multiselect
          options={options ?? []}
          selectedOptions={chosen}
          statusType={error ? "error" : data ? "finished" : "loading"}
          loadingText="Loading"
          errorText="The policies could not be loaded."
          filteringType="auto"
          placeholder="Choose policies"
          empty="There are no more policies."
          deselectAriaLabel={({ label }) => `Do not attach ${label}`}
          onChange={({ detail }) => setChosen(detail.selectedOptions)}
        />
      </FormField>
      <ProblemAlert error={error} />
    </FormModal>
  );
}
