// dynamodb-toolbox as its users run it: a table with entities, actions, and transactions of them.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Entity } from 'dynamodb-toolbox/entity';
import { BatchGetRequest } from 'dynamodb-toolbox/entity/actions/batchGet';
import { BatchPutRequest } from 'dynamodb-toolbox/entity/actions/batchPut';
import { DeleteItemCommand } from 'dynamodb-toolbox/entity/actions/delete';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { ConditionCheck } from 'dynamodb-toolbox/entity/actions/transactCheck';
import { GetTransaction, execute as executeGets } from 'dynamodb-toolbox/entity/actions/transactGet';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import {
  $add,
  $append,
  $delete,
  $remove,
  $sum,
  UpdateItemCommand,
} from 'dynamodb-toolbox/entity/actions/update';
import { item } from 'dynamodb-toolbox/schema/item';
import { list } from 'dynamodb-toolbox/schema/list';
import { map } from 'dynamodb-toolbox/schema/map';
import { number } from 'dynamodb-toolbox/schema/number';
import { set } from 'dynamodb-toolbox/schema/set';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { BatchGetCommand, execute as executeBatchGet } from 'dynamodb-toolbox/table/actions/batchGet';
import { BatchWriteCommand, execute as executeBatchWrite } from 'dynamodb-toolbox/table/actions/batchWrite';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { ScanCommand } from 'dynamodb-toolbox/table/actions/scan';
import { client, createTable, documents } from './support.js';

after(() => client.destroy());

