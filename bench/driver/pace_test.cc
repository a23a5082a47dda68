#include "driver/pace.h"

#include <gtest/gtest.h>

namespace stator::bench {
namespace {

constexpr std::int64_t kBegin = 5'000'000'000;
constexpr std::int64_t kMs = 1'000'000;

TEST(PaceTest, ClientsTakeTurnsInTime) {
  int clients[2];
  Pace<int> pace(1000, kBegin);
  for (int& client : clients) pace.add_free(&client);
  std::int64_t due = 0;
  EXPECT_EQ(pace.take_due(kBegin - 1, due), nullptr);
  EXPECT_EQ(pace.take_due(kBegin, due), &clients[0]);
  EXPECT_EQ(due, kBegin);
  EXPECT_EQ(pace.take_due(kBegin, due), nullptr);
  EXPECT_EQ(pace.next_due_ns(), kBegin + kMs);
  EXPECT_EQ(pace.take_due(kBegin + kMs, due), &clients[1]);
  EXPECT_FALSE(pace.has_free());
}

TEST(PaceTest, WhatIsLateCountsFromWhenItWasDue) {
  int client;
  Pace<int> pace(1000, kBegin);
  pace.add_free(&client);
  std::int64_t due = 0;
  ASSERT_EQ(pace.take_due(kBegin, due), &client);
  EXPECT_EQ(pace.take_due(kBegin + 10 * kMs, due), nullptr);
  EXPECT_EQ(pace.overdue(kBegin + 10 * kMs), 9u);
  pace.add_free(&client);
  ASSERT_EQ(pace.take_due(kBegin + 10 * kMs, due), &client);
  EXPECT_EQ(due, kBegin + kMs);
}

}  // namespace
}  // namespace stator::bench
