#include "db/table/batch_writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "base/block_on.h"
#include "db/model/value_writer.h"
#include "db/table/item_keys.h"
#include "storage/faulty/faulty_engine.h"
#include "storage/memory/memory_engine.h"

namespace stator::db::table {
namespace {

using base::block_on;
using model::ItemView;
using storage::FaultRates;

std::string item(int key, std::size_t bytes) {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  writer.name("pk");
  writer.string("p" + std::to_string(key));
  writer.name("text");
  writer.string(std::string(bytes, 't'));
  writer.end_map();
  return out;
}

class BatchWriterTest : public testing::Test {
 protected:
  static constexpr int kParts = 25;
  static constexpr std::size_t kSmall = 100;
  static constexpr std::size_t kLarge = 20'000;  // more than one commit for a batch

  void SetUp() override {
    auto schema = std::make_shared<TableSchema>();
    schema->name = "t";
    schema->id = 1;
    schema->keys = {{{"pk", model::Type::kS}}, {}};
    ASSERT_TRUE(block_on(catalog_.store(*schema, {})).ok());
    table_ = std::move(schema);
  }

  std::string key(int number) const { return item_key(*table_, ItemView(item(number, 0))); }

  Result<BatchWriteOutcome> put(std::vector<int> keys, std::size_t bytes = kSmall) {
    std::vector<std::string> items;
    for (int number : keys) items.push_back(item(number, bytes));
    std::vector<BatchWrite> writes;
    for (const std::string& each : items) writes.push_back({true, ItemView(each)});
    return block_on(writer_.write(table_, std::move(writes)));
  }

  static std::vector<int> all() {
    std::vector<int> keys;
    for (int i = 0; i < kParts; ++i) keys.push_back(i);
    return keys;
  }

  int written() {
    int there = 0;
    for (int i = 0; i < kParts; ++i) there += block_on(memory_.get_one(key(i)))->exists() ? 1 : 0;
    return there;
  }
  storage::CommitVersion version(int number) { return block_on(memory_.get_one(key(number)))->version; }

  static int failures(const BatchWriteOutcome& outcome) {
    return static_cast<int>(std::count_if(outcome.results.begin(), outcome.results.end(),
                                          [](const auto& failed) { return failed.has_value(); }));
  }

