// CloudWatch's metrics through the AWS SDK for JavaScript v3, in the three protocols that its versions speak: JSON (this one), CBOR
// and Query.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  CloudWatchClient,
  CloudWatchServiceException,
  DescribeInsightRulesCommand,
  GetInsightRuleReportCommand,
  GetMetricStatisticsCommand,
  InvalidParameterCombinationException,
  InvalidParameterValueException,
  ListMetricsCommand,
  PutMetricDataCommand,
  paginateGetMetricData,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeContributorInsightsCommand,
  DynamoDBClient,
  GetItemCommand,
  UpdateContributorInsightsCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { settings } from './support.js';

// Of the client's own version of the SDK.
const require = createRequire(fileURLToPath(import.meta.resolve('@aws-sdk/client-cloudwatch')));
const { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } = require('@aws-sdk/core/protocols');
const defaultNamespace = 'com.amazonaws.cloudwatch';
const xmlNamespace = 'http://monitoring.amazonaws.com/doc/2010-08-01/';
const protocols = {
  JSON: new AwsJson1_0Protocol({
    defaultNamespace,
    serviceTarget: 'GraniteServiceVersion20100801',
    awsQueryCompatible: true,
  }),
  CBOR: new AwsSmithyRpcV2CborProtocol({ defaultNamespace, awsQueryCompatible: true }),
  Query: new AwsQueryProtocol({ defaultNamespace, xmlNamespace, version: '2010-08-01' }),
};
const minute = Math.floor(Date.now() / 60_000) * 60_000;
const at = (minutes) => new Date(minute + minutes * 60_000);

async function all(pages, items) {
  const found = [];
  for await (const page of pages) found.push(...items(page));
  return found;
}

