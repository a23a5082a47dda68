#include "services/dynamodb/service.h"

#include <gtest/gtest.h>

#include <thread>

#include "services/dynamodb/test_api.h"

namespace stator::services::dynamodb {
namespace {

constexpr std::string_view kMusic =
    R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"artist","AttributeType":"S"},)"
    R"({"AttributeName":"year","AttributeType":"N"},{"AttributeName":"genre","AttributeType":"S"}],)"
    R"("KeySchema":[{"AttributeName":"artist","KeyType":"HASH"},{"AttributeName":"year","KeyType":"RANGE"}],)"
    R"("LocalSecondaryIndexes":[{"IndexName":"ByGenre","KeySchema":[{"AttributeName":"artist","KeyType":"HASH"},)"
    R"({"AttributeName":"genre","KeyType":"RANGE"}],"Projection":{"ProjectionType":"KEYS_ONLY"}}],)"
    R"("BillingMode":"PAY_PER_REQUEST"})";

std::string validation(std::string_view message) {
  return R"({"__type":"com.amazon.coral.validate#ValidationException","message":")" + std::string(message) +
         "\"}";
}

class ServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(api_.call("CreateTable", kMusic).status, 200);
    until_active();
  }

  void until_active() {
    while (api_.call("DescribeTable", R"({"TableName":"Music"})").body.find("\"TableStatus\":\"ACTIVE\"") ==
           std::string::npos) {
    }
  }

  void expect(std::string_view operation, std::string_view body, std::string_view answer, int status = 200) {
    const ApiAnswer got = api_.call(operation, body);
    EXPECT_EQ(got.body, answer) << operation << " " << body;
    EXPECT_EQ(got.status, status) << operation << " " << body;
  }
  void refuse(std::string_view operation, std::string_view body, std::string_view message) {
    expect(operation, body, validation(message), 400);
  }

  TestApi api_;
};

TEST_F(ServiceTest, ItemsComeAndGo) {
  expect("PutItem",
         R"({"TableName":"Music","Item":{"artist":{"S":"a"},"year":{"N":"1999"},"x":{"L":[{"N":"1.50"}]}}})",
         "{}");
  expect("GetItem", R"({"TableName":"Music","Key":{"artist":{"S":"a"},"year":{"N":"1999.0"}}})",
         R"({"Item":{"artist":{"S":"a"},"x":{"L":[{"N":"1.5"}]},"year":{"N":"1999"}}})");
  expect(
      "GetItem",
      R"({"TableName":"Music","Key":{"artist":{"S":"a"},"year":{"N":"1999"}},"ProjectionExpression":"#x[0]",)"
      R"("ExpressionAttributeNames":{"#x":"x"},"ReturnConsumedCapacity":"TOTAL","ConsistentRead":true})",
      R"({"Item":{"x":{"L":[{"N":"1.5"}]}},"ConsumedCapacity":{"TableName":"Music","CapacityUnits":1.0}})");
  expect("DeleteItem",
         R"({"TableName":"Music","Key":{"artist":{"S":"a"},"year":{"N":"1999"}},"ReturnValues":"ALL_OLD"})",
         R"({"Attributes":{"artist":{"S":"a"},"x":{"L":[{"N":"1.5"}]},"year":{"N":"1999"}}})");
  expect("GetItem", R"({"TableName":"Music","Key":{"artist":{"S":"a"},"year":{"N":"1999"}}})", "{}");
}

TEST_F(ServiceTest, LargeBodiesAreHandledToo) {
  const std::string text(300 * 1024, 'x');
  expect("PutItem",
         R"({"TableName":"Music","Item":{"artist":{"S":"a"},"year":{"N":"1"},"t":{"S":")" + text + R"("}}})",
         "{}");
  expect("GetItem", R"({"TableName":"Music","Key":{"artist":{"S":"a"},"year":{"N":"1"}}})",
         R"({"Item":{"artist":{"S":"a"},"t":{"S":")" + text + R"("},"year":{"N":"1"}}})");
}

