#include "db/table/database.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <thread>

#include "base/block_on.h"
#include "base/random.h"
#include "base/thread_pool.h"
#include "db/change/change.h"
#include "db/model/value_writer.h"
#include "db/table/item_keys.h"
#include "storage/memory/memory_engine.h"

namespace stator::db::table {
namespace {

using base::block_on;
using model::ItemView;
using model::Number;
using model::Type;

// An item as name -> S or N value; a text that begins with '#' is a number.
using Plain = std::map<std::string, std::string>;

std::string encode(const Plain& plain) {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  for (const auto& [name, text] : plain) {
    writer.name(name);
    if (text.starts_with('#')) {
      writer.number(*Number::parse(text.substr(1)));
    } else {
      writer.string(text);
    }
  }
  writer.end_map();
  return out;
}

Plain decode(ItemView item) {
  Plain plain;
  for (model::Attribute attribute : item)
    plain[std::string(attribute.name)] = attribute.value.type() == Type::kN
                                             ? "#" + attribute.value.number().to_string()
                                             : std::string(attribute.value.text());
  return plain;
}

IndexSchema global_index(std::string name, std::vector<model::KeyAttribute> partition,
                         std::vector<model::KeyAttribute> sort, ProjectionSpec projection = {}) {
  IndexSchema index;
  index.global = true;
  index.name = std::move(name);
  index.keys = {std::move(partition), std::move(sort)};
  index.projection = std::move(projection);
  return index;
}

class DatabaseTest : public testing::Test {
 protected:
  void SetUp() override {
    Database::Options options;
    options.clock = &clock_;
    options.background = &pool_;
    options.seed = 7;
    database_ = std::move(*block_on(Database::open(engine_, options)));
  }
  void TearDown() override { block_on(database_->stop()); }

  TableSchema definition() const {
    TableSchema schema;
    schema.scope = scope_;
    schema.name = "t";
    schema.keys = {{{"pk", Type::kS}}, {{"sk", Type::kN}}};
    schema.billing = BillingMode::kPayPerRequest;
    return schema;
  }
  TableRef create(TableSchema schema) {
    std::string name = schema.name;
    EXPECT_TRUE(block_on(database_->create_table(std::move(schema))).ok());
    return table(name);
  }
  TableRef table(std::string_view name = "t") { return *database_->find_table(scope_, name); }

