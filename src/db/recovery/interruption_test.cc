// What comes between the beginning of a copy and its end: restarts, failing disks, the end of the source.

#include "base/task_group.h"
#include "db/recovery/recovery_fixture.h"
#include "db/table/data_readers.h"
#include "keyspace/keys.h"

namespace stator::db::recovery {
namespace {

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

// Also where nobody was told that the copy went.
TEST_F(RecoveryTest, HistoriesEndWithTheCopiesThatReadThem) {
  create();
  switch_recovery(true);
  auto nothing = [](const Backup&) { return storage::Commit{}; };
  const auto copy = block_on(backups_->copy(scope_, "t", {}, {}, nothing));
  ASSERT_TRUE(copy.ok());
  until([&] {
    return block_on(backups_->find_copy(scope_, name_of(*copy)))->status == BackupStatus::kAvailable;
  });
  // As long as an incremental export reads it.
  storage::Commit reading;
  reading.writes.push_back(table::begin_reading(copy->source.id, copy->data_id));
  const std::string reading_key = reading.writes[0].key;
  ASSERT_TRUE(block_on(storage::commit(engine_, std::move(reading))).ok());
  const std::string readers = reading_key.substr(0, reading_key.size() - sizeof(std::uint64_t));
  const int looks = engine_.scans_from(readers);
  switch_recovery(false);
  until([&] { return engine_.scans_from(readers) > looks; });
  storage::FaultRates rates;
  rates.unknown_applied = 1;
  engine_.set_rates(rates);
  EXPECT_FALSE(block_on(backups_->remove_copies(scope_, {name_of(*copy)}, {})).ok());
  engine_.set_rates({});
  EXPECT_FALSE(block_on(backups_->find_copy(scope_, name_of(*copy))).ok());
  until([&] { return !has_history(); });
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
  until([&] { return !has_history(); });  // else its end would be the commit that is spared
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

}  // namespace
}  // namespace stator::db::recovery
