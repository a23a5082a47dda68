// The pages of an answer: one at a time, or all of them if a person says so, up to what a browser can hold.

import { useCallback, useEffect, useRef, useState } from "react";
import { itemSize } from "../model/size";
import { keyText, type Schema } from "../model/schema";
import { pick, type Item } from "../model/values";

export const MOST_ITEMS = 10_000;
export const MOST_BYTES = 64 * 1024 * 1024;

export interface AnswerPage {
  items: Item[];
  scanned?: number; // items that the server has read for it
  units?: number; // of capacity
  scores?: (number | undefined)[]; // of the items, of a search of vectors
  searchedBytes?: number; // of vectors
  next?: unknown; // where it goes on
}

export type Fetch = (next: unknown, signal: AbortSignal) => Promise<AnswerPage>;

export interface Row {
  id: string;
  item: Item;
  score?: number; // how near its vector is
}

export interface Answer {
  rows: Row[];
  bytes: number;
  scanned: number | undefined;
  units: number | undefined;
  searchedBytes?: number;
  requests: number;
  next: unknown; // undefined: that was all
}

export interface Pages {
  answer: Answer | undefined; // none before the first page
  error: unknown;
  isLoading: boolean;
  isFull: boolean; // no more is loaded
  start: (fetch: Fetch, isPartial: boolean) => void; // isPartial: not all attributes of the items are wanted
  more: () => void;
  all: () => void;
  stop: () => void;
  // What items have become, by their keys; undefined where they are gone.
  replace: (schema: Schema, changes: ReadonlyMap<string, Item | undefined>) => void;
}

const NOTHING: Answer = {
  rows: [],
  bytes: 0,
  scanned: undefined,
  units: undefined,
  requests: 0,
  next: undefined,
};

const plus = (a: number | undefined, b: number | undefined) => (b === undefined ? a : (a ?? 0) + b);
const isFull = ({ rows, bytes }: Answer) => rows.length >= MOST_ITEMS || bytes >= MOST_BYTES;

// No row has the id of another, not even of another search: what was picked there is not picked here.
let lastRow = 0;

function added(answer: Answer, page: AnswerPage): Answer {
  const { items, scanned, units, scores, searchedBytes, next } = page;
  const rows = items.map((item, at) => ({ id: String((lastRow += 1)), item, score: scores?.[at] }));
  return {
    rows: [...answer.rows, ...rows],
    bytes: items.reduce((sum, item) => sum + itemSize(item), answer.bytes),
    scanned: plus(answer.scanned, scanned),
    units: plus(answer.units, units),
    searchedBytes: plus(answer.searchedBytes, searchedBytes),
    requests: answer.requests + 1,
    next,
  };
}

export function usePages(): Pages {
  const [answer, setAnswer] = useState<Answer>();
  const [error, setError] = useState<unknown>();
  const [isLoading, setLoading] = useState(false);
  const source = useRef<Fetch>();
  const isPartial = useRef(false);
  const running = useRef<AbortController>();

  const load = useCallback(async (fetch: Fetch, before: Answer, isAll: boolean) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    setLoading(true);
    setError(undefined);
    let loaded = before;
    try {
      do {
        const page = await fetch(loaded.next, signal);
        if (signal.aborted) return;
        loaded = added(loaded, page);
        setAnswer(loaded);
      } while (isAll && loaded.next !== undefined && !isFull(loaded));
    } catch (failure) {
      if (!signal.aborted) setError(failure);
    } finally {
      if (running.current === controller) setLoading(false);
    }
  }, []);

  const start = useCallback(
    (fetch: Fetch, partial: boolean) => {
      source.current = fetch;
      isPartial.current = partial;
      setAnswer(undefined);
      void load(fetch, NOTHING, false);
    },
    [load],
  );
  const goOn = (isAll: boolean) => {
    if (source.current && answer) void load(source.current, answer, isAll);
  };
  const stop = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setLoading(false);
  }, []);
  const replace = useCallback((schema: Schema, changes: ReadonlyMap<string, Item | undefined>) => {
    setAnswer((before) => {
      if (!before) return before;
      const rows = before.rows.flatMap((row) => {
        const key = keyText(schema, row.item);
        if (!changes.has(key)) return [row];
        const item = changes.get(key);
        if (!item) return [];
        return [{ ...row, item: isPartial.current ? pick(item, Object.keys(row.item)) : item }];
      });
      return { ...before, rows };
    });
  }, []);
  useEffect(() => () => running.current?.abort(), []);
  return {
    answer,
    error,
    isLoading,
    isFull: answer !== undefined && isFull(answer),
    start,
    more: () => goOn(false),
    all: () => goOn(true),
    stop,
    replace,
  };
}
