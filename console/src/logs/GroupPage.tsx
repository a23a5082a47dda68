import { links } from "~/common/links";
import { Page } from "~/common/Page";
import { PageTabs } from "~/common/PageTabs";
import { LogEvents } from "~/panels/logs/LogEvents";
import { StreamsTable } from "./StreamsTable";

export function GroupPage({ group }: { group: string }) {
  return (
    <Page title={group} crumbs={[{ text: "Logs", to: links.logGroups() }]}>
      <PageTabs
        label="Parts of the log group"
        tabs={[
          { id: "streams", label: "Streams", content: <StreamsTable group={group} /> },
          {
            id: "events",
            label: "Events",
            content: <LogEvents group={group} title="Events of all streams" />,
          },
        ]}
      />
    </Page>
  );
}