  Result<WriteOutcome> put(const Plain& plain) {
    std::string item = encode(plain);
    PutRequest request;
    request.item = ItemView(item);
    return block_on(database_->put_item(table(), request));
  }
  Result<WriteOutcome> remove(const Plain& key) {
    std::string bytes = encode(key);
    DeleteRequest request;
    request.key = ItemView(bytes);
    return block_on(database_->delete_item(table(), request));
  }
  Result<WriteOutcome> update(const Plain& key, std::string_view text, const Plain& values,
                              std::string_view condition = "") {
    std::vector<expression::Placeholders::Value> list;
    std::string encoded = encode(values);
    for (model::Attribute a : ItemView(encoded))
      list.push_back({std::string(a.name), std::string(a.value.bytes())});
    expression::Placeholders placeholders({}, list);
    auto parsed = expression::Update::parse(text, placeholders);
    if (!parsed.ok()) return parsed.error();
    std::string bytes = encode(key);
    UpdateRequest request;
    request.key = ItemView(bytes);
    request.update = &*parsed;
    std::optional<expression::Condition> checked;
    if (!condition.empty()) {
      auto c = expression::Condition::parse(expression::Kind::kCondition, condition, placeholders);
      if (!c.ok()) return c.error();
      checked.emplace(std::move(*c));
      request.condition = &*checked;
    }
    return block_on(database_->update_item(table(), request));
  }
  std::optional<Plain> get(const Plain& key) {
    std::string bytes = encode(key);
    auto outcome = block_on(database_->get_item(table(), {ItemView(bytes)}));
    if (!outcome->item) return std::nullopt;
    return decode(ItemView(*outcome->item));
  }
  // All pages of a scan, by `limit`.
  std::vector<Plain> scan_all(std::string_view index, std::uint32_t limit, std::uint32_t segments = 1) {
    std::vector<Plain> out;
    for (std::uint32_t segment = 0; segment < segments; ++segment) {
      std::string start;
      do {
        ScanRequest request;
        request.index_name = index;
        request.limit = limit;
        request.segment = segment;
        request.total_segments = segments;
        std::string from = std::move(start);
        if (!from.empty()) request.start_key = ItemView(from);
        auto page = block_on(database_->scan(table(), request));
        EXPECT_TRUE(page.ok()) << page.error().message;
        if (!page.ok()) return out;
        for (ItemView item : page->items) out.push_back(decode(item));
        start = page->last_evaluated_key;
      } while (!start.empty());
    }
    return out;
  }
  Result<ReadPage> query(std::string_view condition, const Plain& values, QueryRequest request) {
    std::vector<expression::Placeholders::Value> list;
    std::string encoded = encode(values);
    for (model::Attribute a : ItemView(encoded))
      list.push_back({std::string(a.name), std::string(a.value.bytes())});
    expression::Placeholders placeholders({}, list);
    auto parsed = expression::KeyCondition::parse(condition, placeholders);
    if (!parsed.ok()) return parsed.error();
    request.key_condition = &*parsed;
    return block_on(database_->query(table(), request));
  }
  void wait_until_active() {
    while (table()->status != TableStatus::kActive) std::this_thread::yield();
  }

