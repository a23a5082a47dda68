// The AWS SDK in a page: bundled for browsers, calling SERVER.
import {
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
} from "@aws-sdk/client-dynamodb";

const client = new DynamoDBClient({
  endpoint: "SERVER",
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
  maxAttempts: 1,
});
const results = {};
try {
  const TableName = "FromThePage";
  const key = { pk: { S: "a" } };
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    }),
  );
  await client.send(new PutItemCommand({ TableName, Item: { ...key, text: { S: "ü".repeat(5000) } } }));
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: key }));
  results.length = Item.text.S.length;
  const { Count } = await client.send(
    new QueryCommand({ TableName, KeyConditionExpression: "pk = :a", ExpressionAttributeValues: { ":a": { S: "a" } } }),
  );
  results.count = Count;
  results.tables = (await client.send(new ListTablesCommand({}))).TableNames;
  results.error = await client.send(new GetItemCommand({ TableName: "none", Key: key })).catch((error) => error.name);
} catch (error) {
  results.failure = String(error);
}
await fetch("/report", { method: "POST", body: JSON.stringify(results) });
