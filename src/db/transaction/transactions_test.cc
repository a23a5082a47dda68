#include "db/transaction/transactions.h"

#include <gtest/gtest.h>

#include <map>
#include <thread>

#include "base/block_on.h"
#include "base/random.h"
#include "base/thread_pool.h"
#include "db/model/value_writer.h"
#include "db/table/item_keys.h"
#include "db/table/item_latches.h"
#include "storage/memory/memory_engine.h"

namespace stator::db::transaction {
namespace {

using base::block_on;
using model::ItemView;
using model::Number;

std::string item(std::string_view id, std::optional<std::int64_t> amount = std::nullopt) {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  writer.name("id");
  writer.string(id);
  if (amount) {
    writer.name("amount");
    writer.number(Number::from_int(*amount));
  }
  writer.end_map();
  return out;
}

std::string number(std::int64_t value) {
  std::string out;
  model::ValueWriter(&out).number(Number::from_int(value));
  return out;
}

expression::Update parse_update(std::string_view text, std::int64_t value) {
  expression::Placeholders placeholders({}, {{":v", number(value)}});
  return std::move(expression::Update::parse(text, placeholders)).value();
}

expression::Condition parse_condition(std::string_view text, std::int64_t value = 0) {
  expression::Placeholders placeholders({}, {{":v", number(value)}});
  return std::move(expression::Condition::parse(expression::Kind::kCondition, text, placeholders)).value();
}

class TransactionsTest : public testing::Test {
 protected:
  void SetUp() override {
    table::Database::Options options;
    options.clock = &clock_;
    options.background = &pool_;
    database_ = std::move(block_on(table::Database::open(engine_, options))).value();
    table::TableSchema schema;
    schema.scope = {"000000000000", "us-east-1"};
    schema.name = "t";
    schema.keys = {{{"id", model::Type::kS}}, {}};
    schema.billing = table::BillingMode::kPayPerRequest;
    ASSERT_TRUE(block_on(database_->create_table(schema)).ok());
    table_ = std::move(database_->find_table(schema.scope, "t")).value();
    transactions_ = std::make_unique<Transactions>(*database_);
  }
  void TearDown() override { block_on(database_->stop()); }

  Result<WriteOutcome> put(const std::string& bytes, std::optional<ClientToken> token = std::nullopt,
                           const expression::Condition* condition = nullptr) {
    table::PutRequest request;
    request.item = ItemView(bytes);
    request.condition = condition;
    return block_on(transactions_->write({{table_, &request}}, std::move(token)));
  }
  std::optional<std::int64_t> amount(std::string_view id) {
    std::string key = item(id);
    auto outcome = block_on(database_->get_item(table_, {ItemView(key)}));
    if (!outcome->item) return std::nullopt;
    std::int64_t value = 0;
    ItemView(*outcome->item).find("amount")->number().to_int64(&value);
    return value;
  }
  ClientToken token(std::string text, std::string digest) {
    return {"TransactWriteItems", table_->scope, std::move(text), std::move(digest)};
  }
  // Moves one unit; false when cancelled.
  bool move(const std::string& from, const std::string& to) {
    std::string from_key = item(from), to_key = item(to);
    auto minus = parse_update("SET amount = amount - :v", 1),
         plus = parse_update("SET amount = amount + :v", 1);
    auto enough = parse_condition("amount >= :v", 1);
    table::UpdateRequest take, give;
    take.key = ItemView(from_key);
    take.update = &minus;
    take.condition = &enough;
    give.key = ItemView(to_key);
    give.update = &plus;
    auto outcome = block_on(transactions_->write({{table_, &take}, {table_, &give}}, {}));
    EXPECT_TRUE(outcome.ok()) << outcome.error().message;
    return outcome.ok() && outcome->reasons.empty();
  }

