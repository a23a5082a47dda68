// ElectroDB as its users run it: entities in one table, an index, updates, conditions, transactions.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Entity, Service } from 'electrodb';
import { client, createTable } from './support.js';

after(() => client.destroy());

async function workspace(t) {
  const table = await createTable(
    t,
    { name: 'sk', type: 'S' },
    {
      AttributeDefinitions: [
        { AttributeName: 'gsi1pk', AttributeType: 'S' },
        { AttributeName: 'gsi1sk', AttributeType: 'S' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi1',
          KeySchema: [
            { AttributeName: 'gsi1pk', KeyType: 'HASH' },
            { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    },
  );
  const task = new Entity(
    {
      model: { entity: 'task', version: '1', service: 'work' },
      attributes: {
        team: { type: 'string', required: true },
        task: { type: 'string', required: true },
        project: { type: 'string', required: true },
        status: { type: ['open', 'closed'], required: true, default: 'open' },
        points: { type: 'number' },
        tags: { type: 'set', items: 'string' },
        comments: {
          type: 'list',
          items: { type: 'map', properties: { by: { type: 'string' }, text: { type: 'string' } } },
        },
      },
      indexes: {
        primary: { pk: { field: 'pk', composite: ['team'] }, sk: { field: 'sk', composite: ['task'] } },
        byProject: {
          index: 'gsi1',
          collection: 'assigned',
          pk: { field: 'gsi1pk', composite: ['project'] },
          sk: { field: 'gsi1sk', composite: ['status', 'task'] },
        },
      },
    },
    { client, table },
  );
  const member = new Entity(
    {
      model: { entity: 'member', version: '1', service: 'work' },
      attributes: {
        team: { type: 'string', required: true },
        name: { type: 'string', required: true },
        project: { type: 'string', required: true },
        load: { type: 'number', default: 0 },
      },
      indexes: {
        primary: { pk: { field: 'pk', composite: ['team'] }, sk: { field: 'sk', composite: ['name'] } },
        byProject: {
          index: 'gsi1',
          collection: 'assigned',
          pk: { field: 'gsi1pk', composite: ['project'] },
          sk: { field: 'gsi1sk', composite: ['name'] },
        },
      },
    },
    { client, table },
  );
  return { task, member, service: new Service({ task, member }, { client, table }) };
}

test('ElectroDB: create, get, and a second create', async (t) => {
  const { task } = await workspace(t);
  const first = { team: 'green', task: 't1', project: 'sea', points: 3, tags: ['a', 'b'] };
  const made = await task.create(first).go();
  assert.equal(made.data.status, 'open');
  const { data } = await task.get({ team: 'green', task: 't1' }).go({ consistent: true });
  assert.equal(data.points, 3);
  assert.deepEqual([...data.tags].sort(), ['a', 'b']);
  await assert.rejects(
    task.create({ team: 'green', task: 't1', project: 'sea' }).go(),
    (error) => error.cause?.name === 'ConditionalCheckFailedException' || /conditional/i.test(error.message),
  );
  assert.equal((await task.get({ team: 'green', task: 'none' }).go()).data, null);
});

test('ElectroDB: query a partition and an index, page by page, with a filter', async (t) => {
  const { task } = await workspace(t);
  const rows = Array.from({ length: 30 }, (_, i) => ({
    team: 'green',
    task: `t${String(i).padStart(2, '0')}`,
    project: i % 2 ? 'sea' : 'sky',
    points: i,
  }));
  const { unprocessed } = await task.put(rows).go();
  assert.deepEqual(unprocessed, []);
  const all = await task.query.primary({ team: 'green' }).go({ pages: 'all', limit: 7, consistent: true });
  assert.deepEqual(
    all.data.map((row) => row.task),
    rows.map((row) => row.task),
  );
  const some = await task.query
    .primary({ team: 'green' })
    .between({ task: 't05' }, { task: 't15' })
    .where(({ points }, { gte }) => gte(points, 10))
    .go({ order: 'desc' });
  assert.deepEqual(
    some.data.map((row) => row.points),
    [15, 14, 13, 12, 11, 10],
  );
  const sea = await task.query.byProject({ project: 'sea', status: 'open' }).go({ pages: 'all' });
  assert.equal(sea.data.length, 15);
  const page = await task.query.primary({ team: 'green' }).go({ limit: 10 });
  const next = await task.query.primary({ team: 'green' }).go({ limit: 10, cursor: page.cursor });
  assert.equal(next.data[0].task, 't10');
  const scanned = await task.scan.where(({ points }, { lt }) => lt(points, 3)).go({ pages: 'all' });
  assert.equal(scanned.data.length, 3);
});

test('ElectroDB: update, patch, upsert, remove', async (t) => {
  const { task } = await workspace(t);
  await task.create({ team: 'green', task: 't1', project: 'sea', points: 3, tags: ['a'] }).go();
  const changed = await task
    .update({ team: 'green', task: 't1' })
    .set({ status: 'closed', project: 'sea' })
    .add({ points: 4, tags: ['b'] })
    .append({ comments: [{ by: 'ann', text: 'done' }] })
    .where(({ points }, { eq }) => eq(points, 3))
    .go({ response: 'all_new' });
  assert.equal(changed.data.points, 7);
  assert.deepEqual([...changed.data.tags].sort(), ['a', 'b']);
  assert.deepEqual(changed.data.comments, [{ by: 'ann', text: 'done' }]);
  const closed = await task.query.byProject({ project: 'sea', status: 'closed' }).go();
  assert.equal(closed.data.length, 1);
  const less = await task
    .update({ team: 'green', task: 't1' })
    .subtract({ points: 2 })
    .delete({ tags: ['a'] })
    .data(({ comments }, { set }) => set(comments[0].text, 'really done'))
    .go({ response: 'updated_new' });
  assert.equal(less.data.points, 5);
  await assert.rejects(task.patch({ team: 'green', task: 'nobody' }).set({ points: 1 }).go());
  assert.equal((await task.get({ team: 'green', task: 'nobody' }).go()).data, null);
  await task.upsert({ team: 'green', task: 't2', project: 'sea' }).add({ points: 1 }).go();
  await task.upsert({ team: 'green', task: 't2', project: 'sea' }).add({ points: 1 }).go();
  assert.equal((await task.get({ team: 'green', task: 't2' }).go()).data.points, 2);
  await task.remove({ team: 'green', task: 't2' }).go();
  await assert.rejects(task.remove({ team: 'green', task: 't2' }).go());
});

test('ElectroDB: transactions over two entities, and a collection', async (t) => {
  const { task, service } = await workspace(t);
  const done = await service.transaction
    .write(({ task: tasks, member }) => [
      tasks.create({ team: 'green', task: 't1', project: 'sea' }).commit(),
      member.create({ team: 'green', name: 'ann', project: 'sea', load: 1 }).commit(),
    ])
    .go();
  assert.equal(done.canceled, false);
  const refused = await service.transaction
    .write(({ task: tasks, member }) => [
      tasks
        .check({ team: 'green', task: 't1' })
        .where(({ status }, { eq }) => eq(status, 'closed'))
        .commit({ response: 'all_old' }),
      member.update({ team: 'green', name: 'ann' }).add({ load: 1 }).commit(),
    ])
    .go();
  assert.equal(refused.canceled, true);
  assert.equal(refused.data[0].code, 'ConditionalCheckFailed');
  assert.equal(refused.data[0].item.task, 't1');
  assert.equal(refused.data[1].rejected, false);
  const both = await service.transaction
    .get(({ task: tasks, member }) => [
      tasks.get({ team: 'green', task: 't1' }).commit(),
      member.get({ team: 'green', name: 'ann' }).commit(),
    ])
    .go();
  assert.equal(both.data[0].item.status, 'open');
  assert.equal(both.data[1].item.load, 1);
  const assigned = await service.collections.assigned({ project: 'sea' }).go();
  assert.equal(assigned.data.task.length, 1);
  assert.equal(assigned.data.member.length, 1);
  const keys = [
    { team: 'green', task: 't1' },
    { team: 'green', task: 'none' },
  ];
  assert.equal((await task.get(keys).go()).data.length, 1);
});
