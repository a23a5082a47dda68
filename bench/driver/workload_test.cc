#include "driver/workload.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/json_parser.h"
#include "db/attribute_json/attribute_json.h"
#include "db/model/value.h"

namespace stator::bench {
namespace {

// Keys of all items that a batch request writes or reads; empty if the body is no JSON or a key comes twice.
std::set<std::string> keys_of(std::string_view body, std::string_view prefix) {
  std::set<std::string> keys;
  for (auto at = body.find(prefix); at != body.npos; at = body.find(prefix, at + 1)) {
    if (!keys.insert(std::string(body.substr(at, prefix.size() + 8))).second) return {};
  }
  return keys;
}

TEST(WorkloadTest, EveryOneWritesJson) {
  Dataset dataset;
  dataset.load_end = 1000;
  base::JsonParser parser;
  for (const WorkloadName& each : workload_names()) {
    auto workload = make_workload(each.name, dataset, 1, 0, 1);
    ASSERT_NE(workload, nullptr) << each.name;
    for (int i = 0; i < 10; ++i) {
      RequestText request;
      ASSERT_TRUE(workload->next(request)) << each.name;
      EXPECT_TRUE(parser.parse(request.body)) << request.body;
      EXPECT_FALSE(request.operation.empty());
    }
  }
  EXPECT_EQ(make_workload("frobnicate", dataset, 1, 0, 1), nullptr);
}

TEST(WorkloadTest, ItemsHaveOneKilobyte) {
  const ItemText text;
  Random random(1);
  base::JsonParser parser;
  for (std::uint64_t item = 0; item < 1'000'000; item += 9973) {
    std::string json;
    text.append(json, item, 0, random);
    const auto root = parser.parse(json);
    ASSERT_TRUE(root) << json;
    const auto parsed = db::attribute_json::read_map(*root);
    ASSERT_TRUE(parsed.ok() && !parsed->invalid);
    EXPECT_NEAR(static_cast<double>(db::model::ItemView(parsed->bytes).size_bytes()), 1024, 8);
  }
}

TEST(WorkloadTest, LargeItemsHaveFourKilobytesAndTwentyAttributes) {
  const ItemText text;
  Random random(1);
  base::JsonParser parser;
  std::string json;
  text.append_large(json, 12'345, 0, random);
  const auto root = parser.parse(json);
  ASSERT_TRUE(root) << json;
  const auto parsed = db::attribute_json::read_map(*root);
  ASSERT_TRUE(parsed.ok() && !parsed->invalid);
  const db::model::ItemView item(parsed->bytes);
  EXPECT_NEAR(static_cast<double>(item.size_bytes()), 4096, 16);
  EXPECT_EQ(item.count(), 20u);
}

TEST(WorkloadTest, HotItemsAreEvenlyApart) {
  Dataset dataset;
  dataset.items = 10'000;
  dataset.hot_items = 200;
  auto get = make_workload("get", dataset, 1, 0, 1), query = make_workload("query", dataset, 1, 0, 1);
  std::set<std::string> items, partitions;
  RequestText request;
  for (int i = 0; i < 5000; ++i) {
    get->next(request);
    for (const std::string& key : keys_of(request.body, "item#")) items.insert(key);
    query->next(request);
    partitions.insert(request.body.substr(request.body.find("part#"), 10));
  }
  EXPECT_EQ(items.size(), 200u);
  EXPECT_TRUE(items.contains("item#00000050"));
  EXPECT_EQ(partitions, (std::set<std::string>{"part#00000", "part#00050"}));
}

TEST(WorkloadTest, TheSameSeedAsksTheSame) {
  Dataset dataset;
  for (const std::string_view name : {"get", "put", "query"}) {
    RequestText a, b, other;
    dataset.next_revision = 1;
    make_workload(name, dataset, 7, 3, 8)->next(a);
    dataset.next_revision = 1;
    make_workload(name, dataset, 7, 3, 8)->next(b);
    make_workload(name, dataset, 7, 4, 8)->next(other);
    EXPECT_EQ(a.body, b.body);
    EXPECT_NE(a.body, other.body);
  }
}

TEST(WorkloadTest, NoWriteRepeatsTheOneBefore) {
  Dataset dataset;
  dataset.next_revision = 1;
  for (const std::string_view name : {"put", "put_4k", "put_stream", "replace", "batch_write", "transact"}) {
    RequestText a, b;
    make_workload(name, dataset, 7, 3, 8)->next(a);
    make_workload(name, dataset, 7, 3, 8)->next(b);  // the same items
    EXPECT_NE(a.body, b.body) << name;
    EXPECT_EQ(keys_of(a.body, "item#"), keys_of(b.body, "item#")) << name;
  }
}

TEST(WorkloadTest, BatchesHoldEachKeyOnce) {
  Dataset dataset;
  dataset.items = 100;  // the least
  RequestText request;
  make_workload("batch_read", dataset, 1, 0, 1)->next(request);
  EXPECT_EQ(keys_of(request.body, "item#").size(), 100u);
  make_workload("batch_write", dataset, 1, 0, 1)->next(request);
  EXPECT_EQ(keys_of(request.body, "item#").size(), kBatchWriteItems);
}

TEST(WorkloadTest, LoadWritesEachItemOnceAndEnds) {
  Dataset dataset;
  dataset.load_end = 260;
  auto a = make_workload("load", dataset, 1, 0, 2), b = make_workload("load", dataset, 1, 1, 2);
  std::set<std::string> written;
  RequestText request;
  std::size_t items = 0;
  while (a->next(request) || b->next(request)) {
    const auto keys = keys_of(request.body, "item#");
    items += keys.size();
    written.insert(keys.begin(), keys.end());
  }
  EXPECT_EQ(items, 260u);
  EXPECT_EQ(written.size(), 260u);
}

TEST(WorkloadTest, RightAndWrongAnswers) {
  Dataset dataset;
  const auto right = [&](std::string_view name, std::string_view body) {
    return make_workload(name, dataset, 1, 0, 1)->is_right(body);
  };
  EXPECT_TRUE(right("get", R"({"Item":{"note":{"S":"x"}}})"));
  EXPECT_FALSE(right("get", "{}"));
  EXPECT_TRUE(right("query", R"({"Count": 25,"Items":[]})"));
  EXPECT_FALSE(right("query", R"({"Count":250})"));
  EXPECT_FALSE(right("query", R"({"Count":2})"));
  EXPECT_TRUE(right("batch_write", R"({"UnprocessedItems": { } })"));
  EXPECT_FALSE(right("batch_write", R"({"UnprocessedItems":{"benchw":[]}})"));
  EXPECT_FALSE(right("batch_read", R"({"Responses":{"bench":[{"note":{"S":"x"}}]}})"));
}

TEST(WorkloadTest, ScanGoesOnFromTheLastKeyAndBeginsAnew) {
  Dataset dataset;
  auto scan = make_workload("scan_all", dataset, 1, 2, 4);
  RequestText request;
  scan->next(request);
  const std::string first = request.body;
  EXPECT_EQ(first, R"({"TableName":"bench","Segment":2,"TotalSegments":4})");
  scan->answered(R"({"Items":[],"LastEvaluatedKey":{"pk":{"S":"a"},"sk":{"S":"b"}},"Count":1})");
  scan->next(request);
  EXPECT_NE(request.body.find(R"("ExclusiveStartKey":{"pk":{"S":"a"},"sk":{"S":"b"}}})"), std::string::npos);
  scan->answered(R"({"Items":[],"Count":1})");
  scan->next(request);
  EXPECT_EQ(request.body, first);
}

}  // namespace
}  // namespace stator::bench
