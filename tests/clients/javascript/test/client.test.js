// @aws-sdk/client-dynamodb: commands, paginators, waiters, typed errors.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  ScanCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  paginateListTables,
  paginateQuery,
  paginateScan,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { client, createTable, settings } from './support.js';

after(() => client.destroy());

async function fill(table, count) {
  for (let start = 0; start < count; start += 25) {
    const requests = [];
    for (let i = start; i < Math.min(count, start + 25); i++) {
      requests.push({
        PutRequest: { Item: { pk: { S: `k${String(i).padStart(4, '0')}` }, n: { N: String(i) } } },
      });
    }
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: requests } }));
    assert.deepEqual(answer.UnprocessedItems, {});
  }
}

test('an item of every type comes back', async (t) => {
  const table = await createTable(t);
  const item = {
    pk: { S: 'all' },
    n: { N: '-1.5' },
    b: { B: Uint8Array.from([0, 255]) },
    yes: { BOOL: true },
    no: { NULL: true },
    ns: { NS: ['1'] },
    ss: { SS: ['a'] },
    bs: { BS: [Uint8Array.from([1])] },
    l: { L: [{ S: 'x' }, { L: [] }] },
    m: { M: { k: { M: {} } } },
  };
  await client.send(new PutItemCommand({ TableName: table, Item: item }));
  const answer = await client.send(
    new GetItemCommand({ TableName: table, Key: { pk: { S: 'all' } }, ConsistentRead: true }),
  );
  assert.deepEqual(answer.Item, item);
});

test('scan, query and list paginators', async (t) => {
  const table = await createTable(t);
  await fill(table, 40);
  const scanned = [];
  for await (const page of paginateScan(
    { client, pageSize: 7 },
    { TableName: table, ConsistentRead: true },
  )) {
    scanned.push(...page.Items.map((item) => Number(item.n.N)));
  }
  assert.deepEqual(
    scanned.sort((a, b) => a - b),
    Array.from({ length: 40 }, (_, i) => i),
  );
  const queried = [];
  const input = {
    TableName: table,
    KeyConditionExpression: 'pk = :p',
    ExpressionAttributeValues: { ':p': { S: 'k0007' } },
  };
  for await (const page of paginateQuery({ client, pageSize: 1 }, input)) queried.push(...page.Items);
  assert.equal(queried.length, 1);
  const names = [];
  for await (const page of paginateListTables({ client, pageSize: 1 }, {})) names.push(...page.TableNames);
  assert.ok(names.includes(table));
});

test('waiters follow a table into life and out of it', async () => {
  const name = `javascript-waiter-${process.pid}`;
  const times = { client, maxWaitTime: 30, minDelay: 0.05, maxDelay: 0.2 };
  const definition = {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  };
  await client.send(new CreateTableCommand(definition));
  assert.equal((await waitUntilTableExists(times, { TableName: name })).state, 'SUCCESS');
  await assert.rejects(client.send(new CreateTableCommand(definition)), ResourceInUseException);
  await client.send(new DeleteTableCommand({ TableName: name }));
  assert.equal((await waitUntilTableNotExists(times, { TableName: name })).state, 'SUCCESS');
  await assert.rejects(client.send(new DescribeTableCommand({ TableName: name })), ResourceNotFoundException);
});

test('errors are typed, with message, status and request id', async (t) => {
  const table = await createTable(t);
  const put = new PutItemCommand({
    TableName: table,
    Item: { pk: { S: 'a' } },
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  await client.send(put);
  await assert.rejects(client.send(put), (error) => {
    assert.ok(error instanceof ConditionalCheckFailedException);
    assert.equal(error.message, 'The conditional request failed');
    assert.deepEqual(error.Item, { pk: { S: 'a' } });
    assert.equal(error.$metadata.httpStatusCode, 400);
    assert.equal(error.$metadata.requestId.length, 52);
    return true;
  });
  await assert.rejects(client.send(new PutItemCommand({ TableName: table, Item: { other: { S: 'x' } } })), {
    name: 'ValidationException',
    message: 'One or more parameter values were invalid: Missing the key pk in the item',
  });
});

test('many requests at once on one client', async (t) => {
  const table = await createTable(t);
  await Promise.all(
    Array.from({ length: 200 }, () =>
      client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: { pk: { S: 'counter' } },
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      ),
    ),
  );
  const answer = await client.send(
    new GetItemCommand({ TableName: table, Key: { pk: { S: 'counter' } }, ConsistentRead: true }),
  );
  assert.equal(answer.Item.n.N, '200');
});

test('batch get over a hundred keys in two calls', async (t) => {
  const table = await createTable(t);
  await fill(table, 120);
  const keys = Array.from({ length: 120 }, (_, i) => ({ pk: { S: `k${String(i).padStart(4, '0')}` } }));
  const items = [];
  for (const part of [keys.slice(0, 100), keys.slice(100)]) {
    const answer = await client.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { Keys: part, ConsistentRead: true } } }),
    );
    assert.deepEqual(answer.UnprocessedKeys, {});
    items.push(...answer.Responses[table]);
  }
  assert.equal(new Set(items.map((item) => item.pk.S)).size, 120);
});

test('an index made with the table and one added later', async (t) => {
  const index = (name, attribute) => ({
    IndexName: name,
    KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }],
    Projection: { ProjectionType: 'ALL' },
  });
  const table = await createTable(t, undefined, {
    AttributeDefinitions: [{ AttributeName: 'owner', AttributeType: 'S' }],
    GlobalSecondaryIndexes: [index('ByOwner', 'owner')],
  });
  await client.send(
    new PutItemCommand({
      TableName: table,
      Item: { pk: { S: 'a' }, owner: { S: 'ann' }, color: { S: 'red' } },
    }),
  );
  const byOwner = await client.send(
    new QueryCommand({
      TableName: table,
      IndexName: 'ByOwner',
      KeyConditionExpression: '#o = :o',
      ExpressionAttributeNames: { '#o': 'owner' },
      ExpressionAttributeValues: { ':o': { S: 'ann' } },
    }),
  );
  assert.equal(byOwner.Count, 1);
  await client.send(
    new UpdateTableCommand({
      TableName: table,
      AttributeDefinitions: [{ AttributeName: 'color', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [{ Create: index('ByColor', 'color') }],
    }),
  );
  const isActive = async () => {
    const { Table: description } = await client.send(new DescribeTableCommand({ TableName: table }));
    return description.GlobalSecondaryIndexes.every((each) => each.IndexStatus === 'ACTIVE');
  };
  while (!(await isActive()));
  const byColor = await client.send(new ScanCommand({ TableName: table, IndexName: 'ByColor' }));
  assert.deepEqual(
    byColor.Items.map((item) => item.pk.S),
    ['a'],
  );
});

test('another region is another world', async (t) => {
  const table = await createTable(t);
  const other = new DynamoDBClient({ ...settings, region: 'eu-west-1' });
  t.after(() => other.destroy());
  const { TableNames: names } = await other.send(new ListTablesCommand({}));
  assert.ok(!names.includes(table));
});
