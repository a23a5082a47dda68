// Paths into documents as people write them: `a.b[0].c`. A name with a dot or bracket is written in "quotes".

export type Step = string | number;

const STEP = /\.?(?:"((?:[^"\\]|\\.)*)"|([^.[\]"]+))|\[(\d{1,9})\]/y;

// Undefined if it is none.
export function parsePath(text: string): Step[] | undefined {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const at = STEP.lastIndex;
    const match = STEP.exec(text);
    if (!match) return undefined;
    const [, quoted, name, index] = match;
    const isName = index === undefined;
    if (isName && (at === 0) === (match[0][0] === ".")) return undefined;
    if (!isName && at === 0) return undefined;
    steps.push(isName ? (name ?? quoted!.replace(/\\(.)/g, "$1")) : Number(index));
  }
  return steps.length > 0 ? steps : undefined;
}

export function printName(name: string): string {
  return /^[^.[\]"]+$/.test(name) ? name : `"${name.replace(/["\\]/g, "\\$&")}"`;
}

// Several paths with commas between them.
export function splitPaths(text: string): string[] {
  const parts = text.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
