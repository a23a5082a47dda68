// Bulk puts of objects into tables that are there, through an AWS SDK for JavaScript v3 that knows them.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CancelBulkOperationCommand,
  DescribeBulkOperationCommand,
  DynamoDBClient,
  ListBulkOperationsCommand,
  paginateListBulkOperations,
  paginateScan,
  ResourceNotFoundException,
  StartBulkPutItemsCommand,
  waitUntilBulkOperationCompleted,
} from 'client-dynamodb-newest';
import { createTable, newName, settings, SOON } from './support.js';

const client = new DynamoDBClient(settings);
const s3 = new S3Client({ ...settings, forcePathStyle: true });
const Bucket = newName();
await s3.send(new CreateBucketCommand({ Bucket }));
after(() => {
  s3.destroy();
  client.destroy();
});

function line(pk, value, more = {}) {
  return `${JSON.stringify({ Item: { pk: { S: pk }, value: { S: value } }, ...more })}\n`;
}

// Below a prefix of its own, which is returned.
async function upload(objects) {
  const prefix = `${randomUUID()}/`;
  for (const [name, Body] of Object.entries(objects)) {
    await s3.send(new PutObjectCommand({ Bucket, Key: prefix + name, Body }));
  }
  return prefix;
}

async function start(TableName, S3KeyPrefix, { input = {}, ...more } = {}) {
  const { BulkOperationDescription } = await client.send(
    new StartBulkPutItemsCommand({
      TableName,
      InputS3Configuration: { S3Bucket: Bucket, S3KeyPrefix, InputFormat: 'DYNAMODB_JSON', ...input },
      OutputS3Configuration: { S3Bucket: Bucket, S3KeyPrefix: 'out', OutputType: ['ERROR', 'CONDITION_CHECK_FAILURE'] },
      ...more,
    }),
  );
  assert.equal(BulkOperationDescription.BulkOperationStatus, 'IN_PROGRESS');
  return BulkOperationDescription;
}

async function describe(BulkOperationArn) {
  return (await client.send(new DescribeBulkOperationCommand({ BulkOperationArn }))).BulkOperationDescription;
}

function completed(BulkOperationArn) {
  return waitUntilBulkOperationCompleted({ client, ...SOON }, { BulkOperationArn });
}

async function valuesOf(TableName) {
  const found = {};
  for await (const { Items } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    for (const { pk, value } of Items) found[pk.S] = value.S;
  }
  return found;
}

// The JSON of a file that the operation left.
async function reportOf(arn, name) {
  const Key = `out/AWSDynamoDB/${arn.split('/').at(-1)}/${name}`;
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
  return JSON.parse(await Body.transformToString());
}

test('items are put, and what was not is reported', async (t) => {
  const table = await createTable(t);
  const ifNew = { ConditionExpression: 'attribute_not_exists(pk)' };
  const prefix = await upload({
    '1.json': line('a', 'first') + line('b', '1', ifNew),
    '2.json': line('a', 'second', ifNew) + '{"Item": {"other": {"S": "no key"}}}\n',
  });
  const begun = await start(table, prefix, { ClientToken: randomUUID(), PerformanceTier: 'STANDARD' });
  assert.ok(begun.StartTime instanceof Date);
  const { reason } = await completed(begun.BulkOperationArn);
  const job = await describe(begun.BulkOperationArn);
  assert.deepEqual(reason.BulkOperationDescription, job);
  assert.equal(job.BulkOperationStatus, 'COMPLETED_WITH_ERRORS');
  assert.equal(job.ClientToken, begun.ClientToken);
  assert.deepEqual([job.ProcessedItemCount, job.FailedItemCount], [4, 1]);
  assert.equal(job.ProcessedInputBytes, job.TotalInputBytes);
  assert.deepEqual(job.TableDetails.map(({ TableName }) => TableName), [table]);
  const bytes = 'pkavaluefirst'.length + 'pkbvalue1'.length;
  assert.deepEqual(job.BulkOperationUsage, [{ TableName: table, BulkPutBytes: bytes, Table: { BulkPutBytes: bytes } }]);
  assert.deepEqual(await valuesOf(table), { a: 'first', b: '1' });

  const unmet = await reportOf(job.BulkOperationArn, 'CONDITION_CHECK_FAILURE/00000000.json');
  assert.deepEqual(unmet.Item, { pk: { S: 'a' }, value: { S: 'second' } });
  assert.deepEqual(unmet.ExistingItem, { pk: { S: 'a' }, value: { S: 'first' } });
  const failed = await reportOf(job.BulkOperationArn, 'ERROR/00000000.json');
  assert.deepEqual(failed.itemS3Pointer, { bucket: Bucket, key: `${prefix}2.json`, itemIndex: 1 });
});