for (const [name, protocol] of Object.entries(protocols)) {
  // The SDK's CBOR says the length of a body before it is compressed.
  const client = new CloudWatchClient({ ...settings, protocol, disableRequestCompression: name === 'CBOR' });
  after(() => client.destroy());
  const put = (Namespace, MetricData) => client.send(new PutMetricDataCommand({ Namespace, MetricData }));

  test(`${name}: what is reported can be read`, async () => {
    const Namespace = `js/${randomUUID()}`;
    const Dimensions = [{ Name: 'Host', Value: 'a&b <c>' }];
    await put(Namespace, [
      { MetricName: 'm', Dimensions, Timestamp: at(-2), Values: [1, 2.5], Counts: [3, 1], Unit: 'Count/Second' },
      { MetricName: 'm', Dimensions, Timestamp: at(-1), Value: -1e-9, Unit: 'Count/Second', StorageResolution: 1 },
    ]);
    const asked = { Namespace, MetricName: 'm', Dimensions, StartTime: at(-2), EndTime: at(0), Period: 60 };
    const { Label, Datapoints } = await client.send(
      new GetMetricStatisticsCommand({ ...asked, Statistics: ['Sum', 'SampleCount', 'Minimum'] }),
    );
    assert.equal(Label, 'm');
    assert.deepEqual(Datapoints, [
      { Timestamp: at(-2), Sum: 5.5, SampleCount: 4, Minimum: 1, Unit: 'Count/Second' },
      { Timestamp: at(-1), Sum: -1e-9, SampleCount: 1, Minimum: -1e-9, Unit: 'Count/Second' },
    ]);
    const extended = await client.send(new GetMetricStatisticsCommand({ ...asked, ExtendedStatistics: ['p50', 'tc75'] }));
    assert.deepEqual(extended.Datapoints, [
      { Timestamp: at(-2), ExtendedStatistics: { p50: 1, tc75: 3 }, Unit: 'Count/Second' },
    ]);
    const { Metrics } = await client.send(new ListMetricsCommand({ Namespace }));
    assert.deepEqual(Metrics, [{ Namespace, MetricName: 'm', Dimensions }]);
  });

  test(`${name}: pages`, async () => {
    const Namespace = `js/${randomUUID()}`;
    // Large enough to be compressed.
    await put(
      Namespace,
      Array.from({ length: 600 }, (_, i) => ({ MetricName: `m${i % 550}`, Timestamp: at(-1 - Math.floor(i / 550)), Value: i })),
    );
    const metrics = await all(paginateListMetrics({ client }, { Namespace }), (page) => page.Metrics);
    assert.equal(new Set(metrics.map((metric) => metric.MetricName)).size, 550);
    const query = (i) => ({
      Id: `q${i}`,
      MetricStat: { Metric: { Namespace, MetricName: `m${i}` }, Period: 60, Stat: 'Sum' },
    });
    const results = await all(
      paginateGetMetricData(
        { client, pageSize: 7 },
        { MetricDataQueries: Array.from({ length: 10 }, (_, i) => query(i)), StartTime: at(-2), EndTime: at(0) },
      ),
      (page) => page.MetricDataResults,
    );
    const found = {};
    for (const { Id, Timestamps, Values } of results) {
      Timestamps.forEach((time, i) => (found[`${Id} ${(time - minute) / 60_000}`] = Values[i]));
    }
    const expected = {};
    for (let i = 0; i < 10; ++i) Object.assign(expected, { [`q${i} -1`]: i, [`q${i} -2`]: i + 550 });
    assert.deepEqual(found, expected);
  });

  test(`${name}: keys of a table`, async () => {
    const dynamodb = new DynamoDBClient(settings);
    const TableName = `js-${randomUUID()}`;
    await dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'B' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      }),
    );
    try {
      await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60, minDelay: 1 }, { TableName });
      await dynamodb.send(new UpdateContributorInsightsCommand({ TableName, ContributorInsightsAction: 'ENABLE' }));
      const { ContributorInsightsRuleList } = await dynamodb.send(new DescribeContributorInsightsCommand({ TableName }));
      const RuleName = ContributorInsightsRuleList.find((rule) => rule.includes('-PKC-'));
      const Key = { pk: { B: Buffer.from('hot') } };
      for (let i = 0; i < 3; ++i) await dynamodb.send(new GetItemCommand({ TableName, Key }));
      const times = { StartTime: at(-60), EndTime: at(60), Period: 7200 };
      const report = await client.send(
        new GetInsightRuleReportCommand({ RuleName, ...times, Metrics: ['UniqueContributors', 'Sum'] }),
      );
      assert.equal(report.AggregationStatistic, 'SUM');
      assert.equal(report.ApproximateUniqueCount, 1);
      const Keys = [Buffer.from('hot').toString('base64')];
      const Datapoints = [{ Timestamp: at(-60), ApproximateValue: 1.5 }];
      assert.deepEqual(report.Contributors, [{ Keys, ApproximateAggregateValue: 1.5, Datapoints }]);
      assert.deepEqual(report.MetricDatapoints, [{ Timestamp: at(-60), UniqueContributors: 1, Sum: 1.5 }]);
      const { InsightRules } = await client.send(new DescribeInsightRulesCommand({}));
      assert.equal(InsightRules.find((rule) => rule.Name === RuleName).ManagedRule, true);
      const missing = new GetInsightRuleReportCommand({ RuleName: 'none', ...times });
      await assert.rejects(client.send(missing), { name: 'ResourceNotFoundException' });
    } finally {
      await dynamodb.send(new DeleteTableCommand({ TableName }));
      dynamodb.destroy();
    }
  });

  test(`${name}: errors have their classes`, async () => {
    await assert.rejects(put('AWS/Mine', [{ MetricName: 'm', Value: 1 }]), (error) => {
      assert.ok(error instanceof InvalidParameterValueException, error.name);
      assert.equal(error.message, 'The value AWS/ for parameter Namespace is invalid.');
      assert.equal(error.$metadata.httpStatusCode, 400);
      return true;
    });
    await assert.rejects(put('js', [{ MetricName: 'm', Value: NaN }]), {
      message: 'The value NaN for parameter MetricData.member.1.Value is invalid.',
    });
    await assert.rejects(put('js', [{ MetricName: 'm' }]), InvalidParameterCombinationException);
    const wrong = { Id: 'X', MetricStat: { Metric: { Namespace: 'n', MetricName: 'm' }, Period: 60, Stat: 'Sum' } };
    const pages = paginateGetMetricData({ client }, { MetricDataQueries: [wrong], StartTime: at(-1), EndTime: at(0) });
    await assert.rejects(pages.next(), (error) => {
      assert.ok(error instanceof CloudWatchServiceException);
      assert.match(error.message, /^The value X for parameter MetricDataQueries.member.1.Id is not matching/);
      return true;
    });
  });
}
