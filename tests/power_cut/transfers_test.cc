// Concurrent transactions over an engine that refuses, delays and says "perhaps": money that is moved between
// accounts stays the same, a ring of references stays one ring, and who reads all accounts in one transaction
// sees that. STATOR_SEED sets the seed.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "base/block_on.h"
#include "base/event_loop_group.h"
#include "base/task_group.h"
#include "base/thread_pool.h"
#include "power_cut/database_on_disk.h"
#include "storage/faulty/faulty_engine.h"
#include "storage/memory/memory_engine.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::power_cut {
namespace {

using base::block_on;
using db::model::ItemView;

constexpr int kClients = 12;
constexpr int kSteps = 80;  // of one client
constexpr int kAccounts = 8;
constexpr int kStart = 100;  // in each account
constexpr int kNodes = 10;
constexpr int kMaxRounds = 20;  // of all clients, until everything has happened that is looked for
constexpr int kTries = 1'000;   // of one transaction, until it is known to have happened or not

constexpr storage::FaultRates kFaults{.busy = 0.03,
                                      .conflict = 0.05,
                                      .unknown_applied = 0.03,
                                      .unknown_lost = 0.03,
                                      .delay = 0.05,
                                      .max_delay = std::chrono::microseconds(200)};

class Transfers : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    if (const char* text = std::getenv("STATOR_SEED")) seed_ = std::strtoull(text, nullptr, 10);
    if (GetParam()) {
      storage::RocksDbOptions options;
      options.path = folder_.path();
      options.memory_budget_bytes = 16 << 20;
      auto opened = storage::RocksDbEngine::open(options, pool_, base::Clock::system());
      ASSERT_TRUE(opened.ok()) << opened.error();
      engine_ = *std::move(opened);
    } else {
      engine_ = std::make_unique<storage::MemoryEngine>(base::Clock::system());
    }
    faulty_ = std::make_unique<storage::FaultyEngine>(*engine_, storage::FaultRates{}, seed_);
    database_ = *block_on(db::table::Database::open(*faulty_, {.background = &pool_}));
    transactions_ = std::make_unique<db::transaction::Transactions>(*database_);
    ASSERT_TRUE(block_on(database_->create_table(table_definition(scope_, "t", false))).ok());
    table_ = *database_->find_table(scope_, "t");
    for (int i = 0; i < kAccounts; ++i) put(account(i), "money", kStart);
    for (int i = 0; i < kNodes; ++i) put(node(i), "follower", (i + 1) % kNodes);
  }
  void TearDown() override {
    if (database_ != nullptr) block_on(database_->stop());
  }

  static Plain account(std::int64_t index) { return {{"pk", "account"}, {"sk", number(index)}}; }
  static Plain node(std::int64_t index) { return {{"pk", "node"}, {"sk", number(index)}}; }

  void put(Plain item, const std::string& name, std::int64_t value) {
    item[name] = number(value);
    const PlainRequest request({"t", std::move(item)});
    ASSERT_TRUE(block_on(send(*database_, table_, request)).ok());
  }

  // The run was one that could break something.
  bool has_seen_all() const { return transfers_ > 0 && rotations_ > 0 && looks_ > 0 && replays_ > 0; }

  void run_clients(int round) {
    faulty_->set_rates(kFaults);
    base::EventLoopGroup loops(3);
    base::TaskGroup clients;
    for (int i = 0; i < kClients; ++i)
      clients.spawn_on(loops[i % loops.size()], client(round * kClients + i));
    loops.start();
    block_on(clients.wait());
    loops.stop();
    faulty_->set_rates({});
  }

  base::Task<> client(int number_of_client) {
    base::SeededRandom random(seed_ * 1000 + number_of_client);
    for (int i = 0; i < kSteps; ++i) {
      const std::string token = std::to_string(number_of_client) + "-" + std::to_string(i);
      switch (random.below(3)) {
        case 0:
          co_await transfer(token, random);
          break;
        case 1:
          co_await rotate(token, static_cast<int>(random.below(kNodes)));
          break;
        default:
          co_await look();
      }
    }
  }

  base::Task<> transfer(std::string token, base::SeededRandom& random) {
    const auto from = static_cast<std::int64_t>(random.below(kAccounts));
    const std::int64_t to = (from + 1 + static_cast<std::int64_t>(random.below(kAccounts - 1))) % kAccounts;
    const Plain values = {{":n", number(1 + static_cast<std::int64_t>(random.below(20)))}};
    std::vector<PlainWrite> writes;
    writes.push_back({"t", account(from), "SET money = money - :n", false, "money >= :n", values});
    writes.push_back({"t", account(to), "SET money = money + :n", false, "", values});
    const bool done = co_await write_together(std::move(token), std::move(writes));
    if (done) ++transfers_;
  }

  // a -> b -> c -> d becomes a -> c -> b -> d, if nobody changed them meanwhile.
  base::Task<> rotate(std::string token, std::int64_t a) {
    const std::optional<std::int64_t> b = co_await next_of(a);
    if (!b) co_return;
    const std::optional<std::int64_t> c = co_await next_of(*b);
    if (!c || *c == a) co_return;  // read while it changed
    const std::optional<std::int64_t> d = co_await next_of(*c);
    if (!d) co_return;
    std::vector<PlainWrite> writes;
    writes.push_back(link(a, *b, *c));
    writes.push_back(link(*c, *d, *b));
    writes.push_back(link(*b, *c, *d));
    const bool done = co_await write_together(std::move(token), std::move(writes));
    if (done) ++rotations_;
  }

  static PlainWrite link(std::int64_t from, std::int64_t before, std::int64_t after) {
    return {"t",   node(from),           "SET follower = :after",
            false, "follower = :before", {{":before", number(before)}, {":after", number(after)}}};
  }

  // Nothing where the read failed.
  base::Task<std::optional<std::int64_t>> next_of(std::int64_t index) {
    const std::string key = encode(node(index));
    const db::table::GetRequest request{ItemView(key), true};
    auto outcome = co_await database_->get_item(table_, request);
    if (!outcome.ok() || !outcome->item) co_return std::nullopt;
    co_return number_of(decode(ItemView(*outcome->item)), "follower");
  }

  // All accounts at one moment.
  base::Task<> look() {
    std::vector<std::string> keys;
    for (int i = 0; i < kAccounts; ++i) keys.push_back(encode(account(i)));
    std::vector<db::transaction::ReadAction> reads;
    for (const std::string& key : keys) reads.push_back({table_, {ItemView(key), true}});
    auto outcome = co_await transactions_->read(std::move(reads));
    if (!outcome.ok() || !outcome->reasons.empty()) co_return;  // met a write
    std::int64_t sum = 0;
    for (const auto& item : outcome->items) sum += number_of(decode(ItemView(*item)), "money");
    EXPECT_EQ(sum, kAccounts * kStart) << "a transaction was seen in part";
    ++looks_;
  }

  // Whether it happened. While that is not known, the same token is sent again.
  base::Task<bool> write_together(std::string token, std::vector<PlainWrite> writes) {
    std::vector<std::unique_ptr<PlainRequest>> requests;
    for (const PlainWrite& write : writes) requests.push_back(std::make_unique<PlainRequest>(write));
    for (int i = 0; i < kTries; ++i) {
      std::vector<db::transaction::WriteAction> actions;
      for (const auto& request : requests) {
        db::transaction::WriteAction action{table_, {}};
        std::visit([&](const auto* intent) { action.action = intent; }, request->intent());
        actions.push_back(std::move(action));
      }
      std::optional<db::transaction::ClientToken> client_token;
      client_token.emplace(db::transaction::ClientToken{"write", scope_, token, token});
      auto outcome = co_await transactions_->write(std::move(actions), std::move(client_token));
      if (outcome.ok()) {
        if (outcome->replayed) ++replays_;
        co_return outcome->reasons.empty();
      }
      const db::ErrorKind kind = outcome.error().kind;
      const bool again = kind == db::ErrorKind::kInternal || kind == db::ErrorKind::kThrottled;
      EXPECT_TRUE(again) << outcome.error().message;
      if (!again) co_return false;
    }
    ADD_FAILURE() << "no outcome after " << kTries << " tries";
    co_return false;
  }

  std::optional<Plain> get(const Plain& wanted) {
    const std::string bytes = encode(wanted);
    auto outcome = block_on(database_->get_item(table_, {ItemView(bytes), true}));
    if (!outcome.ok() || !outcome->item) return std::nullopt;
    return decode(ItemView(*outcome->item));
  }

  std::uint64_t seed_ = 1;
  const db::table::Scope scope_{"000000000000", "us-east-1"};
  storage::TestFolder folder_;
  base::ThreadPool pool_{2};
  std::unique_ptr<storage::Engine> engine_;
  std::unique_ptr<storage::FaultyEngine> faulty_;
  std::unique_ptr<db::table::Database> database_;
  std::unique_ptr<db::transaction::Transactions> transactions_;
  db::table::TableRef table_;
  std::atomic<int> transfers_ = 0, rotations_ = 0, looks_ = 0, replays_ = 0;
};

TEST_P(Transfers, MoneyAndRingStayWhole) {
  for (int round = 0; round < kMaxRounds && !has_seen_all(); ++round) run_clients(round);
  EXPECT_TRUE(has_seen_all());
  std::int64_t sum = 0;
  for (int i = 0; i < kAccounts; ++i) {
    const std::optional<Plain> found = get(account(i));
    ASSERT_TRUE(found);
    EXPECT_GE(number_of(*found, "money"), 0);
    sum += number_of(*found, "money");
  }
  EXPECT_EQ(sum, kAccounts * kStart);

  std::set<std::int64_t> visited;
  std::int64_t at = 0;
  while (visited.insert(at).second) {
    const std::optional<Plain> found = get(node(at));
    ASSERT_TRUE(found);
    at = number_of(*found, "follower");
  }
  EXPECT_EQ(at, 0);
  EXPECT_EQ(visited.size(), static_cast<std::size_t>(kNodes));
}

INSTANTIATE_TEST_SUITE_P(Engines, Transfers, testing::Values(false, true),
                         [](const auto& info) { return info.param ? "durable" : "memory"; });

}  // namespace
}  // namespace stator::power_cut
