// OneTable as its users run it: it makes its own table from a schema, with unique attributes, pages, batches, transactions.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { Table } from 'dynamodb-onetable';
import { client } from './support.js';

after(() => client.destroy());

const schema = {
  format: 'onetable:1.1.0',
  version: '0.0.1',
  indexes: {
    primary: { hash: 'pk', sort: 'sk' },
    byCity: { hash: 'city', sort: 'number', project: ['sk', 'balance'] },
    byName: { type: 'local', sort: 'name', project: 'all' },
  },
  models: {
    Account: {
      pk: { type: String, value: 'bank#${bank}' },
      sk: { type: String, value: 'account#${number}' },
      bank: { type: String, required: true },
      number: { type: Number, required: true },
      name: { type: String, required: true },
      email: { type: String },
      city: { type: String, default: 'Ulm' },
      balance: { type: Number, default: 0 },
      tags: { type: Set },
      address: { type: Object, schema: { street: { type: String }, floors: { type: Array } } },
      opened: { type: Date },
      gone: { type: Date, ttl: true },
    },
    Owner: {
      pk: { type: String, value: 'owner#${id}' },
      sk: { type: String, value: 'owner#' },
      id: { type: String, required: true },
      email: { type: String, required: true, unique: true },
    },
  },
  params: { isoDates: true, timestamps: true },
};

async function bank(t) {
  const table = new Table({
    client,
    name: `onetable-${randomUUID().slice(0, 12)}`,
    schema,
    partial: true,
    logger: false,
  });
  assert.equal(await table.exists(), false);
  await table.createTable();
  t.after(() => table.deleteTable('DeleteTableForever'));
  assert.equal(await table.exists(), true);
  return { table, Account: table.getModel('Account') };
}

const key = { bank: 'b', number: 1 };

test('OneTable: create, get, update, remove', async (t) => {
  const { Account } = await bank(t);
  const opened = new Date('2026-01-02T03:04:05.678Z');
  const gone = new Date('2036-01-02T03:04:05Z');
  const tags = new Set(['x', 'y']);
  const address = { street: 'High', floors: [1, 'two'] };
  await Account.create({ ...key, name: 'Ann', email: 'ann@b', tags, address, opened, gone });
  const found = await Account.get(key);
  assert.deepEqual(found.tags, tags);
  assert.deepEqual(found.address, address);
  assert.deepEqual([found.opened, found.gone], [opened, gone]);
  await assert.rejects(Account.create({ ...key, name: 'Again' }), { code: 'ConditionalCheckFailedException' });
  const changed = await Account.update(key, {
    add: { balance: 5 },
    set: { 'address.floors[1]': 'three', name: 'Anna' },
    delete: { tags: new Set(['x']) },
    remove: ['opened'],
    where: '${balance} = {0} and attribute_exists(${email})',
    return: 'ALL_NEW',
  });
  assert.equal(changed.balance, 5);
  assert.deepEqual(changed.address.floors, [1, 'three']);
  assert.deepEqual(changed.tags, new Set(['y']));
  assert.equal(changed.opened, undefined);
  await assert.rejects(Account.update(key, { set: { name: 'Bob' }, where: '${balance} = {0}' }), {
    code: 'ConditionalCheckFailedException',
  });
  assert.equal((await Account.upsert({ bank: 'b', number: 2, name: 'Eve' })).name, 'Eve');
  await Account.remove(key);
  assert.equal(await Account.get(key), undefined);
});

test('OneTable: unique attributes are a transaction', async (t) => {
  const { table } = await bank(t);
  const Owner = table.getModel('Owner');
  await Owner.create({ id: '1', email: 'ann@b' });
  await assert.rejects(Owner.create({ id: '2', email: 'ann@b' }), { code: 'UniqueError' });
  assert.equal(await Owner.get({ id: '2' }), undefined);
  await Owner.update({ id: '1', email: 'anna@b' });
  await Owner.create({ id: '2', email: 'ann@b' });
  await assert.rejects(Owner.update({ id: '1', email: 'ann@b' }), { code: 'UniqueError' });
  assert.equal((await Owner.get({ id: '1' })).email, 'anna@b');
  await Owner.remove({ id: '2' });
  await Owner.update({ id: '1', email: 'ann@b' });
});

test('OneTable: batches, pages, indexes, filters', async (t) => {
  const { table, Account } = await bank(t);
  const batch = {};
  for (let number = 0; number < 25; number++) {
    const city = number % 2 ? 'Bonn' : 'Ulm';
    await Account.create({ bank: 'b', number, name: `n${number % 3}`, city, balance: number }, { batch });
  }
  assert.equal(await table.batchWrite(batch), true);
  const seen = [];
  let next;
  do {
    const page = await Account.find({ bank: 'b' }, { limit: 7, next });
    seen.push(...page.map((each) => each.number));
    next = page.next;
  } while (next);
  assert.deepEqual(
    seen.sort((a, b) => a - b),
    Array.from({ length: 25 }, (_, i) => i),
  );
  const bonn = { city: 'Bonn', number: { between: [3, 9] } };
  const found = await Account.find(bonn, { index: 'byCity', reverse: true, limit: 3 });
  assert.deepEqual(
    found.map((each) => [each.number, each.balance, each.name]),
    [
      [9, 9, undefined],
      [7, 7, undefined],
      [5, 5, undefined],
    ],
  );
  assert.equal((await Account.find({ bank: 'b', name: 'n1' }, { index: 'byName' })).length, 8);
  const rich = await Account.find({ bank: 'b' }, { where: '${balance} > {20} and ${city} = {Ulm}' });
  assert.deepEqual(
    rich.map((each) => each.number),
    [22, 24],
  );
  assert.equal((await Account.find({ bank: 'b' }, { count: true })).count, 25);
  assert.equal((await Account.scan({}, { where: '${balance} < {3}' })).length, 3);
  const wanted = {};
  for (const number of [1, 2, 99]) await Account.get({ bank: 'b', number }, { batch: wanted });
  const got = await table.batchGet(wanted, { parse: true, hidden: false });
  assert.deepEqual(got.map((each) => each.number).sort(), [1, 2]);
});

test('OneTable: transactions', async (t) => {
  const { table, Account } = await bank(t);
  await Account.create({ ...key, name: 'Ann', balance: 10 });
  await Account.create({ ...key, number: 2, name: 'Eve', balance: 1 });
  async function transfer(amount) {
    const transaction = {};
    const where = `\${balance} >= {${amount}}`;
    await Account.update(key, { add: { balance: -amount }, where, transaction });
    await Account.update({ ...key, number: 2 }, { add: { balance: amount }, transaction });
    return table.transact('write', transaction);
  }
  await transfer(7);
  await assert.rejects(transfer(7), (error) => {
    const reasons = error.context.err.CancellationReasons.map((reason) => reason.Code);
    return error.code === 'TransactionCanceledException' && reasons.join() === 'ConditionalCheckFailed,None';
  });
  const transaction = {};
  await Account.get(key, { transaction });
  await Account.get({ ...key, number: 2 }, { transaction });
  const both = await table.transact('get', transaction, { parse: true, hidden: false });
  assert.deepEqual(
    both.map((each) => each.balance),
    [3, 8],
  );
});