  base::ManualClock clock_;
  base::ThreadPool pool_{2};
  storage::MemoryEngine engine_{clock_};
  Scope scope_{"000000000000", "us-east-1"};
  std::unique_ptr<Database> database_;
};

TEST_F(DatabaseTest, PutGetDelete) {
  create(definition());
  Plain item{{"pk", "a"}, {"sk", "#1"}, {"note", "x"}};
  auto first = put(item);
  ASSERT_TRUE(first.ok());
  EXPECT_FALSE(first->old_item);
  EXPECT_EQ(get({{"pk", "a"}, {"sk", "#1"}}), item);
  auto second = put({{"pk", "a"}, {"sk", "#1"}, {"note", "y"}});
  ASSERT_TRUE(second->old_item);
  EXPECT_EQ(decode(ItemView(*second->old_item)), item);
  ASSERT_TRUE(remove({{"pk", "a"}, {"sk", "#1"}}).ok());
  EXPECT_FALSE(get({{"pk", "a"}, {"sk", "#1"}}));
}

TEST_F(DatabaseTest, KeysAreChecked) {
  create(definition());
  EXPECT_EQ(put({{"pk", "a"}}).error().message,
            "One or more parameter values were invalid: Missing the key sk in the item");
  EXPECT_EQ(put({{"pk", "#1"}, {"sk", "#1"}}).error().message,
            "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N");
  EXPECT_EQ(remove({{"pk", "a"}}).error().message, "The provided key element does not match the schema");
  EXPECT_TRUE(put({{"pk", std::string(2048, 'k')}, {"sk", "#1"}}).ok());
  EXPECT_EQ(put({{"pk", std::string(2049, 'k')}, {"sk", "#1"}}).error().kind, ErrorKind::kKeyMismatch);
}

TEST_F(DatabaseTest, FourHundredKilobytesIsTheLimit) {
  create(definition());
  std::size_t overhead = 2 + 1 + 2 + 2 + 1;  // pk, "a", sk, number, name of the big attribute
  Plain item{{"pk", "a"}, {"sk", "#1"}, {"b", std::string(model::kMaxItemBytes - overhead, 'x')}};
  EXPECT_TRUE(put(item).ok());
  item["b"] += 'x';
  EXPECT_EQ(put(item).error().message, "Item size has exceeded the maximum allowed size");
}

TEST_F(DatabaseTest, QueryPagesVisitEachItemOnceInBothDirections) {
  create(definition());
  for (int i = 0; i < 57; ++i) ASSERT_TRUE(put({{"pk", "a"}, {"sk", "#" + std::to_string(i - 20)}}).ok());
  ASSERT_TRUE(put({{"pk", "b"}, {"sk", "#1"}}).ok());
  for (bool forward : {true, false}) {
    std::vector<int> seen;
    std::string start;
    do {
      QueryRequest request;
      request.forward = forward;
      request.limit = 10;
      std::string from = std::move(start);
      if (!from.empty()) request.start_key = ItemView(from);
      auto page = query("pk = :p", {{":p", "a"}}, request);
      ASSERT_TRUE(page.ok()) << page.error().message;
      for (ItemView item : page->items) seen.push_back(std::stoi(decode(item)["sk"].substr(1)));
      start = page->last_evaluated_key;
    } while (!start.empty());
    ASSERT_EQ(seen.size(), 57u);
    if (!forward) std::reverse(seen.begin(), seen.end());
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
    EXPECT_EQ(seen.front(), -20);
  }
}

TEST_F(DatabaseTest, SortKeyBounds) {
  create(definition());
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(put({{"pk", "a"}, {"sk", "#" + std::to_string(i)}}).ok());
  struct Case {
    const char* condition;
    int low, high;
  };
  for (const Case& c : {Case{"pk = :p AND sk < :x", 0, 3}, Case{"pk = :p AND sk <= :x", 0, 4},
                        Case{"pk = :p AND sk > :x", 5, 9}, Case{"pk = :p AND sk >= :x", 4, 9},
                        Case{"pk = :p AND sk = :x", 4, 4}}) {
    auto page = query(c.condition, {{":p", "a"}, {":x", "#4"}}, {});
    ASSERT_TRUE(page.ok()) << page.error().message;
    ASSERT_EQ(static_cast<int>(page->items.size()), c.high - c.low + 1) << c.condition;
    EXPECT_EQ(decode(page->items.front())["sk"], "#" + std::to_string(c.low));
    EXPECT_EQ(decode(page->items.back())["sk"], "#" + std::to_string(c.high));
  }
}

TEST_F(DatabaseTest, OneMegabyteEndsAPage) {
  create(definition());
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(
        put({{"pk", "a"}, {"sk", "#" + std::to_string(i)}, {"b", std::string(300 * 1024, 'x')}}).ok());
  auto page = query("pk = :p", {{":p", "a"}}, {});
  ASSERT_TRUE(page.ok());
  EXPECT_EQ(page->items.size(), 3u);
  EXPECT_EQ(decode(ItemView(page->last_evaluated_key))["sk"], "#2");
}

TEST_F(DatabaseTest, SegmentsPartitionTheTable) {
  create(definition());
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(put({{"pk", "p" + std::to_string(i)}, {"sk", "#1"}}).ok());
  for (std::uint32_t segments : {1u, 2u, 7u}) {
    auto items = scan_all("", 9, segments);
    std::sort(items.begin(), items.end());
    EXPECT_EQ(items.size(), 100u);
    EXPECT_EQ(std::unique(items.begin(), items.end()), items.end());
  }
}

TEST_F(DatabaseTest, IndexFollowsItsTable) {
  TableSchema schema = definition();
  schema.indexes.push_back(
      global_index("g", {{"color", Type::kS}}, {{"size", Type::kN}}, {ProjectionType::kInclude, {"note"}}));
  create(schema);
  ASSERT_TRUE(
      put({{"pk", "a"}, {"sk", "#1"}, {"color", "red"}, {"size", "#5"}, {"note", "n"}, {"other", "o"}}).ok());
  ASSERT_TRUE(put({{"pk", "a"}, {"sk", "#2"}, {"color", "red"}}).ok());  // sparse: no size
  auto entries = scan_all("g", 10);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0], (Plain{{"pk", "a"}, {"sk", "#1"}, {"color", "red"}, {"size", "#5"}, {"note", "n"}}));

