// Backups and recovery to a point in time, on the memory engine. What runs in the background can be held
// back, so that writes come between the beginning of a backup and its copy.

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <map>
#include <mutex>
#include <thread>

#include "base/block_on.h"
#include "base/task_group.h"
#include "base/thread_pool.h"
#include "db/model/value_writer.h"
#include "db/recovery/backups.h"
#include "keyspace/keys.h"
#include "storage/faulty/faulty_engine.h"
#include "storage/memory/memory_engine.h"

namespace stator::db::recovery {
namespace {

using base::block_on;
using model::ItemView;
using table::Database;
using table::IndexSchema;
using table::TableSchema;
using table::TableStatus;

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;

std::string item(const std::string& pk, const std::string& value = "") {
  std::string out;
  model::ValueWriter writer(&out);
  writer.begin_map();
  writer.name("pk");
  writer.string(pk);
  if (!value.empty()) {
    writer.name("value");
    writer.string(value);
  }
  writer.end_map();
  return out;
}

using Items = std::map<std::string, std::string>;  // pk -> value

// Counts scans, and can be held up where it reads counters.
class CountingEngine final : public storage::FaultyEngine {
 public:
  using FaultyEngine::FaultyEngine;

  base::Task<storage::Result<storage::ScanPage>> scan(storage::KeyRange range, storage::Direction direction,
                                                      storage::ScanLimits limits) override {
    {
      std::lock_guard lock(mutex_);
      ++scans_[range.begin];
    }
    return FaultyEngine::scan(std::move(range), direction, limits);
  }
  base::Task<storage::Result<std::int64_t>> read_counter(std::string_view key) override {
    if (at_counters) at_counters();
    return FaultyEngine::read_counter(key);
  }
  int scans_from(const std::string& begin) {
    std::lock_guard lock(mutex_);
    return scans_[begin];
  }
  std::function<void()> at_counters;  // to be set while nobody reads them

 private:
  std::mutex mutex_;  // guards what follows
  std::map<std::string, int> scans_;
};

class RecoveryTest : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void TearDown() override {
    release();
    close();
  }

  void open() {
    Database::Options options;
    options.clock = &clock_;
    options.background = &pool_;
    options.expiry_pause = std::chrono::milliseconds(0);
    database_ = std::move(*block_on(Database::open(engine_, options)));
    backups_ = std::make_unique<Backups>(*database_);
    ASSERT_TRUE(block_on(backups_->start()).ok());
  }
  void close() {
    backups_->stop();
    block_on(database_->stop());
    backups_.reset();
    database_.reset();
  }

  // The background does nothing until release().
  void hold() {
    held_ = std::make_unique<std::latch>(1);
    pool_.post({[](void* latch) { static_cast<std::latch*>(latch)->wait(); }, held_.get()});
  }
  void release() {
    if (!held_) return;
    held_->count_down();
    // The pool has one thread: what it does next comes after the wait.
    block_on([](base::Executor& pool) -> base::Task<> { co_await base::switch_to(pool); }(pool_));
    held_.reset();
  }

