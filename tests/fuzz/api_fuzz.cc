// Requests to the DynamoDB API, one a line: the name of the operation, a blank, JSON. Each gets an answer in
// JSON, and it is the client's fault if it is an error. There are the tables "TTT" (pk: S, sk: N, an index
// "III" by g: S) and "HHH" (pk: S).
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/block_on.h"
#include "base/check.h"
#include "base/json_parser.h"
#include "fuzz_input.h"
#include "services/dynamodb/test_api.h"

using stator::services::dynamodb::TestApi;

namespace {

constexpr int kMaxLines = 8;
constexpr int kInputsOfOneDatabase = 500;

std::unique_ptr<TestApi> make_database() {
  auto api = std::make_unique<TestApi>();
  const auto hash = api->call("CreateTable", R"({"TableName":"HHH","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})");
  STATOR_CHECK(hash.status == 200);
  const auto both = api->call("CreateTable", R"({"TableName":"TTT","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"},
        {"AttributeName":"g","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
      "GlobalSecondaryIndexes":[{"IndexName":"III","Projection":{"ProjectionType":"ALL"},
        "KeySchema":[{"AttributeName":"g","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}]})");
  STATOR_CHECK(both.status == 200);
  return api;
}

stator::base::Task<void> nothing() { co_return; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  stator::base::block_on(nothing());  // makes the executor of this thread, which then outlives the database
  static thread_local std::unique_ptr<TestApi> api;
  static int inputs = 0;
  if (!api || ++inputs % kInputsOfOneDatabase == 0) {
    api.reset();
    api = make_database();
  }
  stator::fuzz::Input input(data, size);
  stator::base::JsonParser parser;
  for (int line = 0; line < kMaxLines && !input.rest().empty(); ++line) {
    const std::string_view text = input.part('\n');
    const std::size_t blank = text.find(' ');
    if (blank == text.npos) continue;
    const auto answer = api->call(text.substr(0, blank), text.substr(blank + 1));
    STATOR_CHECK(answer.status == 200 || answer.status == 400);
    const auto root = parser.parse(answer.body);
    STATOR_CHECK(root && root->is_object());
  }
  return 0;
}
