import { useState } from "react";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Form from "@cloudscape-design/components/form";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { useNavigate, useSearchParams } from "react-router-dom";
import type { TableDescription } from "@aws-sdk/client-dynamodb";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { useNotify } from "~/common/notifications";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { CapacityFields } from "./CapacityFields";
import { createTable } from "./creation";
import { useDynamoDB, useRefresh, useTable } from "./data";
import { formLike } from "./describe";
import { emptyTable, missing, type TableForm } from "./form";
import { IndexesEditor } from "./IndexesEditor";
import { KeysSection } from "./KeysSection";
import { SettingsSection } from "./SettingsSection";
import { TagsEditor } from "./TagsEditor";

const CRUMBS = [{ text: "Tables", to: links.tables() }];

// With ?like=NAME the form begins with what that table has.
export function CreateTablePage() {
  const [parameters] = useSearchParams();
  const like = parameters.get("like");
  return (
    <Page title="Create table" crumbs={CRUMBS}>
      {like ? <Like name={like} /> : <CreateTableForm initial={emptyTable()} />}
    </Page>
  );
}

function Like({ name }: { name: string }) {
  const { data, error, refetch } = useTable(name);
  const [table, setTable] = useState<TableDescription>();
  if (!table && data) setTable(data); // what changes of it later is no reason to begin anew
  if (table) return <CreateTableForm initial={{ ...formLike(table), name: "" }} like={name} />;
  return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <Spinner size="large" />;
}

function CreateTableForm({ initial, like }: { initial: TableForm; like?: string }) {
  const dynamodb = useDynamoDB();
  const refresh = useRefresh();
  const notify = useNotify();
  const navigate = useNavigate();
  const [form, setForm] = useState(initial);
  const [tried, setTried] = useState(false);
  const [step, setStep] = useState<string>();
  const [error, setError] = useState<unknown>();
  const problems = tried ? missing(form) : {};

  const create = async () => {
    setTried(true);
    setError(undefined);
    if (Object.keys(missing(form)).length > 0) return;
    try {
      const unfinished = await createTable(dynamodb, form, setStep);
      for (const { what, error: failure } of unfinished)
        notify.failure(`Table ${form.name} was created, but not its ${what}`, failure);
      if (unfinished.length === 0) notify.success(`Table ${form.name} is created.`);
      refresh();
      navigate(links.table(form.name));
    } catch (failure) {
      setError(failure);
      setStep(undefined);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (step === undefined) void create();
      }}
    >
      <Form
        actions={
          <SpaceBetween direction="horizontal" size="xs" alignItems="center">
            {step && <Box color="text-status-info">{step}</Box>}
            <PageButton variant="link" formAction="none" to={links.tables()}>
              Cancel
            </PageButton>
            <Button variant="primary" loading={step !== undefined} formAction="submit">
              Create table
            </Button>
          </SpaceBetween>
        }
        errorText={Object.keys(problems).length > 0 && "Something is missing above."}
      >
        <SpaceBetween size="l">
          {like && (
            <Alert type="info">
              As table {like} is now, without its items, tags, time to live, recovery and policy.
            </Alert>
          )}
          <KeysSection form={form} onChange={setForm} problems={problems} />
          <Container header={<Header variant="h2">Capacity</Header>}>
            <CapacityFields value={form.capacity} onChange={(capacity) => setForm({ ...form, capacity })} />
          </Container>
          <IndexesEditor form={form} problems={problems} onChange={(part) => setForm({ ...form, ...part })} />
          <SettingsSection form={form} onChange={setForm} />
          <Container header={<Header variant="h2">Tags</Header>}>
            <TagsEditor tags={form.tags} onChange={(tags) => setForm({ ...form, tags })} />
          </Container>
          <ProblemAlert error={error} />
        </SpaceBetween>
      </Form>
    </form>
  );
}
