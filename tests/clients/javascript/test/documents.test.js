// @aws-sdk/lib-dynamodb: the document client, with JavaScript values.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  NumberValue,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
  DynamoDBDocumentClient,
  paginateQuery,
  paginateScan,
} from '@aws-sdk/lib-dynamodb';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { client, createTable, documents, settings } from './support.js';

after(() => client.destroy());

test('JavaScript values come back', async (t) => {
  const TableName = await createTable(t);
  const item = {
    pk: 'all',
    text: 'tëxt 😀',
    number: -12.5,
    yes: true,
    nothing: null,
    list: [1, 'a', [true]],
    map: { deep: { er: {} } },
    strings: new Set(['a', 'b']),
    numbers: new Set([1, 2.5]),
    bytes: Uint8Array.from([1, 2, 3]),
    empty: '',
  };
  await documents.send(new PutCommand({ TableName, Item: { ...item, left: undefined } }));
  const answer = await documents.send(
    new GetCommand({ TableName, Key: { pk: 'all' }, ConsistentRead: true }),
  );
  assert.deepEqual(answer.Item, item);
});

test('numbers beyond double precision are exact', async (t) => {
  const TableName = await createTable(t);
  const own = new DynamoDBClient(settings); // a document client changes the client that it is made from
  t.after(() => own.destroy());
  const exact = DynamoDBDocumentClient.from(own, { unmarshallOptions: { wrapNumbers: true } });
  await documents.send(
    new PutCommand({
      TableName,
      Item: {
        pk: 'n',
        big: 9007199254740993n,
        digits: NumberValue.from('12345678901234567890123456789012345678'),
      },
    }),
  );
  const { Item } = await exact.send(new GetCommand({ TableName, Key: { pk: 'n' }, ConsistentRead: true }));
  assert.equal(Item.big.value, '9007199254740993');
  assert.equal(Item.digits.value, '12345678901234567890123456789012345678');
});

test('query and scan, with paginators and filters', async (t) => {
  const TableName = await createTable(t, { name: 'sk', type: 'N' });
  for (const part of [0, 25]) {
    const puts = Array.from({ length: 25 }, (_, i) => ({
      PutRequest: { Item: { pk: 'p', sk: part + i, even: (part + i) % 2 === 0 } },
    }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: puts } }));
  }
  const input = {
    TableName,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :p AND sk BETWEEN :from AND :to',
    FilterExpression: 'even = :yes',
    ExpressionAttributeValues: { ':p': 'p', ':from': 10, ':to': 29, ':yes': true },
    ScanIndexForward: false,
  };
  const found = [];
  for await (const page of paginateQuery({ client: documents, pageSize: 6 }, input))
    found.push(...page.Items.map((item) => item.sk));
  assert.deepEqual(found, [28, 26, 24, 22, 20, 18, 16, 14, 12, 10]);
  let scanned = 0;
  for await (const page of paginateScan(
    { client: documents, pageSize: 11 },
    { TableName, ConsistentRead: true },
  ))
    scanned += page.Items.length;
  assert.equal(scanned, 50);
  const { Count, ScannedCount } = await documents.send(
    new ScanCommand({ TableName, FilterExpression: 'sk < :n', ExpressionAttributeValues: { ':n': 5 } }),
  );
  assert.deepEqual([Count, ScannedCount], [5, 50]);
  const first = await documents.send(
    new QueryCommand({
      TableName,
      Limit: 1,
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: { ':p': 'p' },
    }),
  );
  assert.deepEqual(first.LastEvaluatedKey, { pk: 'p', sk: 0 });
});

test('updates and deletes', async (t) => {
  const TableName = await createTable(t);
  const updated = await documents.send(
    new UpdateCommand({
      TableName,
      Key: { pk: 'u' },
      UpdateExpression: 'SET #l = list_append(if_not_exists(#l, :none), :v) ADD hits :one',
      ExpressionAttributeNames: { '#l': 'log' },
      ExpressionAttributeValues: { ':none': [], ':v': ['first'], ':one': 1 },
      ReturnValues: 'ALL_NEW',
    }),
  );
  assert.deepEqual(updated.Attributes, { pk: 'u', log: ['first'], hits: 1 });
  await assert.rejects(
    documents.send(
      new DeleteCommand({
        TableName,
        Key: { pk: 'u' },
        ConditionExpression: 'hits > :n',
        ExpressionAttributeValues: { ':n': 1 },
      }),
    ),
    { name: 'ConditionalCheckFailedException' },
  );
  const deleted = await documents.send(
    new DeleteCommand({ TableName, Key: { pk: 'u' }, ReturnValues: 'ALL_OLD' }),
  );
  assert.deepEqual(deleted.Attributes, { pk: 'u', log: ['first'], hits: 1 });
});

test('batch get with a projection', async (t) => {
  const TableName = await createTable(t);
  await documents.send(new PutCommand({ TableName, Item: { pk: 'a', v: 1, w: 2 } }));
  const { Responses } = await documents.send(
    new BatchGetCommand({
      RequestItems: {
        [TableName]: { Keys: [{ pk: 'a' }, { pk: 'b' }], ConsistentRead: true, ProjectionExpression: 'v' },
      },
    }),
  );
  assert.deepEqual(Responses[TableName], [{ v: 1 }]);
});
