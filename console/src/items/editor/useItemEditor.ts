// One item, edited as a form, as DynamoDB's JSON or as plain JSON: what is changed in one view is in the others.

import { useCallback, useMemo, useState } from "react";
import { printItem, printPlain, readItem, readPlain } from "../model/convert";
import { draftsOf, itemOfDrafts, type Draft, type Problems } from "../model/draft";
import type { Item } from "../model/values";

export type View = "form" | "dynamodb" | "plain";

interface State {
  view: View;
  drafts: readonly Draft[]; // of the form
  text: string; // of the other views
  shape: Item; // the item when its plain JSON was written, which tells sets and bytes
}

function stateOf(view: View, item: Item): State {
  const text = view === "dynamodb" ? printItem(item) : view === "plain" ? printPlain(item) : "";
  return { view, text, shape: item, drafts: view === "form" ? draftsOf(item) : [] };
}

export interface ItemEditor {
  view: View;
  drafts: readonly Draft[];
  text: string;
  problems: Problems; // of the form
  problem: string | undefined; // why there is no item
  item: Item | undefined;
  setView: (view: View) => void; // only if there is an item
  setText: (text: string) => void;
  changeDrafts: (change: (drafts: readonly Draft[]) => Draft[]) => void;
  reset: (item: Item) => void;
}

// The same one as long as nothing is wrong, so that rows are not drawn for nothing.
const NO_PROBLEMS: Problems = new Map();

export function useItemEditor(initial: Item): ItemEditor {
  const [state, setState] = useState(() => stateOf("form", initial));
  const { view, drafts, text, shape } = state;
  const read = useMemo(() => {
    if (view === "dynamodb") return { ...readItem(text), problems: NO_PROBLEMS };
    if (view === "plain") return { ...readPlain(text, shape), problems: NO_PROBLEMS };
    const problems: Problems = new Map();
    const item = itemOfDrafts(drafts, problems, true);
    const [problem] = problems.values();
    return problem === undefined ? { item, problems: NO_PROBLEMS } : { problem, problems };
  }, [view, drafts, text, shape]);
  const changeDrafts = useCallback(
    (change: (drafts: readonly Draft[]) => Draft[]) =>
      setState((before) => ({ ...before, drafts: change(before.drafts) })),
    [],
  );
  return {
    view,
    drafts,
    text,
    problems: read.problems,
    problem: read.problem,
    item: read.item,
    setView: (next) => read.item && setState(stateOf(next, read.item)),
    setText: (next) => setState((before) => ({ ...before, text: next })),
    changeDrafts,
    reset: (item) => setState((before) => stateOf(before.view, item)),
  };
}
