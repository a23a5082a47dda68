#include "db/table/time_to_live.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "base/block_on.h"
#include "base/random.h"
#include "base/thread_pool.h"
#include "db/change/change.h"
#include "db/model/value_writer.h"
#include "db/table/database.h"
#include "db/table/expiry.h"
#include "db/table/item_keys.h"
#include "db/table/schema_codec.h"
#include "keyspace/keys.h"
#include "storage/faulty/faulty_engine.h"
#include "storage/memory/memory_engine.h"

namespace stator::db::table {
namespace {

using base::block_on;
using model::ItemView;
using model::Type;

constexpr std::int64_t kNow = 1'700'000'000;

// An item of partition key `pk`. `expires` is a number, or a text after '\''; empty = no such attribute.
std::string item(std::string_view pk, std::string_view expires, std::string_view color = "") {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  if (!color.empty()) {
    writer.name("color");
    writer.string(color);
  }
  if (!expires.empty()) {
    writer.name("expires");
    if (expires.front() == '\'') {
      writer.string(expires.substr(1));
    } else {
      writer.number(*model::Number::parse(expires));
    }
  }
  writer.name("pk");
  writer.string(pk);
  writer.end_map();
  return out;
}

class TimeToLiveTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void TearDown() override { block_on(database_->stop()); }

  void open(std::chrono::milliseconds pause = std::chrono::milliseconds(0)) {
    Database::Options options;
    options.clock = &clock_;
    options.background = &pool_;
    options.seed = 7;
    options.expiry_pause = pause;
    database_ = std::move(*block_on(Database::open(faulty_, options)));
  }
  // As after a restart: the table has its time index already.
  void continue_with_reopen() {
    block_on(database_->stop());
    open(std::chrono::milliseconds(1));
    ASSERT_TRUE(put("c", std::to_string(kNow - 1)));
    while (scan_count() != 0) std::this_thread::yield();
  }
  void create(bool with_index = false, bool with_stream = false) {
    TableSchema schema;
    schema.scope = scope_;
    schema.name = "t";
    schema.keys = {{{"pk", Type::kS}}, {}};
    schema.billing = BillingMode::kPayPerRequest;
    if (with_stream) schema.stream = StreamSpec{};
    if (with_index) {
      IndexSchema index;
      index.global = true;
      index.name = "g";
      index.keys = {{{"color", Type::kS}}, {}};
      schema.indexes.push_back(index);
    }
    ASSERT_TRUE(block_on(database_->create_table(std::move(schema))).ok());
  }
  TableRef table() { return *database_->find_table(scope_, "t"); }
  Result<base::Ok> set(bool enable, std::string attribute = "expires") {
    auto done = block_on(database_->update_time_to_live(scope_, "t", enable, std::move(attribute)));
    if (!done.ok()) return done;
    while (table()->time_to_live.status == TimeToLiveStatus::kEnabling ||
           table()->time_to_live.status == TimeToLiveStatus::kDisabling)
      std::this_thread::yield();
    return base::Ok{};
  }
  bool put(std::string_view pk, std::string_view expires, std::string_view color = "",
           const expression::Condition* condition = nullptr) {
    const std::string bytes = item(pk, expires, color);
    PutRequest request;
    request.item = ItemView(bytes);
    request.condition = condition;
    return block_on(database_->put_item(table(), request)).ok();
  }
  bool has(std::string_view pk) {
    const std::string key = item(pk, "");
    return block_on(database_->get_item(table(), {ItemView(key)}))->item.has_value();
  }
  std::uint64_t expire() {
    auto deleted = block_on(database_->delete_expired());
    EXPECT_TRUE(deleted.ok());
    return deleted.ok() ? *deleted : 0;
  }
  std::size_t scan_count(std::string_view index = "") {
    ScanRequest request;
    request.index_name = index;
    return block_on(database_->scan(table(), request))->count;
  }
  TimeToLiveStatus stored_status() {
    const storage::KeyRange all = keyspace::table_range_all(keyspace::Space::kCatalog, 0);
    auto page = block_on(engine_.scan(all, storage::Direction::kForward, {}));
    return decode_schema(page->entries().front().value)->time_to_live.status;
  }
  // Keys of items as the time index, or the items themselves, say.
  std::set<std::string> keys_in(storage::KeyRange first, bool of_index) {
    std::set<std::string> keys;
    std::optional<storage::KeyRange> rest = std::move(first);
    while (rest) {
      auto page = block_on(engine_.scan(*rest, storage::Direction::kForward, {}));
      for (const auto& entry : page->entries()) {
        if (of_index) {
          keys.insert(std::string(entry.key));
        } else if (auto key = time_index_key(*table(), stored_item(entry.value), entry.key)) {
          keys.insert(*key);
        }
      }
      rest = page->rest();
    }
    return keys;
  }
  std::set<std::string> time_index() {
    return keys_in(keyspace::table_range_all(keyspace::Space::kTimeToLive, table()->id), true);
  }
  std::set<std::string> expected_time_index() {
    return keys_in(keyspace::table_range_all(keyspace::Space::kItem, table()->id), false);
  }

