import { useState } from "react";
import Alert from "@cloudscape-design/components/alert";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { links } from "~/common/links";
import { PageButton } from "~/common/navigation";
import { Page } from "~/common/Page";
import { ProblemAlert } from "~/common/Problem";
import { useStreams } from "./data";
import { Follow } from "./Follow";
import { StreamOverview } from "./StreamOverview";

export function StreamPage({ table }: { table: string }) {
  const { data, error, refetch } = useStreams(table);
  const [picked, setPicked] = useState<string>();
  // The latest first.
  const all = [...(data ?? [])].sort((a, b) => ((a.StreamLabel ?? "") < (b.StreamLabel ?? "") ? 1 : -1));
  const arn = picked ?? all[0]?.StreamArn;
  const options = all.map(({ StreamArn, StreamLabel }) => ({
    value: StreamArn,
    label: `Since ${StreamLabel}`,
  }));
  return (
    <Page
      title={`Stream of ${table}`}
      crumbs={[
        { text: "Tables", to: links.tables() },
        { text: table, to: links.table(table) },
      ]}
      actions={
        <SpaceBetween direction="horizontal" size="xs">
          {all.length > 1 && (
            <Select
              selectedOption={options.find(({ value }) => value === arn) ?? null}
              options={options}
              onChange={({ detail }) => setPicked(detail.selectedOption.value)}
              ariaLabel="Stream"
            />
          )}
          <PageButton to={links.items(table)}>Explore items</PageButton>
          {arn && <PageButton to={links.createTrigger({ streamArn: arn })}>Create trigger</PageButton>}
        </SpaceBetween>
      }
    >
      <SpaceBetween size="l">
        <ProblemAlert error={error} onRetry={() => void refetch()} />
        {!data && !error && <Spinner size="large" />}
        {data && !arn && (
          <Alert
            header="The table has no stream"
            action={<PageButton to={links.table(table, "settings")}>Settings of the table</PageButton>}
          >
            The settings of the table switch it on; changes from then on are in it.
          </Alert>
        )}
        {arn && <StreamOverview arn={arn} />}
        {arn && <Follow key={arn} arn={arn} table={table} />}
      </SpaceBetween>
    </Page>
  );
}