  base::ManualClock clock_;
  base::ThreadPool pool_{1};
  storage::MemoryEngine engine_{clock_};
  std::unique_ptr<table::Database> database_;
  table::TableRef table_;
  std::unique_ptr<Transactions> transactions_;
};

TEST_F(TransactionsTest, AllOrNothingWithReasonsInOrder) {
  ASSERT_TRUE(put(item("a", 5))->reasons.empty());
  std::string b = item("b", 1), a = item("a"), c = item("c");
  auto exists = parse_condition("attribute_exists(id) AND id <> :v");
  table::PutRequest put_b;
  put_b.item = ItemView(b);
  ConditionCheck check_a, check_c;
  check_a.key = ItemView(a);
  check_a.condition = &exists;
  check_c.key = ItemView(c);
  check_c.condition = &exists;
  auto cancelled =
      block_on(transactions_->write({{table_, &put_b}, {table_, &check_a}, {table_, &check_c}}, {}));
  ASSERT_TRUE(cancelled.ok());
  ASSERT_EQ(cancelled->reasons.size(), 3u);
  EXPECT_EQ(cancelled->reasons[0].code, CancellationCode::kNone);
  EXPECT_EQ(cancelled->reasons[1].code, CancellationCode::kNone);
  EXPECT_EQ(cancelled->reasons[2].code, CancellationCode::kConditionalCheckFailed);
  EXPECT_EQ(cancelled->reasons[2].message, "The conditional request failed");
  EXPECT_FALSE(amount("b"));

  auto done = block_on(transactions_->write({{table_, &put_b}, {table_, &check_a}}, {}));
  ASSERT_TRUE(done.ok());
  EXPECT_TRUE(done->reasons.empty());
  EXPECT_EQ(amount("b"), 1);
  ASSERT_EQ(done->consumed.size(), 1u);
  EXPECT_EQ(done->consumed[0].table, 4);  // two actions, each doubled
}

TEST_F(TransactionsTest, OneItemTwiceIsRefused) {
  std::string a = item("a", 1);
  table::PutRequest first, second;
  first.item = second.item = ItemView(a);
  auto outcome = block_on(transactions_->write({{table_, &first}, {table_, &second}}, {}));
  EXPECT_EQ(outcome.error().message, "Transaction request cannot include multiple operations on one item");
}

TEST_F(TransactionsTest, FailingUpdatesAreReasons) {
  ASSERT_TRUE(put(item("a", 5))->reasons.empty());
  std::string key = item("a");
  auto wrong = parse_update("SET amount = id + :v", 1);
  table::UpdateRequest update;
  update.key = ItemView(key);
  update.update = &wrong;
  auto outcome = block_on(transactions_->write({{table_, &update}}, {}));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->reasons[0].code, CancellationCode::kValidationError);
  EXPECT_EQ(outcome->reasons[0].message, "An operand in the update expression has an incorrect data type");
}

TEST_F(TransactionsTest, MeetingAnotherWriteCancels) {
  std::string bytes = item("a", 1);
  auto parts = database_->parts();
  {
    auto hold = parts.latches.try_acquire(table::item_key(*table_, ItemView(bytes)));
    auto outcome = put(bytes);
    ASSERT_TRUE(outcome.ok());
    EXPECT_EQ(outcome->reasons[0].code, CancellationCode::kTransactionConflict);
    auto read = block_on(transactions_->read({{table_, {ItemView(bytes)}}}));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->reasons[0].code, CancellationCode::kValidationError);
    EXPECT_EQ(read->reasons[0].message, "The provided key element does not match the schema");
    std::string key = item("a");
    read = block_on(transactions_->read({{table_, {ItemView(key)}}}));
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->reasons[0].code, CancellationCode::kTransactionConflict);
    table::PutRequest single;
    single.item = ItemView(bytes);
    EXPECT_EQ(block_on(database_->put_item(table_, single)).error().kind, ErrorKind::kTransactionConflict);
  }
  EXPECT_TRUE(put(bytes)->reasons.empty());
}

TEST_F(TransactionsTest, AnotherTableOfTheSameNameIsLeftAlone) {
  table::TableSchema schema = *table_;
  ASSERT_TRUE(block_on(database_->delete_table(schema.scope, "t")).ok());
  ASSERT_TRUE(block_on(database_->create_table(schema)).ok());
  const auto outcome = put(item("a", 1));
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().kind, ErrorKind::kResourceNotFound);
  table_ = *database_->find_table(schema.scope, "t");
  EXPECT_EQ(amount("a"), std::nullopt);
}

TEST_F(TransactionsTest, TokensReplayForTenMinutes) {
  ASSERT_TRUE(put(item("a", 1), token("k", "d"))->reasons.empty());
  ASSERT_TRUE(put(item("a", 2))->reasons.empty());
  auto replay = put(item("a", 1), token("k", "d"));
  ASSERT_TRUE(replay.ok());
  EXPECT_TRUE(replay->replayed);
  EXPECT_EQ(replay->consumed[0].table, 2);
  EXPECT_EQ(amount("a"), 2);
  EXPECT_EQ(put(item("a", 9), token("k", "other")).error().kind, ErrorKind::kIdempotentParameterMismatch);
  // Another server on the same data knows the token, too.
  Transactions after_restart(*database_);
  std::string bytes = item("a", 1);
  table::PutRequest request;
  request.item = ItemView(bytes);
  EXPECT_TRUE(block_on(after_restart.write({{table_, &request}}, token("k", "d")))->replayed);
  clock_.advance_micros(kTokenLifetimeMicros + 1);
  EXPECT_FALSE(put(item("a", 1), token("k", "d"))->replayed);
  EXPECT_EQ(amount("a"), 1);
}

TEST_F(TransactionsTest, MoneyIsNeitherMadeNorLost) {
  constexpr int kAccounts = 5, kStart = 100, kThreads = 4, kMoves = 200;
  for (int i = 0; i < kAccounts; ++i)
    ASSERT_TRUE(put(item("acc" + std::to_string(i), kStart))->reasons.empty());
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t)
    threads.emplace_back([&, t] {
      base::SeededRandom random(static_cast<std::uint64_t>(t) + 1);
      for (int i = 0; i < kMoves; ++i) {
        std::uint64_t from = random.below(kAccounts),
                      to = (from + 1 + random.below(kAccounts - 1)) % kAccounts;
        move("acc" + std::to_string(from), "acc" + std::to_string(to));
      }
    });
  // A reader that takes all accounts at once always sees the whole sum.
  std::vector<std::string> keys;
  for (int i = 0; i < kAccounts; ++i) keys.push_back(item("acc" + std::to_string(i)));
  for (int round = 0; round < 200; ++round) {
    std::vector<ReadAction> reads;
    for (const std::string& key : keys) reads.push_back({table_, {ItemView(key)}});
    auto outcome = block_on(transactions_->read(reads));
    ASSERT_TRUE(outcome.ok());
    if (!outcome->reasons.empty()) continue;
    std::int64_t sum = 0;
    for (const auto& read : outcome->items) {
      std::int64_t value = 0;
      ItemView(*read).find("amount")->number().to_int64(&value);
      sum += value;
    }
    EXPECT_EQ(sum, kAccounts * kStart);
  }
  for (std::thread& thread : threads) thread.join();
  std::int64_t sum = 0;
  for (int i = 0; i < kAccounts; ++i) sum += *amount("acc" + std::to_string(i));
  EXPECT_EQ(sum, kAccounts * kStart);
}

}  // namespace
}  // namespace stator::db::transaction
