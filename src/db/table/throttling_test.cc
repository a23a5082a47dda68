#include "db/table/throttling.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/block_on.h"
#include "base/thread_pool.h"
#include "db/expression/placeholders.h"
#include "db/model/value_writer.h"
#include "db/table/grown_traffic.h"
#include "storage/memory/memory_engine.h"

namespace stator::db::table {
namespace {

using base::block_on;
using model::ItemView;
using model::Type;

constexpr std::int64_t kSecond = 1'000'000;  // in µs

std::string text_value(std::string_view text) {
  std::string out;
  model::ValueWriter(&out).string(text);
  return out;
}

// An item of `units` write units, with the index key `color` unless that is empty.
std::string item_of(std::string_view pk, int units, std::string_view color = "") {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  if (!color.empty()) {
    writer.name("color");
    writer.string(color);
  }
  writer.name("fill");
  writer.string(std::string(static_cast<std::size_t>(units) * 1024 - 100, 'x'));
  writer.name("pk");
  writer.string(pk);
  writer.end_map();
  return out;
}

std::string key_of(std::string_view pk) {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  writer.name("pk");
  writer.string(pk);
  writer.end_map();
  return out;
}

class ThrottlingTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    Database::Options options;
    options.clock = &clock_;
    options.background = &pool_;
    options.enforce_capacity = true;
    options.expiry_pause = std::chrono::milliseconds(0);
    database_ = std::move(*block_on(Database::open(engine_, options)));
  }
  void TearDown() override { block_on(database_->stop()); }
  void restart() {
    block_on(database_->stop());
    open();
  }

  static TableSchema definition() {
    TableSchema schema;
    schema.scope = {"000000000000", "us-east-1"};
    schema.name = "t";
    schema.keys = {{{"pk", Type::kS}}, {}};
    return schema;
  }
  void provisioned(std::int64_t read_units, std::int64_t write_units) {
    TableSchema schema = definition();
    schema.throughput = {read_units, write_units};
    create(std::move(schema));
  }
  void on_demand(std::optional<OnDemandThroughput> maximum = std::nullopt, WarmThroughput warm = {}) {
    TableSchema schema = definition();
    schema.billing = BillingMode::kPayPerRequest;
    schema.on_demand = maximum;
    schema.warm = warm;
    create(std::move(schema));
  }
  static IndexSchema by_color(Throughput throughput) {
    IndexSchema index;
    index.global = true;
    index.name = "ByColor";
    index.keys = {{{"color", Type::kS}}, {}};
    index.throughput = throughput;
    return index;
  }
  void create(TableSchema schema) { ASSERT_TRUE(block_on(database_->create_table(std::move(schema))).ok()); }
  void update(const TableUpdate& update) {
    auto updated = block_on(database_->update_table(definition().scope, "t", update));
    ASSERT_TRUE(updated.ok()) << updated.error().message;
  }
  TableRef table() { return *database_->find_table(definition().scope, "t"); }

  // The reasons why it was throttled, separated by blanks; empty = it was not.
  template <typename T>
  std::string reasons(const Result<T>& result) {
    if (result.ok()) return "";
    last_ = result.error();
    std::string out;
    for (const ThrottlingReason& reason : last_.throttling_reasons) {
      if (!out.empty()) out += ' ';
      out += reason.reason;
    }
    EXPECT_FALSE(out.empty()) << last_.message;
    return out;
  }
  std::string put(std::string_view pk, int units = 1, std::string_view color = "") {
    const std::string item = item_of(pk, units, color);
    PutRequest request;
    request.item = ItemView(item);
    return reasons(block_on(database_->put_item(table(), request)));
  }
  std::string get(std::string_view pk, bool consistent = false) {
    const std::string key = key_of(pk);
    GetRequest request;
    request.key = ItemView(key);
    request.consistent = consistent;
    return reasons(block_on(database_->get_item(table(), request)));
  }
  std::string scan(std::string_view index = "") {
    ScanRequest request;
    request.index_name = index;
    return reasons(block_on(database_->scan(table(), request)));
  }
  std::string query(std::string_view name, std::string_view value, std::string_view index = "") {
    expression::Placeholders placeholders({}, {{":v", text_value(value)}});
    auto condition = expression::KeyCondition::parse(std::string(name) + " = :v", placeholders);
    EXPECT_TRUE(condition.ok());
    QueryRequest request;
    request.index_name = index;
    request.key_condition = &*condition;
    return reasons(block_on(database_->query(table(), request)));
  }
  // How many small items of different partitions can be put now.
  int puts_until_throttled(int units = 1) {
    int done = 0;
    while (put("p" + std::to_string(next_++), units).empty()) ++done;
    return done;
  }
  int gets_until_throttled(bool consistent) {
    int done = 0;
    while (get("none" + std::to_string(next_++), consistent).empty()) ++done;
    return done;
  }