  void create(const std::string& name = "t", bool indexed = false) {
    TableSchema schema;
    schema.scope = scope_;
    schema.name = name;
    schema.keys = {{{"pk", model::Type::kS}}, {}};
    schema.billing = table::BillingMode::kPayPerRequest;
    if (indexed) {
      IndexSchema& index = schema.indexes.emplace_back();
      index.global = true;
      index.name = "by-value";
      index.keys = {{{"value", model::Type::kS}}, {}};
    }
    ASSERT_TRUE(block_on(database_->create_table(schema)).ok());
  }
  void advance(std::chrono::microseconds time) { clock_.advance_micros(time.count()); }
  void put(const std::string& pk, const std::string& value, const std::string& name = "t") {
    const std::string bytes = item(pk, value);
    table::PutRequest request;
    request.item = ItemView(bytes);
    ASSERT_TRUE(block_on(database_->put_item(*database_->find_table(scope_, name), request)).ok());
  }
  void remove(const std::string& pk) {
    const std::string bytes = item(pk);
    table::DeleteRequest request;
    request.key = ItemView(bytes);
    ASSERT_TRUE(block_on(database_->delete_item(*database_->find_table(scope_, "t"), request)).ok());
  }
  Items items(const std::string& name, const std::string& index = "") {
    Items out;
    table::ScanRequest request;
    request.index_name = index;
    const auto page = block_on(database_->scan(*database_->find_table(scope_, name), request));
    STATOR_CHECK(page.ok() && page->last_evaluated_key.empty());
    for (const ItemView& each : page->items)
      out.emplace(each.find("pk")->text(), each.find("value") ? std::string(each.find("value")->text()) : "");
    return out;
  }

  void until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!done()) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  }
  Backup back_up(const std::string& name = "before") {
    auto backup = block_on(backups_->create(scope_, "t", name));
    STATOR_CHECK(backup.ok());
    EXPECT_EQ(backup->status, BackupStatus::kCreating);
    return std::move(*backup);
  }
  std::optional<FailureKind> failure_of(const auto& result) {
    return result.ok() ? std::nullopt : std::optional(result.error().kind);
  }
  static BackupName name_of(const Backup& backup) { return {backup.source.name, backup.id}; }
  Backup find(const Backup& backup) {
    auto found = block_on(backups_->find(scope_, name_of(backup)));
    STATOR_CHECK(found.ok());
    return std::move(*found);
  }
  void until_available(const Backup& backup) {
    until([&] { return find(backup).status == BackupStatus::kAvailable; });
  }
  TableStatus status(const std::string& name) {
    auto description = block_on(database_->describe_table(scope_, name));
    STATOR_CHECK(description.ok());
    return description->schema->status;
  }
  void until_active(const std::string& name) {
    until([&] { return status(name) == TableStatus::kActive; });
  }
  Items restored(const Backup& backup, RestoreTarget target) {
    const std::string name = target.name;
    auto begun = block_on(backups_->restore(scope_, name_of(backup), std::move(target)));
    EXPECT_TRUE(begun.ok());
    if (!begun.ok()) return {};
    EXPECT_EQ(begun->schema->status, TableStatus::kCreating);
    until_active(name);
    return items(name);
  }
  Items restored_to(std::int64_t micros, const std::string& name) {
    auto begun = block_on(backups_->restore_to_time(scope_, "t", micros, {.name = name}));
    EXPECT_TRUE(begun.ok());
    if (!begun.ok()) return {};
    until_active(name);
    return items(name);
  }
  ContinuousBackups switch_recovery(bool on, std::optional<std::int32_t> days = {}) {
    auto now = block_on(backups_->update_continuous(scope_, "t", on, days));
    STATOR_CHECK(now.ok());
    return *now;
  }
  bool has_history() { return block_on(database_->describe_table(scope_, "t"))->schema->history.has_value(); }

  const table::Scope scope_{"000000000000", "eu-west-1"};
  base::ManualClock clock_;
  base::ThreadPool pool_{1};
  storage::MemoryEngine memory_{clock_};
  CountingEngine engine_{memory_, storage::FaultRates{}, 11};
  std::unique_ptr<std::latch> held_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Backups> backups_;
};

TEST_F(RecoveryTest, BackupHasTheStateOfItsMoment) {
  create();
  put("a", "1");
  put("b", "1");
  hold();
  const Backup backup = back_up();
  advance(std::chrono::seconds(1));
  put("a", "2");
  put("a", "3");
  remove("b");
  put("c", "1");
  remove("c");
  put("d", "1");
  release();
  until_available(backup);
  EXPECT_EQ(restored(backup, {.name = "r"}), (Items{{"a", "1"}, {"b", "1"}}));
  EXPECT_EQ(items("t"), (Items{{"a", "3"}, {"d", "1"}}));
  const Backup found = find(backup);
  EXPECT_EQ(found.item_count, 2);
  EXPECT_EQ(found.size_bytes, 2 * (2 + 1 + 5 + 1));
  EXPECT_EQ(found.name, "before");
}