  auto moved = put({{"pk", "a"}, {"sk", "#1"}, {"color", "blue"}, {"size", "#5"}});
  ASSERT_TRUE(moved.ok());
  ASSERT_EQ(moved->consumed.global_indexes.size(), 1u);
  EXPECT_EQ(moved->consumed.global_indexes[0].second, 2);  // rule 101: delete + insert
  entries = scan_all("g", 10);
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0]["color"], "blue");

  auto untouched = put({{"pk", "a"}, {"sk", "#1"}, {"color", "blue"}, {"size", "#5"}, {"other", "changed"}});
  EXPECT_TRUE(untouched->consumed.global_indexes.empty());
  EXPECT_EQ(
      put({{"pk", "a"}, {"sk", "#3"}, {"color", "#1"}}).error().message,
      "One or more parameter values were invalid: Type mismatch for Index Key color Expected: S Actual: N "
      "IndexName: g");
  ASSERT_TRUE(remove({{"pk", "a"}, {"sk", "#1"}}).ok());
  EXPECT_TRUE(scan_all("g", 10).empty());
}

TEST_F(DatabaseTest, TiesOnAnIndexArePagedWithoutLossOrRepeat) {
  TableSchema schema = definition();
  schema.indexes.push_back(global_index("g", {{"color", Type::kS}}, {}));
  create(schema);
  for (int i = 0; i < 30; ++i)
    ASSERT_TRUE(put({{"pk", "p" + std::to_string(i)}, {"sk", "#1"}, {"color", "red"}}).ok());
  auto items = scan_all("g", 4);
  std::sort(items.begin(), items.end());
  EXPECT_EQ(items.size(), 30u);
  EXPECT_EQ(std::unique(items.begin(), items.end()), items.end());
}

TEST_F(DatabaseTest, LocalIndexFetchesWhatItDoesNotProject) {
  TableSchema schema = definition();
  IndexSchema local;
  local.name = "l";
  local.keys = {{{"pk", Type::kS}}, {{"when", Type::kS}}};
  local.projection.type = ProjectionType::kKeysOnly;
  schema.indexes.push_back(local);
  create(schema);
  auto written = put({{"pk", "a"}, {"sk", "#1"}, {"when", "2"}, {"note", "x"}});
  ASSERT_TRUE(written.ok());
  ASSERT_TRUE(written->collection);
  EXPECT_EQ(decode(ItemView(written->collection->key)), (Plain{{"pk", "a"}}));
  QueryRequest request;
  request.index_name = "l";
  auto keys_only = query("pk = :p", {{":p", "a"}}, request);
  ASSERT_TRUE(keys_only.ok()) << keys_only.error().message;
  EXPECT_EQ(decode(keys_only->items[0]), (Plain{{"pk", "a"}, {"sk", "#1"}, {"when", "2"}}));
  EXPECT_EQ(keys_only->consumed.table, 0);
  request.select = Select::kAllAttributes;
  auto all = query("pk = :p", {{":p", "a"}}, request);
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(decode(all->items[0])["note"], "x");
  EXPECT_EQ(all->consumed.table, 0.5);
  EXPECT_EQ(all->consumed.local_indexes[0].second, 0.5);
}

