// Requests to the DynamoDB API, one a line: the name of the operation, a blank, JSON. Each gets an answer in
// JSON, and it is the client's fault if it is an error; and an index holds afterwards what its table holds.
// There are the tables "TTT" (pk: S, sk: N, an index "III" by g: S) and "HHH" (pk: S), with an item each.
// "$NextToken", with its quotes, stands for the last one that was answered; so do "$LastEvaluatedKey",
// "$RevisionId", "$BackupArn", "$ExportArn" and "$ImportArn".
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "base/block_on.h"
#include "base/check.h"
#include "base/json_parser.h"
#include "fuzz_input.h"
#include "services/dynamodb/test_api.h"

using stator::services::dynamodb::ApiAnswer;
using stator::services::dynamodb::TestApi;

namespace {

constexpr int kMaxLines = 16;
constexpr std::string_view kReads[] = {"Get", "BatchGet", "Query", "Scan", "Describe", "List", "TransactGet"};
constexpr std::string_view kItemWrites[] = {"PutItem",       "UpdateItem", "DeleteItem",  "BatchWrite",
                                            "TransactWrite", "Execute",    "BatchExecute"};
constexpr std::string_view kPositions[] = {"NextToken", "LastEvaluatedKey", "RevisionId",
                                           "BackupArn", "ExportArn",        "ImportArn"};

bool is(const auto& names, std::string_view operation) {
  return std::ranges::any_of(names, [&](std::string_view name) { return operation.starts_with(name); });
}

// The JSON value that stands at the beginning of `json`, which is well-formed.
std::string_view first_value(std::string_view json) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (quoted && c == '\\') {
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && (c == '{' || c == '[')) {
      ++depth;
    } else if (!quoted && (c == '}' || c == ']')) {
      --depth;
    }
    if (depth == 0 && !quoted) return json.substr(0, i + 1);
  }
  return json;
}

// Text of a member of the answer, wherever it is; empty if it is not there.
std::string_view member(std::string_view answer, std::string_view name) {
  const std::string quoted = '"' + std::string(name) + "\":";
  const std::size_t at = answer.find(quoted);
  return at == answer.npos ? std::string_view() : first_value(answer.substr(at + quoted.size()));
}

std::multiset<std::string> items(std::string_view answer) {
  std::multiset<std::string> out;
  std::string_view list = member(answer, "Items");
  STATOR_CHECK(list.starts_with('['));
  for (list.remove_prefix(1); list.starts_with('{'); list.remove_prefix(list.starts_with(',') ? 1 : 0)) {
    const std::string_view item = first_value(list);
    out.emplace(item);
    list.remove_prefix(item.size());
  }
  return out;
}

// The database, and what clients have learnt from its answers.
class Session {
 public:
  Session() {
    must("CreateTable", R"({"TableName":"HHH","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})");
    must("CreateTable", R"({"TableName":"TTT","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"},
          {"AttributeName":"g","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
        "GlobalSecondaryIndexes":[{"IndexName":"III","Projection":{"ProjectionType":"ALL"},
          "KeySchema":[{"AttributeName":"g","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}]}]})");
  }

  bool tables_changed() const { return tables_changed_; }

  // As if it were new, but for the tokens of clients.
  void begin() {
    positions_ = {};
    if (!items_changed_) return;
    items_changed_ = false;
    remove_items("HHH", "pk");
    remove_items("TTT", "pk,sk");
    must("PutItem", R"({"TableName":"HHH","Item":{"pk":{"S":"a"},"n":{"N":"1"},"l":{"L":[{"S":"x"}]}}})");
    must("PutItem",
         R"({"TableName":"TTT","Item":{"pk":{"S":"a"},"sk":{"N":"1"},"g":{"S":"b"},"ss":{"SS":["x"]}}})");
  }

  void call(std::string_view operation, std::string body) {
    for (std::size_t i = 0; i < std::size(kPositions); ++i) {
      const std::string placeholder = "\"$" + std::string(kPositions[i]) + '"';
      if (const std::size_t at = body.find(placeholder); at != body.npos && !positions_[i].empty())
        body.replace(at, placeholder.size(), positions_[i]);
    }
    const ApiAnswer answer = api_.call(operation, body);
    STATOR_CHECK(answer.status == 200 || answer.status == 400);
    const auto root = parser_.parse(answer.body);
    STATOR_CHECK(root && root->is_object());
    for (std::size_t i = 0; i < std::size(kPositions); ++i)
      if (const auto text = member(answer.body, kPositions[i]); !text.empty()) positions_[i] = text;
    if (is(kItemWrites, operation)) {
      items_changed_ = true;  // also where it failed: a batch may have been done in part
    } else {
      tables_changed_ |= answer.status == 200 && !is(kReads, operation);
    }
  }

  void check_index() {
    if (!items_changed_ || tables_changed_) return;
    const auto table =
        items(must("Scan", R"_({"TableName":"TTT","FilterExpression":"attribute_exists(g)"})_"));
    STATOR_CHECK(items(must("Scan", R"_({"TableName":"TTT","IndexName":"III"})_")) == table);
  }

 private:
  std::string must(std::string_view operation, std::string_view body) {
    ApiAnswer answer = api_.call(operation, body);
    STATOR_CHECK(answer.status == 200);
    return std::move(answer.body);
  }

  void remove_items(const std::string& table, const std::string& keys) {
    const std::string name = "{\"TableName\":\"" + table + "\",";
    for (const std::string& key : items(must("Scan", name + "\"ProjectionExpression\":\"" + keys + "\"}")))
      must("DeleteItem", name + "\"Key\":" + key + "}");
  }

  TestApi api_;
  stator::base::JsonParser parser_;
  std::array<std::string, std::size(kPositions)> positions_;
  bool items_changed_ = true, tables_changed_ = false;
};

stator::base::Task<void> nothing() { co_return; }

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  stator::base::block_on(nothing());  // makes the executor of this thread, which then outlives the database
  static thread_local std::unique_ptr<Session> session;
  if (!session) session = std::make_unique<Session>();
  session->begin();
  stator::fuzz::Input input(data, size);
  for (int line = 0; line < kMaxLines && !input.rest().empty(); ++line) {
    const std::string_view text = input.part('\n');
    const std::size_t blank = text.find(' ');
    if (blank == text.npos) continue;
    session->call(text.substr(0, blank), std::string(text.substr(blank + 1)));
  }
  session->check_index();
  if (session->tables_changed()) session.reset();
  return 0;
}