// Write number k sets item k % 10 to k. A state between two writes shows how many there were, by each item.
TEST_F(RecoveryTest, BackupOfATableThatIsWrittenTo) {
  create();
  constexpr int kItems = 10;
  std::atomic<bool> stop{false};
  std::atomic<int> written{0};
  std::thread writer([&] {
    for (int k = 0; !stop.load(); ++k) {
      advance(std::chrono::microseconds(10));
      put(std::to_string(k % kItems), std::to_string(k));
      written = k + 1;
    }
  });
  until([&] { return written > 5 * kItems; });
  for (int round = 0; round < 10; ++round) {
    const int before = written;
    const Backup backup = back_up();
    const int after = written + 1;
    until_available(backup);
    const Items copy = restored(backup, {.name = "r" + std::to_string(round)});
    ASSERT_EQ(copy.size(), kItems);
    int last = 0;
    for (const auto& [pk, value] : copy) last = std::max(last, std::stoi(value));
    EXPECT_GE(last + 1, before);
    EXPECT_LE(last, after);
    for (const auto& [pk, value] : copy) EXPECT_GT(std::stoi(value), last - kItems) << pk << " of " << last;
  }
  stop = true;
  writer.join();
}

TEST_F(RecoveryTest, HistoryIsKeptOnlyAsLongAsItIsNeeded) {
  create();
  put("a", "1");
  hold();
  const Backup backup = back_up();
  EXPECT_TRUE(has_history());
  release();
  until_available(backup);
  until([&] { return !has_history(); });
  switch_recovery(true);
  const Backup second = back_up();
  until_available(second);
  restored(second, {.name = "r"});
  EXPECT_TRUE(has_history());
  switch_recovery(false);
  until([&] { return !has_history(); });
  put("a", "2");
  EXPECT_EQ(items("t"), (Items{{"a", "2"}}));
}

TEST_F(RecoveryTest, OneBackupOfATableAtATime) {
  create();
  hold();
  const Backup backup = back_up();
  EXPECT_EQ(failure_of(block_on(backups_->create(scope_, "t", "second"))), FailureKind::kBackupInUse);
  EXPECT_EQ(failure_of(block_on(backups_->remove(scope_, name_of(backup)))), FailureKind::kBackupInUse);
  EXPECT_EQ(failure_of(block_on(backups_->restore(scope_, name_of(backup), {.name = "r"}))),
            FailureKind::kBackupInUse);
  release();
  until_available(backup);
  until_available(back_up("second"));
  EXPECT_EQ(failure_of(block_on(backups_->create(scope_, "u", "third"))), FailureKind::kNoTable);
}

TEST_F(RecoveryTest, BackupOutlivesItsTable) {
  create();
  put("a", "1");
  hold();
  const Backup backup = back_up();
  EXPECT_EQ(block_on(database_->delete_table(scope_, "t")).error().kind, ErrorKind::kResourceInUse);
  release();
  until_available(backup);
  ASSERT_TRUE(block_on(database_->delete_table(scope_, "t")).ok());
  create();
  put("a", "other");
  EXPECT_EQ(restored(backup, {.name = "r"}), (Items{{"a", "1"}}));
  auto deleted = block_on(backups_->remove(scope_, name_of(backup)));
  ASSERT_TRUE(deleted.ok());
  EXPECT_EQ(deleted->status, BackupStatus::kDeleted);
  EXPECT_EQ(failure_of(block_on(backups_->find(scope_, name_of(backup)))), FailureKind::kNoBackup);
  EXPECT_EQ(items("r"), (Items{{"a", "1"}}));
}