  base::ManualClock clock_;
  storage::MemoryEngine memory_{clock_};
  storage::FaultyEngine engine_{memory_, FaultRates{}, 7};
  Catalog catalog_{engine_};
  ItemLatches latches_;
  KeyActivity keys_{clock_};
  ImageMemory images_{1 << 20};
  ItemWriter single_{engine_, catalog_, latches_, images_, WriteCharge{nullptr, keys_}};
  BatchWriter writer_{engine_, latches_, WriteCharge{nullptr, keys_}, single_};
  TableRef table_;
};

TEST_F(BatchWriterTest, SmallPartsAreOneCommit) {
  const auto outcome = put(all());
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(failures(*outcome), 0);
  EXPECT_EQ(outcome->consumed.table, kParts);
  EXPECT_EQ(written(), kParts);
  for (int i = 0; i < kParts; ++i) EXPECT_EQ(version(i), version(0));
  EXPECT_EQ(*block_on(memory_.read_counter(item_count_key(*table_, 0))), kParts);
}

// Of bulk puts: what stands beside a write is there if and only if the write took place.
TEST_F(BatchWriterTest, ConditionsAndWhatStandsBesideAWrite) {
  ASSERT_TRUE(put({0}).ok());
  std::vector<expression::Placeholders::Name> names;
  std::vector<expression::Placeholders::Value> values;
  expression::Placeholders none(std::move(names), std::move(values));
  const auto if_new =
      expression::Condition::parse(expression::Kind::kCondition, "attribute_not_exists(pk)", none);
  ASSERT_TRUE(if_new.ok());
  std::vector<std::string> items;
  std::vector<storage::Write> marks;
  for (int i = 0; i < 3; ++i) {
    items.push_back(item(i, kSmall));
    marks.push_back({"mark" + std::to_string(i), std::string()});
  }
  const auto write = [&] {
    std::vector<BatchWrite> writes;
    for (int i = 0; i < 3; ++i) {
      BatchWrite& each = writes.emplace_back(BatchWrite{true, ItemView(items[i]), {}});
      each.options.beside = &marks[i];
      each.options.return_item_on_condition_failure = true;
      if (i != 2) each.options.condition = &*if_new;
    }
    return block_on(writer_.write(table_, std::move(writes)));
  };
  const auto is_marked = [&](int i) { return block_on(memory_.get_one(marks[i].key))->exists(); };
  const auto outcome = write();
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(failures(*outcome), 1);
  ASSERT_TRUE(outcome->results[0]);
  EXPECT_EQ(outcome->results[0]->kind, ErrorKind::kConditionalCheckFailed);
  EXPECT_EQ(outcome->results[0]->item, items[0]);
  EXPECT_FALSE(is_marked(0));
  EXPECT_TRUE(is_marked(1));
  EXPECT_TRUE(is_marked(2));
  // Also of a write that changes nothing.
  marks[2].key = "another";
  const auto again = write();
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(failures(*again), 2);
  EXPECT_TRUE(is_marked(2));
}

TEST_F(BatchWriterTest, LargePartsAreSeveralCommits) {
  const auto outcome = put(all(), kLarge);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(failures(*outcome), 0);
  EXPECT_EQ(written(), kParts);
  EXPECT_EQ(version(0), version(1));
  EXPECT_NE(version(0), version(kParts - 1));
}

TEST_F(BatchWriterTest, APartThatMeetsATransactionFailsAlone) {
  {
    const ItemLatches::Hold transaction = latches_.try_acquire(key(3));
    const auto outcome = put(all());
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(failures(*outcome), 1);
    ASSERT_TRUE(outcome->results[3]);
    EXPECT_EQ(outcome->results[3]->kind, ErrorKind::kTransactionConflict);
    EXPECT_EQ(outcome->consumed.table, kParts - 1);
  }
  EXPECT_EQ(written(), kParts - 1);
}

// Before it waits for another writer it lets go of all that it holds.
TEST_F(BatchWriterTest, ABatchThatWaitsHoldsNothing) {
  std::optional<ItemLatches::Hold> other = latches_.acquire_now(key(3));
  ASSERT_TRUE(other && other->holding());
  std::thread batch([&] {
    const auto outcome = put(all());
    EXPECT_TRUE(outcome.ok() && failures(*outcome) == 0);
  });
  while (written() < 3) std::this_thread::yield();
  EXPECT_EQ(written(), 3);
  const auto earlier = put({2, 1, 0}, kSmall + 1);
  EXPECT_TRUE(earlier.ok() && failures(*earlier) == 0);
  other.reset();
  batch.join();
  EXPECT_EQ(written(), kParts);
}

TEST_F(BatchWriterTest, BatchesInOppositeOrderAllEnd) {
  constexpr int kRounds = 300;
  std::vector<int> backwards = all();
  std::reverse(backwards.begin(), backwards.end());
  std::vector<std::thread> writers;
  std::atomic<int> failed = 0;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&, i] {
      for (int round = 0; round < kRounds; ++round) {
        const auto outcome = put(i % 2 == 0 ? all() : backwards, kSmall + static_cast<std::size_t>(i));
        failed += outcome.ok() ? failures(*outcome) : kParts;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(written(), kParts);
  EXPECT_EQ(*block_on(memory_.read_counter(item_count_key(*table_, 0))), kParts);
}

TEST_F(BatchWriterTest, WhatDoesNotHoldTogetherIsWrittenAlone) {
  engine_.set_rates({.conflict = 0.4});
  for (std::size_t bytes = 0; bytes < 20; ++bytes) {
    const auto outcome = put(all(), bytes);
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(failures(*outcome), 0);
    EXPECT_EQ(outcome->consumed.table, kParts);
  }
  EXPECT_EQ(written(), kParts);
  EXPECT_EQ(*block_on(memory_.read_counter(item_count_key(*table_, 0))), kParts);
}

TEST_F(BatchWriterTest, WhatTheEngineRefusesIsSaidOfEachPart) {
  engine_.set_rates({.busy = 1});
  auto outcome = put(all());
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(failures(*outcome), kParts);
  for (const auto& failed : outcome->results) EXPECT_EQ(failed->kind, ErrorKind::kThrottled);
  EXPECT_EQ(outcome->consumed.table, 0);
  engine_.set_rates({.unknown_lost = 1});
  outcome = put(all());
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(failures(*outcome), kParts);
  EXPECT_EQ(written(), 0);
  engine_.set_rates({});
  outcome = put(all());
  EXPECT_TRUE(outcome.ok() && failures(*outcome) == 0) << "nothing is left held";
}

}  // namespace
}  // namespace stator::db::table