  base::ManualClock clock_{kNow * 1'000'000 + 500'000};
  base::ThreadPool pool_{2};
  storage::MemoryEngine engine_{clock_};
  storage::FaultyEngine faulty_{engine_, {}, 7};
  Scope scope_{"000000000000", "us-east-1"};
  std::unique_ptr<Database> database_;
};

TEST_F(TimeToLiveTest, OnlyExpiredItemsGo) {
  create();
  ASSERT_TRUE(set(true).ok());
  const auto at = [](std::int64_t offset) { return std::to_string(kNow + offset); };
  struct Case {
    const char* pk;
    std::string expires;
    bool goes;
  };
  const Case cases[] = {
      {"long ago", at(-1000), true},
      {"this second", at(0), true},
      {"next second", at(1), false},
      {"later", at(1000), false},
      {"never", "", false},
      {"text", "'" + at(-1000), false},
      {"fraction", at(-1000) + ".5", false},
      {"negative", "-5", false},
      {"zero", "0", false},
      {"almost five years", at(1 - kMaxExpiredSeconds), true},
      {"five years", at(-kMaxExpiredSeconds), false},
      {"huge", "1e30", false},
  };
  for (const Case& c : cases) ASSERT_TRUE(put(c.pk, c.expires)) << c.pk;
  for (const Case& c : cases) EXPECT_TRUE(has(c.pk)) << c.pk;  // readable until deleted
  EXPECT_EQ(expire(), 3u);
  for (const Case& c : cases) EXPECT_EQ(has(c.pk), !c.goes) << c.pk;
  EXPECT_EQ(expire(), 0u);
  clock_.advance_micros(1'000'000);
  EXPECT_EQ(expire(), 1u);
  EXPECT_FALSE(has("next second"));
  EXPECT_EQ(time_index(), expected_time_index());
}

TEST_F(TimeToLiveTest, AMomentThatIsMovedCounts) {
  create();
  ASSERT_TRUE(set(true).ok());
  for (const char* pk : {"extended", "freed", "shortened", "deleted"})
    ASSERT_TRUE(put(pk, std::to_string(kNow + (pk[0] == 's' ? 500 : -5))));
  ASSERT_TRUE(put("extended", std::to_string(kNow + 1000)));
  ASSERT_TRUE(put("freed", ""));
  ASSERT_TRUE(put("shortened", std::to_string(kNow - 1)));
  const std::string key = item("deleted", "");
  DeleteRequest request;
  request.key = ItemView(key);
  ASSERT_TRUE(block_on(database_->delete_item(table(), request)).ok());
  EXPECT_EQ(time_index(), expected_time_index());
  EXPECT_EQ(expire(), 1u);
  EXPECT_TRUE(has("extended"));
  EXPECT_TRUE(has("freed"));
  EXPECT_FALSE(has("shortened"));
}

// Whoever extends an item that is there keeps it, whatever the sweep does at that time.
TEST_F(TimeToLiveTest, ExtendingRacesWithDeletion) {
  create();
  ASSERT_TRUE(set(true).ok());
  constexpr int kItems = 300;
  for (int i = 0; i < kItems; ++i) ASSERT_TRUE(put("p" + std::to_string(i), std::to_string(kNow - 1)));
  expression::Placeholders placeholders({}, {});
  auto exists =
      expression::Condition::parse(expression::Kind::kCondition, "attribute_exists(pk)", placeholders);
  ASSERT_TRUE(exists.ok());
  std::atomic<bool> stop{false};
  std::thread sweeper([&] {
    while (!stop) expire();
  });
  std::vector<bool> extended;
  for (int i = kItems - 1; i >= 0; --i)
    extended.push_back(put("p" + std::to_string(i), std::to_string(kNow + 1000), "", &*exists));
  stop = true;
  sweeper.join();
  expire();
  for (int i = 0; i < kItems; ++i)
    EXPECT_EQ(has("p" + std::to_string(i)), extended[static_cast<std::size_t>(kItems - 1 - i)]) << i;
  EXPECT_EQ(time_index(), expected_time_index());
}

TEST_F(TimeToLiveTest, IndexesCountersAndTheLogFollow) {
  create(true, true);
  ASSERT_TRUE(set(true).ok());
  ASSERT_TRUE(put("a", std::to_string(kNow - 1), "red"));
  ASSERT_TRUE(put("b", std::to_string(kNow + 1), "red"));
  EXPECT_EQ(scan_count("g"), 2u);
  EXPECT_EQ(expire(), 1u);
  EXPECT_EQ(scan_count("g"), 1u);
  auto description = block_on(database_->describe_table(scope_, "t"));
  EXPECT_EQ(description->item_count, 1);
  EXPECT_EQ(description->indexes[0].item_count, 1);

  std::map<change::Cause, int> causes;
  auto shards = block_on(engine_.list_shards(table()->stream->log_group));
  for (const storage::LogShard& shard : *shards) {
    auto page = block_on(engine_.read_log(table()->stream->log_group, shard.id, shard.first_sequence, {}));
    for (const storage::LogRecord& record : page->records) {
      auto change = change::decode(record.record);
      ++causes[change->cause];
      if (change->cause == change::Cause::kTimeToLive) {
        EXPECT_TRUE(change->old_image && !change->new_image);
      }
    }
  }
  EXPECT_EQ(causes,
            (std::map<change::Cause, int>{{change::Cause::kUser, 2}, {change::Cause::kTimeToLive, 1}}));
}

TEST_F(TimeToLiveTest, AFullTableIsIndexedWhileWritersGoOn) {
  create();
  constexpr int kItems = 400;
  for (int i = 0; i < kItems; ++i) ASSERT_TRUE(put("p" + std::to_string(i), std::to_string(kNow + i)));
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    base::SeededRandom random(5);
    while (!stop)
      put("p" + std::to_string(random.below(kItems + 50)),
          std::to_string(kNow + static_cast<std::int64_t>(random.below(900))));
  });
  ASSERT_TRUE(block_on(database_->update_time_to_live(scope_, "t", true, "expires")).ok());
  // Another change of the schema raises the fence under the build.
  TableUpdate stream;
  stream.stream = TableUpdate::StreamChange{true, StreamViewType::kKeysOnly};
  ASSERT_TRUE(block_on(database_->update_table(scope_, "t", stream)).ok());
  while (table()->time_to_live.status != TimeToLiveStatus::kEnabled) std::this_thread::yield();
  stop = true;
  writer.join();
  EXPECT_EQ(time_index(), expected_time_index());
  const std::size_t items = scan_count();
  clock_.advance_micros(2000LL * 1'000'000);
  EXPECT_EQ(expire(), items);
  EXPECT_EQ(scan_count(), 0u);
}