TEST_F(ServiceTest, FailedConditionShowsTheItem) {
  const std::string_view put =
      R"({"TableName":"Music","Item":{"artist":{"S":"a"},"year":{"N":"1"}},)"
      R"x("ConditionExpression":"attribute_not_exists(artist)","ReturnValuesOnConditionCheckFailure":"ALL_OLD"})x";
  expect("PutItem", put, "{}");
  expect("PutItem", put,
         R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
         R"("message":"The conditional request failed","Item":{"artist":{"S":"a"},"year":{"N":"1"}}})",
         400);
  expect(
      "PutItem",
      R"({"TableName":"Music","Item":{"artist":{"S":"a"},"year":{"N":"1"}},"Expected":{"artist":{"Exists":false}}})",
      R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
      R"("message":"The conditional request failed"})",
      400);
}

TEST_F(ServiceTest, UpdateReturnsWhatWasAskedFor) {
  const auto update = [](std::string_view return_values) {
    return std::string(
               R"({"TableName":"Music","Key":{"artist":{"S":"a"},"year":{"N":"1"}},"UpdateExpression":)"
               R"("SET m.k = :v REMOVE gone","ExpressionAttributeValues":{":v":{"N":"2"}},"ReturnValues":")") +
           std::string(return_values) + "\"}";
  };
  const std::string_view put =
      R"({"TableName":"Music","Item":{"artist":{"S":"a"},"year":{"N":"1"},"gone":{"S":"g"},"m":{"M":{"k":{"N":"1"},"l":{"N":"0"}}}}})";
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"NONE", "{}"},
      {"UPDATED_OLD", R"({"Attributes":{"gone":{"S":"g"},"m":{"M":{"k":{"N":"1"}}}}})"},
      {"UPDATED_NEW", R"({"Attributes":{"m":{"M":{"k":{"N":"2"}}}}})"},
      {"ALL_NEW",
       R"({"Attributes":{"artist":{"S":"a"},"m":{"M":{"k":{"N":"2"},"l":{"N":"0"}}},"year":{"N":"1"}}})"},
  };
  for (const auto& [mode, answer] : cases) {
    expect("PutItem", put, "{}");
    expect("UpdateItem", update(mode), answer);
  }
  // Legacy parameters go the same way.
  expect(
      "UpdateItem",
      R"({"TableName":"Music","Key":{"artist":{"S":"a"},"year":{"N":"1"}},"AttributeUpdates":{"n":{"Action":"ADD","Value":{"N":"5"}}},"ReturnValues":"UPDATED_NEW"})",
      R"({"Attributes":{"n":{"N":"5"}}})");
}

TEST_F(ServiceTest, QueryAndScanPage) {
  for (const char year : {'1', '2', '3'}) {
    const std::string body = std::string(R"({"TableName":"Music","Item":{"artist":{"S":"a"},"year":{"N":")") +
                             year + R"("},"genre":{"S":"g"}}})";
    expect("PutItem", body, "{}");
  }
  expect(
      "Query",
      R"({"TableName":"Music","KeyConditionExpression":"artist = :a AND #y > :y","ExpressionAttributeNames":{"#y":"year"},)"
      R"("ExpressionAttributeValues":{":a":{"S":"a"},":y":{"N":"1"}},"ScanIndexForward":false,"Limit":1})",
      R"({"Items":[{"artist":{"S":"a"},"genre":{"S":"g"},"year":{"N":"3"}}],"Count":1,"ScannedCount":1,)"
      R"("LastEvaluatedKey":{"artist":{"S":"a"},"year":{"N":"3"}}})");
  expect("Query",
         R"({"TableName":"Music","IndexName":"ByGenre","Select":"COUNT","ReturnConsumedCapacity":"INDEXES",)"
         R"("KeyConditions":{"artist":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"a"}]}}})",
         R"({"Count":3,"ScannedCount":3,"ConsumedCapacity":{"TableName":"Music","CapacityUnits":0.5,)"
         R"("Table":{"CapacityUnits":0.0},"LocalSecondaryIndexes":{"ByGenre":{"CapacityUnits":0.5}}}})");
  expect("Scan",
         R"({"TableName":"Music","FilterExpression":"#y = :y","ExpressionAttributeNames":{"#y":"year"},)"
         R"("ExpressionAttributeValues":{":y":{"N":"2"}},"ProjectionExpression":"genre"})",
         R"({"Items":[{"genre":{"S":"g"}}],"Count":1,"ScannedCount":3})");
  expect("Scan",
         R"({"TableName":"Music","Segment":0,"TotalSegments":1,"AttributesToGet":["year"],"Limit":3})",
         R"({"Items":[{"year":{"N":"1"}},{"year":{"N":"2"}},{"year":{"N":"3"}}],"Count":3,"ScannedCount":3,)"
         R"("LastEvaluatedKey":{"artist":{"S":"a"},"year":{"N":"3"}}})");
}

