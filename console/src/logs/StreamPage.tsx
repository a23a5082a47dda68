import { links } from "~/common/links";
import { Page } from "~/common/Page";
import { LogEvents } from "~/panels/logs/LogEvents";

export function StreamPage({ group, stream }: { group: string; stream: string }) {
  return (
    <Page
      title={stream}
      crumbs={[
        { text: "Logs", to: links.logGroups() },
        { text: group, to: links.logGroup(group) },
      ]}
    >
      <LogEvents group={group} stream={stream} title="Events" />
    </Page>
  );
}
