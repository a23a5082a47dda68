// Keys of objects, shown as folders. S3 knows no folders: they are the common prefixes up to the next slash.

export const DELIMITER = "/";

export interface Step {
  text: string;
  prefix: string;
}

// "a/b/" -> a at "a/", b at "a/b/". A step may be nameless: keys such as "a//b" exist.
export function stepsOf(prefix: string): Step[] {
  const steps: Step[] = [];
  let from = 0;
  for (;;) {
    const slash = prefix.indexOf(DELIMITER, from);
    const to = slash < 0 ? prefix.length : slash + 1;
    if (to <= from) return steps;
    steps.push({
      text: prefix.slice(from, slash < 0 ? to : slash) || "(no name)",
      prefix: prefix.slice(0, to),
    });
    from = to;
  }
}

// What is shown of a key below a prefix; "(no name)" for one that is the prefix itself.
export function nameBelow(prefix: string, key: string): string {
  return (key.startsWith(prefix) ? key.slice(prefix.length) : key) || "(no name)";
}

export function folderOf(key: string): string {
  return key.slice(0, key.lastIndexOf(DELIMITER) + 1);
}

export function lastName(key: string): string {
  const name = key.endsWith(DELIMITER) ? key.slice(0, -1) : key;
  return name.slice(name.lastIndexOf(DELIMITER) + 1);
}

// Lists are asked for with EncodingType=url, since XML has no characters for some that keys may have.
export function decodeKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll("+", " "));
}

// The value of x-amz-copy-source.
export function copySource(bucket: string, key: string): string {
  return `${bucket}/${key.split(DELIMITER).map(encodeURIComponent).join(DELIMITER)}`;
}

export function s3Uri(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}

const MOST_BYTES = 1024;

export function problemOfKey(key: string): string | undefined {
  if (!key) return "A key is needed.";
  const bytes = new TextEncoder().encode(key).length;
  if (bytes > MOST_BYTES) return `A key has at most ${MOST_BYTES} bytes, this one ${bytes}.`;
  // Browsers take these out of addresses before anything is sent (addresses.ts).
  if (key.split(DELIMITER).some((part) => part === "." || part === ".."))
    return "A part of a key cannot be . or .. here: browsers resolve such addresses.";
  return undefined;
}

// Can the key be written into XML as it is?
export function fitsXml(key: string): boolean {
  return [...key].every((char) => char >= " " && char !== "\uFFFE" && char !== "\uFFFF");
}

// The name of a file that a browser stores, for Content-Disposition (RFC 6266).
export function attachment(key: string): string {
  const name = lastName(key) || "object";
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
