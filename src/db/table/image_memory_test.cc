#include "db/table/image_memory.h"

#include <gtest/gtest.h>

#include <optional>

#include "base/block_on.h"
#include "base/task_group.h"

namespace stator::db::table {
namespace {

constexpr std::size_t kItemBytes = 100'000;

base::Task<> hold(ImageMemory& images, bool* has, const bool* ends) {
  auto lease = co_await images.take(kItemBytes);
  *has = lease.granted();
  while (!*ends) co_await base::yield();
}

TEST(ImageMemory, WhoFindsNoRoomWaits) {
  ImageMemory images(kItemBytes * ImageMemory::kMemoryPerByte * 3 / 2);
  bool first = false, second = false, ends = false;
  const auto work = [&]() -> base::Task<> {
    base::TaskGroup group;
    EXPECT_TRUE(images.try_take(kItemBytes).granted());
    group.spawn(hold(images, &first, &ends));
    EXPECT_TRUE(first);
    EXPECT_FALSE(images.try_take(kItemBytes).granted());
    EXPECT_TRUE(images.try_take(kItemBytes / 2).granted());
    group.spawn(hold(images, &second, &ends));
    EXPECT_FALSE(second);
    EXPECT_FALSE(images.try_take(kItemBytes / 2).granted()) << "nobody overtakes who waits";
    ends = true;
    co_await group.wait();
    EXPECT_TRUE(second);
  };
  base::block_on(work());
}

TEST(ImageMemory, WhatIsMoreThanAllCountsAsAll) {
  ImageMemory images(1000);
  EXPECT_TRUE(images.try_take(kItemBytes).granted());
  const auto lease = base::block_on([&]() -> base::Task<ImageMemory::Lease> {
    auto taken = co_await images.take(kItemBytes);
    co_return taken;
  }());
  EXPECT_TRUE(lease.granted());
  EXPECT_FALSE(images.try_take(1).granted());
}

}  // namespace
}  // namespace stator::db::table