  base::ManualClock clock_;
  base::ThreadPool pool_{1};
  storage::MemoryEngine engine_{clock_};
  std::unique_ptr<Database> database_;
  Error last_;  // of the last throttled request
  int next_ = 0;
};

TEST_F(ThrottlingTest, ProvisionedWrites) {
  provisioned(5, 5);
  EXPECT_EQ(puts_until_throttled(), 5) << "a new table has one second's worth";
  EXPECT_EQ(last_.kind, ErrorKind::kThroughputExceeded);
  EXPECT_EQ(last_.message,
            "The level of configured provisioned throughput for the table was exceeded. Consider increasing "
            "your provisioning level with the UpdateTable API.");
  ASSERT_EQ(last_.throttling_reasons.size(), 1u);
  EXPECT_EQ(last_.throttling_reasons[0].reason, "TableWriteProvisionedThroughputExceeded");
  EXPECT_EQ(last_.throttling_reasons[0].resource, "arn:aws:dynamodb:us-east-1:000000000000:table/t");
  clock_.advance_micros(kSecond / 5);
  EXPECT_EQ(puts_until_throttled(), 1);
  EXPECT_EQ(get("p0"), "") << "reads have their own capacity";
}

TEST_F(ThrottlingTest, ProvisionedReads) {
  provisioned(5, 5);
  EXPECT_EQ(gets_until_throttled(false), 10);
  EXPECT_EQ(last_.throttling_reasons[0].reason, "TableReadProvisionedThroughputExceeded");
  clock_.advance_micros(kSecond);
  EXPECT_EQ(gets_until_throttled(true), 5);
}

