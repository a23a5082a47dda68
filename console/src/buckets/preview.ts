// What may be shown of an object. Its content is somebody's: text is shown as text, images by <img>, nothing as a page.

export type Preview = "text" | "image" | "bytes";

export const MOST_TEXT = 256 * 1024;
export const MOST_IMAGE = 20 * 1024 * 1024;
export const MOST_BYTES = 4 * 1024;

const IMAGES: Record<string, string> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  avif: "image/avif",
  bmp: "image/bmp",
  ico: "image/x-icon",
  svg: "image/svg+xml", // in <img>, its scripts do not run
};

function extension(key: string): string {
  const name = key.slice(key.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : "";
}

// The type that the browser is told, one of ours in any case.
export function imageType(key: string, contentType: string | undefined): string | undefined {
  const said = contentType?.split(";")[0]?.trim().toLowerCase();
  return Object.values(IMAGES).find((type) => type === said) ?? IMAGES[extension(key)];
}

// `start`: the first bytes.
export function previewOf(key: string, contentType: string | undefined, start: Uint8Array): Preview {
  if (imageType(key, contentType)) return "image";
  return textOf(start) === undefined ? "bytes" : "text";
}

// The text that the bytes are in UTF-8, where the last character may be cut; undefined if they are none.
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return text.includes("\u0000") ? undefined : text;
  } catch {
    return undefined;
  }
}

// The language of the editor that shows it.
export function languageOf(key: string, contentType: string | undefined) {
  const kind = extension(key);
  if (contentType?.includes("json") || ["json", "jsonl", "ndjson"].includes(kind)) return "json";
  if (kind === "py") return "python";
  if (["js", "mjs", "cjs", "ts"].includes(kind)) return "javascript";
  if (kind === "sh") return "sh";
  if (kind === "sql") return "sql";
  return "text";
}

// 16 bytes a line: offset, hexadecimal, and what is ASCII.
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let from = 0; from < bytes.length; from += 16) {
    const row = [...bytes.subarray(from, from + 16)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${from.toString(16).padStart(8, "0")}  ${hex.padEnd(47)}  ${ascii}`);
  }
  return lines.join("\n");
}