// Neither the end of the table nor the end of recovery takes from a copy what it reads.
TEST_F(RecoveryTest, SourceIsKeptWhileItIsCopied) {
  create();
  put("a", "1");
  switch_recovery(true);
  const std::int64_t moment = clock_.unix_micros();
  advance(std::chrono::seconds(1));
  put("a", "2");
  hold();
  ASSERT_TRUE(block_on(backups_->restore_to_time(scope_, "t", moment, {.name = "r"})).ok());
  switch_recovery(false);
  put("a", "3");
  ASSERT_TRUE(block_on(backups_->update_continuous(scope_, "t", true, {})).ok());
  ASSERT_TRUE(block_on(backups_->restore_to_time(scope_, "t", {}, {.name = "s"})).ok());
  ASSERT_TRUE(block_on(database_->delete_table(scope_, "t")).ok());
  backups_->stop();
  release();
  close();
  open();
  until_active("r");
  until_active("s");
  EXPECT_EQ(items("r"), (Items{{"a", "1"}}));
  EXPECT_EQ(items("s"), (Items{{"a", "3"}}));
}

TEST_F(RecoveryTest, RestoringGoesOnAfterARestart) {
  create("t", true);
  for (int i = 0; i < 300; ++i) put(std::to_string(i), "v" + std::to_string(i));
  hold();
  const Backup backup = back_up();
  advance(std::chrono::seconds(1));
  put("0", "later");
  backups_->stop();
  release();
  close();
  open();
  until_available(backup);
  hold();
  ASSERT_TRUE(block_on(backups_->restore(scope_, name_of(backup), {.name = "r"})).ok());
  EXPECT_EQ(failure_of(block_on(backups_->remove(scope_, name_of(backup)))), FailureKind::kBackupInUse);
  EXPECT_EQ(status("r"), TableStatus::kCreating);
  EXPECT_FALSE(block_on(database_->delete_table(scope_, "r")).ok());
  backups_->stop();
  release();
  close();
  open();
  until_active("r");
  EXPECT_EQ(items("r").size(), 300u);
  EXPECT_EQ(items("r")["0"], "v0");
  EXPECT_EQ(items("r", "by-value"), items("r"));
  const auto description = block_on(database_->describe_table(scope_, "r"));
  EXPECT_EQ(description->item_count, 300);
  EXPECT_EQ(description->indexes.at(0).item_count, 300);
  EXPECT_FALSE(description->schema->origin->in_progress);
  EXPECT_EQ(description->schema->origin->backup_arn, backup.arn());
  until([&] { return block_on(backups_->remove(scope_, name_of(backup))).ok(); });
}

TEST_F(RecoveryTest, IndexesCanBeLeftOut) {
  create("t", true);
  put("a", "1");
  const Backup backup = back_up();
  until_available(backup);
  RestoreTarget target{.name = "r"};
  target.global_indexes.emplace();
  target.billing = table::BillingMode::kProvisioned;
  target.throughput = table::Throughput{.read_units = 7, .write_units = 3};
  EXPECT_EQ(restored(backup, target), (Items{{"a", "1"}}));
  const auto description = block_on(database_->describe_table(scope_, "r"));
  EXPECT_TRUE(description->schema->indexes.empty());
  EXPECT_EQ(description->schema->billing, table::BillingMode::kProvisioned);
  EXPECT_EQ(description->schema->throughput.read_units, 7);
}

TEST_F(RecoveryTest, TakenNames) {
  create();
  create("other");
  const Backup backup = back_up();
  until_available(backup);
  EXPECT_EQ(failure_of(block_on(backups_->restore(scope_, name_of(backup), {.name = "other"}))),
            FailureKind::kTableExists);
  hold();
  ASSERT_TRUE(block_on(backups_->restore(scope_, name_of(backup), {.name = "r"})).ok());
  EXPECT_EQ(failure_of(block_on(backups_->restore(scope_, name_of(backup), {.name = "r"}))),
            FailureKind::kTableInUse);
  EXPECT_EQ(failure_of(block_on(backups_->create(scope_, "r", "early"))), FailureKind::kTableInUse);
  release();
  until_active("r");
}