TEST_F(ServiceTest, Batches) {
  expect(
      "BatchWriteItem",
      R"({"RequestItems":{"Music":[{"PutRequest":{"Item":{"artist":{"S":"a"},"year":{"N":"1"}}}},)"
      R"({"DeleteRequest":{"Key":{"artist":{"S":"a"},"year":{"N":"2"}}}}]},"ReturnItemCollectionMetrics":"SIZE"})",
      R"({"UnprocessedItems":{},"ItemCollectionMetrics":{"Music":[{"ItemCollectionKey":{"artist":{"S":"a"}},)"
      R"("SizeEstimateRangeGB":[0.0,1.0]}]}})");
  expect(
      "BatchGetItem",
      R"({"RequestItems":{"Music":{"Keys":[{"artist":{"S":"a"},"year":{"N":"1"}},{"artist":{"S":"a"},"year":{"N":"2"}}],)"
      R"("ProjectionExpression":"#y","ExpressionAttributeNames":{"#y":"year"}}},"ReturnConsumedCapacity":"TOTAL"})",
      R"({"Responses":{"Music":[{"year":{"N":"1"}}]},"UnprocessedKeys":{},)"
      R"("ConsumedCapacity":[{"TableName":"Music","CapacityUnits":1.0}]})");
  refuse("BatchGetItem", R"({"RequestItems":{}})",
         "1 validation error detected: Value at 'RequestItems' failed to satisfy constraint: Member must "
         "have length "
         "greater than or equal to 1");
  refuse(
      "BatchGetItem",
      R"({"RequestItems":{"Music":{"Keys":[{"artist":{"S":"a"},"year":{"N":"1"}},{"year":{"N":"1.0"},"artist":{"S":"a"}}]}}})",
      "Provided list of item keys contains duplicates");
  refuse("BatchWriteItem",
         R"({"RequestItems":{"Music":[{"PutRequest":{"Item":{"artist":{"S":"a"},"year":{"S":"1"}}}}]}})",
         "The provided key element does not match the schema");
}

