// Saving what a person changed in an item, and nothing else, if it still is what was loaded.

import type { UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { Placeholders } from "./expression";
import { keyNames, keyOf, type Schema } from "./schema";
import { same, type Item } from "./values";

// An expression has at most 4 KB; with more attributes than these, only those that are changed are compared.
const MOST_COMPARED = 80;

export interface Changes {
  set: string[];
  remove: string[];
}

export function changesOf(before: Item, after: Item): Changes {
  return {
    set: Object.keys(after).filter(
      (name) => !Object.hasOwn(before, name) || !same(before[name]!, after[name]!),
    ),
    remove: Object.keys(before).filter((name) => !Object.hasOwn(after, name)),
  };
}

export const hasChanges = ({ set, remove }: Changes): boolean => set.length + remove.length > 0;

// What the item has to be for the change: what was loaded, or at least there (`overwrite`). A deleted item is not made
// anew out of the attributes that were changed.
function conditionsOf(
  keys: readonly string[],
  before: Item,
  { set, remove }: Changes,
  overwrite: boolean,
  placeholders: Placeholders,
): string[] {
  const exists = `attribute_exists(${placeholders.name(keys[0]!)})`;
  if (overwrite) return [exists];
  const added = set.filter((name) => !Object.hasOwn(before, name));
  const others = Object.keys(before).filter((name) => !keys.includes(name));
  const compared =
    others.length + added.length <= MOST_COMPARED
      ? others
      : others.filter((name) => set.includes(name) || remove.includes(name));
  const was = (name: string) => placeholders.value(before[name]!, `${name}_was`);
  return [
    exists,
    ...compared.map((name) => `${placeholders.name(name)} = ${was(name)}`),
    ...added.map((name) => `attribute_not_exists(${placeholders.name(name)})`),
  ];
}

// Undefined if nothing has changed. Throws if the keys differ: that would be another item.
export function updateOf(
  schema: Schema,
  before: Item,
  after: Item,
  overwrite = false,
): UpdateItemCommandInput | undefined {
  const changes = changesOf(before, after);
  const { set, remove } = changes;
  const keys = keyNames(schema.keys);
  if ([...set, ...remove].some((name) => keys.includes(name)))
    throw new Error("The key of an item cannot be changed. Duplicate the item instead.");
  if (!hasChanges(changes)) return undefined;
  const placeholders = new Placeholders();
  const sets = set.map((name) => `${placeholders.name(name)} = ${placeholders.value(after[name]!, name)}`);
  const removes = remove.map((name) => placeholders.name(name));
  const condition = conditionsOf(keys, before, changes, overwrite, placeholders).join(" AND ");
  return {
    TableName: schema.table,
    Key: keyOf(schema, before),
    UpdateExpression: [
      ...(sets.length > 0 ? [`SET ${sets.join(", ")}`] : []),
      ...(removes.length > 0 ? [`REMOVE ${removes.join(", ")}`] : []),
    ].join(" "),
    ConditionExpression: condition,
    ...placeholders.members(),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
}
