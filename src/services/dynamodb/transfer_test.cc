// Exports, imports and bulk puts where time must pass, or stand still.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <thread>

#include "base/json_parser.h"
#include "services/dynamodb/test_api.h"
#include "transfer/bulk_puts.h"
#include "transfer/exports.h"
#include "transfer/imports.h"

namespace stator::services::dynamodb {
namespace {

constexpr char kTable[] =
    R"("AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],)"
    R"("KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST")";

class TransferTest : public testing::Test {
 protected:
  void SetUp() override {
    call("CreateTable", fmt::format(R"({{"TableName":"ttt",{}}})", kTable));
    until("DescribeTable", R"({"TableName":"ttt"})", "\"ACTIVE\"");
    arn_ = text_of(call("DescribeTable", R"({"TableName":"ttt"})"), "TableArn");
    call("UpdateContinuousBackups",
         R"({"TableName":"ttt","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":true}})");
  }

  std::string call(std::string_view operation, const std::string& body) {
    const ApiAnswer answer = api_.call(operation, body);
    EXPECT_EQ(answer.status, 200) << operation << body << answer.body;
    return answer.body;
  }
  // The error's name and text.
  std::string refusal(std::string_view operation, const std::string& body) {
    const ApiAnswer answer = api_.call(operation, body);
    EXPECT_EQ(answer.status, 400) << operation << body << answer.body;
    const std::string name = text_of(answer.body, "__type");
    return name.substr(name.find('#') + 1) + ": " + text_of(answer.body, "message");
  }
  std::string until(std::string_view operation, const std::string& body, std::string_view wanted) {
    for (;;) {
      std::string answer = call(operation, body);
      if (answer.find(wanted) != answer.npos) return answer;
      std::this_thread::yield();
    }
  }
  static std::string text_of(const std::string& json, std::string_view member) {
    const std::string begin = fmt::format("\"{}\":\"", member);
    const std::size_t at = json.find(begin);
    if (at == json.npos) return {};
    return json.substr(at + begin.size(), json.find('"', at + begin.size()) - at - begin.size());
  }

  std::string increment(std::int64_t from_millis, std::string_view more = "") {
    return fmt::format(R"({{"TableArn":"{}","S3Bucket":"bucket","ExportType":"INCREMENTAL_EXPORT",)"
                       R"("IncrementalExportSpecification":{{"ExportFromTime":{}.{:03}{}}}}})",
                       arn_, from_millis / 1000, from_millis % 1000, more);
  }
  std::string import(int number) {
    return fmt::format(R"({{"S3BucketSource":{{"S3Bucket":"bucket"}},"InputFormat":"CSV",)"
                       R"("TableCreationParameters":{{"TableName":"new-{}",{}}}}})",
                       number, kTable);
  }

  TestApi api_;
  std::string arn_;
};

TEST_F(TransferTest, AnIncrementWithoutAnEndIsFifteenMinutesToo) {
  const std::int64_t begin = api_.clock().unix_millis();
  api_.clock().advance_micros(transfer::kMinIncrementMillis * 1000 - 1000);
  EXPECT_EQ(refusal("ExportTableToPointInTime", increment(begin)),
            "ValidationException: Difference between export period from time and export period to time is "
            "less than 15 minutes");
  EXPECT_EQ(refusal("ExportTableToPointInTime", increment(begin + transfer::kMinIncrementMillis)),
            "InvalidExportTimeException: The specified ExportTime is outside of the point in time recovery "
            "window.");
  api_.clock().advance_micros(1000);
  const std::string answer = call("ExportTableToPointInTime", increment(begin));
  EXPECT_NE(answer.find("\"ExportType\":\"INCREMENTAL_EXPORT\""), answer.npos) << answer;
  EXPECT_EQ(answer.find("\"ExportTime\""), answer.npos) << answer;
}

TEST_F(TransferTest, AnIncrementIsDescribed) {
  ASSERT_TRUE(base::block_on(api_.objects().create_bucket({"000000000000", "bucket"}, "us-east-1")).ok());
  const std::int64_t begin = api_.clock().unix_millis();
  call("PutItem", R"({"TableName":"ttt","Item":{"pk":{"S":"a"}}})");
  api_.clock().advance_micros(transfer::kMaxIncrementMillis * 1000 + 5'000'000);
  const std::int64_t end = begin + transfer::kMaxIncrementMillis;
  const std::string answer =
      call("ExportTableToPointInTime",
           increment(begin, fmt::format(R"(,"ExportToTime":{}.{:03},"ExportViewType":"NEW_IMAGE")",
                                        end / 1000, end % 1000)));
  const std::string done =
      until("DescribeExport", fmt::format(R"({{"ExportArn":"{}"}})", text_of(answer, "ExportArn")),
            "\"ExportStatus\":\"COMPLETED\"");
  EXPECT_NE(
      done.find(fmt::format(R"("IncrementalExportSpecification":{{"ExportFromTime":{},"ExportToTime":{},)"
                            R"("ExportViewType":"NEW_IMAGE"}})",
                            begin / 1000, end / 1000)),
      done.npos)
      << done;
  EXPECT_NE(done.find("\"ItemCount\":1,"), done.npos) << done;
  EXPECT_NE(done.find("\"ExportManifest\":\"AWSDynamoDB/"), done.npos) << done;
}

