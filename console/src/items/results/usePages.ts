// The pages of an answer: one at a time, or all of them if a person says so, up to what a browser can hold.

import { useCallback, useEffect, useRef, useState } from "react";
import type { Schema } from "../model/schema";
import type { Item } from "../model/values";
import { isFull, loadPages, NOTHING, replaced, type Answer, type Fetch } from "./answer";

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

export function usePages(): Pages {
  const [answer, setAnswer] = useState<Answer>();
  const [error, setError] = useState<unknown>();
  const [isLoading, setLoading] = useState(false);
  const source = useRef<Fetch>();
  const isPartial = useRef(false);
  const running = useRef<AbortController>();
  const held = useRef<Answer>(); // what the state has; pages and changes come between two renders
  const hold = useCallback((next: Answer | undefined) => {
    held.current = next;
    setAnswer(next);
  }, []);

  const load = useCallback(
    async (fetch: Fetch, isAll: boolean) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      const { signal } = controller;
      setLoading(true);
      setError(undefined);
      try {
        await loadPages(fetch, { get: () => held.current ?? NOTHING, set: hold }, isAll, signal);
      } catch (failure) {
        if (!signal.aborted) setError(failure);
      } finally {
        if (running.current === controller) setLoading(false);
      }
    },
    [hold],
  );

  const start = useCallback(
    (fetch: Fetch, partial: boolean) => {
      source.current = fetch;
      isPartial.current = partial;
      hold(undefined);
      void load(fetch, false);
    },
    [hold, load],
  );
  const goOn = (isAll: boolean) => {
    if (source.current && held.current) void load(source.current, isAll);
  };
  const stop = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setLoading(false);
  }, []);
  const replace = useCallback(
    (schema: Schema, changes: ReadonlyMap<string, Item | undefined>) => {
      if (held.current) hold(replaced(held.current, schema, changes, isPartial.current));
    },
    [hold],
  );
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
