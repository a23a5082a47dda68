// Recovery to a point in time: which moments there are, and what a table was like then.

#include "db/recovery/recovery_fixture.h"

namespace stator::db::recovery {
namespace {

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

}  // namespace
}  // namespace stator::db::recovery
