import { useState } from "react";
import { FollowedRecords } from "./FollowedRecords";
import type { Start } from "./tail";

// Another start is another following: what was read so far is gone.
export function Follow({ arn, table }: { arn: string; table: string }) {
  const [begun, setBegun] = useState<{ start: Start; count: number }>({ start: "LATEST", count: 0 });
  return (
    <FollowedRecords
      key={begun.count}
      arn={arn}
      table={table}
      start={begun.start}
      onStart={(start) => setBegun({ start, count: begun.count + 1 })}
    />
  );
}
