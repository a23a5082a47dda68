// Files on their way into a bucket: what is known of each, and in which order they go.

export type UploadState = "waiting" | "running" | "done" | "failed" | "stopped";

export interface Upload {
  id: number;
  key: string;
  file: File;
  state: UploadState;
  loaded: number;
  error?: unknown;
}

// The key that a file gets: a folder that was chosen keeps its structure.
export function keyOfFile(prefix: string, file: { name: string; webkitRelativePath?: string }): string {
  const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  return folder + (file.webkitRelativePath || file.name);
}

// A file that is added again takes the place of the one that waits under its key.
export function withFiles(uploads: Upload[], files: readonly File[], prefix: string): Upload[] {
  let id = uploads.reduce((most, upload) => Math.max(most, upload.id), 0);
  const added = files.map((file): Upload => {
    id += 1;
    return { id, key: keyOfFile(prefix, file), file, state: "waiting", loaded: 0 };
  });
  const keys = new Set(added.map(({ key }) => key));
  return [...uploads.filter(({ key, state }) => state === "done" || !keys.has(key)), ...added];
}

// S3 takes 10,000 parts; one is never smaller than 8 MB, so that few requests are needed.
export function partSizeOf(size: number): number {
  const MOST_PARTS = 10_000;
  const MB = 1024 * 1024;
  return Math.max(8 * MB, Math.ceil(size / MOST_PARTS / MB) * MB);
}

export function summaryOf(uploads: readonly Upload[]): string {
  const count = (state: UploadState) => uploads.filter((upload) => upload.state === state).length;
  const parts = [
    `${count("done")} of ${uploads.length} uploaded`,
    count("failed") > 0 && `${count("failed")} failed`,
    count("stopped") > 0 && `${count("stopped")} stopped`,
  ];
  return parts.filter(Boolean).join(", ");
}
