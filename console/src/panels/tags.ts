// Tags of any service: what it takes to get from those that are there to those that shall be.

export interface Tag {
  key: string;
  value: string;
}

export interface TagChange {
  set: Tag[]; // new, or with another value
  removed: string[]; // keys
}

export function changeOfTags(before: readonly Tag[], after: readonly Tag[]): TagChange {
  const old = new Map(before.map(({ key, value }) => [key, value]));
  const kept = new Set(after.map(({ key }) => key));
  return {
    set: after.filter(({ key, value }) => old.get(key) !== value),
    removed: before.map(({ key }) => key).filter((key) => !kept.has(key)),
  };
}

// For each tag why it cannot be one.
export function problemsOfTags(tags: readonly Tag[]): (string | undefined)[] {
  return tags.map(({ key }, index) => {
    if (!key) return "A key is needed.";
    if (tags.findIndex((other) => other.key === key) < index) return "There is this key already.";
    return undefined;
  });
}