TEST_F(TimeToLiveTest, SwitchingOffLeavesItemsAndNoIndex) {
  create();
  ASSERT_TRUE(set(true).ok());
  ASSERT_TRUE(put("a", std::to_string(kNow - 1)));
  ASSERT_TRUE(set(false).ok());
  EXPECT_EQ(table()->time_to_live.status, TimeToLiveStatus::kDisabled);
  EXPECT_EQ(expire(), 0u);
  ASSERT_TRUE(put("b", std::to_string(kNow - 1)));
  EXPECT_TRUE(time_index().empty());
  ASSERT_TRUE(set(true, "color").ok());  // another attribute
  EXPECT_EQ(expire(), 0u);
  ASSERT_TRUE(set(false, "color").ok());
  ASSERT_TRUE(set(true).ok());
  EXPECT_EQ(expire(), 2u);
}

TEST_F(TimeToLiveTest, ItGoesOnAfterAReopen) {
  create();
  ASSERT_TRUE(set(true).ok());
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(put("p" + std::to_string(i), std::to_string(kNow - i)));
  block_on(database_->stop());
  open();
  EXPECT_EQ(table()->time_to_live.attribute, "expires");
  EXPECT_EQ(expire(), 100u);
}

TEST_F(TimeToLiveTest, TheBackgroundDoesItByItself) {
  block_on(database_->stop());
  open(std::chrono::milliseconds(1));
  create();
  for (int round = 0; round < 3; ++round) {
    ASSERT_TRUE(set(true).ok());
    ASSERT_TRUE(put("a", std::to_string(kNow - 1)));
    ASSERT_TRUE(put("b", std::to_string(kNow - 1)));
    while (scan_count() != 0) std::this_thread::yield();
    if (round == 0) continue_with_reopen();
    ASSERT_TRUE(set(false).ok());
  }
}

