// An item while it is edited: a tree that may be wrong for a while (a name twice, half a number), with an id for each
// value, so that what is typed into stays where it is.

import { numberProblem } from "./numbers";
import {
  elementsOf,
  fromBase64,
  isSet,
  itemOf,
  toBase64,
  typeOf,
  type Item,
  type Type,
  type Value,
} from "./values";

export interface Draft {
  readonly id: number;
  readonly name: string; // of a member of a map
  readonly type: Type;
  readonly text: string; // of S and N; of B as Base64; of BOOL "true" or "false"
  readonly children: readonly Draft[]; // of M, L and sets
}

let lastId = 0;

const ELEMENT: Record<"SS" | "NS" | "BS", Type> = { SS: "S", NS: "N", BS: "B" };

export const hasChildren = (type: Type): boolean => type === "M" || type === "L" || isSet(type);

// Which types the children of a value may have; undefined: any.
export const elementType = (type: Type): Type | undefined => (isSet(type) ? ELEMENT[type] : undefined);

function make(name: string, type: Type, text = "", children: readonly Draft[] = []): Draft {
  lastId += 1;
  return { id: lastId, name, type, text, children };
}

export function newDraft(name: string, type: Type): Draft {
  return make(name, type, type === "BOOL" ? "false" : "");
}

export function draftOf(value: Value, name = ""): Draft {
  const type = typeOf(value);
  if (value.M) return make(name, "M", "", draftsOf(value.M));
  if (value.L)
    return make(
      name,
      "L",
      "",
      value.L.map((one) => draftOf(one)),
    );
  if (isSet(type))
    return make(
      name,
      type,
      "",
      elementsOf(value).map((text) => make("", ELEMENT[type], text)),
    );
  if (value.B) return make(name, "B", toBase64(value.B));
  if (value.BOOL !== undefined) return make(name, "BOOL", String(value.BOOL));
  return make(name, type, value.S ?? value.N ?? "");
}

export function draftsOf(item: Item): Draft[] {
  return Object.entries(item).map(([name, value]) => draftOf(value, name));
}

// What is wrong, by the id of the draft.
export type Problems = Map<number, string>;

export function valueOf(draft: Draft, problems: Problems): Value {
  const { id, type, text, children } = draft;
  const complain = (problem: string | undefined) => problem && problems.set(id, problem);
  switch (type) {
    case "S":
      return { S: text };
    case "N":
      complain(numberProblem(text.trim()));
      return { N: text.trim() };
    case "B": {
      const bytes = fromBase64(text);
      if (!bytes) complain("This is not Base64.");
      return { B: bytes ?? new Uint8Array() };
    }
    case "BOOL":
      return { BOOL: text === "true" };
    case "NULL":
      return { NULL: true };
    case "M":
      return { M: itemOfDrafts(children, problems) };
    case "L":
      return { L: children.map((child) => valueOf(child, problems)) };
    default:
      return setOf(draft, problems);
  }
}

function setOf({ id, type, children }: Draft, problems: Problems): Value {
  if (children.length === 0) problems.set(id, "A set has at least one element.");
  const seen = new Set<string>();
  const values = children.map((child) => {
    const value = valueOf(child, problems);
    const key = value.S ?? value.N ?? child.text;
    if (seen.has(key)) problems.set(child.id, "This element is there twice.");
    seen.add(key);
    return value;
  });
  if (type === "SS") return { SS: values.map((value) => value.S ?? "") };
  if (type === "NS") return { NS: values.map((value) => value.N ?? "") };
  return { BS: values.map((value) => value.B ?? new Uint8Array()) };
}

// The members of a map, or the attributes of an item, which must not have empty names.
export function itemOfDrafts(drafts: readonly Draft[], problems: Problems, isItem = false): Item {
  const seen = new Set<string>();
  return itemOf(
    drafts.map((draft) => {
      if (seen.has(draft.name)) problems.set(draft.id, "This name is there twice.");
      if (isItem && draft.name === "") problems.set(draft.id, "An attribute needs a name.");
      seen.add(draft.name);
      return [draft.name, valueOf(draft, problems)] as const;
    }),
  );
}

// The same value with another type, as far as it can be one.
export function changeType(draft: Draft, type: Type): Draft {
  const { name, text, children } = draft;
  if (type === draft.type) return draft;
  const element = elementType(type);
  const kept = { ...draft, type };
  if (type === "NULL") return { ...kept, text: "", children: [] };
  if (type === "BOOL") return { ...kept, text: String(text === "true"), children: [] };
  if (!hasChildren(type)) {
    const only = hasChildren(draft.type) ? (children[0]?.text ?? "") : text;
    return { ...kept, text: convertText(draft.type, type, only), children: [] };
  }
  // A single value becomes the only element.
  const parts = hasChildren(draft.type)
    ? children
    : draft.type === "NULL" || text === ""
      ? []
      : [make("", draft.type, text)];
  const named = parts.map((part, at) => ({
    ...(element && part.type !== element ? changeType(part, element) : part),
    name: type === "M" ? part.name || String(at) : "",
  }));
  return { ...kept, name, text: "", children: named };
}

function convertText(from: Type, to: Type, text: string): string {
  if (to === "B" && from === "S") return toBase64(new TextEncoder().encode(text));
  if (to === "S" && from === "B") return new TextDecoder().decode(fromBase64(text) ?? new Uint8Array());
  return text;
}

// All that can be done to a tree. `at`: the ids from the root down.
export function replaceAt(
  drafts: readonly Draft[],
  at: readonly number[],
  change: (draft: Draft) => Draft | undefined, // undefined removes it
): Draft[] {
  const [id, ...rest] = at;
  return drafts.flatMap((draft) => {
    if (draft.id !== id) return [draft];
    const next =
      rest.length === 0 ? change(draft) : { ...draft, children: replaceAt(draft.children, rest, change) };
    return next ? [next] : [];
  });
}

// A text area knows one kind of line break; the text keeps its own.
export function keepLineBreaks(before: string, typed: string): string {
  return /\r\n/.test(before) && !/[^\r]\n/.test(before) ? typed.replace(/\r?\n/g, "\r\n") : typed;
}
