import { useParams } from "react-router-dom";
import { links } from "~/common/links";
import { Page } from "~/common/Page";
import { PageTabs } from "~/common/PageTabs";
import { BucketPermissions } from "./BucketPermissions";
import { BucketProperties } from "./BucketProperties";
import { ObjectsTab } from "./ObjectsTab";
import { UnfinishedUploads } from "./UnfinishedUploads";

export function BucketPage() {
  const { bucket = "" } = useParams();
  return (
    <Page title={bucket} crumbs={[{ text: "Buckets", to: links.buckets() }]}>
      <PageTabs
        label="Bucket"
        tabs={[
          { id: "objects", label: "Objects", content: <ObjectsTab key={bucket} bucket={bucket} /> },
          { id: "properties", label: "Properties", content: <BucketProperties bucket={bucket} /> },
          { id: "permissions", label: "Permissions", content: <BucketPermissions bucket={bucket} /> },
          { id: "uploads", label: "Unfinished uploads", content: <UnfinishedUploads bucket={bucket} /> },
        ]}
      />
    </Page>
  );
}