TEST_F(TimeToLiveTest, TheBackgroundDoesItWhereThatItIsOnWasPerhapsStored) {
  block_on(database_->stop());
  open(std::chrono::milliseconds(1));
  create();
  faulty_.set_rates({.unknown_applied = 1}, 1);  // of two commits: to ENABLING, to ENABLED
  ASSERT_TRUE(block_on(database_->update_time_to_live(scope_, "t", true, "expires")).ok());
  while (stored_status() != TimeToLiveStatus::kEnabled) std::this_thread::yield();
  faulty_.set_rates({});
  while (table()->time_to_live.status != TimeToLiveStatus::kEnabled) std::this_thread::yield();
  ASSERT_TRUE(put("a", std::to_string(kNow - 1)));
  while (scan_count() != 0) std::this_thread::yield();
}

TEST_F(TimeToLiveTest, ADeletedTableLeavesNoIndex) {
  create();
  ASSERT_TRUE(set(true).ok());
  ASSERT_TRUE(put("a", std::to_string(kNow - 1)));
  const auto range = keyspace::table_range_all(keyspace::Space::kTimeToLive, table()->id);
  ASSERT_TRUE(block_on(database_->delete_table(scope_, "t")).ok());
  while (!keys_in(range, true).empty()) std::this_thread::yield();
  EXPECT_EQ(expire(), 0u);
}

TEST(TimeToLiveRules, ChangesThatAreRefused) {
  using enum TimeToLiveStatus;
  constexpr std::string_view kOther =
      "TimeToLive is active on a different AttributeName: current AttributeName is a";
  constexpr std::string_view kTooSoon =
      "Time to live has been modified multiple times within a fixed interval";
  struct Case {
    TimeToLiveStatus now;
    bool enable;
    std::string_view attribute;
    std::string_view message;  // empty: it is allowed
  };
  const Case cases[] = {
      {kDisabled, true, "a", ""},
      {kDisabled, false, "a", "TimeToLive is already disabled"},
      {kEnabled, true, "a", "TimeToLive is already enabled"},
      {kEnabled, true, "b", kOther},
      {kEnabled, false, "b", kOther},
      {kEnabled, false, "a", ""},
      {kEnabling, true, "a", "TimeToLive is already enabled"},
      {kEnabling, false, "a", kTooSoon},
      {kDisabling, true, "a", kTooSoon},
      {kDisabling, false, "a", "TimeToLive is already disabled"},
  };
  for (const Case& c : cases) {
    TableSchema schema;
    schema.time_to_live = {c.now, "a", 3};
    auto next = plan_time_to_live(schema, c.enable, c.attribute);
    ASSERT_EQ(next.ok(), c.message.empty()) << static_cast<int>(c.now) << c.enable << c.attribute;
    if (!next.ok()) {
      EXPECT_EQ(next.error().message, c.message);
    } else {
      EXPECT_EQ(next->epoch, schema.epoch + 1);
      EXPECT_EQ(next->time_to_live.maintained(), c.enable);
      if (c.enable) {
        EXPECT_NE(next->time_to_live.index_id, 3);
      }
    }
  }
  TableSchema busy;
  busy.status = TableStatus::kUpdating;
  EXPECT_EQ(plan_time_to_live(busy, true, "a").error().kind, ErrorKind::kResourceInUse);
}

TEST(TimeToLiveRules, SettingsAreStored) {
  TableSchema schema;
  schema.name = "t";
  schema.keys = {{{"pk", Type::kS}}, {}};
  schema.time_to_live = {TimeToLiveStatus::kEnabled, "expires", 2};
  schema.tags = {{"k", "v"}};
  schema.insights = {{0, true, InsightsMode::kThrottledKeys, 5, 6}, {3, false, {}, 7, 8, true}};
  schema.policies = {{"", "{}", "1"}, {"label", "{\"a\":1}", "2"}};
  EXPECT_EQ(decode_schema(encode_schema(schema)), schema);
}

TEST(TimeToLiveRules, EntriesNameTheirItem) {
  TableSchema schema;
  schema.id = 9;
  schema.keys = {{{"pk", Type::kS}}, {}};
  schema.time_to_live = {TimeToLiveStatus::kEnabled, "expires", 2};
  const std::string stored = item("x", "77");
  const std::string key = item_key(schema, ItemView(stored));
  const auto entry = time_index_key(schema, ItemView(stored), key);
  ASSERT_TRUE(entry.has_value());
  EXPECT_EQ(indexed_item_key(schema, *entry), key);
  const storage::KeyRange in = time_index_range(schema, {77, 77}), before = time_index_range(schema, {0, 76});
  EXPECT_TRUE(in.begin <= *entry && *entry < in.end);
  EXPECT_LE(before.end, *entry);
}

}  // namespace
}  // namespace stator::db::table