async function pokedex(t) {
  const name = await createTable(
    t,
    { name: 'sk', type: 'S' },
    {
      AttributeDefinitions: [
        { AttributeName: 'kind', AttributeType: 'S' },
        { AttributeName: 'level', AttributeType: 'N' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'byKind',
          KeySchema: [
            { AttributeName: 'kind', KeyType: 'HASH' },
            { AttributeName: 'level', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    },
  );
  const table = new Table({
    name,
    documentClient: documents,
    partitionKey: { name: 'pk', type: 'string' },
    sortKey: { name: 'sk', type: 'string' },
    indexes: {
      byKind: {
        type: 'global',
        partitionKey: { name: 'kind', type: 'string' },
        sortKey: { name: 'level', type: 'number' },
      },
    },
  });
  const pokemon = new Entity({
    name: 'POKEMON',
    table,
    schema: item({
      trainer: string().key().savedAs('pk'),
      name: string().key().savedAs('sk'),
      kind: string(),
      level: number(),
      moves: set(string()).optional(),
      log: list(string()).optional(),
      stats: map({ attack: number(), defence: number().optional() }).optional(),
    }),
  });
  return { table, pokemon };
}

const pikachu = { trainer: 'ash', name: 'pikachu', kind: 'electric', level: 42 };

test('toolbox: put, get, put on condition, delete', async (t) => {
  const { pokemon } = await pokedex(t);
  await pokemon
    .build(PutItemCommand)
    .item({ ...pikachu, moves: new Set(['spark']) })
    .send();
  const { Item } = await pokemon
    .build(GetItemCommand)
    .key({ trainer: 'ash', name: 'pikachu' })
    .options({ consistent: true })
    .send();
  assert.equal(Item.level, 42);
  assert.deepEqual(Item.moves, new Set(['spark']));
  assert.match(Item.created, /^\d{4}-/);
  await assert.rejects(
    pokemon
      .build(PutItemCommand)
      .item(pikachu)
      .options({ condition: { attr: 'name', exists: false } })
      .send(),
    { name: 'ConditionalCheckFailedException' },
  );
  const { Attributes } = await pokemon
    .build(DeleteItemCommand)
    .key({ trainer: 'ash', name: 'pikachu' })
    .options({ returnValues: 'ALL_OLD' })
    .send();
  assert.equal(Attributes.name, 'pikachu');
});

test('toolbox: updates of numbers, sets, lists and maps', async (t) => {
  const { pokemon } = await pokedex(t);
  await pokemon
    .build(PutItemCommand)
    .item({ ...pikachu, moves: new Set(['spark', 'tackle']), log: ['born'], stats: { attack: 1 } })
    .send();
  const { Attributes } = await pokemon
    .build(UpdateItemCommand)
    .item({
      trainer: 'ash',
      name: 'pikachu',
      level: $add(1),
      moves: $delete(new Set(['tackle'])),
      log: $append(['won']),
      stats: { attack: $sum(5, 2), defence: 3 },
    })
    .options({ returnValues: 'ALL_NEW', condition: { attr: 'level', eq: 42 } })
    .send();
  assert.equal(Attributes.level, 43);
  assert.deepEqual(Attributes.moves, new Set(['spark']));
  assert.deepEqual(Attributes.log, ['born', 'won']);
  assert.deepEqual(Attributes.stats, { attack: 7, defence: 3 });
  const { Attributes: less } = await pokemon
    .build(UpdateItemCommand)
    .item({ trainer: 'ash', name: 'pikachu', stats: $remove() })
    .options({ returnValues: 'ALL_NEW' })
    .send();
  assert.equal(less.stats, undefined);
});

test('toolbox: batches, query of a table and an index, scan', async (t) => {
  const { table, pokemon } = await pokedex(t);
  const batch = Array.from({ length: 20 }, (_, i) =>
    pokemon.build(BatchPutRequest).item({
      trainer: 'ash',
      name: `p${String(i).padStart(2, '0')}`,
      kind: i % 2 ? 'water' : 'fire',
      level: i,
    }),
  );
  await executeBatchWrite(table.build(BatchWriteCommand).requests(...batch));
  const { Items } = await table
    .build(QueryCommand)
    .query({ partition: 'ash', range: { beginsWith: 'p1' } })
    .entities(pokemon)
    .options({ filters: { POKEMON: { attr: 'level', gte: 15 } }, reverse: true, consistent: true })
    .send();
  assert.deepEqual(
    Items.map((each) => each.level),
    [19, 18, 17, 16, 15],
  );
  const water = await table
    .build(QueryCommand)
    .query({ index: 'byKind', partition: 'water', range: { between: [3, 9] } })
    .entities(pokemon)
    .options({ maxPages: Infinity, limit: 2 })
    .send();
  assert.deepEqual(
    water.Items.map((each) => each.level),
    [3, 5, 7, 9],
  );
  const scan = table.build(ScanCommand).entities(pokemon);
  const scanned = await scan.options({ maxPages: Infinity, limit: 6 }).send();
  assert.equal(scanned.Items.length, 20);
  const { Responses } = await executeBatchGet(
    table
      .build(BatchGetCommand)
      .requests(
        pokemon.build(BatchGetRequest).key({ trainer: 'ash', name: 'p03' }),
        pokemon.build(BatchGetRequest).key({ trainer: 'ash', name: 'none' }),
      ),
  );
  assert.equal(Responses[0][0].level, 3);
  assert.equal(Responses[0][1], undefined);
});

test('toolbox: transactions', async (t) => {
  const { pokemon } = await pokedex(t);
  const psyduck = { trainer: 'misty', name: 'psyduck' };
  await execute(
    pokemon.build(PutTransaction).item(pikachu),
    pokemon.build(PutTransaction).item({ ...psyduck, kind: 'water', level: 7 }),
  );
  await execute(
    pokemon
      .build(UpdateTransaction)
      .item({ trainer: 'ash', name: 'pikachu', level: $add(1) })
      .options({ condition: { attr: 'level', eq: 42 } }),
    pokemon.build(ConditionCheck).key(psyduck).condition({ attr: 'level', lt: 10 }),
  );
  await assert.rejects(
    execute(
      pokemon.build(UpdateTransaction).item({ trainer: 'ash', name: 'pikachu', level: $add(1) }),
      pokemon.build(ConditionCheck).key(psyduck).condition({ attr: 'level', gt: 10 }),
    ),
    (error) =>
      error.name === 'TransactionCanceledException' &&
      error.CancellationReasons.map((reason) => reason.Code).join() === 'None,ConditionalCheckFailed',
  );
  const { Responses } = await executeGets(
    pokemon.build(GetTransaction).key({ trainer: 'ash', name: 'pikachu' }),
    pokemon.build(GetTransaction).key(psyduck),
  );
  assert.deepEqual(
    Responses.map((each) => each.Item.level),
    [43, 7],
  );
});