test('operations are listed in pages, the last one first', async (t) => {
  const table = await createTable(t);
  const prefix = await upload({ 'x.json': line('a', '1') });
  const arns = [];
  for (let i = 0; i < 3; ++i) {
    const { BulkOperationArn } = await start(table, prefix);
    await completed(BulkOperationArn);
    arns.push(BulkOperationArn);
  }
  const { BulkOperationsSummaryList, NextToken } = await client.send(new ListBulkOperationsCommand({ MaxResults: 1 }));
  assert.equal(BulkOperationsSummaryList.length, 1);
  assert.equal(typeof NextToken, 'string');
  const own = [];
  for await (const page of paginateListBulkOperations({ client, pageSize: 2 }, {})) {
    own.push(...page.BulkOperationsSummaryList.filter((job) => arns.includes(job.BulkOperationArn)));
  }
  assert.deepEqual(own.map((job) => job.BulkOperationArn).sort(), arns.sort());
  const times = own.map((job) => job.StartTime.getTime());
  assert.deepEqual(times, [...times].sort((a, b) => b - a));
  assert.deepEqual(own.map((job) => job.BulkOperationStatus), Array(3).fill('COMPLETED'));
  for (const { StartTime, EndTime } of own) assert.ok(StartTime <= EndTime);
});

test('one that is cancelled stops, and keeps what it put', async (t) => {
  const table = await createTable(t);
  // 10,000 items of 4 KB need 40 seconds at that pace.
  const lines = Array.from({ length: 10_000 }, (_, i) => line(String(i), 'x'.repeat(4_000)));
  const prefix = await upload({ 'x.gz': gzipSync(lines.join('')) });
  const paced = { input: { InputCompressionType: 'GZIP' }, MaxWriteRequestUnits: 1024 };
  const { BulkOperationArn } = await start(table, prefix, paced);
  const cancelled = await client.send(new CancelBulkOperationCommand({ BulkOperationArn }));
  assert.equal(cancelled.BulkOperationArn, BulkOperationArn);
  assert.equal(cancelled.BulkOperationStatus, 'CANCELLING');
  await assert.rejects(completed(BulkOperationArn), /CANCELLED/);
  const job = await describe(BulkOperationArn);
  assert.deepEqual([job.BulkOperationStatus, job.FailureCode], ['CANCELLED', 'UserCancelled']);
  assert.deepEqual([job.MaxWriteRequestUnits, job.InputS3Configuration.InputCompressionType], [1024, 'GZIP']);
  assert.ok(job.ProcessedItemCount < 10_000);
  assert.equal(Object.keys(await valuesOf(table)).length, job.ProcessedItemCount);
});

test('a token begins one operation, and errors are typed', async (t) => {
  const table = await createTable(t);
  const prefix = await upload({ 'x.json': line('a', '1') });
  const ClientToken = randomUUID();
  const { BulkOperationArn } = await start(table, prefix, { ClientToken });
  await completed(BulkOperationArn);
  await assert.rejects(start(table, `${prefix}x`, { ClientToken }), { name: 'IdempotentParameterMismatchException' });
  await assert.rejects(start(`${table}-gone`, prefix), ResourceNotFoundException);
  await assert.rejects(
    client.send(new CancelBulkOperationCommand({ BulkOperationArn: `${BulkOperationArn.slice(0, -8)}00000000` })),
    (error) => error instanceof ResourceNotFoundException && error.$metadata.httpStatusCode === 400,
  );
});
