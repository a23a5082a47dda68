// Dynamoose as its users run it: it makes its own table, models with methods, updates, transactions.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import dynamoose from 'dynamoose';
import { client, settings } from './support.js';

dynamoose.aws.ddb.set(new dynamoose.aws.ddb.DynamoDB(settings));
after(() => client.destroy());

async function library(t) {
  const name = `dynamoose-${randomUUID().slice(0, 12)}`;
  const Book = dynamoose.model(
    `Book-${name}`,
    new dynamoose.Schema(
      {
        shelf: { type: String, hashKey: true },
        number: { type: Number, rangeKey: true },
        author: { type: String, index: { name: 'byAuthor', type: 'global', rangeKey: 'number' } },
        title: { type: String, required: true },
        copies: { type: Number, default: 1 },
        words: { type: Set, schema: [String] },
        loans: { type: Array, schema: [{ type: Object, schema: { to: String, days: Number } }] },
        added: { type: Date },
      },
      { saveUnknown: false },
    ),
  );
  const table = new dynamoose.Table(name, [Book], {
    throughput: 'ON_DEMAND',
    initialize: false,
    waitForActive: { check: { frequency: 50 } },
  });
  await table.initialize();
  t.after(() => client.send(new DeleteTableCommand({ TableName: name })));
  return Book;
}

test('Dynamoose: create, get, a second create, save, delete', async (t) => {
  const Book = await library(t);
  const added = new Date('2026-01-02T03:04:05Z');
  const words = new Set(['x', 'y']);
  await Book.create({ shelf: 'a', number: 1, author: 'ann', title: 'One', words, added });
  const book = await Book.get({ shelf: 'a', number: 1 }, { consistent: true });
  assert.equal(book.copies, 1);
  assert.deepEqual(book.words, words);
  assert.deepEqual(book.added, added);
  await assert.rejects(Book.create({ shelf: 'a', number: 1, author: 'ann', title: 'Again' }), {
    name: 'ConditionalCheckFailedException',
  });
  book.copies = 5;
  await book.save();
  assert.equal((await Book.get({ shelf: 'a', number: 1 })).copies, 5);
  await book.delete();
  assert.equal(await Book.get({ shelf: 'a', number: 1 }), undefined);
});

test('Dynamoose: batches, queries, scans and their pages', async (t) => {
  const Book = await library(t);
  const { unprocessedItems } = await Book.batchPut(
    Array.from({ length: 25 }, (_, i) => ({
      shelf: 'a',
      number: i,
      author: i % 2 ? 'bob' : 'ann',
      title: `Book ${i}`,
      copies: i,
    })),
  );
  assert.deepEqual(unprocessedItems, []);
  const slice = Book.query('shelf').eq('a').where('number').between(5, 15);
  const found = await slice.filter('copies').gt(10).exec();
  assert.deepEqual(
    found.map((book) => book.number),
    [11, 12, 13, 14, 15],
  );
  const byBob = () => Book.query('author').eq('bob').using('byAuthor').sort('descending').limit(3);
  const bob = await byBob().exec();
  assert.deepEqual(
    bob.map((book) => book.number),
    [23, 21, 19],
  );
  const next = await byBob().startAt(bob.lastKey).exec();
  assert.equal(next[0].number, 17);
  assert.equal((await Book.scan().all(0).limit(10).exec()).length, 25);
  assert.equal((await Book.scan('copies').in([1, 2, 99]).count().exec()).count, 2);
  const some = await Book.batchGet([
    { shelf: 'a', number: 3 },
    { shelf: 'a', number: 99 },
  ]);
  assert.deepEqual(
    some.map((book) => book.title),
    ['Book 3'],
  );
});

test('Dynamoose: updates', async (t) => {
  const Book = await library(t);
  await Book.create({
    shelf: 'a',
    number: 1,
    author: 'ann',
    title: 'One',
    words: new Set(['x']),
    loans: [{ to: 'bob', days: 3 }],
  });
  const changed = await Book.update(
    { shelf: 'a', number: 1 },
    {
      $SET: { title: 'The one' },
      $ADD: { copies: 2, words: new Set(['y']), loans: [{ to: 'eve', days: 1 }] },
      $REMOVE: ['author'],
    },
    { condition: new dynamoose.Condition().where('copies').eq(1) },
  );
  assert.equal(changed.title, 'The one');
  assert.equal(changed.copies, 3);
  assert.equal(changed.author, undefined);
  assert.deepEqual(changed.words, new Set(['x', 'y']));
  assert.deepEqual(
    changed.loans.map((loan) => loan.to),
    ['bob', 'eve'],
  );
  const less = await Book.update({ shelf: 'a', number: 1 }, { $DELETE: { words: new Set(['x']) } });
  assert.deepEqual(less.words, new Set(['y']));
  await assert.rejects(
    Book.update(
      { shelf: 'a', number: 1 },
      { copies: 9 },
      { condition: new dynamoose.Condition().where('copies').eq(1) },
    ),
    { name: 'ConditionalCheckFailedException' },
  );
});

test('Dynamoose: transactions', async (t) => {
  const Book = await library(t);
  await dynamoose.transaction([
    Book.transaction.create({ shelf: 'a', number: 1, title: 'One', copies: 10 }),
    Book.transaction.create({ shelf: 'a', number: 2, title: 'Two', copies: 10 }),
  ]);
  await dynamoose.transaction([
    Book.transaction.update({ shelf: 'a', number: 1 }, { $ADD: { copies: -4 } }),
    Book.transaction.update({ shelf: 'a', number: 2 }, { $ADD: { copies: 4 } }),
  ]);
  await assert.rejects(
    dynamoose.transaction([
      Book.transaction.update({ shelf: 'a', number: 1 }, { $ADD: { copies: -4 } }),
      Book.transaction.condition({ shelf: 'a', number: 2 }, new dynamoose.Condition('copies').lt(10)),
    ]),
    (error) =>
      error.name === 'TransactionCanceledException' &&
      error.CancellationReasons.map((reason) => reason.Code).join() === 'None,ConditionalCheckFailed',
  );
  const books = await dynamoose.transaction([
    Book.transaction.get({ shelf: 'a', number: 1 }),
    Book.transaction.get({ shelf: 'a', number: 2 }),
  ]);
  assert.deepEqual(
    books.map((book) => book.copies),
    [6, 14],
  );
});
