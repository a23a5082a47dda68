// Expressions: every name and every value has a placeholder, so reserved words and odd characters do not matter.

import type { Step } from "./paths";
import type { Item, Value } from "./values";

const MOST_LETTERS = 40;

const plain = (text: string) => text.replace(/[^A-Za-z0-9]+/g, "_").slice(0, MOST_LETTERS);

export class Placeholders {
  private readonly byName = new Map<string, string>();
  private readonly byPlaceholder = new Map<string, Value>();

  private readonly taken = new Set<string>();

  private fresh(prefix: "#" | ":", text: string): string {
    const wanted = prefix + (plain(text) || "_");
    let made = wanted;
    for (let count = 2; this.taken.has(made); count += 1) made = `${wanted}_${count}`;
    this.taken.add(made);
    return made;
  }

  name(name: string): string {
    const made = this.byName.get(name) ?? this.fresh("#", name);
    this.byName.set(name, made);
    return made;
  }

  path(steps: readonly Step[]): string {
    return steps
      .map((step, at) => (typeof step === "number" ? `[${step}]` : `${at > 0 ? "." : ""}${this.name(step)}`))
      .join("");
  }

  // `hint`: what it is the value of.
  value(value: Value, hint: string): string {
    const made = this.fresh(":", hint);
    this.byPlaceholder.set(made, value);
    return made;
  }

  // As requests have them: absent rather than empty.
  members(): { ExpressionAttributeNames?: Record<string, string>; ExpressionAttributeValues?: Item } {
    const names = [...this.byName].map(([name, made]) => [made, name] as const);
    return {
      ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
      ...(this.byPlaceholder.size > 0 && {
        ExpressionAttributeValues: Object.fromEntries(this.byPlaceholder),
      }),
    };
  }
}
