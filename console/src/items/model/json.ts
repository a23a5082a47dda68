// JSON that keeps its numbers as they are written: JSON.parse() has no more than 17 digits of them.

export class NumberText {
  constructor(readonly text: string) {}
}

export type Json = null | boolean | string | NumberText | Json[] | Map<string, Json>;

export class JsonError extends Error {
  constructor(
    what: string,
    readonly line: number,
    readonly column: number,
  ) {
    super(`Line ${line}, column ${column}: ${what}`);
    this.name = "JsonError";
  }
}

const DEEPEST = 200;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- which strings must not have
const STRING = /"(?:[^"\\\u0000-\u001f]|\\.)*"/sy;
const SPACE = /[ \t\r\n]*/y;
const WORDS: [string, Json][] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

class Parser {
  at = 0;

  constructor(private readonly text: string) {}

  fail(what: string): never {
    const lines = this.text.slice(0, this.at).split("\n");
    throw new JsonError(what, lines.length, (lines.at(-1) ?? "").length + 1);
  }

  space(): void {
    this.match(SPACE);
  }

  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  take(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  string(): string {
    this.space();
    const start = this.at;
    const written = this.match(STRING);
    if (written === undefined)
      this.fail(this.text[this.at] === '"' ? "the string does not end" : 'a string in "quotes" is expected');
    try {
      return JSON.parse(written!) as string;
    } catch {
      this.at = start;
      return this.fail("the string has a wrong escape");
    }
  }

  value(depth: number): Json {
    if (depth > DEEPEST) this.fail("nested too deeply");
    this.space();
    const first = this.text[this.at];
    if (first === undefined) this.fail("a value is expected, and the text ends");
    if (first === '"') return this.string();
    if (first === "{") return this.object(depth);
    if (first === "[") return this.array(depth);
    const word = WORDS.find(([written]) => this.text.startsWith(written, this.at));
    if (word) {
      this.at += word[0].length;
      return word[1];
    }
    const number = this.match(NUMBER);
    return number === undefined ? this.fail("a value is expected") : new NumberText(number);
  }

  object(depth: number): Map<string, Json> {
    const members = new Map<string, Json>();
    this.take("{");
    if (this.take("}")) return members;
    do {
      const name = this.string();
      if (members.has(name)) this.fail(`"${name}" is there twice`);
      if (!this.take(":")) this.fail("a colon is expected");
      members.set(name, this.value(depth + 1));
    } while (this.take(","));
    if (!this.take("}")) this.fail("a comma or } is expected");
    return members;
  }

  array(depth: number): Json[] {
    const elements: Json[] = [];
    this.take("[");
    if (this.take("]")) return elements;
    do elements.push(this.value(depth + 1));
    while (this.take(","));
    if (!this.take("]")) this.fail("a comma or ] is expected");
    return elements;
  }

  end(): void {
    this.space();
    if (this.at < this.text.length) this.fail("the value has ended, and there is more");
  }
}

export function parseJson(text: string): Json {
  const parser = new Parser(text);
  const value = parser.value(0);
  parser.end();
  return value;
}

// `indent` 0: one line.
export function printJson(value: Json, indent = 2, depth = 0): string {
  if (value instanceof NumberText) return value.text;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const parts = Array.isArray(value)
    ? value.map((one) => printJson(one, indent, depth + 1))
    : [...value].map(
        ([name, one]) => `${JSON.stringify(name)}:${indent ? " " : ""}${printJson(one, indent, depth + 1)}`,
      );
  if (parts.length === 0) return open + close;
  if (indent === 0) return open + parts.join(",") + close;
  const inner = "\n" + " ".repeat(indent * (depth + 1));
  return open + inner + parts.join("," + inner) + "\n" + " ".repeat(indent * depth) + close;
}
