#include "db/stream/call_limits.h"

#include <gtest/gtest.h>

namespace stator::db::stream {
namespace {

TEST(CallLimits, LetsInWhatASecondAllowsAndThenWhatFlowsIn) {
  base::ManualClock clock;
  CallLimits limits(clock);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(limits.admits("shard", 10)) << i;
  EXPECT_FALSE(limits.admits("shard", 10));
  clock.advance_micros(99'999);
  EXPECT_FALSE(limits.admits("shard", 10));
  clock.advance_micros(1);
  EXPECT_TRUE(limits.admits("shard", 10));
  EXPECT_FALSE(limits.admits("shard", 10));
}

TEST(CallLimits, CountsEachKeyByItselfAndSavesUpOneSecondOnly) {
  base::ManualClock clock;
  CallLimits limits(clock);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(limits.admits("a", 10));
  EXPECT_FALSE(limits.admits("a", 10));
  EXPECT_TRUE(limits.admits("b", 10));
  clock.advance_micros(3'600'000'000);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(limits.admits("a", 10));
  EXPECT_FALSE(limits.admits("a", 10));
}

TEST(CallLimits, ForgetsWhoDoesNotCallAnyMoreAndNobodyElse) {
  base::ManualClock clock;
  CallLimits limits(clock);
  for (int i = 0; i < 5000; ++i) EXPECT_TRUE(limits.admits(std::to_string(i), 1));
  EXPECT_FALSE(limits.admits("4999", 1));
  clock.advance_micros(1'000'000);
  EXPECT_TRUE(limits.admits("4999", 1));
  EXPECT_FALSE(limits.admits("4999", 1));
}

}  // namespace
}  // namespace stator::db::stream