TEST_F(DatabaseTest, ConditionsDecideAndGhostsAreNotMade) {
  create(definition());
  Plain key{{"pk", "a"}, {"sk", "#1"}};
  auto refused = update(key, "SET n = :v", {{":v", "#1"}}, "attribute_exists(pk)");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::kConditionalCheckFailed);
  EXPECT_FALSE(get(key));
  ASSERT_TRUE(update(key, "SET n = :v", {{":v", "#1"}}, "attribute_not_exists(pk)").ok());
  EXPECT_EQ((*get(key))["n"], "#1");
  EXPECT_TRUE(update({{"pk", "b"}, {"sk", "#1"}}, "REMOVE n", {}).ok());
  EXPECT_FALSE(get({{"pk", "b"}, {"sk", "#1"}}));
  EXPECT_EQ(update(key, "SET pk = :v", {{":v", "x"}}).error().message,
            "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part "
            "of the key");
}

TEST_F(DatabaseTest, ConcurrentIncrementsAddUp) {
  create(definition());
  constexpr int kThreads = 4, kRounds = 200;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < kRounds; ++i)
        ASSERT_TRUE(update({{"pk", "a"}, {"sk", "#1"}}, "ADD n :one", {{":one", "#1"}}).ok());
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ((*get({{"pk", "a"}, {"sk", "#1"}}))["n"], "#" + std::to_string(kThreads * kRounds));
}

TEST_F(DatabaseTest, IndexIsBuiltWhileWritersGoOn) {
  create(definition());
  for (int i = 0; i < 500; ++i)
    ASSERT_TRUE(
        put({{"pk", "p" + std::to_string(i)}, {"sk", "#1"}, {"color", "c" + std::to_string(i % 5)}}).ok());
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    base::SeededRandom random(3);
    while (!stop) {
      std::string pk = "p" + std::to_string(random.below(600));
      if (random.below(4) == 0) {
        ASSERT_TRUE(remove({{"pk", pk}, {"sk", "#1"}}).ok());
      } else {
        ASSERT_TRUE(put({{"pk", pk}, {"sk", "#1"}, {"color", "c" + std::to_string(random.below(5))}}).ok());
      }
    }
  });
  TableUpdate change;
  change.attribute_definitions = {{"color", Type::kS}};
  change.indexes.push_back({IndexUpdate::Action::kCreate, global_index("g", {{"color", Type::kS}}, {})});
  auto description = block_on(database_->update_table(scope_, "t", change));
  ASSERT_TRUE(description.ok());
  EXPECT_EQ(description->schema->status, TableStatus::kUpdating);
  EXPECT_EQ(description->schema->indexes[0].status, IndexStatus::kCreating);
  wait_until_active();
  stop = true;
  writer.join();
  auto items = scan_all("", 100), entries = scan_all("g", 100);
  std::sort(items.begin(), items.end());
  std::sort(entries.begin(), entries.end());
  EXPECT_EQ(items, entries);

  change = {};
  change.indexes.push_back({IndexUpdate::Action::kDelete, global_index("g", {}, {})});
  ASSERT_TRUE(block_on(database_->update_table(scope_, "t", change)).ok());
  wait_until_active();
  EXPECT_EQ(table()->find_index("g"), nullptr);
  ScanRequest request;
  request.index_name = "g";
  EXPECT_EQ(block_on(database_->scan(table(), request)).error().message,
            "The table does not have the specified index: g");
}

