// Many clients on few items: sums are right, conditional puts have one winner, and the change log has the
// writes of an item in the order of their acknowledgements. STATOR_SEED sets the seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

#include "base/block_on.h"
#include "base/event_loop_group.h"
#include "base/task_group.h"
#include "base/thread_pool.h"
#include "db/change/change.h"
#include "db/table/database.h"
#include "power_cut/database_on_disk.h"
#include "storage/faulty/faulty_engine.h"
#include "storage/memory/memory_engine.h"
#include "storage/rocksdb/test_folder.h"

namespace stator::power_cut {
namespace {

using base::block_on;
using db::model::ItemView;

constexpr int kClients = 24;
constexpr int kSteps = 60;  // of one client
constexpr int kItems = 3;   // of each kind
constexpr int kPrizes = 40;

constexpr storage::FaultRates kFaults{.busy = 0.03,
                                      .conflict = 0.05,
                                      .unknown_applied = 0.02,
                                      .unknown_lost = 0.02,
                                      .delay = 0.05,
                                      .max_delay = std::chrono::microseconds(200)};

struct Setup {
  std::string name;
  std::size_t loops = 1;
  bool durable = false;
  storage::FaultRates faults;

  friend void PrintTo(const Setup& setup, std::ostream* out) { *out << setup.name; }
};

// One acknowledged write of an item: its value, and when it was sent and acknowledged, as places in one order
// of events.
struct Acknowledged {
  std::int64_t value = 0;
  std::int64_t sent = 0, answered = 0;
};

class Contention : public testing::TestWithParam<Setup> {
 protected:
  void SetUp() override {
    if (const char* text = std::getenv("STATOR_SEED")) seed_ = std::strtoull(text, nullptr, 10);
    if (GetParam().durable) {
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
    ASSERT_TRUE(block_on(database_->create_table(table_definition(scope_, "t", false))).ok());
    table_ = *database_->find_table(scope_, "t");
  }
  void TearDown() override {
    if (database_ != nullptr) block_on(database_->stop());
  }

  static Plain key(const std::string& kind, int index) { return {{"pk", kind}, {"sk", number(index)}}; }

  // All clients, spread over the loops, to their end.
  void run_clients() {
    faulty_->set_rates(GetParam().faults);
    base::EventLoopGroup loops(GetParam().loops);
    base::TaskGroup clients;
    for (int i = 0; i < kClients; ++i) clients.spawn_on(loops[i % loops.size()], client(i));
    loops.start();
    block_on(clients.wait());
    loops.stop();
    faulty_->set_rates({});
  }

  base::Task<> client(int number_of_client) {
    base::SeededRandom random(seed_ * 1000 + number_of_client);
    for (int i = 0; i < kSteps; ++i) {
      const int item = static_cast<int>(random.below(kItems));
      switch (random.below(3)) {
        case 0:
          co_await add(item);
          break;
        case 1:
          co_await overwrite(item, number_of_client * kSteps + i + 1);
          break;
        default:
          co_await claim(static_cast<int>(random.below(kPrizes)), number_of_client);
      }
    }
  }

  base::Task<> add(int item) {
    const PlainWrite write{"t", key("counter", item), "ADD n :one", false, "", {{":one", number(1)}}};
    const PlainRequest request(write);
    auto done = co_await send(*database_, table_, request);
    if (done.ok()) {
      ++added_[item];
    } else if (done.error().kind == db::ErrorKind::kInternal) {
      ++perhaps_added_[item];
    }
  }

  base::Task<> overwrite(int item, std::int64_t value) {
    PlainWrite write{"t", key("register", item)};
    write.item["v"] = number(value);
    const PlainRequest request(write);
    const std::int64_t sent = ++events_;
    auto done = co_await send(*database_, table_, request);
    std::lock_guard lock(mutex_);
    if (done.ok()) acknowledged_[item].push_back({value, sent, ++events_});
  }

  base::Task<> claim(int prize, int number_of_client) {
    PlainWrite write{"t", key("prize", prize)};
    write.item["winner"] = number(number_of_client);
    write.condition = "attribute_not_exists(pk)";
    const PlainRequest request(write);
    auto done = co_await send(*database_, table_, request);
    std::lock_guard lock(mutex_);
    if (done.ok()) {
      winners_[prize].push_back(number_of_client);
    } else if (done.error().kind == db::ErrorKind::kInternal) {
      perhaps_winners_[prize].push_back(number_of_client);
    } else if (done.error().kind == db::ErrorKind::kConditionalCheckFailed) {
      lost_.insert(prize);
    }
  }

  std::optional<Plain> get(const Plain& wanted) {
    const std::string bytes = encode(wanted);
    auto outcome = block_on(database_->get_item(table_, {ItemView(bytes), true}));
    EXPECT_TRUE(outcome.ok());
    if (!outcome.ok() || !outcome->item) return std::nullopt;
    return decode(ItemView(*outcome->item));
  }

  // The values of a register in the order of the log.
  std::vector<std::int64_t> logged(int item) {
    std::map<std::uint64_t, std::int64_t> values;  // by sequence number
    const std::uint64_t group = table_->stream->log_group;
    const auto shards = block_on(faulty_->list_shards(group));
    for (const storage::LogShard& shard : *shards) {
      std::uint64_t from = shard.first_sequence;
      for (;;) {
        auto page = block_on(faulty_->read_log(group, shard.id, from, {}));
        if (!page.ok() || page->records.empty()) break;
        for (const storage::LogRecord& record : page->records) {
          const auto change = db::change::decode(record.record);
          if (decode(change->keys) != key("register", item)) continue;
          values[record.sequence] = number_of(decode(*change->new_image), "v");
        }
        from = page->next_sequence;
      }
    }
    std::vector<std::int64_t> ordered;
    for (const auto& [sequence, value] : values) ordered.push_back(value);
    return ordered;
  }

  std::uint64_t seed_ = 1;
  const db::table::Scope scope_{"000000000000", "us-east-1"};
  storage::TestFolder folder_;
  base::ThreadPool pool_{2};
  std::unique_ptr<storage::Engine> engine_;
  std::unique_ptr<storage::FaultyEngine> faulty_;
  std::unique_ptr<db::table::Database> database_;
  db::table::TableRef table_;

  std::atomic<std::int64_t> added_[kItems] = {}, perhaps_added_[kItems] = {};
  std::atomic<std::int64_t> events_ = 0;
  std::mutex mutex_;                                // guards what follows
  std::vector<Acknowledged> acknowledged_[kItems];  // in the order of the answers
  std::map<int, std::vector<int>> winners_, perhaps_winners_;
  std::set<int> lost_;  // prizes that somebody did not get because they were gone
};

TEST_P(Contention, CountersWinnersAndOrder) {
  run_clients();
  for (int item = 0; item < kItems; ++item) {
    const std::optional<Plain> counter = get(key("counter", item));
    ASSERT_TRUE(counter);
    EXPECT_GE(number_of(*counter, "n"), added_[item]);
    EXPECT_LE(number_of(*counter, "n"), added_[item] + perhaps_added_[item]);
  }

  for (int prize = 0; prize < kPrizes; ++prize) {
    SCOPED_TRACE("prize " + std::to_string(prize));
    const std::optional<Plain> found = get(key("prize", prize));
    std::vector<int> possible = winners_[prize];
    EXPECT_LE(possible.size(), 1u);
    if (possible.empty()) possible = perhaps_winners_[prize];
    EXPECT_TRUE(found || (winners_[prize].empty() && !lost_.contains(prize)));
    if (!found) continue;
    EXPECT_TRUE(std::count(possible.begin(), possible.end(), number_of(*found, "winner")))
        << "won by " << number_of(*found, "winner");
  }

  for (int item = 0; item < kItems; ++item) {
    SCOPED_TRACE("register " + std::to_string(item));
    const std::vector<std::int64_t> log = logged(item);
    std::map<std::int64_t, std::size_t> place;
    for (std::size_t i = 0; i < log.size(); ++i)
      EXPECT_TRUE(place.emplace(log[i], i).second) << "written twice: " << log[i];
    std::int64_t sent_before = 0;  // the latest start of what stands before in the log
    std::vector<Acknowledged> by_place;
    for (const Acknowledged& write : acknowledged_[item]) {
      ASSERT_TRUE(place.contains(write.value)) << "not in the log: " << write.value;
      by_place.push_back(write);
    }
    std::sort(by_place.begin(), by_place.end(),
              [&](const Acknowledged& a, const Acknowledged& b) { return place[a.value] < place[b.value]; });
    for (const Acknowledged& write : by_place) {
      EXPECT_GT(write.answered, sent_before) << "acknowledged before one was sent that stands before it";
      sent_before = std::max(sent_before, write.sent);
    }
    ASSERT_FALSE(log.empty());
    EXPECT_EQ(number_of(*get(key("register", item)), "v"), log.back());
    // On one loop answers come in the order of the commits.
    if (GetParam().loops > 1 || GetParam().faults.delay > 0) continue;
    for (std::size_t i = 0; i < by_place.size(); ++i)
      EXPECT_EQ(by_place[i].value, acknowledged_[item][i].value) << "answer " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, Contention,
                         testing::Values(Setup{"memory", 3, false, {}}, Setup{"durable", 3, true, {}},
                                         Setup{"durable_one_loop", 1, true, {}},
                                         Setup{"memory_faulty", 3, false, kFaults},
                                         Setup{"durable_faulty", 3, true, kFaults}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace stator::power_cut
