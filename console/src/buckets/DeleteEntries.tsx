import { useEffect, useRef, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Confirm } from "~/common/Confirm";
import { formatBytes, formatCount } from "~/common/format";
import { ProblemAlert } from "~/common/Problem";
import { useS3 } from "./client";
import { countBelow, deleteBelow, deleteKeys, type Below, type Entry } from "./objects";

interface Props {
  bucket: string;
  entries: Entry[];
  onDone: (text: string) => void;
  onDismiss: () => void;
}

const SHOWN = 10;

// Deletes objects, and folders with all that is in them; says first how much that is. Closing it stops it.
export function DeleteEntries({ bucket, entries, onDone, onDismiss }: Props) {
  const s3 = useS3();
  const stop = useRef(new AbortController());
  const [deleted, setDeleted] = useState<number>();
  const folders = entries.filter(({ kind }) => kind === "folder");
  const keys = entries.filter(({ kind }) => kind === "object").map(({ key }) => key);
  useEffect(() => {
    const controller = new AbortController();
    stop.current = controller;
    return () => controller.abort();
  }, []);
  const below = useQuery({
    queryKey: ["s3", bucket, "below", folders.map(({ key }) => key)],
    queryFn: () => Promise.all(folders.map(({ key }) => countBelow(s3, bucket, key))),
    enabled: folders.length > 0,
    gcTime: 0,
  });
  const action = async () => {
    let before = 0;
    const progress = (count: number) => setDeleted(before + count);
    await deleteKeys(s3, bucket, keys, progress);
    before = keys.length;
    for (const { key } of folders) {
      let here = 0;
      await deleteBelow(
        s3,
        bucket,
        key,
        (count) => {
          here = count;
          progress(count);
        },
        stop.current.signal,
      );
      before += here;
    }
  };
  const what = entries.length === 1 ? (entries[0]?.key ?? "") : `${formatCount(entries.length)} entries`;
  return (
    <Confirm
      header={`Delete ${what}?`}
      word={folders.length > 0 ? "delete" : undefined}
      action={action}
      onDone={() => onDone(`${what} deleted.`)}
      onDismiss={onDismiss}
    >
      <ul>
        {entries.slice(0, SHOWN).map((entry) => (
          <li key={entry.key} style={{ overflowWrap: "anywhere" }}>
            {entry.key} {entry.kind === "folder" && amount(below.data?.[folders.indexOf(entry)])}
          </li>
        ))}
        {entries.length > SHOWN && <li>and {formatCount(entries.length - SHOWN)} more</li>}
      </ul>
      <div>They are gone for good: there are no versions.</div>
      <ProblemAlert error={below.error} />
      {deleted !== undefined && <div>{formatCount(deleted)} deleted so far. Closing this stops it.</div>}
    </Confirm>
  );
}

function amount(below: Below | undefined): string {
  if (!below) return "(counting)";
  const more = below.complete ? "" : "more than ";
  const objects = below.objects === 1 ? "object" : "objects";
  return `(${more}${formatCount(below.objects)} ${objects}, ${formatBytes(below.bytes)})`;
}
