import { useEffect, useRef, useState } from "react";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { Upload as ManagedUpload } from "@aws-sdk/lib-storage";
import { problemOf } from "~/common/errors";
import { useS3 } from "./client";
import { partSizeOf, withFiles, type Upload } from "./uploads";

const FILES_AT_ONCE = 2;
const PARTS_AT_ONCE = 2; // of a file: so many are in memory

class AlreadyThere extends Error {
  override name = "AlreadyThere";
}

// Uploads files one after the other; leaving the page, or `stop`, ends them; closing the tab is asked about first.
export function useUploads(bucket: string, prefix: string, first: File[]) {
  const s3 = useS3();
  const [uploads, setUploads] = useState(() => withFiles([], first, prefix));
  const [running, setRunning] = useState(false);
  const stopping = useRef(new AbortController());
  useEffect(() => () => stopping.current.abort(), []);

  useEffect(() => {
    if (!running) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [running]);

  const update = (id: number, change: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.id === id ? { ...one, ...change } : one)));

  const send = async (upload: Upload, replace: boolean, stop: AbortController) => {
    const { id, key, file } = upload;
    const partSize = partSizeOf(file.size);
    update(id, { state: "running", loaded: 0, error: undefined });
    try {
      // Without this, one would learn it when all parts are there.
      if (!replace && file.size > partSize && (await isThere(key)))
        throw new AlreadyThere("There is an object of this key.");
      const managed = new ManagedUpload({
        client: s3,
        params: {
          Bucket: bucket,
          Key: key,
          Body: file,
          ContentType: file.type || "application/octet-stream",
          IfNoneMatch: replace ? undefined : "*",
        },
        partSize,
        queueSize: PARTS_AT_ONCE,
        abortController: stop,
      });
      managed.on("httpUploadProgress", ({ loaded = 0 }) => update(id, { loaded }));
      await managed.done();
      update(id, { state: "done", loaded: file.size });
    } catch (error) {
      const replaced = problemOf(error).code === "PreconditionFailed";
      update(id, {
        state: stop.signal.aborted ? "stopped" : "failed",
        error: replaced ? new AlreadyThere("There is an object of this key.") : error,
      });
    }
  };

  const isThere = async (key: string): Promise<boolean> => {
    try {
      await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      return true;
    } catch (error) {
      if (problemOf(error).code === "NotFound") return false;
      throw error;
    }
  };

  const start = async (replace: boolean) => {
    const stop = new AbortController();
    stopping.current = stop;
    setRunning(true);
    const queue = uploads.filter(({ state }) => state !== "done");
    const worker = async () => {
      for (let next = queue.shift(); next && !stop.signal.aborted; next = queue.shift())
        await send(next, replace, stop);
    };
    await Promise.all(Array.from({ length: FILES_AT_ONCE }, worker));
    setRunning(false);
  };

  return {
    uploads,
    running,
    start,
    stop: () => stopping.current.abort(),
    add: (files: readonly File[]) => setUploads((all) => withFiles(all, files, prefix)),
    remove: (id: number) => setUploads((all) => all.filter((one) => one.id !== id)),
  };
}
