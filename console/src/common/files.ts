// Files of the person's own machine.

export function download(
  name: string,
  content: string | Uint8Array<ArrayBuffer> | Blob,
  type = "text/plain",
): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
