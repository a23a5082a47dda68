#include "storage/rocksdb/compaction_pace.h"

#include <gtest/gtest.h>

namespace stator::storage::rocks {
namespace {

using namespace std::chrono_literals;

TEST(CompactionPace, RestsWhereOthersWantItsCore) {
  EXPECT_EQ(pause_after({.passed = 4ms, .cpu = 2ms, .was_preempted = true}, 8), 32ms);
  EXPECT_EQ(pause_after({.passed = 2500us, .cpu = 2ms, .was_preempted = true}, 8), 32ms);
}

TEST(CompactionPace, DoesNotRestForLong) {
  EXPECT_EQ(pause_after({.passed = 40ms, .cpu = 20ms, .was_preempted = true}, 8), 100ms);
}

TEST(CompactionPace, GoesOnWhereItHasTheCoreForItself) {
  EXPECT_EQ(pause_after({.passed = 2100us, .cpu = 2ms, .was_preempted = true}, 8), 0ms);
  EXPECT_EQ(pause_after({.passed = 40ms, .cpu = 2ms, .was_preempted = false}, 8), 0ms)
      << "only the disk is slow";
}

TEST(CompactionPace, GoesOnWhereItIsBehind) {
  EXPECT_GT(pause_after({.passed = 4ms, .cpu = 2ms, .was_preempted = true}, 12), 0ms);
  EXPECT_EQ(pause_after({.passed = 4ms, .cpu = 2ms, .was_preempted = true}, 13), 0ms);
}

TEST(CompactionPace, ForgetsTheTimeBetweenTwoCompactions) {
  EXPECT_EQ(pause_after({.passed = 10s, .cpu = 2ms, .was_preempted = true}, 8), 0ms);
}

}  // namespace
}  // namespace stator::storage::rocks
