// The code of a function: a zip archive, read and written in the browser.

import { unzipSync, zipSync, type Zippable } from "fflate";

export interface ArchiveFile {
  name: string;
  bytes: Uint8Array;
  mode: number; // of Unix: who may read, write and run it
}

export const PLAIN_MODE = 0o100644;
export const PROGRAM_MODE = 0o100755;
// What is edited in the browser; larger code is uploaded.
export const MOST_EDITED = { zipped: 1 << 20, unpacked: 4 << 20, files: 200 };

const UNIX = 3;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
const END_SIZE = 22;

// fflate does not tell the modes: they are in the list of files at the end of the archive (APPNOTE 4.3.12).
function modesOf(archive: Uint8Array): Map<string, number> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const modes = new Map<string, number>();
  let end = archive.length - END_SIZE;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  if (end < 0) return modes;
  let at = view.getUint32(end + 16, true);
  while (at + 46 <= end && view.getUint32(at, true) === ENTRY) {
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const [nameLength = 0, extraLength = 0, commentLength = 0] = lengths;
    const name = new TextDecoder().decode(archive.subarray(at + 46, at + 46 + nameLength));
    const mode = view.getUint32(at + 38, true) >>> 16;
    if (view.getUint8(at + 5) === UNIX && mode !== 0) modes.set(name, mode);
    at += 46 + nameLength + extraLength + commentLength;
  }
  return modes;
}

// The files of an archive, without its folders; an Error if it is none, or is larger than is edited here.
export function readArchive(archive: Uint8Array): ArchiveFile[] {
  let unpacked = 0;
  let count = 0;
  const files = unzipSync(archive, {
    filter: ({ name, originalSize }) => {
      if (name.endsWith("/")) return false;
      unpacked += originalSize;
      count += 1;
      if (unpacked > MOST_EDITED.unpacked || count > MOST_EDITED.files)
        throw new Error("the archive has more than is edited here");
      return true;
    },
  });
  const modes = modesOf(archive);
  return Object.entries(files)
    .map(([name, bytes]) => ({ name, bytes, mode: modes.get(name) ?? PLAIN_MODE }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function writeArchive(files: readonly ArchiveFile[]): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {};
  for (const { name, bytes, mode } of files)
    entries[name] = [bytes, { os: UNIX, attrs: (mode << 16) >>> 0, mtime: "1980-01-01T12:00:00" }];
  return new Uint8Array(zipSync(entries, { level: 6 }));
}

// undefined: not text.
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

export function textFile(name: string, text: string): ArchiveFile {
  const mode = name === "bootstrap" ? PROGRAM_MODE : PLAIN_MODE;
  return { name, bytes: new TextEncoder().encode(text), mode };
}

// What is wrong with the name of a file, if anything.
export function fileNameProblem(name: string, others: readonly string[]): string | undefined {
  if (!name) return "Give the file a name.";
  if (name.startsWith("/") || name.endsWith("/") || name.split("/").some((part) => !part || part === ".."))
    return "A path inside the archive, such as lib/helper.py.";
  if (others.includes(name)) return "There is such a file.";
  return undefined;
}