TEST_F(ServiceTest, RequestsAreRefusedInAwsOrder) {
  // constraints, then parameter rules, then expressions, then the table, then its keys
  refuse("PutItem", R"({"TableName":"M","Item":{},"ReturnValues":"X","ReturnConsumedCapacity":"Y"})",
         "2 validation errors detected: Value 'X' at 'returnValues' failed to satisfy constraint: Member "
         "must satisfy enum "
         "value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]; Value 'Y' at "
         "'returnConsumedCapacity' failed to "
         "satisfy constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]");
  refuse("UpdateItem", R"({"TableName":"M","Key":{},"ReturnValues":"X","ReturnConsumedCapacity":"Y"})",
         "1 validation error detected: Value 'X' at 'returnValues' failed to satisfy constraint: Member must "
         "satisfy enum "
         "value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]");
  refuse("PutItem", R"({"TableName":"M","Item":{},"ReturnValues":"ALL_NEW","ConditionExpression":"!"})",
         "ReturnValues can only be ALL_OLD or NONE");
  refuse("PutItem", R"({"TableName":"M","Item":{},"ConditionExpression":"!","Expected":{}})",
         "1 validation error detected: Can not use both expression and non-expression parameters in the same "
         "request: "
         "Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}");
  refuse("PutItem", R"({"TableName":"M","Item":{"a":{"SS":[]}}})",
         "1 validation error detected: One or more parameter values were invalid: An string set  may not be "
         "empty");
  refuse("DeleteItem", R"({"TableName":"M","Key":{"a":{"SS":[]}}})",
         "1 validation error detected: One or more parameter values were invalid: An string set  may not be "
         "empty");
  refuse(
      "UpdateItem", R"({"TableName":"M","Key":{},"ExpressionAttributeValues":{":v":{"S":"x"}}})",
      "1 validation error detected: ExpressionAttributeValues can only be specified when using expressions: "
      "UpdateExpression and ConditionExpression are null");
  expect(
      "PutItem", R"({"TableName":"M","Item":{}})",
      R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"})",
      400);
  refuse("PutItem", R"({"TableName":"Music","Item":{"artist":{"S":"a"}}})",
         "One or more parameter values were invalid: Missing the key year in the item");
  refuse("Query", R"({"TableName":"M"})",
         "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
  refuse("Query", R"({"TableName":"M","Limit":0})",
         "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value "
         "greater than "
         "or equal to 1");
  refuse("Scan", R"({"TableName":"M","Limit":0})",
         "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have "
         "value greater "
         "than or equal to 1");
  refuse("Scan", R"({"TableName":"M","Segment":2,"TotalSegments":2})",
         "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is "
         "not less than "
         "TotalSegments: 2");
  refuse("Scan", R"({"TableName":"M","Select":"COUNT","ProjectionExpression":"a"})",
         "One or more parameter values were invalid: Cannot specify the ProjectionExpression when choosing "
         "to get only the "
         "Count");
  refuse("Scan", R"({"TableName":"M","ExclusiveStartKey":{"a":{}}})",
         "The provided starting key is invalid: Supplied AttributeValue is empty, must contain exactly one "
         "of the supported "
         "datatypes");
}

TEST_F(ServiceTest, TableNamesMayBeArns) {
  expect(
      "PutItem",
      R"({"TableName":"arn:aws:dynamodb:eu-west-1:000000000000:table/Music","Item":{"artist":{"S":"a"},"year":{"N":"1"}}})",
      "{}");
  refuse("GetItem", R"({"TableName":"arn:aws:dynamodb:eu-west-1:000000000000:table/Music/index/i","Key":{}})",
         "Invalid TableArn: Invalid ResourceArn provided as input "
         "arn:aws:dynamodb:eu-west-1:000000000000:table/Music/index/i");
  expect(
      "GetItem", R"({"TableName":"arn:aws:dynamodb:us-east-1:000000000000:table/Music","Key":{}})",
      R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"})",
      400);
}

TEST_F(ServiceTest, TablesAreDescribedListedAndDeleted) {
  expect("ListTables", "{}", R"({"TableNames":["Music"]})");
  const ApiAnswer described = api_.call("DescribeTable", R"({"TableName":"Music"})");
  EXPECT_EQ(described.status, 200);
  for (
      const std::string_view part :
      {R"("TableName":"Music","KeySchema":[{"AttributeName":"artist","KeyType":"HASH"},{"AttributeName":"year","KeyType":"RANGE"}])",
       R"("TableStatus":"ACTIVE","CreationDateTime":1700000000,)",
       R"("ProvisionedThroughput":{"NumberOfDecreasesToday":0,"ReadCapacityUnits":0,"WriteCapacityUnits":0})",
       R"("TableArn":"arn:aws:dynamodb:eu-west-1:000000000000:table/Music")",
       R"("BillingModeSummary":{"BillingMode":"PAY_PER_REQUEST","LastUpdateToPayPerRequestDateTime":1700000000})",
       R"("LocalSecondaryIndexes":[{"IndexName":"ByGenre")", R"("Projection":{"ProjectionType":"KEYS_ONLY"})",
       R"("IndexArn":"arn:aws:dynamodb:eu-west-1:000000000000:table/Music/index/ByGenre")",
       R"("DeletionProtectionEnabled":false)"}) {
    EXPECT_NE(described.body.find(part), std::string::npos) << part << "\n" << described.body;
  }
  EXPECT_NE(api_.call("DeleteTable", R"({"TableName":"Music"})").body.find("\"TableStatus\":\"DELETING\""),
            std::string::npos);
}

TEST_F(ServiceTest, TagsComeAndGoWithoutABody) {
  constexpr std::string_view kArn = R"("ResourceArn":"arn:aws:dynamodb:eu-west-1:000000000000:table/Music")";
  const auto with = [&](std::string_view rest) { return "{" + std::string(kArn) + std::string(rest) + "}"; };
  expect("TagResource", with(R"(,"Tags":[{"Key":"b","Value":"1"},{"Key":"a","Value":""}])"), "");
  expect("ListTagsOfResource", with(""), R"({"Tags":[{"Key":"a","Value":""},{"Key":"b","Value":"1"}]})");
  expect("UntagResource", with(R"(,"TagKeys":["b"])"), "");
  expect("ListTagsOfResource", with(""), R"({"Tags":[{"Key":"a","Value":""}]})");
  refuse("TagResource", with(R"(,"Tags":[{"Key":"c","Value":""},{"Key":"aws:x","Value":""}])"),
         "One or more parameter values were invalid: Tag keys starting with 'aws:' are reserved for system "
         "use: aws:x");
  expect("ListTagsOfResource", with(""), R"({"Tags":[{"Key":"a","Value":""}]})");
  expect(
      "ListTagsOfResource", R"({"ResourceArn":"arn:aws:dynamodb:eu-west-1:000000000000:table/M"})",
      R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":)"
      R"("Requested resource not found: ResourcArn: arn:aws:dynamodb:eu-west-1:000000000000:table/M not found"})",
      400);
}

TEST_F(ServiceTest, TimeToLiveIsDescribed) {
  expect("DescribeTimeToLive", R"({"TableName":"Music"})",
         R"({"TimeToLiveDescription":{"TimeToLiveStatus":"DISABLED"}})");
  constexpr std::string_view kOn =
      R"({"TableName":"Music","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"until"}})";
  expect("UpdateTimeToLive", kOn, R"({"TimeToLiveSpecification":{"Enabled":true,"AttributeName":"until"}})");
  refuse("UpdateTimeToLive", kOn, "TimeToLive is already enabled");
}

