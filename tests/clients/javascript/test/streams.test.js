// DynamoDB Streams through the AWS SDK for JavaScript v3: its four operations, and a reader of all shards.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DescribeTableCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb-streams';
import { DeleteCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { client, createTable, documents, settings } from './support.js';

const streams = new DynamoDBStreamsClient(settings);
after(() => {
  streams.destroy();
  client.destroy();
});

async function createStream(t) {
  const table = await createTable(t, undefined, {
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  return { table, arn: Table.LatestStreamArn };
}

// All shards, from pages of two.
async function shardsOf(arn) {
  const shards = [];
  let after;
  do {
    const { StreamDescription } = await streams.send(
      new DescribeStreamCommand({ StreamArn: arn, Limit: 2, ExclusiveStartShardId: after }),
    );
    shards.push(...StreamDescription.Shards);
    after = StreamDescription.LastEvaluatedShardId;
  } while (after);
  return shards;
}

async function* recordsOf(arn, shard) {
  let { ShardIterator: iterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn: arn, ShardId: shard.ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  while (iterator) {
    const page = await streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 3 }));
    yield* page.Records;
    if (page.Records.length === 0) return; // nothing more for now, of a shard that is open
    iterator = page.NextShardIterator;
  }
}

async function allRecords(arn) {
  const records = [];
  for (const shard of await shardsOf(arn)) {
    for await (const record of recordsOf(arn, shard)) records.push(record);
  }
  return records;
}

test('a stream is listed and described', async (t) => {
  const { table, arn } = await createStream(t);
  const { Streams } = await streams.send(new ListStreamsCommand({ TableName: table }));
  assert.deepEqual(
    Streams.map(({ TableName, StreamArn }) => ({ TableName, StreamArn })),
    [{ TableName: table, StreamArn: arn }],
  );
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: arn }));
  assert.equal(StreamDescription.StreamStatus, 'ENABLED');
  assert.equal(StreamDescription.StreamViewType, 'NEW_AND_OLD_IMAGES');
  assert.ok(StreamDescription.CreationRequestDateTime instanceof Date);
  const ids = (await shardsOf(arn)).map((shard) => shard.ShardId);
  assert.deepEqual(ids, StreamDescription.Shards.map((shard) => shard.ShardId));
  assert.equal(new Set(ids).size, ids.length);
});

test('a reader of all shards sees each change once, those of one item in order', async (t) => {
  const { table, arn } = await createStream(t);
  const keys = Array.from({ length: 12 }, (_, i) => `p${i}`);
  for (const pk of keys) {
    await documents.send(new PutCommand({ TableName: table, Item: { pk, n: 0, tags: new Set(['a']) } }));
  }
  await documents.send(
    new TransactWriteCommand({
      TransactItems: keys.slice(0, 6).map((pk) => ({
        Update: {
          TableName: table,
          Key: { pk },
          UpdateExpression: 'SET n = n + :one',
          ExpressionAttributeValues: { ':one': 1 },
        },
      })),
    }),
  );
  // Writes that change nothing leave no record.
  await documents.send(
    new UpdateCommand({
      TableName: table,
      Key: { pk: 'p0' },
      UpdateExpression: 'SET n = :one',
      ExpressionAttributeValues: { ':one': 1 },
    }),
  );
  await documents.send(new DeleteCommand({ TableName: table, Key: { pk: 'nobody' } }));
  await documents.send(new DeleteCommand({ TableName: table, Key: { pk: 'p0' } }));

  const records = await allRecords(arn);
  assert.equal(records.length, 12 + 6 + 1);
  assert.equal(new Set(records.map((record) => record.eventID)).size, records.length);
  const of = (pk) => records.filter((record) => record.dynamodb.Keys.pk.S === pk);
  assert.deepEqual(of('p0').map((record) => record.eventName), ['INSERT', 'MODIFY', 'REMOVE']);
  assert.deepEqual(of('p3').map((record) => record.eventName), ['INSERT', 'MODIFY']);
  assert.deepEqual(of('p9').map((record) => record.eventName), ['INSERT']);
  const { OldImage, NewImage, ApproximateCreationDateTime, StreamViewType } = of('p3')[1].dynamodb;
  assert.deepEqual(unmarshall(OldImage), { pk: 'p3', n: 0, tags: new Set(['a']) });
  assert.deepEqual(unmarshall(NewImage), { pk: 'p3', n: 1, tags: new Set(['a']) });
  assert.ok(ApproximateCreationDateTime instanceof Date);
  assert.equal(StreamViewType, 'NEW_AND_OLD_IMAGES');
});

test('reading goes on after a sequence number, and from the newest record', async (t) => {
  const { table, arn } = await createStream(t);
  const put = (n) => documents.send(new PutCommand({ TableName: table, Item: { pk: 'a', n } }));
  for (const n of [0, 1, 2]) await put(n);
  const shards = await shardsOf(arn);
  for (const shard of shards) {
    const numbers = [];
    for await (const record of recordsOf(arn, shard)) numbers.push(record.dynamodb.SequenceNumber);
    if (numbers.length === 0) continue; // the item is in another shard
    const startingAt = async (ShardIteratorType, SequenceNumber) => {
      const place = { StreamArn: arn, ShardId: shard.ShardId, ShardIteratorType, SequenceNumber };
      return (await streams.send(new GetShardIteratorCommand(place))).ShardIterator;
    };
    const read = async (iterator) =>
      (await streams.send(new GetRecordsCommand({ ShardIterator: iterator }))).Records.map((record) =>
        Number(record.dynamodb.NewImage.n.N),
      );
    const latest = await startingAt('LATEST');
    await put(3);
    assert.deepEqual(await read(await startingAt('AFTER_SEQUENCE_NUMBER', numbers[1])), [2, 3]);
    assert.deepEqual(await read(await startingAt('AT_SEQUENCE_NUMBER', numbers[1])), [1, 2, 3]);
    assert.deepEqual(await read(latest), [3]);
    return;
  }
  assert.fail('no shard has the records');
});

test('a stream that is switched off is read to its end', async (t) => {
  const { table, arn } = await createStream(t);
  for (const pk of ['a', 'b', 'c']) {
    await documents.send(new PutCommand({ TableName: table, Item: { pk } }));
  }
  await client.send(
    new UpdateTableCommand({ TableName: table, StreamSpecification: { StreamEnabled: false } }),
  );
  assert.equal((await allRecords(arn)).length, 3);
});

test('errors are typed', async (t) => {
  const { arn } = await createStream(t);
  await assert.rejects(
    streams.send(new DescribeStreamCommand({ StreamArn: `${arn}0` })),
    (error) => error instanceof ResourceNotFoundException && error.$metadata.httpStatusCode === 400,
  );
  await assert.rejects(streams.send(new GetRecordsCommand({ ShardIterator: 'damaged' })), {
    name: 'ValidationException',
  });
});
