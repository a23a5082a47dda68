// Transactions, PartiQL and time to live through the AWS SDK for JavaScript v3.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import {
  DescribeTimeToLiveCommand,
  ExecuteStatementCommand as RawExecuteStatementCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  TransactionCanceledException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  BatchExecuteStatementCommand,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { client, createTable, documents } from './support.js';

after(() => client.destroy());

test('a transaction of documents, and its snapshot', async (t) => {
  const table = await createTable(t);
  await documents.send(
    new TransactWriteCommand({
      TransactItems: [
        { Put: { TableName: table, Item: { pk: 'a', n: 1, tags: new Set(['x']) } } },
        {
          Update: {
            TableName: table,
            Key: { pk: 'b' },
            UpdateExpression: 'SET n = :n',
            ExpressionAttributeValues: { ':n': 2 },
          },
        },
        { Delete: { TableName: table, Key: { pk: 'nobody' } } },
      ],
    }),
  );
  const { Responses } = await documents.send(
    new TransactGetCommand({
      TransactItems: ['a', 'b', 'nobody'].map((pk) => ({ Get: { TableName: table, Key: { pk } } })),
    }),
  );
  assert.deepEqual(Responses, [
    { Item: { pk: 'a', n: 1, tags: new Set(['x']) } },
    { Item: { pk: 'b', n: 2 } },
    {},
  ]);
});

test('a cancelled transaction is a typed error with its reasons', async (t) => {
  const table = await createTable(t);
  await documents.send(new PutCommand({ TableName: table, Item: { pk: 'a', n: 1 } }));
  const check = {
    TableName: table,
    Key: { pk: { S: 'a' } },
    ConditionExpression: 'n = :n',
    ExpressionAttributeValues: { ':n': { N: '2' } },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  await assert.rejects(
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { TableName: table, Item: { pk: { S: 'b' } } } }, { ConditionCheck: check }],
      }),
    ),
    (error) => {
      assert.ok(error instanceof TransactionCanceledException);
      assert.deepEqual(
        error.CancellationReasons.map((reason) => reason.Code),
        ['None', 'ConditionalCheckFailed'],
      );
      assert.deepEqual(error.CancellationReasons[1].Item, { pk: { S: 'a' }, n: { N: '1' } });
      assert.equal(error.$metadata.httpStatusCode, 400);
      return true;
    },
  );
  const { Item } = await documents.send(new GetCommand({ TableName: table, Key: { pk: 'b' } }));
  assert.equal(Item, undefined);
});

test('a token makes a repeated transaction harmless', async (t) => {
  const table = await createTable(t);
  const add = (amount, token) =>
    documents.send(
      new TransactWriteCommand({
        ClientRequestToken: token,
        TransactItems: [
          {
            Update: {
              TableName: table,
              Key: { pk: 'a' },
              UpdateExpression: 'ADD n :n',
              ExpressionAttributeValues: { ':n': amount },
            },
          },
        ],
      }),
    );
  const token = randomUUID();
  await add(1, token);
  await add(1, token);
  await assert.rejects(add(2, token), { name: 'IdempotentParameterMismatchException' });
  await add(10, randomUUID());
  const { Item } = await documents.send(new GetCommand({ TableName: table, Key: { pk: 'a' } }));
  assert.equal(Item.n, 11);
});

test('concurrent transactions on the same items keep their sum', async (t) => {
  const table = await createTable(t);
  const accounts = ['a', 'b', 'c', 'd'];
  for (const pk of accounts) await documents.send(new PutCommand({ TableName: table, Item: { pk, n: 50 } }));
  const change = (pk, by) => ({
    Update: {
      TableName: table,
      Key: { pk: { S: pk } },
      UpdateExpression: 'ADD n :n',
      ExpressionAttributeValues: { ':n': { N: String(by) } },
    },
  });
  const moves = Array.from({ length: 60 }, async (_, i) => {
    const from = accounts[i % 4];
    const to = accounts[(i + 1 + (i % 3)) % 4];
    if (from === to) return 'same';
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: [change(from, -1), change(to, 1)] }));
      return 'moved';
    } catch (error) {
      assert.equal(error.name, 'TransactionCanceledException');
      return 'cancelled';
    }
  });
  assert.ok((await Promise.all(moves)).includes('moved'));
  const { Responses } = await client.send(
    new TransactGetItemsCommand({
      TransactItems: accounts.map((pk) => ({ Get: { TableName: table, Key: { pk: { S: pk } } } })),
    }),
  );
  assert.equal(
    Responses.reduce((sum, { Item }) => sum + Number(Item.n.N), 0),
    200,
  );
});