TEST_F(ServiceTest, TableDefinitionsAreChecked) {
  const auto table = [](std::string_view rest) {
    return R"({"TableName":"New","AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"},)"
           R"({"AttributeName":"b","AttributeType":"S"}],"BillingMode":"PAY_PER_REQUEST",)" +
           std::string(rest) + "}";
  };
  constexpr std::string_view kKeys =
      R"("KeySchema":[{"AttributeName":"a","KeyType":"HASH"},{"AttributeName":"b","KeyType":"RANGE"}])";
  const auto with_keys = [&](std::string_view rest) {
    return table(std::string(kKeys) + "," + std::string(rest));
  };
  const std::pair<std::string, std::string_view> cases[] = {
      {table(R"("KeySchema":[{"AttributeName":"a","KeyType":"RANGE"}])"),
       "Invalid KeySchema: The first KeySchemaElement is not a HASH key type"},
      {table(
           R"("KeySchema":[{"AttributeName":"a","KeyType":"HASH"},{"AttributeName":"b","KeyType":"HASH"}])"),
       "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type"},
      {table(R"("KeySchema":[{"AttributeName":"a","KeyType":"HASH"}])"),
       "One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match "
       "number of "
       "attributes defined in AttributeDefinitions"},
      {table(
           R"("KeySchema":[{"AttributeName":"a","KeyType":"HASH"},{"AttributeName":"c","KeyType":"RANGE"}])"),
       "One or more parameter values were invalid: Some index key attributes are not defined in "
       "AttributeDefinitions. Keys: "
       "[a, c], AttributeDefinitions: [a, b]"},
      {with_keys(R"("ProvisionedThroughput":{"ReadCapacityUnits":1,"WriteCapacityUnits":1})"),
       "One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be "
       "specified when "
       "BillingMode is PAY_PER_REQUEST"},
      {with_keys(R"("GlobalSecondaryIndexes":[])"),
       "One or more parameter values were invalid: List of GlobalSecondaryIndexes is empty"},
      {with_keys(
           R"("GlobalSecondaryIndexes":[{"IndexName":"idx","KeySchema":[{"AttributeName":"b","KeyType":"HASH"}],)"
           R"("Projection":{"ProjectionType":"INCLUDE"}}])"),
       "One or more parameter values were invalid: ProjectionType is INCLUDE, but NonKeyAttributes is not "
       "specified"},
      {with_keys(
           R"("LocalSecondaryIndexes":[{"IndexName":"idx","KeySchema":[{"AttributeName":"b","KeyType":"HASH"},)"
           R"({"AttributeName":"a","KeyType":"RANGE"}],"Projection":{"ProjectionType":"ALL"}}])"),
       "One or more parameter values were invalid: Index KeySchema does not have the same leading hash key "
       "as table "
       "KeySchema for index: idx. index hash key: b, table hash key: a"},
      {with_keys(R"("Tags":[{"Key":"k","Value":"v"},{"Key":"k","Value":"v"}])"),
       "One or more parameter values were invalid: Duplicate tag key: k"},
      {with_keys(R"("VectorIndexes":[])"),
       "One or more parameter values were invalid: List of VectorIndexes is empty"},
      {R"({"TableName":"New","AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}],)"
       R"("KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]})",
       "One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be "
       "specified when "
       "BillingMode is PROVISIONED"},
  };
  for (const auto& [body, message] : cases) refuse("CreateTable", body, message);
  refuse("UpdateTable", R"({"TableName":"Music","GlobalSecondaryIndexUpdates":[{}]})",
         "One or more parameter values were invalid: One of GlobalSecondaryIndexUpdate.Update, "
         "GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null");
  expect("ListTables", "{}", R"({"TableNames":["Music"]})");
}

