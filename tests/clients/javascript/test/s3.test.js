// @aws-sdk/client-s3 and lib-storage: checksums in trailers of streams, errors, pages, multipart.
import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, test } from 'node:test';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketCorsCommand,
  GetBucketOwnershipControlsCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  paginateListBuckets,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { settings } from './support.js';

const client = new S3Client({ ...settings, forcePathStyle: true });
const Bucket = `js-${randomUUID()}`;

before(() => client.send(new CreateBucketCommand({ Bucket })));
after(async () => {
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
  const Objects = (Contents ?? []).map(({ Key }) => ({ Key }));
  if (Objects.length > 0) await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  await client.send(new DeleteBucketCommand({ Bucket }));
  client.destroy();
});

const bytesOf = async (key) => {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
  return Buffer.from(await Body.transformToByteArray());
};

test('an object with metadata', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'a/ä b+c', Body: 'text', Metadata: { one: '1' } }));
  const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a/ä b+c' }));
  assert.equal(head.ContentLength, 4);
  assert.deepEqual(head.Metadata, { one: '1' });
  assert.equal((await bytesOf('a/ä b+c')).toString(), 'text');
});

test('streams with checksums in trailers', async () => {
  const data = randomBytes(300_000);
  for (const ChecksumAlgorithm of ['CRC32', 'CRC32C', 'SHA1', 'SHA256']) {
    const Body = Readable.from([data.subarray(0, 100_000), data.subarray(100_000)]);
    const Key = `stream-${ChecksumAlgorithm}`;
    const put = await client.send(
      new PutObjectCommand({ Bucket, Key, Body, ContentLength: data.length, ChecksumAlgorithm }),
    );
    assert.ok(put[`Checksum${ChecksumAlgorithm}`], ChecksumAlgorithm);
    assert.ok(data.equals(await bytesOf(Key)));
  }
});

test('typed errors', async () => {
  await assert.rejects(client.send(new GetObjectCommand({ Bucket, Key: 'none' })), NoSuchKey);
});

test('pages', async () => {
  for (let i = 0; i < 5; i++) await client.send(new PutObjectCommand({ Bucket, Key: `page/${i}`, Body: '' }));
  const keys = [];
  const pages = paginateListObjectsV2({ client, pageSize: 2 }, { Bucket, Prefix: 'page/' });
  for await (const page of pages) keys.push(...page.Contents.map(({ Key }) => Key));
  assert.deepEqual(keys, ['page/0', 'page/1', 'page/2', 'page/3', 'page/4']);
});

test('buckets by pages, prefix and region', async () => {
  const names = Array.from({ length: 3 }, (_, i) => `${Bucket}-${i}`);
  for (const name of names) await client.send(new CreateBucketCommand({ Bucket: name }));
  try {
    const found = [];
    for await (const page of paginateListBuckets({ client, pageSize: 2 }, { Prefix: `${Bucket}-` })) {
      assert.ok(page.Buckets.length <= 2);
      assert.equal(page.Prefix, `${Bucket}-`);
      found.push(...page.Buckets);
    }
    assert.deepEqual(
      found.map((each) => [each.Name, each.BucketRegion]),
      names.map((name) => [name, 'us-east-1']),
    );
    const all = await client.send(new ListBucketsCommand({}));
    assert.ok(all.Buckets.length > 3);
    assert.deepEqual([all.Prefix, all.ContinuationToken, all.Buckets[0].BucketRegion], Array(3).fill(undefined));
    const elsewhere = { Prefix: Bucket, BucketRegion: 'eu-west-1' };
    assert.deepEqual((await client.send(new ListBucketsCommand(elsewhere))).Buckets, []);
    for (const MaxBuckets of [0, 10001])
      await assert.rejects(client.send(new ListBucketsCommand({ MaxBuckets })), { name: 'InvalidArgument' });
    await client.send(new ListBucketsCommand({ MaxBuckets: 10000 }));
  } finally {
    for (const name of names) await client.send(new DeleteBucketCommand({ Bucket: name }));
  }
});

