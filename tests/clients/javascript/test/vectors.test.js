// Vector indexes and SearchVectors through an AWS SDK for JavaScript v3 that knows them.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
  ResourceNotFoundException,
  SearchVectorsCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from 'client-dynamodb-newest';
import { deleteAfter, newName, settings, SOON } from './support.js';

const client = new DynamoDBClient(settings);
after(() => client.destroy());

const numbers = (...values) => values.map((value) => ({ N: String(value) }));
const near = {
  IndexName: 'near',
  VectorAttribute: { AttributeName: 'embedding' },
  SearchSchema: [{ AttributeName: 'kind', SearchSchemaElementType: 'INLINE_FILTER' }],
  Projection: { ProjectionType: 'ALL' },
  Dimensions: 2,
  DistanceFunction: 'EUCLIDEAN',
};
const PK = { AttributeName: 'pk', AttributeType: 'S' };
const KIND = { AttributeName: 'kind', AttributeType: 'S' };

async function createTable(t, more = {}) {
  const TableName = newName();
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [PK],
      ...more,
    }),
  );
  deleteAfter(t, TableName);
  await waitUntilTableExists({ client, ...SOON }, { TableName });
  return TableDescription;
}

// Items 0 to 9 at the points (n, 0); the even ones are of another kind.
async function fill(TableName) {
  for (let n = 0; n < 10; ++n) {
    const Item = { pk: { S: `i${n}` }, kind: { S: n % 2 ? 'odd' : 'even' }, embedding: { L: numbers(n, 0) } };
    await client.send(new PutItemCommand({ TableName, Item }));
  }
}

async function search(TableName, IndexName, vector, more = {}) {
  const { SearchResults } = await client.send(
    new SearchVectorsCommand({ TableName, IndexName, SearchVector: numbers(...vector), TopK: 2, ...more }),
  );
  return SearchResults.map(({ Item, Score }) => [Item.pk.S, Score]);
}

async function describe(TableName) {
  return (await client.send(new DescribeTableCommand({ TableName }))).Table;
}

test('the nearest items are found by an index that the table was created with', async (t) => {
  const { TableName, VectorIndexes } = await createTable(t, {
    AttributeDefinitions: [PK, KIND],
    VectorIndexes: [near],
  });
  assert.deepEqual(VectorIndexes.map(({ IndexName, IndexStatus }) => [IndexName, IndexStatus]), [['near', 'CREATING']]);
  await fill(TableName);
  assert.deepEqual(await search(TableName, 'near', [4.25, 0]), [['i4', 0.25], ['i5', 0.75]]);
  assert.deepEqual(await search(TableName, 'near', [4.25, 0], { TopK: 1 }), [['i4', 0.25]]);
  const evenOnly = {
    SearchConditionExpression: '#k = :even',
    ExpressionAttributeNames: { '#k': 'kind' },
    ExpressionAttributeValues: { ':even': { S: 'even' } },
  };
  assert.deepEqual(await search(TableName, 'near', [4.25, 0], evenOnly), [['i4', 0.25], ['i6', 1.75]]);
  const [index] = (await describe(TableName)).VectorIndexes;
  const { IndexName, VectorAttribute, SearchSchema, Projection, Dimensions, DistanceFunction } = index;
  assert.deepEqual({ IndexName, VectorAttribute, SearchSchema, Projection, Dimensions, DistanceFunction }, near);
  assert.equal(index.ItemCount, 10);
});

test('what searches and writes consume, and projections', async (t) => {
  const { TableName } = await createTable(t, { AttributeDefinitions: [PK, KIND], VectorIndexes: [near] });
  const put = await client.send(
    new PutItemCommand({
      TableName,
      Item: { pk: { S: 'a' }, embedding: { L: numbers(1, 2) }, title: { S: 'A' } },
      ReturnConsumedCapacity: 'INDEXES',
    }),
  );
  assert.deepEqual(put.ConsumedCapacity.VectorIndexes, { near: { VectorWriteRequestBytes: 1024 } });
  const found = await client.send(
    new SearchVectorsCommand({
      TableName,
      IndexName: 'near',
      SearchVector: numbers(1, 0),
      TopK: 100,
      ProjectionExpression: 'title, embedding[1]',
      ReturnConsumedCapacity: 'TOTAL',
    }),
  );
  assert.deepEqual(found.SearchResults, [{ Item: { title: { S: 'A' }, embedding: { L: numbers(2) } }, Score: 2 }]);
  assert.ok(found.ConsumedCapacity.VectorSearchRequestBytes > 0);
});

test('an index is added to a table with items, and deleted', async (t) => {
  const { TableName } = await createTable(t);
  await fill(TableName);
  const Create = { ...near, IndexName: 'dot', SearchSchema: undefined, DistanceFunction: 'DOT_PRODUCT' };
  await client.send(new UpdateTableCommand({ TableName, VectorIndexUpdates: [{ Create }] }));
  await waitUntilTableExists({ client, ...SOON }, { TableName });
  const { VectorIndexes } = await describe(TableName);
  assert.deepEqual(VectorIndexes.map(({ IndexStatus, ItemCount }) => [IndexStatus, ItemCount]), [['ACTIVE', 10]]);
  assert.deepEqual(await search(TableName, 'dot', [1, 0]), [['i9', 9], ['i8', 8]]);

  const Delete = { IndexName: 'dot' };
  await client.send(new UpdateTableCommand({ TableName, VectorIndexUpdates: [{ Delete }] }));
  await waitUntilTableExists({ client, ...SOON }, { TableName });
  assert.equal((await describe(TableName)).VectorIndexes, undefined);
  await assert.rejects(search(TableName, 'dot', [1, 0]), {
    name: 'ValidationException',
    message: 'The table does not have the specified index: dot',
  });
});

test('errors are typed', async (t) => {
  const { TableName } = await createTable(t, { AttributeDefinitions: [PK, KIND], VectorIndexes: [near] });
  await assert.rejects(
    search(`${TableName}-gone`, 'near', [1, 0]),
    (error) => error instanceof ResourceNotFoundException && error.$metadata.httpStatusCode === 400,
  );
  await assert.rejects(search(TableName, 'near', [1, 0], { TopK: 101 }), {
    name: 'ValidationException',
    message: 'Provided TopK value is out of valid range',
  });
  await assert.rejects(search(TableName, 'near', [1]), { name: 'ValidationException' });
});
