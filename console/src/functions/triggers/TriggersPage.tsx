import { Page } from "~/common/Page";
import { TriggersTable } from "./TriggersTable";

export function TriggersPage() {
  return (
    <Page title="Triggers" description="Streams of tables that call functions (event source mappings).">
      <TriggersTable />
    </Page>
  );
}
