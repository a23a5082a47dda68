// Backups of tables, and what is restored from them.

#include "db/recovery/recovery_fixture.h"

namespace stator::db::recovery {
namespace {

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

TEST(CopyTurns, AreLimited) {
  CopyTurns turns(Backups::kCopiesAtATime);
  std::vector<std::unique_ptr<CopyTurns::Turn>> taken;
  for (int i = 0; i < Backups::kCopiesAtATime; ++i) {
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
  for (int i = 0; i < 2 * Backups::kCopiesAtATime + 1; ++i) {
    ASSERT_TRUE(block_on(backups_->restore(scope_, name_of(backup), {.name = "r" + std::to_string(i)})).ok());
  }
  release();
  for (int i = 0; i < 2 * Backups::kCopiesAtATime + 1; ++i) {
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
