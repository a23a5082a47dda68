import Box from "@cloudscape-design/components/box";
import Icon from "@cloudscape-design/components/icon";
import { formatBytes, formatTime } from "~/common/format";
import { links } from "~/common/links";
import { PageLink } from "~/common/navigation";
import type { Columns } from "~/common/ResourceTable";
import { nameBelow } from "./keys";
import type { Entry } from "./objects";

export function entryColumns(bucket: string, prefix: string): Columns<Entry> {
  // What is typed into the search may end within a name; names are shown from their folder on.
  const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  return [
    {
      id: "name",
      header: "Name",
      isRowHeader: true,
      sortingComparator: (a, b) => (a.key < b.key ? -1 : 1),
      width: 480,
      minWidth: 240,
      cell: ({ kind, key }) => (
        <>
          <Box display="inline" margin={{ right: "xxs" }}>
            <Icon name={kind === "folder" ? "folder" : "file"} />
          </Box>
          <PageLink to={kind === "folder" ? links.bucket(bucket, key) : links.object(bucket, key)}>
            {nameBelow(folder, key)}
          </PageLink>
        </>
      ),
    },
    {
      id: "size",
      header: "Size",
      cell: (entry) => (entry.kind === "object" ? formatBytes(entry.size) : "-"),
      sortingComparator: (a, b) => (a.kind === "object" ? a.size : -1) - (b.kind === "object" ? b.size : -1),
    },
    {
      id: "modified",
      header: "Last modified",
      cell: (entry) => (entry.kind === "object" ? formatTime(entry.modified) : "-"),
      sortingComparator: (a, b) => timeOf(a) - timeOf(b),
      minWidth: 220,
    },
    {
      id: "class",
      header: "Storage class",
      cell: (entry) => (entry.kind === "object" ? (entry.storageClass ?? "-") : "-"),
    },
  ];
}

function timeOf(entry: Entry): number {
  return entry.kind === "object" ? (entry.modified?.getTime() ?? 0) : 0;
}