TEST_F(DatabaseTest, ChangeLogReplaysToTheTable) {
  TableSchema schema = definition();
  schema.stream = StreamSpec{};
  create(schema);
  base::SeededRandom random(11);
  for (int i = 0; i < 400; ++i) {
    std::string pk = "p" + std::to_string(random.below(20));
    if (random.below(3) == 0) {
      ASSERT_TRUE(remove({{"pk", pk}, {"sk", "#1"}}).ok());
    } else {
      ASSERT_TRUE(put({{"pk", pk}, {"sk", "#1"}, {"v", std::to_string(random.below(3))}}).ok());
    }
  }
  std::map<Plain, Plain> replayed;
  std::uint64_t group = table()->stream->log_group;
  auto shards = block_on(engine_.list_shards(group));
  ASSERT_TRUE(shards.ok());
  for (const storage::LogShard& shard : *shards) {
    std::uint64_t from = shard.first_sequence;
    while (true) {
      auto page = block_on(engine_.read_log(group, shard.id, from, {}));
      ASSERT_TRUE(page.ok());
      if (page->records.empty()) break;
      for (const storage::LogRecord& record : page->records) {
        auto change = change::decode(record.record);
        ASSERT_TRUE(change.has_value());
        Plain keys = decode(change->keys);
        auto before = replayed.find(keys);
        ASSERT_EQ(before != replayed.end(), change->old_image.has_value());
        if (change->old_image) {
          EXPECT_EQ(decode(*change->old_image), before->second);
        }
        if (change->old_image && change->new_image) {
          EXPECT_NE(change->old_image->bytes(), change->new_image->bytes());
        }
        if (change->new_image) {
          replayed[keys] = decode(*change->new_image);
        } else {
          replayed.erase(keys);
        }
      }
      from = page->next_sequence;
    }
  }
  auto items = scan_all("", 100);
  std::vector<Plain> expected;
  for (auto& [keys, item] : replayed) expected.push_back(item);
  std::sort(items.begin(), items.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(items, expected);
}

TEST_F(DatabaseTest, BatchWritesAllItems) {
  create(definition());
  std::vector<std::string> items;
  for (int i = 0; i < 25; ++i) items.push_back(encode({{"pk", "p" + std::to_string(i)}, {"sk", "#1"}}));
  std::vector<BatchWrite> writes;
  for (const std::string& item : items) writes.push_back({true, ItemView(item)});
  auto outcome = block_on(database_->batch_write(table(), writes));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->consumed.table, 25);
  EXPECT_EQ(scan_all("", 100).size(), 25u);
  auto description = block_on(database_->describe_table(scope_, "t"));
  EXPECT_EQ(description->item_count, 25);
}

TEST_F(DatabaseTest, TablesComeAndGo) {
  auto created = block_on(database_->create_table(definition()));
  ASSERT_TRUE(created.ok());
  EXPECT_EQ(created->schema->status, TableStatus::kCreating);
  EXPECT_EQ(block_on(database_->create_table(definition())).error().message, "Table already exists: t");
  ASSERT_TRUE(put({{"pk", "a"}, {"sk", "#1"}}).ok());
  std::uint32_t id = table()->id;
  auto deleted = block_on(database_->delete_table(scope_, "t"));
  ASSERT_TRUE(deleted.ok());
  EXPECT_EQ(deleted->schema->status, TableStatus::kDeleting);
  EXPECT_EQ(block_on(database_->describe_table(scope_, "t")).error().message,
            "Requested resource not found: Table: t not found");
  create(definition());
  EXPECT_NE(table()->id, id);
  EXPECT_TRUE(scan_all("", 10).empty());
  for (const char* name : {"a", "b", "c"}) {
    TableSchema schema = definition();
    schema.name = name;
    create(schema);
  }
  TableNames names = database_->list_tables(scope_, {}, 2);
  EXPECT_EQ(names.names, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(names.last, "b");
  names = database_->list_tables(scope_, "b", 10);
  EXPECT_EQ(names.names, (std::vector<std::string>{"c", "t"}));
  EXPECT_FALSE(names.last);
  EXPECT_TRUE(database_->list_tables({"111111111111", "us-east-1"}, {}, 10).names.empty());
}

TEST_F(DatabaseTest, SchemaSurvivesAReopen) {
  TableSchema schema = definition();
  schema.indexes.push_back(
      global_index("g", {{"color", Type::kS}}, {}, {ProjectionType::kInclude, {"note"}}));
  schema.tags = {{"team", "db"}};
  create(schema);
  TableRef before = table();
  block_on(database_->stop());
  Database::Options options;
  options.background = &pool_;
  database_ = std::move(*block_on(Database::open(engine_, options)));
  EXPECT_EQ(*before, *table());
}

}  // namespace
}  // namespace stator::db::table