test('multipart', async () => {
  const Key = 'multipart';
  const pieces = [randomBytes(5 << 20), randomBytes(1000)];
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC32' }),
  );
  const Parts = [];
  for (const [index, Body] of pieces.entries()) {
    const part = { Bucket, Key, UploadId, PartNumber: index + 1, Body, ChecksumAlgorithm: 'CRC32' };
    const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand(part));
    Parts.push({ PartNumber: index + 1, ETag, ChecksumCRC32 });
  }
  const done = await client.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
  assert.match(done.ChecksumCRC32, /-2$/);
  assert.ok(Buffer.concat(pieces).equals(await bytesOf(Key)));
});

test('uploads of lib-storage: a stream in parts, and one that is too small for them', async () => {
  const bytes = randomBytes((11 << 20) + 7);
  const pieces = () => Readable.from([bytes.subarray(0, 3 << 20), bytes.subarray(3 << 20)]);
  for (const ChecksumAlgorithm of ['CRC32', 'SHA256']) {
    const params = { Bucket, Key: 'large', Body: pieces(), ChecksumAlgorithm, Metadata: { of: 'js' } };
    const progress = [];
    const upload = new Upload({ client, params, partSize: 5 << 20, queueSize: 2 });
    upload.on('httpUploadProgress', ({ loaded }) => progress.push(loaded));
    const done = await upload.done();
    assert.match(done.ETag, /^"[0-9a-f]{32}-3"$/);
    assert.equal(done.Key, 'large');
    assert.equal(progress.at(-1), bytes.length);
    assert.deepEqual(await bytesOf('large'), bytes);
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'large', ChecksumMode: 'ENABLED' }));
    assert.match(head[`Checksum${ChecksumAlgorithm}`], /=-3$/);
    assert.deepEqual(head.Metadata, { of: 'js' });
  }
  await new Upload({ client, params: { Bucket, Key: 'small', Body: Readable.from(['abc']) } }).done();
  assert.equal((await bytesOf('small')).toString(), 'abc');
  const broken = new Upload({
    client,
    partSize: 5 << 20,
    params: {
      Bucket,
      Key: 'broken',
      Body: Readable.from(
        (function* () {
          yield bytes;
          throw new Error('enough');
        })(),
      ),
    },
  });
  await assert.rejects(broken.done(), { message: 'enough' });
  const { Uploads } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  assert.equal(Uploads, undefined);
  await assert.rejects(client.send(new HeadObjectCommand({ Bucket, Key: 'broken' })), { name: 'NotFound' });
});

test('what is not configured', async () => {
  await assert.rejects(client.send(new GetBucketCorsCommand({ Bucket })), { name: 'NoSuchCORSConfiguration' });
  const { OwnershipControls } = await client.send(new GetBucketOwnershipControlsCommand({ Bucket }));
  assert.deepEqual(OwnershipControls.Rules, [{ ObjectOwnership: 'BucketOwnerEnforced' }]);
});

test('the only version of an object, and its attributes', async () => {
  await client.send(new PutObjectCommand({ Bucket, Key: 'attributes/ä', Body: '123456789' }));
  const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'attributes/' }));
  assert.deepEqual(
    Versions.map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest]),
    [['attributes/ä', 'null', true]],
  );
  const attributes = await client.send(
    new GetObjectAttributesCommand({
      Bucket,
      Key: 'attributes/ä',
      VersionId: 'null',
      ObjectAttributes: ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize'],
    }),
  );
  assert.equal(attributes.ETag, '25f9e794323b453885f5181f1b624d0b');
  assert.ok(attributes.Checksum.ChecksumCRC32 ?? attributes.Checksum.ChecksumCRC64NVME);
  assert.equal(attributes.Checksum.ChecksumType, 'FULL_OBJECT');
  assert.equal(attributes.ObjectParts, undefined);
  assert.deepEqual([attributes.StorageClass, attributes.ObjectSize], ['STANDARD', 9]);
  await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'attributes/ä', VersionId: 'null' }] } }));
  await assert.rejects(client.send(new HeadObjectCommand({ Bucket, Key: 'attributes/ä' })), { name: 'NotFound' });
});
