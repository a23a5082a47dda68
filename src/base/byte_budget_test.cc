#include "base/byte_budget.h"

#include <gtest/gtest.h>

#include <vector>

#include "base/block_on.h"
#include "base/task_group.h"
#include "base/thread_pool.h"

namespace stator::base {
namespace {

TEST(ByteBudget, GivesBackWhenTheLeaseGoes) {
  ByteBudget budget(100);
  auto use = [](ByteBudget& shared) -> Task<std::int64_t> {
    auto lease = co_await shared.acquire(60);
    co_return shared.available();
  };
  EXPECT_EQ(block_on(use(budget)), 40);
  EXPECT_EQ(budget.available(), 100);
}

TEST(ByteBudget, MoreThanTheCapacityCountsAsTheCapacity) {
  ByteBudget budget(100);
  auto use = [](ByteBudget& shared) -> Task<std::size_t> {
    auto lease = co_await shared.acquire(1000);
    co_return lease.bytes();
  };
  EXPECT_EQ(block_on(use(budget)), 100u);
  EXPECT_EQ(budget.available(), 100);
}

TEST(ByteBudget, ServesInTheOrderOfArrival) {
  ByteBudget budget(100);
  auto taker = [](ByteBudget& shared, std::size_t bytes, int id, std::vector<int>& order) -> Task<void> {
    auto lease = co_await shared.acquire(bytes);
    order.push_back(id);
  };
  auto run = [&taker](ByteBudget& shared, std::vector<int>& order) -> Task<void> {
    auto first = co_await shared.acquire(80);
    TaskGroup group;
    group.spawn(taker(shared, 90, 1, order));
    group.spawn(taker(shared, 10, 2, order));  // would fit, but does not overtake
    EXPECT_TRUE(order.empty());
    first.release();
    co_await group.wait();
  };
  std::vector<int> order;
  block_on(run(budget, order));
  EXPECT_EQ(order, (std::vector<int>{1, 2}));
  EXPECT_EQ(budget.available(), 100);
}

TEST(ByteBudget, ChargeMayOverdrawAndMakesOthersWait) {
  ByteBudget budget(100);
  auto run = [](ByteBudget& shared) -> Task<bool> {
    auto charged = shared.charge(150);
    bool got = false;
    auto taker = [](ByteBudget& from, bool& flag) -> Task<void> {
      auto lease = co_await from.acquire(10);
      flag = true;
    };
    TaskGroup group;
    group.spawn(taker(shared, got));
    const bool waited = !got && shared.available() == -50;
    charged.shrink_to(120);
    const bool still_waiting = !got;
    charged.release();
    co_await group.wait();
    co_return waited&& still_waiting&& got;
  };
  EXPECT_TRUE(block_on(run(budget)));
  EXPECT_EQ(budget.available(), 100);
}

TEST(ByteBudget, RefusesThoseWhoHaveWaitedTooLong) {
  using std::chrono::steady_clock;
  ByteBudget budget(100, std::chrono::milliseconds(1000));
  auto taker = [](ByteBudget& shared, std::size_t bytes, int id, std::vector<int>& order) -> Task<void> {
    auto lease = co_await shared.acquire(bytes);
    order.push_back(lease.granted() ? id : -id);
  };
  auto run = [&taker](ByteBudget& shared, std::vector<int>& order) -> Task<void> {
    const auto start = steady_clock::now();
    auto first = co_await shared.acquire(80);
    TaskGroup group;
    group.spawn(taker(shared, 90, 1, order));
    const auto waiting = steady_clock::now();
    while (steady_clock::now() == waiting) continue;
    shared.refuse_late(start + std::chrono::milliseconds(999));
    EXPECT_TRUE(order.empty());
    group.spawn(taker(shared, 15, 2, order));  // fits, once the one before has gone
    EXPECT_TRUE(shared.has_waiters());
    shared.refuse_late(waiting + std::chrono::milliseconds(1000));
    co_await group.wait();
    EXPECT_FALSE(shared.has_waiters());
  };
  std::vector<int> order;
  block_on(run(budget, order));
  EXPECT_EQ(order, (std::vector<int>{-1, 2}));
  EXPECT_EQ(budget.available(), 100);
}

TEST(ByteBudget, AskingForNothingWaitsOnlyWhileOverdrawn) {
  ByteBudget budget(100);
  auto run = [](ByteBudget& shared) -> Task<void> {
    auto all = co_await shared.acquire(100);
    auto none = co_await shared.acquire(0);
    EXPECT_TRUE(none.granted());
    auto more = shared.charge(1);
    bool passed = false;
    auto taker = [](ByteBudget& from, bool& flag) -> Task<void> {
      auto lease = co_await from.acquire(0);
      flag = lease.granted();
    };
    TaskGroup group;
    group.spawn(taker(shared, passed));
    EXPECT_FALSE(passed);
    more.release();
    co_await group.wait();
    EXPECT_TRUE(passed);
  };
  block_on(run(budget));
  EXPECT_EQ(budget.available(), 100);
}

TEST(ByteBudget, GrowsWithoutWaiting) {
  ByteBudget budget(100);
  auto run = [](ByteBudget& shared) -> Task<void> {
    auto lease = co_await shared.acquire(10);
    EXPECT_TRUE(lease.try_grow_to(60));
    EXPECT_TRUE(lease.try_grow_to(30));  // it has as much
    EXPECT_EQ(lease.bytes(), 60u);
    auto other = co_await shared.acquire(30);
    EXPECT_FALSE(lease.try_grow_to(71));
    EXPECT_EQ(lease.bytes(), 60u);
    EXPECT_TRUE(lease.try_grow_to(70));
    other.release();
    EXPECT_TRUE(lease.try_grow_to(1000));
    EXPECT_EQ(lease.bytes(), 100u);
  };
  block_on(run(budget));
  EXPECT_EQ(budget.available(), 100);
}

TEST(ByteBudget, HoldsUnderManyThreads) {
  ByteBudget budget(1000);
  ThreadPool pool(4);
  std::atomic<bool> overdrawn = false;
  auto worker = [](ByteBudget& shared, std::atomic<bool>& bad, std::size_t bytes) -> Task<void> {
    for (int i = 0; i < 500; ++i) {
      auto lease = co_await shared.acquire(bytes);
      if (shared.available() < 0) bad = true;
    }
  };
  TaskGroup group;
  for (std::size_t i = 1; i <= 16; ++i) group.spawn_on(pool, worker(budget, overdrawn, i * 40));
  block_on(group.wait());
  EXPECT_FALSE(overdrawn);
  EXPECT_EQ(budget.available(), 1000);
}

}  // namespace
}  // namespace stator::base
