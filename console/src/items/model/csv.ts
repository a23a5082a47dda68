// Comma-separated values (RFC 4180).

import { printValue, valueFromPlain } from "./convert";
import { numberProblem } from "./numbers";
import { parseJson } from "./json";
import { fromBase64, itemOf, toBase64, type Item, type Value } from "./values";

const cell = (text: string) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function cellOf(value: Value | undefined): string {
  if (!value) return "";
  // An empty string is "", and an attribute that is not there is nothing.
  if (value.S === "") return '""';
  return cell(value.B ? toBase64(value.B) : printValue(value));
}

export function printCsv(items: readonly Item[], columns: readonly string[]): string {
  const lines = items.map((item) =>
    columns.map((name) => cellOf(Object.hasOwn(item, name) ? item[name] : undefined)).join(","),
  );
  return [columns.map(cell).join(","), ...lines].join("\r\n") + "\r\n";
}

export interface Cell {
  text: string;
  quoted: boolean;
}

export interface Row {
  line: number; // where it begins
  cells: Cell[];
}

export class CsvError extends Error {}

export function parseCsv(text: string): Row[] {
  const rows: Row[] = [];
  let at = text.startsWith("\ufeff") ? 1 : 0;
  let line = 1;
  let row: Row = { line, cells: [] };
  const quoted = (): Cell => {
    let value = "";
    for (;;) {
      const end = text.indexOf('"', at);
      if (end < 0) throw new CsvError(`Line ${row.line}: a quoted value does not end`);
      value += text.slice(at, end);
      at = end + 1;
      if (text[at] !== '"') break;
      value += '"';
      at += 1;
    }
    line += value.split("\n").length - 1;
    return { text: value, quoted: true };
  };
  while (at < text.length) {
    if (text[at] === '"') {
      at += 1;
      row.cells.push(quoted());
    } else {
      const start = at;
      while (at < text.length && !",\r\n".includes(text[at]!)) at += 1;
      row.cells.push({ text: text.slice(start, at), quoted: false });
    }
    if (text[at] === ",") {
      at += 1;
      if (at === text.length || "\r\n".includes(text[at]!)) row.cells.push({ text: "", quoted: false });
      else continue;
    } else if (at < text.length && !"\r\n".includes(text[at]!)) {
      throw new CsvError(`Line ${row.line}: a quoted value is followed by more text`);
    }
    if (text.startsWith("\r\n", at)) at += 2;
    else at += 1;
    line += 1;
    if (row.cells.length > 1 || row.cells[0]!.text !== "" || row.cells[0]!.quoted) rows.push(row);
    row = { line, cells: [] };
  }
  return rows;
}

// What a cell is: the declared type of a key; else, if types are guessed, a number, true, false or a document.
export function valueOfCell(
  { text, quoted }: Cell,
  declared: string | undefined,
  guess: boolean,
): Value | undefined {
  if (text === "" && !quoted) return undefined;
  if (declared === "N") {
    const problem = numberProblem(text.trim());
    if (problem) throw new CsvError(problem);
    return { N: text.trim() };
  }
  if (declared === "B") {
    const bytes = fromBase64(text);
    if (!bytes) throw new CsvError("This is not Base64.");
    return { B: bytes };
  }
  if (declared === "S" || !guess) return { S: text };
  if (text === "true" || text === "false") return { BOOL: text === "true" };
  if (/^[[{]/.test(text) || /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) {
    try {
      return valueFromPlain(parseJson(text), undefined);
    } catch {
      return { S: text };
    }
  }
  return { S: text };
}

export function itemOfRow(
  columns: readonly string[],
  row: Row,
  declared: ReadonlyMap<string, string>,
  guess: boolean,
): Item {
  if (row.cells.length > columns.length)
    throw new CsvError(`${row.cells.length} values for ${columns.length} columns`);
  return itemOf(
    row.cells.flatMap((one, at) => {
      const name = columns[at]!;
      const value = valueOfCell(one, declared.get(name), guess);
      return value ? [[name, value] as const] : [];
    }),
  );
}
