// What the JavaScript tests share: the endpoint (STATOR_ENDPOINT), clients, and tables that go away.
import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export const settings = {
  endpoint: process.env.STATOR_ENDPOINT,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 2,
};

export const client = new DynamoDBClient(settings);
export const documents = DynamoDBDocumentClient.from(client, {
  marshallOptions: { removeUndefinedValues: true },
});

// For waiters: they ask often, and give up only where something hangs.
export const SOON = { maxWaitTime: 60 * Number(process.env.STATOR_SLOWNESS ?? 1), minDelay: 0.05, maxDelay: 0.2 };

export function newName() {
  return `javascript-${randomUUID().slice(0, 12)}`;
}

export function deleteAfter(t, table) {
  t.after(() => client.send(new DeleteTableCommand({ TableName: table })));
}

// A table of partition key `pk` (S) and, if given, a sort key {name, type}; deleted after the test `t`.
export async function createTable(t, sortKey, more = {}) {
  const name = newName();
  const definitions = [{ AttributeName: 'pk', AttributeType: 'S' }];
  const schema = [{ AttributeName: 'pk', KeyType: 'HASH' }];
  if (sortKey) {
    definitions.push({ AttributeName: sortKey.name, AttributeType: sortKey.type });
    schema.push({ AttributeName: sortKey.name, KeyType: 'RANGE' });
  }
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: schema,
      ...more,
      AttributeDefinitions: [...definitions, ...(more.AttributeDefinitions ?? [])],
    }),
  );
  await waitUntilTableExists({ client, ...SOON }, { TableName: name });
  deleteAfter(t, name);
  return name;
}
