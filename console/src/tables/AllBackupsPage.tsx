import { links } from "~/common/links";
import { Page } from "~/common/Page";
import { BackupsList } from "./BackupsList";

export function AllBackupsPage() {
  return (
    <Page
      title="Backups"
      description="Of all tables, also of those that were deleted: a deleted table that had recovery is a backup of the system for 35 days."
      crumbs={[{ text: "Tables", to: links.tables() }]}
    >
      <BackupsList />
    </Page>
  );
}