test('PartiQL statements with documents as parameters', async (t) => {
  const table = await createTable(t, { name: 'sk', type: 'N' });
  const run = (Statement, ...values) => {
    const Parameters = values.length ? values : undefined;
    return documents.send(new ExecuteStatementCommand({ Statement, Parameters }));
  };
  for (let i = 0; i < 12; i++) {
    const document = { list: [i, 'x'], deep: { i } };
    await run(`INSERT INTO "${table}" VALUE {'pk': ?, 'sk': ?, 'doc': ?}`, 'a', i, document);
  }
  await assert.rejects(run(`INSERT INTO "${table}" VALUE {'pk': ?, 'sk': ?}`, 'a', 3), {
    name: 'DuplicateItemException',
  });
  const slice = `SELECT sk, doc.deep.i FROM "${table}" WHERE pk = ? AND sk BETWEEN ? AND ?`;
  const { Items } = await run(slice, 'a', 3, 5);
  assert.deepEqual(Items, [
    { sk: 3, i: 3 },
    { sk: 4, i: 4 },
    { sk: 5, i: 5 },
  ]);
  const update = `UPDATE "${table}" SET doc.deep.i = ? WHERE pk = ? AND sk = ? RETURNING ALL NEW *`;
  const updated = await run(update, 99, 'a', 3);
  assert.equal(updated.Items[0].doc.deep.i, 99);
  let token;
  const seen = [];
  do {
    const Statement = `SELECT sk FROM "${table}" WHERE pk = 'a'`;
    const page = await client.send(new RawExecuteStatementCommand({ Statement, Limit: 5, NextToken: token }));
    seen.push(...page.Items.map((item) => Number(item.sk.N)));
    token = page.NextToken;
  } while (token);
  assert.deepEqual(
    seen,
    Array.from({ length: 12 }, (_, i) => i),
  );
});

test('PartiQL batches and transactions', async (t) => {
  const table = await createTable(t);
  const insert = (pk) => ({ Statement: `INSERT INTO "${table}" VALUE {'pk': ?}`, Parameters: [pk] });
  const { Responses } = await documents.send(
    new BatchExecuteStatementCommand({ Statements: [insert('a'), insert('b'), { Statement: 'nonsense' }] }),
  );
  assert.equal(Responses[0].Error, undefined);
  assert.equal(Responses[2].Error.Code, 'ValidationError');
  await assert.rejects(
    documents.send(new ExecuteTransactionCommand({ TransactStatements: [insert('c'), insert('a')] })),
    (error) => error.CancellationReasons.map((reason) => reason.Code).join() === 'None,DuplicateItem',
  );
  const read = await documents.send(
    new ExecuteTransactionCommand({
      TransactStatements: ['a', 'c'].map((pk) => ({
        Statement: `SELECT * FROM "${table}" WHERE pk = ?`,
        Parameters: [pk],
      })),
    }),
  );
  assert.deepEqual(read.Responses, [{ Item: { pk: 'a' } }, {}]);
});

test('time to live takes what is over', async (t) => {
  const table = await createTable(t);
  const specification = { Enabled: true, AttributeName: 'expires' };
  const answer = await client.send(
    new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification: specification }),
  );
  assert.deepEqual(answer.TimeToLiveSpecification, specification);
  const status = async () => {
    const description = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
    return description.TimeToLiveDescription.TimeToLiveStatus;
  };
  while ((await status()) !== 'ENABLED') await new Promise((resolve) => setTimeout(resolve, 20));
  const now = Math.floor(Date.now() / 1000);
  await documents.send(new PutCommand({ TableName: table, Item: { pk: 'over', expires: now - 10 } }));
  await documents.send(new PutCommand({ TableName: table, Item: { pk: 'later', expires: now + 3600 } }));
  const get = async (pk) =>
    (await documents.send(new GetCommand({ TableName: table, Key: { pk }, ConsistentRead: true }))).Item;
  while (await get('over')) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.ok(await get('later'));
});
