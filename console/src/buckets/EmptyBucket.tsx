import { useEffect, useRef, useState } from "react";
import { Confirm } from "~/common/Confirm";
import { formatCount } from "~/common/format";
import { useS3 } from "./client";
import { deleteBelow } from "./objects";

interface Props {
  bucket: string;
  onDone: () => void;
  onDismiss: () => void;
}

// Deletes all objects; closing it stops that.
export function EmptyBucket({ bucket, onDone, onDismiss }: Props) {
  const s3 = useS3();
  const stop = useRef(new AbortController());
  const [deleted, setDeleted] = useState<number>();
  useEffect(() => {
    const controller = new AbortController();
    stop.current = controller;
    return () => controller.abort();
  }, []);
  return (
    <Confirm
      header={`Delete all objects of ${bucket}?`}
      word={bucket}
      label="Delete all objects"
      action={() => deleteBelow(s3, bucket, "", setDeleted, stop.current.signal)}
      onDone={onDone}
      onDismiss={onDismiss}
    >
      <div>The objects are gone for good. The bucket stays.</div>
      {deleted !== undefined && <div>{formatCount(deleted)} deleted so far. Closing this stops it.</div>}
    </Confirm>
  );
}