TEST(Operations, HaveActionsOfTheirName) {
  EXPECT_GE(operations().size(), 13u);
  for (const aws::protocol::Operation& operation : operations()) {
    const bool is_statement =
        operation.name.starts_with("Execute") || operation.name == "BatchExecuteStatement";
    EXPECT_EQ(operation.action,
              is_statement ? "dynamodb:PartiQL*" : "dynamodb:" + std::string(operation.name));
    EXPECT_NE(operation.input, nullptr) << operation.name;
  }
}

// ---- backups that are not complete, tables that are being restored

class BackupServiceTest : public ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    ASSERT_EQ(
        api_.call("PutItem", R"({"TableName":"Music","Item":{"artist":{"S":"a"},"year":{"N":"1"}}})").status,
        200);
  }

  std::string create_backup() {
    const std::string answer = api_.call("CreateBackup", R"({"TableName":"Music","BackupName":"one"})").body;
    const std::size_t begin = answer.find("arn:");
    EXPECT_NE(begin, std::string::npos) << answer;
    return answer.substr(begin, answer.find('"', begin) - begin);
  }
  bool says(std::string_view operation, const std::string& body, std::string_view part) {
    return api_.call(operation, body).body.find(part) != std::string::npos;
  }
  void until(std::string_view operation, const std::string& body, std::string_view part) {
    while (!says(operation, body, part)) std::this_thread::yield();
  }
  void refused(std::string_view operation, const std::string& body, std::string_view type,
               std::string_view message) {
    const ApiAnswer got = api_.call(operation, body);
    EXPECT_EQ(got.status, 400) << operation << " " << body;
    EXPECT_EQ(got.body, R"({"__type":"com.amazonaws.dynamodb.v20120810#)" + std::string(type) +
                            R"(","message":")" + std::string(message) + "\"}")
        << operation << " " << body;
  }
};

constexpr std::string_view kInUse =
    "There is another ongoing conflicting backup control plane operation on the table. The backup is either "
    "being created, deleted or restored to a table.";

TEST_F(BackupServiceTest, ABackupThatIsBeingMadeIsInUse) {
  std::string arn;
  {
    const auto halt = api_.halt_background();
    arn = create_backup();
    const std::string named = R"({"BackupArn":")" + arn + R"(")";
    EXPECT_TRUE(says("DescribeBackup", named + "}", R"("BackupStatus":"CREATING")"));
    EXPECT_TRUE(says("ListBackups", "{}", R"("BackupStatus":"CREATING")"));
    refused("CreateBackup", R"({"TableName":"Music","BackupName":"two"})", "BackupInUseException", kInUse);
    refused("DeleteBackup", named + "}", "BackupInUseException", kInUse);
    refused("RestoreTableFromBackup", named + R"(,"TargetTableName":"New"})", "BackupInUseException", kInUse);
  }
  until("DescribeBackup", R"({"BackupArn":")" + arn + R"("})", R"("BackupStatus":"AVAILABLE")");
  EXPECT_EQ(api_.call("DeleteBackup", R"({"BackupArn":")" + arn + R"("})").status, 200);
}

