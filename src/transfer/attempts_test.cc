#include "transfer/attempts.h"

#include <gtest/gtest.h>

namespace stator::transfer {
namespace {

TEST(AttemptsTest, ThoseBeforeProgressDoNotCount) {
  Attempts attempts(std::chrono::milliseconds(1));
  attempts.begin(0);
  for (int i = 1; i < Attempts::kMost; ++i) EXPECT_FALSE(attempts.used_up());
  attempts.begin(1);
  for (int i = 1; i < Attempts::kMost; ++i) EXPECT_FALSE(attempts.used_up());
  attempts.begin(1);
  EXPECT_TRUE(attempts.used_up());
}

}  // namespace
}  // namespace stator::transfer
