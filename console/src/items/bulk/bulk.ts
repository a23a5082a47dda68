// What is done to many items.

import {
  BatchWriteItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { problemOf } from "~/common/errors";
import { Placeholders } from "../model/expression";
import { batchesOf, writeBatch, type Write } from "../model/importing";
import { keyNames, keyOf, keyText, type Schema } from "../model/schema";
import type { Item, Value } from "../model/values";

export interface Outcome {
  done: number;
  failed: { what: string; problem: string }[];
}

export type Progress = (done: number, of: number) => void;

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

// All items in batches, one after the other. `onWritten` is told of those that are.
export async function writeAll(
  client: DynamoDBClient,
  schema: Schema,
  items: readonly Item[],
  writeOf: (item: Item) => Write,
  onProgress: Progress,
  signal: AbortSignal,
  onWritten: (items: Item[]) => void = () => undefined,
): Promise<Outcome> {
  const outcome: Outcome = { done: 0, failed: [] };
  for (const batch of batchesOf(items, schema)) {
    if (signal.aborted) break;
    try {
      const send = (input: ConstructorParameters<typeof BatchWriteItemCommand>[0]) =>
        client.send(new BatchWriteItemCommand(input));
      const left = await writeBatch(send, schema.table, batch.map(writeOf), wait);
      const keysLeft = new Set(
        left.map(({ PutRequest, DeleteRequest }) =>
          keyText(schema, PutRequest?.Item ?? DeleteRequest?.Key ?? {}),
        ),
      );
      const isLeft = (item: Item) => keysLeft.has(keyText(schema, item));
      for (const item of batch.filter(isLeft))
        outcome.failed.push({ what: keyText(schema, item), problem: "the server did not process it" });
      outcome.done += batch.length - left.length;
      onWritten(batch.filter((item) => !isLeft(item)));
    } catch (error) {
      const { code, message } = problemOf(error);
      for (const item of batch)
        outcome.failed.push({ what: keyText(schema, item), problem: `${code}: ${message}` });
    }
    onProgress(outcome.done + outcome.failed.length, items.length);
  }
  return outcome;
}

// Sets an attribute of an item that is there, or removes it where there is no value.
export function attributeUpdate(
  schema: Schema,
  item: Item,
  name: string,
  value: Value | undefined,
): UpdateItemCommandInput {
  const placeholders = new Placeholders();
  const attribute = placeholders.name(name);
  const update = value ? `SET ${attribute} = ${placeholders.value(value, name)}` : `REMOVE ${attribute}`;
  const exists = `attribute_exists(${placeholders.name(keyNames(schema.keys)[0]!)})`;
  return {
    TableName: schema.table,
    Key: keyOf(schema, item),
    UpdateExpression: update,
    ConditionExpression: exists,
    ...placeholders.members(),
    ReturnValues: "ALL_NEW",
  };
}

const AT_A_TIME = 8;

export async function updateAll(
  client: DynamoDBClient,
  schema: Schema,
  items: readonly Item[],
  updateOf: (item: Item) => UpdateItemCommandInput,
  onProgress: Progress,
  signal: AbortSignal,
): Promise<{ outcome: Outcome; changed: Map<string, Item> }> {
  const outcome: Outcome = { done: 0, failed: [] };
  const changed = new Map<string, Item>();
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item && !signal.aborted; item = left.shift()) {
      try {
        const { Attributes } = await client.send(new UpdateItemCommand(updateOf(item)));
        changed.set(keyText(schema, item), Attributes ?? {});
        outcome.done += 1;
      } catch (error) {
        const { code, message } = problemOf(error);
        outcome.failed.push({ what: keyText(schema, item), problem: `${code}: ${message}` });
      }
      onProgress(outcome.done + outcome.failed.length, items.length);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return { outcome, changed };
}