TEST_F(RecoveryTest, EveryMomentSinceRecoveryIsOn) {
  create();
  put("a", "old");
  EXPECT_EQ(failure_of(block_on(backups_->restore_to_time(scope_, "t", {}, {.name = "r"}))),
            FailureKind::kNotContinuous);
  advance(std::chrono::seconds(1));
  const ContinuousBackups on = switch_recovery(true);
  EXPECT_TRUE(on.enabled);
  EXPECT_EQ(on.period_days, 35);
  std::map<std::int64_t, Items> states;
  states[clock_.unix_micros()] = items("t");
  for (int i = 0; i < 200; ++i) {
    advance(std::chrono::seconds(1));
    const std::string pk = std::to_string(i * 7 % 11);
    if (i % 5 == 4) {
      remove(pk);
    } else {
      put(pk, std::to_string(i));
    }
    states[clock_.unix_micros()] = items("t");
  }
  const ContinuousBackups now = *block_on(backups_->continuous(scope_, "t"));
  EXPECT_EQ(now.earliest_micros, states.begin()->first);
  EXPECT_EQ(now.latest_micros, states.rbegin()->first);
  int number = 0;
  for (const auto& [micros, state] : states) {
    if (++number % 9 != 1) continue;
    EXPECT_EQ(restored_to(micros, "r" + std::to_string(number)), state) << number;
  }
  // Between two writes, and the latest.
  EXPECT_EQ(restored_to(states.begin()->first + 5 * kSecond + kSecond / 2, "between"),
            std::next(states.begin(), 5)->second);
  ASSERT_TRUE(block_on(backups_->restore_to_time(scope_, "t", {}, {.name = "latest"})).ok());
  until_active("latest");
  EXPECT_EQ(items("latest"), states.rbegin()->second);
  for (const std::int64_t out : {now.earliest_micros - 1, now.latest_micros + 1})
    EXPECT_EQ(failure_of(block_on(backups_->restore_to_time(scope_, "t", out, {.name = "x"}))),
              FailureKind::kInvalidTime);
}

