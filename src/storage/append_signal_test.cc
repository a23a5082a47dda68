#include "storage/append_signal.h"

#include <gtest/gtest.h>

#include "base/block_on.h"

namespace stator::storage {
namespace {

using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;

std::vector<LogAppend> append_to(std::uint64_t group) { return {{group, "key", "record"}}; }

base::Task<bool> wait_while(AppendSignal::Listener& listener, AppendSignal& signal, std::uint64_t group) {
  base::Completion<bool> done;
  const auto wait = [](AppendSignal::Listener& on, base::Completion<bool>& result) -> base::Task<> {
    const bool appended = co_await on.wait(1ms);
    result.set(appended);
  };
  base::spawn(wait(listener, done));
  signal.notify(append_to(group));
  const bool appended = co_await done;
  co_await base::sleep_for(10ms);  // until the clock of that wait has ended, too
  co_return appended;
}

TEST(AppendSignal, EndsAWait) {
  AppendSignal signal;
  AppendSignal::Listener listener(signal, 7);
  EXPECT_TRUE(base::block_on(wait_while(listener, signal, 7)));
}

TEST(AppendSignal, WhatCameBeforeAWaitEndsTheNextOne) {
  AppendSignal signal;
  signal.notify(append_to(7));  // nobody listens
  AppendSignal::Listener listener(signal, 7), other(signal, 8);
  EXPECT_FALSE(base::block_on(listener.wait(1ms)));
  signal.notify(append_to(7));
  signal.notify(append_to(7));
  EXPECT_TRUE(base::block_on(listener.wait(1h)));
  EXPECT_FALSE(base::block_on(listener.wait(1ms)));
  EXPECT_FALSE(base::block_on(other.wait(1ms)));
}

TEST(AppendSignal, AllListenersOfAGroupAreWoken) {
  AppendSignal signal;
  AppendSignal::Listener one(signal, 7), two(signal, 7);
  signal.notify({{6, "a", ""}, {7, "b", ""}, {7, "c", ""}});
  EXPECT_TRUE(base::block_on(one.wait(1h)));
  EXPECT_TRUE(base::block_on(two.wait(1h)));
}

}  // namespace
}  // namespace stator::storage
