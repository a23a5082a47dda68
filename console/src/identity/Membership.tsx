import { useState } from "react";
import Button from "@cloudscape-design/components/button";
import FormField from "@cloudscape-design/components/form-field";
import Multiselect, { type MultiselectProps } from "@cloudscape-design/components/multiselect";
import { Confirm } from "~/common/Confirm";
import { FormModal } from "~/common/FormModal";
import { PageLink } from "~/common/navigation";
import { ResourceTable } from "~/common/ResourceTable";

interface Props {
  title: string; // "Groups"
  what: string; // "groups": what is added and removed
  of: string; // whose they are
  names: string[] | undefined;
  error: unknown;
  known: string[] | undefined; // those that there are
  linkTo: (name: string) => string;
  add: (name: string) => Promise<unknown>;
  remove: (name: string) => Promise<unknown>;
  onChanged: () => void;
  onRefresh: () => void;
}

// The groups of a user, or the users of a group: one relation, seen from its two ends.
export function Membership(props: Props) {
  const { title, what, of, names, error, known, linkTo, add, remove, onChanged, onRefresh } = props;
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<string[]>();
  const [chosen, setChosen] = useState<readonly MultiselectProps.Option[]>([]);
  const changed = () => {
    setAdding(false);
    setRemoving(undefined);
    setChosen([]);
    onChanged();
  };
  return (
    <>
      <ResourceTable
        title={title}
        items={names?.map((name) => ({ name }))}
        error={error}
        onRefresh={onRefresh}
        columns={[
          {
            id: "name",
            header: "Name",
            isRowHeader: true,
            sortingField: "name",
            cell: ({ name }) => <PageLink to={linkTo(name)}>{name}</PageLink>,
          },
        ]}
        rowKey={({ name }) => name}
        empty={`There are no ${what}.`}
        filterPlaceholder={`Find ${what}`}
        select="multi"
        actions={(selected) => (
          <>
            <Button
              disabled={selected.length === 0}
              onClick={() => setRemoving(selected.map(({ name }) => name))}
            >
              Remove
            </Button>
            <Button variant="primary" onClick={() => setAdding(true)}>
              Add {what}
            </Button>
          </>
        )}
      />
      {adding && (
        <FormModal
          header={`Add ${what} of ${of}`}
          label="Add"
          disabled={chosen.length === 0}
          action={async () => {
            for (const { value = "" } of chosen) await add(value);
          }}
          onDone={changed}
          onDismiss={changed}
        >
          <FormField label={title}>
            <Multiselect
              options={(known ?? [])
                .filter((name) => !names?.includes(name))
                .map((name) => ({ value: name, label: name }))}
              selectedOptions={chosen}
              statusType={known ? "finished" : "loading"}
              loadingText="Loading"
              filteringType="auto"
              placeholder={`Choose ${what}`}
              empty={`There are no more ${what}.`}
              deselectAriaLabel={({ label }) => `Do not add ${label}`}
              onChange={({ detail }) => setChosen(detail.selectedOptions)}
            />
          </FormField>
        </FormModal>
      )}
      {removing && (
        <Confirm
          header={`Remove ${removing.length === 1 ? removing[0] : `${removing.length} ${what}`} from ${of}?`}
          label="Remove"
          action={async () => {
            for (const name of removing) await remove(name);
          }}
          onDone={changed}
          onDismiss={changed}
        >
          What is allowed by the group alone is refused from then on.
        </Confirm>
      )}
    </>
  );
}