TEST_F(RecoveryTest, TheWindowMovesOn) {
  create();
  put("a", "1");
  const std::int64_t since = clock_.unix_micros();
  switch_recovery(true, 1);
  advance(std::chrono::hours(24));
  EXPECT_EQ(block_on(backups_->continuous(scope_, "t"))->earliest_micros, since);
  advance(std::chrono::milliseconds(1));
  EXPECT_EQ(block_on(backups_->continuous(scope_, "t"))->earliest_micros, since + 1'000);
  put("a", "2");
  EXPECT_EQ(switch_recovery(true, 35).period_days, 35);
  advance(std::chrono::hours(24 * 34));
  ASSERT_TRUE(block_on(backups_->round()).ok());
  EXPECT_EQ(restored_to(since + kDay, "r"), (Items{{"a", "1"}}));
  switch_recovery(false);
  EXPECT_FALSE(block_on(backups_->continuous(scope_, "t"))->enabled);
  advance(std::chrono::seconds(1));
  const ContinuousBackups again = switch_recovery(true);
  EXPECT_EQ(again.earliest_micros, clock_.unix_micros());
}

TEST_F(RecoveryTest, DeletedTableLeavesABackup) {
  create("t", true);
  put("a", "1");
  put("b", "2");
  switch_recovery(true);
  ASSERT_TRUE(block_on(database_->delete_table(scope_, "t")).ok());
  auto page = block_on(backups_->list({.scope = scope_, .kind = BackupKind::kSystem}));
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->backups.size(), 1u);
  const Backup backup = page->backups.front();
  EXPECT_EQ(backup.name, "t$DeletedTableBackup");
  EXPECT_TRUE(backup.id.ends_with("-00000000"));
  EXPECT_EQ(backup.expiry_micros, backup.created_micros + 35 * kDay);
  EXPECT_EQ(backup.item_count, 2);
  create();
  put("a", "other");
  EXPECT_EQ(restored(backup, {.name = "r"}), (Items{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(items("r", "by-value"), (Items{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(items("t"), (Items{{"a", "other"}}));
  advance(std::chrono::hours(24 * 35) - std::chrono::microseconds(1));
  ASSERT_TRUE(block_on(backups_->round()).ok());
  EXPECT_EQ(find(backup).id, backup.id);
  advance(std::chrono::microseconds(1));
  ASSERT_TRUE(block_on(backups_->round()).ok());
  EXPECT_EQ(failure_of(block_on(backups_->find(scope_, name_of(backup)))), FailureKind::kNoBackup);
}

// Whatever fails and however often: backups that were begun are finished, also those whose caller got an
// error, and so are tables.
TEST_F(RecoveryTest, FaultsOnlyDelay) {
  create("t", true);
  Items expected;
  for (int i = 0; i < 40; ++i) {
    put(std::to_string(i), "v" + std::to_string(i));
    expected[std::to_string(i)] = "v" + std::to_string(i);
  }
  storage::FaultRates rates;
  rates.busy = rates.unavailable = rates.conflict = rates.unknown_applied = rates.unknown_lost = 0.04;
  rates.read_error = 0.04;
  for (int round = 0; round < 5; ++round) {
    engine_.set_rates(rates);
    for (int i = 0; i < 5; ++i) (void)block_on(backups_->create(scope_, "t", "b" + std::to_string(i)));
    engine_.set_rates({});
    std::vector<Backup> all;
    until([&] {
      auto page = block_on(backups_->list({.scope = scope_}));
      all = std::move(page->backups);
      return std::all_of(all.begin(), all.end(),
                         [](const Backup& backup) { return backup.status == BackupStatus::kAvailable; });
    });
    until([&] { return !has_history(); });
    if (all.empty()) continue;
    const std::string name = "r" + std::to_string(round);
    engine_.set_rates(rates);
    const auto begun = block_on(backups_->restore(scope_, name_of(all.back()), {.name = name}));
    engine_.set_rates({});
    // An error tells nothing: look again once it is settled.
    auto described = [&] { return block_on(database_->describe_table(scope_, name)); };
    (void)block_on(database_->histories().settled(scope_, name));
    if (!begun.ok() && !described().ok()) continue;
    until_active(name);
    EXPECT_EQ(items(name), expected);
    EXPECT_EQ(items(name, "by-value"), expected);
    EXPECT_EQ(described()->item_count, 40);
  }
  EXPECT_EQ(items("t"), expected);
}

// Commits are not stamped with earlier times then, and what was written before is in the backup.
TEST_F(RecoveryTest, ClockIsSetBack) {
  create();
  switch_recovery(true);
  advance(std::chrono::seconds(5));
  put("a", "1");
  advance(-std::chrono::seconds(10));
  hold();
  const Backup backup = back_up();
  put("a", "2");
  put("b", "1");
  release();
  until_available(backup);
  EXPECT_EQ(restored(backup, {.name = "r"}), (Items{{"a", "1"}}));
  ASSERT_TRUE(block_on(backups_->restore_to_time(scope_, "t", {}, {.name = "latest"})).ok());
  put("a", "3");
  until_active("latest");
  EXPECT_EQ(items("latest"), (Items{{"a", "2"}, {"b", "1"}}));
}

// Who looks from outside cannot tell when the earliest moment is over: it is rounded up.
TEST_F(RecoveryTest, TheMomentIsAwaited) {
  create();
  put("a", "1");
  advance(std::chrono::microseconds(1));
  const ContinuousBackups on = switch_recovery(true);
  EXPECT_EQ(on.earliest_micros, clock_.unix_micros() + 999);
  ASSERT_TRUE(block_on(backups_->restore_to_time(scope_, "t", on.earliest_micros, {.name = "r"})).ok());
  put("a", "2");
  EXPECT_EQ(status("r"), TableStatus::kCreating);
  advance(std::chrono::microseconds(999));
  until_active("r");
  EXPECT_EQ(items("r"), (Items{{"a", "2"}}));
}

// A recovery to the earliest moment may have begun, but not be known yet.
TEST_F(RecoveryTest, ChangesAreKeptALittleLongerThanTold) {
  create();
  switch_recovery(true, 1);
  put("a", "1");
  const std::uint64_t log = block_on(database_->describe_table(scope_, "t"))->schema->history->log_group;
  auto records = [&] {
    std::size_t count = 0;
    const auto shards = *block_on(engine_.list_shards(log));
    for (const storage::LogShard& shard : shards)
      count += block_on(engine_.read_log(log, shard.id, shard.trimmed_upto, {}))->records.size();
    return count;
  };
  advance(std::chrono::hours(25) - std::chrono::microseconds(1));
  ASSERT_TRUE(block_on(backups_->round()).ok());
  EXPECT_EQ(records(), 1u);
  advance(std::chrono::microseconds(1));
  ASSERT_TRUE(block_on(backups_->round()).ok());
  EXPECT_EQ(records(), 0u);
}

TEST_F(RecoveryTest, TheSourceGoesAsARecoveryBegins) {
  create();
  switch_recovery(true);
  std::latch reached(1), go_on(1);
  std::atomic<bool> first{true};
  engine_.at_counters = [&] {
    if (!first.exchange(false)) return;
    reached.count_down();
    go_on.wait();
  };
  std::thread deleter([&] { EXPECT_TRUE(block_on(database_->delete_table(scope_, "t")).ok()); });
  reached.wait();
  // The table is still there, and waits for its deletion to be over.
  base::TaskGroup tasks;
  std::optional<FailureKind> failure;
  auto restore = [&]() -> base::Task<> {
    RestoreTarget target{.name = "r"};
    failure = failure_of(co_await backups_->restore_to_time(scope_, "t", {}, std::move(target)));
  };
  tasks.spawn(restore());
  go_on.count_down();
  deleter.join();
  block_on(tasks.wait());
  engine_.at_counters = {};
  EXPECT_EQ(failure, FailureKind::kNoTable);
  EXPECT_FALSE(block_on(database_->describe_table(scope_, "r")).ok());
}

// Each caller who is told of an error and tries again leaves work behind.
TEST_F(RecoveryTest, ATableIsFilledOnce) {
  create();
  for (int i = 0; i < 300; ++i) put(std::to_string(i), "v");
  const Backup backup = back_up();
  until_available(backup);
  hold();
  storage::FaultRates rates;
  rates.unknown_applied = 1;
  engine_.set_rates(rates, 1);  // but for the table's number
  for (int i = 0; i < 3; ++i)
    EXPECT_FALSE(block_on(backups_->restore(scope_, name_of(backup), {.name = "r"})).ok());
  engine_.set_rates({});
  release();
  until([&] { return block_on(database_->histories().settled(scope_, "r")).ok(); });
  until_active("r");
  // What is left of the work comes before another backup.
  until_available(back_up("second"));
  close();
  EXPECT_EQ(engine_.scans_from(keyspace::table_range(keyspace::Space::kItem, backup.data_id, 0).begin), 1);
  open();
}

TEST_F(RecoveryTest, HistoryGoesWhateverIsNotKnown) {
  create();
  hold();
  const Backup backup = back_up();
  storage::FaultRates rates;
  rates.unknown_applied = 1;
  engine_.set_rates(rates, 2);  // but for the commits of nothing
  release();
  until_available(backup);
  engine_.set_rates({});
  until([&] { return !has_history(); });

  hold();
  switch_recovery(true);
  const std::uint64_t log = block_on(database_->describe_table(scope_, "t"))->schema->history->log_group;
  switch_recovery(false);
  engine_.set_rates(rates);
  release();
  until([&] { return !block_on(database_->histories().settled(scope_, "t")).ok(); });
  engine_.set_rates({});
  until([&] { return !block_on(engine_.list_shards(log)).ok(); });
}

TEST_F(RecoveryTest, DataGoesWhateverIsNotKnown) {
  create();
  put("a", "1");
  const Backup backup = back_up();
  until_available(backup);
  storage::FaultRates rates;
  rates.unknown_applied = 1;
  engine_.set_rates(rates);
  EXPECT_FALSE(block_on(backups_->remove(scope_, name_of(backup))).ok());
  engine_.set_rates({});
  EXPECT_EQ(failure_of(block_on(backups_->find(scope_, name_of(backup)))), FailureKind::kNoBackup);
  const storage::KeyRange data = keyspace::table_range(keyspace::Space::kItem, backup.data_id, 0);
  until([&] { return block_on(engine_.scan(data, storage::Direction::kForward, {}))->entries().empty(); });
}

TEST(CopyTurns, AreLimited) {
  CopyTurns turns;
  std::vector<std::unique_ptr<CopyTurns::Turn>> taken;
  for (int i = 0; i < CopyTurns::kMost; ++i) {
    taken.push_back(std::make_unique<CopyTurns::Turn>(&turns));
    EXPECT_TRUE(taken.back()->take());
  }
  CopyTurns::Turn another(&turns);
  EXPECT_FALSE(another.take());
  EXPECT_FALSE(another.take());
  taken.pop_back();
  EXPECT_TRUE(another.take());
}

TEST_F(RecoveryTest, MoreCopiesThanTurns) {
  create();
  put("a", "1");
  const Backup backup = back_up();
  until_available(backup);
  hold();
  for (int i = 0; i < 2 * CopyTurns::kMost + 1; ++i) {
    ASSERT_TRUE(block_on(backups_->restore(scope_, name_of(backup), {.name = "r" + std::to_string(i)})).ok());
  }
  release();
  for (int i = 0; i < 2 * CopyTurns::kMost + 1; ++i) {
    until_active("r" + std::to_string(i));
    EXPECT_EQ(items("r" + std::to_string(i)), (Items{{"a", "1"}}));
  }
}

TEST_F(RecoveryTest, Pages) {
  create();
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    const Backup backup = back_up("b" + std::to_string(i));
    until_available(backup);
    ids.push_back(backup.id);
    advance(std::chrono::seconds(1));
  }
  Backups::ListRequest request{.scope = scope_, .limit = 2};
  std::vector<std::string> seen;
  for (;;) {
    auto page = block_on(backups_->list(request));
    ASSERT_TRUE(page.ok());
    for (const Backup& backup : page->backups) seen.push_back(backup.id);
    if (!page->has_more) break;
    EXPECT_EQ(page->backups.size(), 2u);
    request.after = name_of(page->backups.back());
  }
  EXPECT_EQ(seen, ids);
  request = {.scope = scope_, .table_name = "u"};
  EXPECT_TRUE(block_on(backups_->list(request))->backups.empty());
  const Backup second = *block_on(backups_->find(scope_, {"t", ids[1]}));
  request = {.scope = scope_, .created_from_micros = second.created_micros};
  EXPECT_EQ(block_on(backups_->list(request))->backups.size(), 4u);
  request = {.scope = scope_, .created_before_micros = second.created_micros};
  EXPECT_EQ(block_on(backups_->list(request))->backups.size(), 1u);
}

}  // namespace
}  // namespace stator::db::recovery