TEST_F(TransferTest, SoManyImportsAtATime) {
  std::string first;
  {
    const auto halt = api_.halt_background();
    for (std::size_t i = 0; i < transfer::kMaxRunningImports; ++i) {
      const std::string answer = call("ImportTable", import(static_cast<int>(i)));
      if (i == 0) first = text_of(answer, "ImportArn");
    }
    EXPECT_EQ(refusal("ImportTable", import(transfer::kMaxRunningImports)),
              "LimitExceededException: Subscriber limit exceeded: The number of concurrent imports exceeds "
              "the limit of 50");
  }
  until("DescribeImport", fmt::format(R"({{"ImportArn":"{}"}})", first), "\"FAILED\"");
  call("ImportTable", import(transfer::kMaxRunningImports));
}

TEST_F(TransferTest, SoManyExportsAtATime) {
  const std::string request = fmt::format(R"({{"TableArn":"{}","S3Bucket":"bucket"}})", arn_);
  const auto halt = api_.halt_background();
  for (std::size_t i = 0; i < transfer::kMaxRunningExports; ++i) call("ExportTableToPointInTime", request);
  EXPECT_EQ(refusal("ExportTableToPointInTime", request),
            "LimitExceededException: Subscriber limit exceeded: The number of concurrent exports exceeds the "
            "limit of 300");
}

std::string bulk_put(const std::string& table) {
  return fmt::format(
      R"({{"TableName":"{}","InputS3Configuration":{{"S3Bucket":"bucket","InputFormat":"ION"}},)"
      R"("OutputS3Configuration":{{"S3Bucket":"bucket","OutputType":["ERROR"]}}}})",
      table);
}

TEST_F(TransferTest, SoManyBulkPutsAtATime) {
  constexpr std::size_t kTables = transfer::kMaxRunningBulkPuts / transfer::kMaxRunningBulkPutsOfTable;
  std::vector<std::string> tables{"ttt"};
  for (std::size_t i = 0; i < kTables; ++i) {
    tables.push_back("table" + std::to_string(i));
    call("CreateTable", fmt::format(R"({{"TableName":"{}",{}}})", tables.back(), kTable));
    until("DescribeTable", fmt::format(R"({{"TableName":"{}"}})", tables.back()), "\"ACTIVE\"");
  }
  std::string first;
  {
    const auto halt = api_.halt_background();
    for (std::size_t table = 0; table < kTables; ++table) {
      for (std::size_t i = 0; i < transfer::kMaxRunningBulkPutsOfTable; ++i)
        first = text_of(call("StartBulkPutItems", bulk_put(tables[table])), "BulkOperationArn");
      if (table > 0) continue;
      EXPECT_EQ(
          refusal("StartBulkPutItems", bulk_put("ttt")),
          "LimitExceededException: Subscriber limit exceeded: The number of concurrent bulk operations of "
          "the table ttt exceeds the limit of 10");
    }
    EXPECT_EQ(refusal("StartBulkPutItems", bulk_put(tables.back())),
              "LimitExceededException: Subscriber limit exceeded: The number of concurrent bulk operations "
              "exceeds the limit of 50");
  }
  until("DescribeBulkOperation", fmt::format(R"({{"BulkOperationArn":"{}"}})", first), "\"FAILED\"");
  call("StartBulkPutItems", bulk_put(tables.back()));
}

TEST_F(TransferTest, ABulkPutThatIsCancelledBeforeItBegins) {
  std::string named;
  {
    const auto halt = api_.halt_background();
    const std::string arn = text_of(call("StartBulkPutItems", bulk_put("ttt")), "BulkOperationArn");
    named = fmt::format(R"({{"BulkOperationArn":"{}"}})", arn);
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(call("CancelBulkOperation", named),
                fmt::format(R"({{"BulkOperationArn":"{}","BulkOperationStatus":"CANCELLING"}})", arn));
    }
    EXPECT_EQ(text_of(call("DescribeBulkOperation", named), "BulkOperationStatus"), "CANCELLING");
  }
  const std::string done = until("DescribeBulkOperation", named, "\"CANCELLED\"");
  EXPECT_EQ(text_of(done, "FailureCode"), "UserCancelled");
  EXPECT_EQ(text_of(done, "FailureMessage"), "The bulk operation was cancelled by the user.");
}

// BulkPutItems.Considerations.
TEST_F(TransferTest, NoBulkPutWhileAnIndexIsBuilt) {
  {
    const auto halt = api_.halt_background();
    call("UpdateTable",
         R"({"TableName":"ttt","AttributeDefinitions":[{"AttributeName":"g","AttributeType":"S"}],)"
         R"("GlobalSecondaryIndexUpdates":[{"Create":{"IndexName":"ByG","KeySchema":)"
         R"([{"AttributeName":"g","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}}]})");
    EXPECT_EQ(refusal("StartBulkPutItems", bulk_put("ttt")),
              "ResourceInUseException: Attempt to change a resource which is still in use: Table is being "
              "updated: ttt");
  }
  until("DescribeTable", R"({"TableName":"ttt"})", R"("TableStatus":"ACTIVE")");
  call("StartBulkPutItems", bulk_put("ttt"));
}

}  // namespace
}  // namespace stator::services::dynamodb