TEST_F(ThrottlingTest, FiveMinutesAreSaved) {
  provisioned(1, 10);
  clock_.advance_micros(299 * kSecond);
  EXPECT_EQ(puts_until_throttled(), 3'000);
  clock_.advance_micros(3'600 * kSecond);
  EXPECT_EQ(puts_until_throttled(), 3'000);
  clock_.advance_micros(2 * kSecond);
  EXPECT_EQ(puts_until_throttled(), 20);
}

TEST_F(ThrottlingTest, AnItemMayCostMoreThanThereIs) {
  provisioned(1, 5);
  EXPECT_EQ(put("large", 25), "");
  clock_.advance_micros(4 * kSecond);
  EXPECT_EQ(put("small"), "TableWriteProvisionedThroughputExceeded");
  clock_.advance_micros(1);
  EXPECT_EQ(put("small"), "");
}

TEST_F(ThrottlingTest, ChangedThroughputCountsFromTheNextRequestOn) {
  provisioned(1, 5);
  EXPECT_EQ(puts_until_throttled(), 5);
  TableUpdate change;
  change.throughput = Throughput{1, 100};
  update(change);
  clock_.advance_micros(kSecond);
  EXPECT_EQ(puts_until_throttled(), 100);
}

TEST_F(ThrottlingTest, AFailedConditionTakesCapacity) {
  provisioned(1, 3);
  ASSERT_EQ(put("a"), "");
  expression::Placeholders placeholders({}, {});
  auto condition =
      expression::Condition::parse(expression::Kind::kCondition, "attribute_not_exists(pk)", placeholders);
  const std::string item = item_of("a", 1);
  PutRequest request;
  request.item = ItemView(item);
  request.condition = &*condition;
  for (int i = 0; i < 2; ++i) {
    auto refused = block_on(database_->put_item(table(), request));
    EXPECT_EQ(refused.error().kind, ErrorKind::kConditionalCheckFailed);
  }
  EXPECT_EQ(reasons(block_on(database_->put_item(table(), request))),
            "TableWriteProvisionedThroughputExceeded");
}

TEST_F(ThrottlingTest, AFailedConditionTakesWhatTheLargerItemCosts) {
  provisioned(1, 10);
  expression::Placeholders placeholders({}, {});
  auto condition =
      expression::Condition::parse(expression::Kind::kCondition, "attribute_exists(pk)", placeholders);
  const std::string item = item_of("a", 10);
  PutRequest request;
  request.item = ItemView(item);
  request.condition = &*condition;
  auto refused = block_on(database_->put_item(table(), request));
  EXPECT_EQ(refused.error().kind, ErrorKind::kConditionalCheckFailed);
  EXPECT_EQ(put("b"), "TableWriteProvisionedThroughputExceeded");
}

TEST_F(ThrottlingTest, AnIndexWithoutCapacityHoldsWritesBack) {
  TableSchema schema = definition();
  schema.throughput = {10, 10};
  schema.indexes.push_back(by_color({1, 2}));
  create(std::move(schema));
  EXPECT_EQ(put("a", 1, "red"), "");
  EXPECT_EQ(put("b", 1, "red"), "");
  EXPECT_EQ(put("c", 1, "red"), "IndexWriteProvisionedThroughputExceeded");
  EXPECT_EQ(
      last_.message,
      "The level of configured provisioned throughput for one or more global secondary indexes of the "
      "table was exceeded. Consider increasing your provisioning level for the under-provisioned global "
      "secondary indexes with the UpdateTable API");
  EXPECT_EQ(last_.throttling_reasons[0].resource,
            "arn:aws:dynamodb:us-east-1:000000000000:table/t/index/ByColor");
  EXPECT_EQ(put("d"), "") << "it is not in the index";
  EXPECT_EQ(put("a", 1, "red"), "") << "it leaves its entry as it is";
  EXPECT_EQ(puts_until_throttled(), 6) << "what was throttled took nothing";
}

TEST_F(ThrottlingTest, BothReasonsAreGiven) {
  TableSchema schema = definition();
  schema.throughput = {1, 1};
  schema.indexes.push_back(by_color({1, 1}));
  create(std::move(schema));
  EXPECT_EQ(put("a", 1, "red"), "");
  EXPECT_EQ(put("b", 1, "red"),
            "TableWriteProvisionedThroughputExceeded IndexWriteProvisionedThroughputExceeded");
}

TEST_F(ThrottlingTest, QueriesTakeFromWhatTheyRead) {
  TableSchema schema = definition();
  schema.throughput = {2, 100};
  schema.indexes.push_back(by_color({1, 100}));
  create(std::move(schema));
  ASSERT_EQ(put("a", 20, "red"), "");
  EXPECT_EQ(query("color", "red", "ByColor"), "");  // 2.5 units of 1
  EXPECT_EQ(query("color", "red", "ByColor"), "IndexReadProvisionedThroughputExceeded");
  EXPECT_EQ(scan("ByColor"), "IndexReadProvisionedThroughputExceeded");
  EXPECT_EQ(query("pk", "a"), "");  // 2.5 units of 2
  EXPECT_EQ(query("pk", "a"), "TableReadProvisionedThroughputExceeded");
  EXPECT_EQ(scan(), "TableReadProvisionedThroughputExceeded");
  clock_.advance_micros(kSecond / 2 + 1);
  EXPECT_EQ(scan(), "");
}

TEST_F(ThrottlingTest, LocalIndexesShareTheCapacityOfTheTable) {
  TableSchema schema = definition();
  schema.keys.sort = {{"color", Type::kS}};
  schema.throughput = {1, 4};
  IndexSchema index;
  index.name = "ByFill";
  index.keys = {{{"pk", Type::kS}}, {{"fill", Type::kS}}};
  index.projection.type = ProjectionType::kKeysOnly;
  schema.indexes.push_back(index);
  create(std::move(schema));
  EXPECT_EQ(put("a", 1, "x"), "");  // and one unit in the index
  EXPECT_EQ(put("b", 1, "x"), "");
  EXPECT_EQ(put("c", 1, "x"), "TableWriteProvisionedThroughputExceeded");
  EXPECT_EQ(query("pk", "a", "ByFill"), "");
  EXPECT_EQ(query("pk", "a", "ByFill"), "");
  EXPECT_EQ(query("pk", "a", "ByFill"), "TableReadProvisionedThroughputExceeded");
}

TEST_F(ThrottlingTest, OnePartitionWritesAThousandUnitsASecond) {
  provisioned(40'000, 40'000);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(put("hot", 350), "");  // 1,050
  EXPECT_EQ(put("hot"), "TableWriteKeyRangeThroughputExceeded");
  EXPECT_EQ(last_.kind, ErrorKind::kThroughputExceeded);
  EXPECT_EQ(put("other"), "");
  clock_.advance_micros(kSecond / 20 + 1);
  EXPECT_EQ(put("hot"), "");
  clock_.advance_micros(600 * kSecond);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(put("hot", 350), "");
  EXPECT_EQ(put("hot"), "TableWriteKeyRangeThroughputExceeded") << "a partition saves nothing";
}

TEST_F(ThrottlingTest, OnePartitionReadsThreeThousandUnitsASecond) {
  provisioned(40'000, 40'000);
  ASSERT_EQ(put("hot", 400), "");
  int done = 0;
  while (query("pk", "hot").empty()) ++done;  // 50 units each
  EXPECT_EQ(done, 60);
  EXPECT_EQ(last_.throttling_reasons[0].reason, "TableReadKeyRangeThroughputExceeded");
  EXPECT_EQ(get("hot"), "TableReadKeyRangeThroughputExceeded");
  EXPECT_EQ(get("cold"), "");
  EXPECT_EQ(scan(), "") << "of no one partition";
}

TEST_F(ThrottlingTest, PartitionsOfAnIndexHaveTheirOwnLimit) {
  TableSchema schema = definition();
  schema.throughput = {1, 40'000};
  schema.indexes.push_back(by_color({1, 40'000}));
  create(std::move(schema));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(put("p" + std::to_string(i), 350, "red"), "");
  EXPECT_EQ(put("p4", 1, "red"), "IndexWriteKeyRangeThroughputExceeded");
  EXPECT_EQ(put("p4", 1, "blue"), "");
  EXPECT_EQ(put("p4", 1, "red"), "IndexWriteKeyRangeThroughputExceeded") << "the entry would move";
}

TEST_F(ThrottlingTest, NewOnDemandTables) {
  on_demand();
  EXPECT_EQ(puts_until_throttled(350), 12);  // 4,200 units
  EXPECT_EQ(last_.kind, ErrorKind::kOnDemandThrottled);
  EXPECT_EQ(
      last_.message,
      "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling "
      "your table or index so please try again shortly. If exceptions persist, check if you have a hot "
      "key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"
      "bp-partition-key-design.html");
  EXPECT_EQ(last_.throttling_reasons[0].reason, "TableWriteKeyRangeThroughputExceeded");
  EXPECT_EQ(gets_until_throttled(true), 12'000);
}

TEST_F(ThrottlingTest, OnDemandTablesTakeTwiceThePreviousPeak) {
  on_demand();
  EXPECT_EQ(puts_until_throttled(250), 16);  // 4,000 units
  clock_.advance_micros(kSecond);
  EXPECT_EQ(puts_until_throttled(250), 16);
  clock_.advance_micros(1'800 * kSecond);
  EXPECT_EQ(puts_until_throttled(250), 32);
  clock_.advance_micros(1'700 * kSecond);
  EXPECT_EQ(puts_until_throttled(250), 32) << "not yet";
  clock_.advance_micros(101 * kSecond);
  EXPECT_EQ(puts_until_throttled(250), 64);
}

TEST_F(ThrottlingTest, PeaksOutliveARestart) {
  on_demand();
  EXPECT_EQ(puts_until_throttled(250), 16);
  clock_.advance_micros(kSecond);
  EXPECT_EQ(puts_until_throttled(250), 16);
  clock_.advance_micros(1'800 * kSecond);
  EXPECT_EQ(puts_until_throttled(250), 32);
  clock_.advance_micros(1'000 * kSecond);
  restart();
  EXPECT_EQ(puts_until_throttled(250), 32) << "the peak before";
  clock_.advance_micros(700 * kSecond);
  restart();
  EXPECT_EQ(puts_until_throttled(250), 32) << "not yet";
  clock_.advance_micros(101 * kSecond);
  EXPECT_EQ(puts_until_throttled(250), 64) << "30 minutes after the rise, with two restarts in them";
}

TEST_F(ThrottlingTest, PeaksOfDeletedTablesAreForgotten) {
  on_demand();
  EXPECT_EQ(puts_until_throttled(250), 16);
  clock_.advance_micros(1'801 * kSecond);
  EXPECT_EQ(puts_until_throttled(250), 32);
  restart();
  ASSERT_TRUE(block_on(database_->delete_table(definition().scope, "t")).ok());
  restart();
  on_demand();
  EXPECT_EQ(puts_until_throttled(250), 16);
}

TEST(GrownTraffic, IsReadAsItWasWritten) {
  const std::vector<GrownTraffic> peaks = {{7, 0, true, {6'001, 0, 0}},
                                           {7, 2, false, {2'500, 9'000, 1'700'000'000'000'001'000}}};
  const std::string bytes = encode_peaks(peaks);
  const auto read = decode_peaks(bytes);
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), peaks.size());
  for (std::size_t i = 0; i < peaks.size(); ++i) {
    EXPECT_EQ((*read)[i].table_id, peaks[i].table_id);
    EXPECT_EQ((*read)[i].index_id, peaks[i].index_id);
    EXPECT_EQ((*read)[i].reads, peaks[i].reads);
    EXPECT_EQ((*read)[i].peak.previous, peaks[i].peak.previous);
    EXPECT_EQ((*read)[i].peak.rising, peaks[i].peak.rising);
    EXPECT_EQ((*read)[i].peak.rising_since_nanos, peaks[i].peak.rising_since_nanos);
  }
  for (const std::string& damaged :
       {std::string(), bytes.substr(0, 1), bytes.substr(0, bytes.size() - 1), "\2" + bytes.substr(1)})
    EXPECT_FALSE(decode_peaks(damaged));
}

TEST_F(ThrottlingTest, WhatWasProvisionedBeforeIsThereOnDemand) {
  provisioned(1, 8'000);
  TableUpdate change;
  change.throughput = Throughput{1, 1};
  update(change);
  change = {};
  change.billing = BillingMode::kPayPerRequest;
  update(change);
  EXPECT_EQ(puts_until_throttled(250), 32);
  change.billing = BillingMode::kProvisioned;
  change.throughput = Throughput{1, 10};
  update(change);
  EXPECT_EQ(puts_until_throttled(), 10);
  EXPECT_EQ(last_.kind, ErrorKind::kThroughputExceeded);
}

TEST_F(ThrottlingTest, MaximumOfAnOnDemandTable) {
  on_demand(OnDemandThroughput{1, 2});
  EXPECT_EQ(puts_until_throttled(), 2);
  EXPECT_EQ(last_.kind, ErrorKind::kOnDemandThrottled);
  EXPECT_EQ(last_.message, "Throughput exceeds the maximum OnDemandThroughput configured on table or index");
  EXPECT_EQ(last_.throttling_reasons[0].reason, "TableWriteMaxOnDemandThroughputExceeded");
  EXPECT_EQ(gets_until_throttled(true), 1);
  EXPECT_EQ(last_.throttling_reasons[0].reason, "TableReadMaxOnDemandThroughputExceeded");
  TableUpdate change;
  change.on_demand = OnDemandThroughput{-1, kUnitsUnchanged};
  update(change);
  EXPECT_EQ(get("none"), "");
  EXPECT_EQ(put("a"), "TableWriteMaxOnDemandThroughputExceeded");
}

TEST_F(ThrottlingTest, TheQuotaOfAnAccount) {
  on_demand(std::nullopt, WarmThroughput{100'000, 100'000});
  EXPECT_EQ(puts_until_throttled(400), 100);
  EXPECT_EQ(last_.kind, ErrorKind::kRequestLimitExceeded);
  EXPECT_EQ(last_.message,
            "Throughput exceeds the current throughput limit for your account. To request a limit increase, "
            "contact AWS Support at https://aws.amazon.com/support.");
  EXPECT_EQ(last_.throttling_reasons[0].reason, "TableWriteAccountLimitExceeded");
}

TEST_F(ThrottlingTest, BatchesAreThrottledInPart) {
  provisioned(1, 3);
  std::vector<std::string> items, keys;
  std::vector<BatchWrite> writes;
  std::vector<GetRequest> gets(5);
  for (int i = 0; i < 5; ++i) {
    items.push_back(item_of("p" + std::to_string(i), 1));
    keys.push_back(key_of("p" + std::to_string(i)));
  }
  for (std::size_t i = 0; i < 5; ++i) {
    writes.push_back({true, ItemView(items[i])});
    gets[i].key = ItemView(keys[i]);
  }
  auto written = block_on(database_->batch_write(table(), writes));
  ASSERT_TRUE(written.ok());
  EXPECT_EQ(written->consumed.table, 3);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(written->results[i].has_value(), i >= 3);
  EXPECT_EQ(written->results[4]->throttling_reasons[0].reason, "TableWriteProvisionedThroughputExceeded");

  auto read = block_on(database_->get_items(table(), gets));
  ASSERT_TRUE(read.ok());
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ((*read)[i].item.has_value(), i < 2) << i;
    EXPECT_EQ((*read)[i].throttled != nullptr, i >= 2) << i;
  }
}

TEST_F(ThrottlingTest, ARecreatedTableHasItsOwnCapacity) {
  provisioned(1, 1);
  EXPECT_EQ(puts_until_throttled(), 1);
  ASSERT_TRUE(block_on(database_->delete_table(definition().scope, "t")).ok());
  provisioned(1, 1);
  EXPECT_EQ(puts_until_throttled(), 1);
}

TEST_F(ThrottlingTest, ItemsThatExpireCostNothing) {
  provisioned(1, 1);
  std::string item;
  model::ValueWriter writer(&item);
  writer.begin_map();
  writer.name("expires");
  writer.number(model::Number::from_int(clock_.unix_seconds() + 10));
  writer.name("pk");
  writer.string("a");
  writer.end_map();
  PutRequest request;
  request.item = ItemView(item);
  ASSERT_TRUE(block_on(database_->put_item(table(), request)).ok());
  ASSERT_TRUE(block_on(database_->update_time_to_live(definition().scope, "t", true, "expires")).ok());
  while (table()->time_to_live.status != TimeToLiveStatus::kEnabled) std::this_thread::yield();
  clock_.advance_micros(20 * kSecond);
  EXPECT_EQ(put("large", 400), "");  // leaves a debt
  auto deleted = block_on(database_->delete_expired());
  ASSERT_TRUE(deleted.ok());
  EXPECT_EQ(*deleted, 1u);
}

}  // namespace
}  // namespace stator::db::table
