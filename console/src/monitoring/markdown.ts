// The small part of Markdown that widgets of text have. What is not known stays text; nothing becomes HTML.

export type Inline =
  | string
  | { kind: "strong" | "em" | "del"; children: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; href: string; children: Inline[] };

export interface ListItem {
  text: Inline[];
  items?: Block; // the list below it
}

export type Block =
  | { kind: "heading"; level: number; text: Inline[] }
  | { kind: "paragraph" | "quote"; text: Inline[] }
  | { kind: "list"; ordered: boolean; items: ListItem[] }
  | { kind: "code"; text: string }
  | { kind: "table"; head: Inline[][]; rows: Inline[][][] }
  | { kind: "rule" };

const LONGEST_LINK = 2000;
const DEEPEST = 4;

// Where a link may lead: to pages of the web, and nowhere else.
export function safeHref(text: string): string | undefined {
  try {
    const url = new URL(text.trim());
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : undefined;
  } catch {
    return undefined;
  }
}

const MARKS = [
  ["**", "strong"],
  ["__", "strong"],
  ["~~", "del"],
  ["*", "em"],
] as const;

function linkAt(text: string, at: number): { end: number; label: string; href: string } | undefined {
  const part = text.slice(at, at + LONGEST_LINK);
  const middle = part.indexOf("](");
  if (middle < 0) return undefined;
  const end = part.indexOf(")", middle);
  if (end < 0) return undefined;
  const label = part.slice(1, middle).replace(/^button(:primary)?:/, "");
  return { end: at + end + 1, label, href: part.slice(middle + 2, end).split(" ")[0] ?? "" };
}

export function parseInline(text: string, depth = 0): Inline[] {
  const found: Inline[] = [];
  const missing = new Set<string>(); // marks that do not come again: they are looked for once
  let plain = "";
  const push = (node: Inline) => {
    if (plain) found.push(plain);
    plain = "";
    found.push(node);
  };
  const closing = (mark: string, from: number) => {
    if (missing.has(mark)) return -1;
    const end = text.indexOf(mark, from);
    if (end < 0) missing.add(mark);
    return end;
  };
  for (let at = 0; at < text.length;) {
    const mark = MARKS.find(([one]) => text.startsWith(one, at));
    if (text[at] === "\\" && at + 1 < text.length) {
      plain += text[at + 1];
      at += 2;
      continue;
    }
    if (text[at] === "`") {
      const end = closing("`", at + 1);
      if (end > 0) {
        push({ kind: "code", text: text.slice(at + 1, end) });
        at = end + 1;
        continue;
      }
    } else if (text[at] === "[" && depth < DEEPEST) {
      const link = linkAt(text, at);
      const href = link && safeHref(link.href);
      if (link && href) {
        push({ kind: "link", href, children: parseInline(link.label, DEEPEST) });
        at = link.end;
        continue;
      }
    } else if (mark && depth < DEEPEST) {
      const [token, kind] = mark;
      const opens = /^\S/.test(text.slice(at + token.length, at + token.length + 1)); // "2 * 3" is no mark
      const end = opens ? closing(token, at + token.length) : -1;
      if (end > at + token.length) {
        push({ kind, children: parseInline(text.slice(at + token.length, end), depth + 1) });
        at = end + token.length;
        continue;
      }
      plain += token;
      at += token.length;
      continue;
    }
    plain += text[at];
    at += 1;
  }
  if (plain) found.push(plain);
  return found;
}

const LIST = /^(\s{0,40})([-*+]|\d{1,9}[.)])\s+(.*)$/;
const HEADING = /^(#{1,6})\s+(.*)$/;
const RULE = /^\s*([-*_])\s*(\1\s*){2,}$/;

function cellsOf(line: string): string[] {
  return line
    .trim()
    .replace(/^\|/, "")
    .replace(/\|$/, "")
    .split("|")
    .map((cell) => cell.trim());
}

// The list that begins at `from`, and the line after it.
function listAt(lines: string[], from: number): { list: Block; next: number } {
  const [, indent = "", marker = ""] = LIST.exec(lines[from] ?? "") ?? [];
  const items: ListItem[] = [];
  let at = from;
  while (at < lines.length) {
    const match = LIST.exec(lines[at] ?? "");
    if (!match) break;
    const [, own = "", , text = ""] = match;
    if (own.length < indent.length) break;
    const last = items[items.length - 1];
    if (own.length > indent.length + 1 && last && !last.items && own.length <= 8) {
      const { list, next } = listAt(lines, at);
      last.items = list;
      at = next;
      continue;
    }
    items.push({ text: parseInline(text) });
    at += 1;
  }
  return { list: { kind: "list", ordered: /\d/.test(marker), items }, next: at };
}

export function parseMarkdown(markdown: string): Block[] {
  const lines = markdown.replace(/\r\n?/g, "\n").split("\n");
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  const flush = () => {
    if (paragraph.length > 0) blocks.push({ kind: "paragraph", text: parseInline(paragraph.join("\n")) });
    paragraph = [];
  };
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? "";
    const heading = HEADING.exec(line);
    if (line.trimStart().startsWith("```")) {
      flush();
      let end = at + 1;
      while (end < lines.length && !lines[end]?.trimStart().startsWith("```")) end += 1;
      blocks.push({ kind: "code", text: lines.slice(at + 1, end).join("\n") });
      at = end + 1;
    } else if (heading) {
      flush();
      blocks.push({
        kind: "heading",
        level: heading[1]?.length ?? 1,
        text: parseInline((heading[2] ?? "").trim()),
      });
      at += 1;
    } else if (line.length < 200 && RULE.test(line)) {
      flush();
      blocks.push({ kind: "rule" });
      at += 1;
    } else if (LIST.test(line)) {
      flush();
      const { list, next } = listAt(lines, at);
      blocks.push(list);
      at = next;
    } else if (line.startsWith(">")) {
      flush();
      const quote: string[] = [];
      while (lines[at]?.startsWith(">")) quote.push((lines[at++] ?? "").replace(/^>\s?/, ""));
      blocks.push({ kind: "quote", text: parseInline(quote.join("\n")) });
    } else if (line.includes("|") && /^[\s|:-]+$/.test(lines[at + 1] ?? "") && lines[at + 1]?.includes("-")) {
      flush();
      const head = cellsOf(line).map((cell) => parseInline(cell));
      const rows: Inline[][][] = [];
      at += 2;
      while (lines[at]?.includes("|")) rows.push(cellsOf(lines[at++] ?? "").map((cell) => parseInline(cell)));
      blocks.push({ kind: "table", head, rows });
    } else {
      if (line.trim() === "") flush();
      else paragraph.push(line.trim());
      at += 1;
    }
  }
  flush();
  return blocks;
}