TEST_F(BackupServiceTest, OtherAccountsAndRegionsHaveTheirOwn) {
  for (const std::string_view place : {"eu-west-1:999999999999", "us-east-1:000000000000"}) {
    const std::string table = "arn:aws:dynamodb:" + std::string(place) + ":table/Music";
    const std::string backup = table + "/backup/01489173575360-b308cd7d";
    refused("DescribeBackup", R"({"BackupArn":")" + backup + R"("})", "BackupNotFoundException",
            "Backup not found: " + backup);
    refused("RestoreTableFromBackup", R"({"TargetTableName":"New","BackupArn":")" + backup + R"("})",
            "BackupNotFoundException", "Backup not found: " + backup);
    for (const std::string_view operation : {"CreateBackup", "DescribeContinuousBackups"})
      refused(operation, R"({"BackupName":"one","TableName":")" + table + R"("})", "TableNotFoundException",
              "Table not found: " + table);
  }
  refuse("RestoreTableToPointInTime",
         R"({"TargetTableName":"New","UseLatestRestorableTime":true,)"
         R"("SourceTableArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Music"})",
         "A restore to another region is not supported");
}

TEST_F(BackupServiceTest, NotWhileAnIndexIsBuilt) {
  {
    const auto halt = api_.halt_background();
    ASSERT_EQ(
        api_.call(
                "UpdateTable",
                R"({"TableName":"Music","AttributeDefinitions":[{"AttributeName":"g","AttributeType":"S"}],)"
                R"("GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"ByG","KeySchema":)"
                R"([{"AttributeName":"g","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}}]})")
            .status,
        200);
    refused("CreateBackup", R"({"TableName":"Music","BackupName":"one"})", "TableInUseException",
            "Table is being created or updated: Music");
    refused("UpdateContinuousBackups",
            R"({"TableName":"Music","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":true}})",
            "ContinuousBackupsUnavailableException",
            "Backups are being enabled for the table: Music. Please retry later");
  }
  until_active();
  create_backup();
}

TEST_F(BackupServiceTest, ATableThatIsBeingRestoredTakesNothing) {
  const std::string named = R"({"BackupArn":")" + create_backup() + R"(")";
  until("DescribeBackup", named + "}", R"("BackupStatus":"AVAILABLE")");
  {
    const auto halt = api_.halt_background();
    ASSERT_EQ(api_.call("RestoreTableFromBackup", named + R"(,"TargetTableName":"New"})").status, 200);
    EXPECT_TRUE(says("DescribeTable", R"({"TableName":"New"})", R"("TableStatus":"CREATING")"));
    EXPECT_TRUE(says("DescribeTable", R"({"TableName":"New"})", R"("RestoreInProgress":true)"));
    refused("GetItem", R"({"TableName":"New","Key":{"artist":{"S":"a"},"year":{"N":"1"}}})",
            "ResourceNotFoundException", "Requested resource not found");
    refused("RestoreTableFromBackup", named + R"(,"TargetTableName":"New"})", "TableInUseException",
            "A target table with the specified name is either being created or deleted.");
    refused("RestoreTableFromBackup", named + R"(,"TargetTableName":"Music"})", "TableAlreadyExistsException",
            "Table already exists: Music");
    refused("DeleteBackup", named + "}", "BackupInUseException", kInUse);
    constexpr std::string_view kUnavailable =
        "Backups are being enabled for the table: New. Please retry later";
    refused("CreateBackup", R"({"TableName":"New","BackupName":"two"})",
            "ContinuousBackupsUnavailableException", kUnavailable);
    refused("UpdateContinuousBackups",
            R"({"TableName":"New","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":true}})",
            "ContinuousBackupsUnavailableException", kUnavailable);
  }
  until("DescribeTable", R"({"TableName":"New"})", R"("TableStatus":"ACTIVE")");
  EXPECT_TRUE(says("DescribeTable", R"({"TableName":"New"})", R"("RestoreInProgress":false)"));
  expect("GetItem", R"({"TableName":"New","Key":{"artist":{"S":"a"},"year":{"N":"1"}}})",
         R"({"Item":{"artist":{"S":"a"},"year":{"N":"1"}}})");
  EXPECT_EQ(api_.call("DeleteBackup", named + "}").status, 200);
}

}  // namespace
}  // namespace stator::services::dynamodb
