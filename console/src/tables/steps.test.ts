import { expect, test } from "vitest";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createTable } from "./creation";
import { backupName, deleteTables } from "./deletion";
import { emptyTable } from "./form";

// A server that answers by the name of the command, or refuses it.
function server(answers: Record<string, (input: Record<string, unknown>) => unknown>) {
  const asked: string[] = [];
  const send = (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const name = command.constructor.name.replace(/Command$/, "");
    asked.push(`${name} ${String(command.input.TableName ?? command.input.BackupArn)}`);
    return Promise.resolve().then(() => answers[name]?.(command.input) ?? {});
  };
  return { asked, client: { send } as unknown as DynamoDBClient };
}

function refuse(message: string) {
  return () => {
    throw new Error(message);
  };
}

const form = { ...emptyTable(), name: "T", partition: { name: "p", type: "S" as const } };
const ACTIVE = () => ({ Table: { TableStatus: "ACTIVE" } });

test("a table that needs nothing more is only created", async () => {
  const { asked, client } = server({});
  expect(await createTable(client, form, () => undefined)).toEqual([]);
  expect(asked).toEqual(["CreateTable T"]);
});

test("the rest is switched on when the table is active", async () => {
  const { asked, client } = server({ DescribeTable: ACTIVE });
  const steps: string[] = [];
  const wanted = { ...form, expiry: "e", recovery: true };
  expect(await createTable(client, wanted, (step) => steps.push(step))).toEqual([]);
  expect(asked).toEqual([
    "CreateTable T",
    "DescribeTable T",
    "UpdateTimeToLive T",
    "UpdateContinuousBackups T",
  ]);
  expect(steps.at(-1)).toBe("Switching on point-in-time recovery");
});

test("what could not be switched on is told, and does not keep the rest", async () => {
  const { asked, client } = server({ DescribeTable: ACTIVE, UpdateTimeToLive: refuse("no such attribute") });
  const unfinished = await createTable(client, { ...form, expiry: "e", recovery: true }, () => undefined);
  expect(unfinished.map(({ what }) => what)).toEqual(["time to live"]);
  expect(asked).toContain("UpdateContinuousBackups T");
});

test("a table that is refused is an error", async () => {
  const { client } = server({ CreateTable: refuse("in use") });
  await expect(createTable(client, form, () => undefined)).rejects.toThrow("in use");
});

test("tables are deleted one after another, whatever becomes of the others", async () => {
  const { client } = server({
    DeleteTable: ({ TableName }) => (TableName === "b" ? refuse("protected")() : {}),
  });
  const { deleted, failed } = await deleteTables(client, ["a", "b", "c"], false);
  expect(deleted).toEqual(["a", "c"]);
  expect(failed).toEqual([{ name: "b", error: new Error("protected") }]);
});

test("a table whose backup is refused stays", async () => {
  const { asked, client } = server({ CreateBackup: refuse("not now") });
  expect((await deleteTables(client, ["a"], true)).deleted).toEqual([]);
  expect(asked).toEqual(["CreateBackup a"]);
});

test("a table goes when its backup is there, not when it has failed", async () => {
  for (const [status, deleted] of [
    ["AVAILABLE", ["a"]],
    ["DELETED", []],
  ] as const) {
    const { client } = server({
      CreateBackup: () => ({ BackupDetails: { BackupArn: "arn:b" } }),
      DescribeBackup: () => ({ BackupDescription: { BackupDetails: { BackupStatus: status } } }),
    });
    expect((await deleteTables(client, ["a"], true)).deleted).toEqual(deleted);
  }
  expect(backupName("x".repeat(255))).toHaveLength(255);
});
